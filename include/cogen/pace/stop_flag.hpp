// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/generator_error.hpp>

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace cogen {

/// What a sleep of a `stop_flag` throws when it is stopped. As generator_exit not a `std::exception`: no `retry` takes
/// it for a failure of the service.
class stopped {};

/// Ends sleeps from another thread:
///
/// ```
/// cogen::stop_flag stop;
/// auto const fetch = cogen::retry(get, {.sleep = stop.sleep()});
/// // elsewhere: stop.stop();   A call of fetch that waits, or is about to, throws cogen::stopped.
/// ```
///
/// Stop it before what may be waiting, such as a `prefetch`, is destroyed: a destructor waits for the sleep to end.
/// It must outlive those who sleep. Thread-safe, but not to be called from a handler of signals.
///
/// Python: a `threading.Event`, whose `wait(timeout)` is the sleep.
class stop_flag {
 public:
  stop_flag() = default;
  stop_flag(stop_flag const&) = delete;
  stop_flag& operator=(stop_flag const&) = delete;

  /// Ends all sleeps, now and from now on.
  void stop() {
    {
      std::lock_guard const lock(mutex_);
      stopped_ = true;
    }
    changed_.notify_all();
  }
  [[nodiscard]] bool is_stopped() const {
    std::lock_guard const lock(mutex_);
    return stopped_;
  }

  /// Throws `stopped` when it is stopped before the time has passed.
  template <class Number, class Unit>
  void sleep_for(std::chrono::duration<Number, Unit> time) {
    // In parts, for the clock does not count to now + the longest time.
    constexpr std::chrono::hours part(1);
    auto const is_set = [this] { return stopped_; };
    std::unique_lock lock(mutex_);
    for (; time > part && !stopped_; time -= part) changed_.wait_for(lock, part, is_set);
    if (!stopped_) changed_.wait_for(lock, time, is_set);
    if (stopped_) detail::raise<stopped>();
  }
  /// `sleep_for` as a function, for `retry_policy::sleep` and `rate_timing::sleep`.
  [[nodiscard]] auto sleep() {
    return [this](auto time) { sleep_for(time); };
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool stopped_ = false;
};

}  // namespace cogen
