#pragma once

#include <chrono>
#include <mutex>
#include <vector>

namespace support {

/// A clock that goes on only where somebody sleeps.
template <class Clock, class Duration>
class fake_time {
 public:
  explicit fake_time(typename Clock::time_point start = {}) : now_(start) {}

  auto now() {
    return [this] {
      std::lock_guard const lock(mutex_);
      return now_;
    };
  }
  auto sleep() {
    return [this](Duration time) {
      std::lock_guard const lock(mutex_);
      slept_.push_back(time);
      now_ += time;
    };
  }
  void pass(Duration time) { now_ += time; }
  [[nodiscard]] std::vector<Duration> const& slept() const { return slept_; }

 private:
  std::mutex mutex_;
  typename Clock::time_point now_;
  std::vector<Duration> slept_;
};

}  // namespace support
