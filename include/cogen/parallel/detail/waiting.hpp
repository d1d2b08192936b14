// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/chrono.hpp>

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <mutex>

namespace cogen::detail {

// What the function throws; null if that is nothing. An exception must not leave a thread, but come to the consumer.
template <class Function>
[[nodiscard]] std::exception_ptr caught(Function&& function) noexcept {
#if defined(__cpp_exceptions)
  try {
    function();
  } catch (...) {
    return std::current_exception();
  }
#else
  function();
#endif
  return nullptr;
}

// How long threads have waited, all together, those included that still do. Under a mutex.
class stall_clock {
 public:
  void enter() noexcept {
    settle();
    ++waiting_;
  }
  void leave() noexcept {
    settle();
    --waiting_;
  }
  [[nodiscard]] std::size_t waiting() const noexcept { return waiting_; }
  [[nodiscard]] std::chrono::nanoseconds total() const noexcept {
    return waiting_ != 0 ? total_ + since(std::chrono::steady_clock::now()) : total_;
  }

 private:
  [[nodiscard]] std::chrono::nanoseconds since(std::chrono::steady_clock::time_point now) const noexcept {
    return static_cast<std::chrono::nanoseconds::rep>(waiting_) * std::chrono::nanoseconds(now - last_);
  }
  void settle() noexcept {
    auto const now = std::chrono::steady_clock::now();
    total_ += since(now);
    last_ = now;
  }

  std::size_t waiting_ = 0;
  std::chrono::nanoseconds total_{0};
  std::chrono::steady_clock::time_point last_;
};

// Waits until `ready()`. No clock is read where there is nothing to wait for.
template <class Ready>
void wait_until(std::unique_lock<std::mutex>& lock, std::condition_variable& changed, stall_clock& stalled,
                Ready ready) {
  if (ready()) return;
  stalled.enter();
  changed.wait(lock, ready);
  stalled.leave();
}

// Where one thread waits for another, which needs the mutex only when there is somebody to wake.
class parking {
 public:
  // Waits until `ready()`, which is asked under the mutex, when the other one can already see that somebody waits for
  // that many. Both indices and the flag are sequentially consistent: one of the two sees what the other did.
  template <class Ready>
  void wait(std::mutex& mutex, std::size_t wanted, Ready ready) {
    std::unique_lock lock(mutex);
    wait_until(lock, changed_, stalled_, [&] {
      wanted_.store(wanted);
      return ready();
    });
    wanted_.store(0, std::memory_order_relaxed);
  }
  // Of the other thread: now there are so many.
  template <class Count>
  void wake(std::mutex& mutex, Count count) {
    std::size_t const wanted = wanted_.load();
    if (wanted == 0 || count() < wanted) return;
    {
      std::lock_guard const lock(mutex);
      wanted_.store(0, std::memory_order_relaxed);  // who still has to wait says so again
    }
    changed_.notify_one();
  }
  // When something else has been changed under the mutex that `ready()` asks for.
  void wake() noexcept { changed_.notify_one(); }

  // Under the mutex.
  [[nodiscard]] std::chrono::nanoseconds stalled() const noexcept { return stalled_.total(); }

 private:
  std::atomic<std::size_t> wanted_ = 0;  // 0: nobody waits
  std::condition_variable changed_;
  stall_clock stalled_;
};

}  // namespace cogen::detail
