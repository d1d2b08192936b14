// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/closure.hpp>

#include <atomic>
#include <concepts>
#include <cstddef>
#include <cstdint>

namespace cogen {

/// Bounds how many retries there are in all, so that a service in trouble is not asked several times as often as one
/// that is well: each retry takes one, and each `calls` calls give one back, up to the `retries` that there are at
/// first. Share it between functions, and threads, that ask the same service. Thread-safe, without locks.
///
/// Throws std::invalid_argument for a negative number of retries and for `calls` below 1.
///
/// Python: nothing in the usual packages; the retry quota of botocore is one.
class retry_budget {
 public:
  explicit retry_budget(std::integral auto retries, std::integral auto calls)
      : cost_(detail::count_argument("retry_budget", "calls", calls, 1)),
        most_(product(detail::count_argument("retry_budget", "retries", retries, 0), cost_)),
        left_(most_) {}
  retry_budget(retry_budget const&) = delete;
  retry_budget& operator=(retry_budget const&) = delete;

  /// Takes a retry; false if there is none.
  [[nodiscard]] bool take() noexcept {
    std::size_t left = left_.load(std::memory_order_relaxed);
    do {
      if (left < cost_) return false;
    } while (!left_.compare_exchange_weak(left, left - cost_, std::memory_order_relaxed));
    return true;
  }
  /// A call begins, its first attempt.
  void note_call() noexcept {
    std::size_t left = left_.load(std::memory_order_relaxed);
    do {
      if (left == most_) return;
    } while (!left_.compare_exchange_weak(left, left + 1, std::memory_order_relaxed));
  }
  /// Retries that there are.
  [[nodiscard]] std::size_t left() const noexcept { return left_.load(std::memory_order_relaxed) / cost_; }

 private:
  // So many that they do not matter are as many as can be counted.
  static std::size_t product(std::size_t one, std::size_t other) noexcept {
    return one <= SIZE_MAX / other ? one * other : SIZE_MAX;
  }

  // In calls.
  std::size_t const cost_;
  std::size_t const most_;
  std::atomic<std::size_t> left_;
};

}  // namespace cogen
