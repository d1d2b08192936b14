#pragma once

// What threads tell each other in these tests. Nothing here measures time: a test that waits for what does not happen
// is stopped by ctest.

#include <cogen/detail/pull_range.hpp>

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

namespace support {

/// A number that threads wait for.
class milestone {
 public:
  int add(int more = 1) {
    std::lock_guard const lock(mutex_);
    reached_ += more;
    changed_.notify_all();
    return reached_;
  }
  void wait_for(int least) const {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return reached_ >= least; });
  }
  [[nodiscard]] int reached() const {
    std::lock_guard const lock(mutex_);
    return reached_;
  }

 private:
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  int reached_ = 0;
};

/// How many threads are in some place at once.
class crowd {
 public:
  void enter() {
    int const inside = ++inside_;
    for (int most = most_; inside > most && !most_.compare_exchange_weak(most, inside);) {
    }
  }
  void leave() { --inside_; }
  [[nodiscard]] int most() const { return most_; }

 private:
  std::atomic<int> inside_ = 0;
  std::atomic<int> most_ = 0;
};

struct source_failed : std::runtime_error {
  source_failed() : std::runtime_error("the source fails") {}
};

/// What happened to a `watched` source, which may be in another thread.
struct watch {
  milestone pulls;  ///< that one included which finds the end
  std::atomic<int> destroyed = 0;
  std::atomic<std::thread::id> pulled_by{};
  std::atomic<std::thread::id> destroyed_by{};
  std::atomic<bool> one_thread = true;  ///< it was never pulled by two
};

/// The source 0, 1, ..., length - 1, which may throw instead of one of them. The elements are the consumer's.
template <class Value = int>
class watched : public cogen::pull_range<watched<Value>> {
 public:
  using reference = Value&&;

  watched(watch& log, int length, int throws_at = -1) : log_(&log), length_(length), throws_at_(throws_at) {}
  watched(watched&& other) noexcept
      : log_(std::exchange(other.log_, nullptr)), length_(other.length_), throws_at_(other.throws_at_) {}
  watched& operator=(watched&&) = delete;
  ~watched() {
    if (log_ == nullptr) return;
    log_->destroyed_by = std::this_thread::get_id();
    ++log_->destroyed;
  }

  Value* pull() {
    auto const here = std::this_thread::get_id();
    auto const before = log_->pulled_by.exchange(here);
    if (before != std::thread::id() && before != here) log_->one_thread = false;
    log_->pulls.add();
    if (next_ == throws_at_) throw source_failed();
    if (next_ == length_) return nullptr;
    element_.emplace(next_++);
    return &*element_;
  }

 private:
  watch* log_;
  int length_;
  int throws_at_;
  int next_ = 0;
  std::optional<Value> element_;
};

/// The ten words of a text that it owns, and wipes when it is destroyed.
class words : public cogen::pull_range<words> {
 public:
  using reference = std::string_view&&;

  words() = default;
  words(words&&) = default;
  words& operator=(words&&) = delete;
  ~words() { text_.assign(text_.size(), '-'); }

  std::string_view* pull() {
    if (next_ == 10) return nullptr;
    word_ = std::string_view(text_).substr(100 * next_++, 100);
    return &word_;
  }

 private:
  std::string text_ = std::string(1000, 'x');
  std::string_view word_;
  std::size_t next_ = 0;
};

/// Gives up the processor some times, so that threads meet in another order each time.
inline void dawdle(unsigned random) {
  for (unsigned i = random % 8; i != 0; --i) std::this_thread::yield();
}

}  // namespace support
