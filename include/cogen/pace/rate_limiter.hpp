// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/closure.hpp>

#include <chrono>
#include <concepts>
#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace cogen {

/// The clock of a `rate_limiter` and how it waits, for tests that take no time. An empty function: the real one.
struct rate_timing {
  std::function<std::chrono::steady_clock::time_point()> now{};  ///< empty: std::chrono::steady_clock::now
  std::function<void(std::chrono::nanoseconds)> sleep{};         ///< empty: std::this_thread::sleep_for; may throw
};

/// Lets at most `n` through in any span of time `per`, however they are spread: the next one waits until `per` after
/// the one `n` before it. For calls from anywhere: `limiter.acquire()` before each.
///
/// Who destroys something that is waiting here waits for the sleep to end; with the sleep of a `stop_flag` it ends at
/// once.
///
/// Cost: a lock and a look at the clock, and one time point for each of the `n`. Thread-safe: threads wait one after
/// the other, in any order. Throws std::invalid_argument for `n` below 1 and for a negative `per`.
///
/// Python: nothing in the standard library.
class rate_limiter {
 public:
  rate_limiter(std::integral auto n, std::chrono::nanoseconds per, rate_timing timing = {})
      : most_(detail::count_argument("rate_limit", "n", n, 1)), per_(per), timing_(std::move(timing)) {
    static_cast<void>(detail::count_argument("rate_limit", "per", per.count(), 0));
    if (!timing_.now) timing_.now = [] { return std::chrono::steady_clock::now(); };
    if (!timing_.sleep) timing_.sleep = [](std::chrono::nanoseconds time) { std::this_thread::sleep_for(time); };
  }
  rate_limiter(rate_limiter const&) = delete;
  rate_limiter& operator=(rate_limiter const&) = delete;

  /// Waits until one more may pass. Throws what `sleep` throws: then none has passed.
  void acquire() {
    std::lock_guard const lock(mutex_);  // held while it sleeps: who comes later must wait longer anyway
    auto now = timing_.now();
    if (times_.size() < most_) {
      times_.push_back(now);
      return;
    }
    // Spans are compared, not times: `per` behind a time can be more than the clock counts to.
    for (; now - times_[oldest_] < per_; now = timing_.now()) timing_.sleep(per_ - (now - times_[oldest_]));
    times_[oldest_] = now;
    oldest_ = oldest_ + 1 != most_ ? oldest_ + 1 : 0;
  }

 private:
  std::size_t const most_;
  std::chrono::nanoseconds const per_;
  rate_timing timing_;
  std::mutex mutex_;
  std::vector<std::chrono::steady_clock::time_point> times_;  // of the last most_, in a ring
  std::size_t oldest_ = 0;
};

}  // namespace cogen
