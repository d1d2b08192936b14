// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/pace/retry_budget.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <string>

namespace cogen {

/// What a `retry_policy` says of a failure.
struct retry_advice {
  bool worth = true;          ///< another attempt may help
  std::string retry_after{};  ///< the text of the header `Retry-After`; empty, or unreadable: none
};

/// A retry that is about to happen, for a log.
struct retry_notice {
  std::size_t attempt;             ///< the one that failed, from 1
  std::chrono::milliseconds wait;  ///< before the next
  std::exception const& failure;
};

/// Which attempt this is: a function that takes it as its first argument is told.
struct retry_attempt {
  std::size_t number;  ///< from 1
  std::size_t most;    ///< `retry_policy::attempts`
};

/// How `retry` goes about it. An empty function is what its comment says. All of them are called by every thread that
/// calls the function with retries.
struct retry_policy {
  std::size_t attempts = 5;                    ///< in all, so 1 means no retry; at least 1
  std::chrono::milliseconds base_delay{100};   ///< the longest wait before the second attempt; then twice that, ...
  std::chrono::milliseconds max_delay{5'000};  ///< ... but no more than this
  /// A Retry-After above this is a failure at once: nobody wants to sleep for hours.
  std::chrono::milliseconds longest_retry_after = std::chrono::minutes(10);
  retry_budget* budget = nullptr;  ///< of all calls that share it, which must outlive them; null: no bound
  std::function<retry_advice(std::exception const&)> advice{};   ///< empty: every std::exception is worth it
  std::function<void(retry_notice const&)> before_retry{};       ///< empty: nothing; called before `sleep`; may throw
  std::function<void(std::chrono::milliseconds)> sleep{};        ///< empty: std::this_thread::sleep_for; may throw
  std::function<std::chrono::system_clock::time_point()> now{};  ///< empty: std::chrono::system_clock::now
  std::function<std::uint64_t()> random{};                       ///< 64 random bits; empty: a generator of its own
};

}  // namespace cogen
