// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/pace/retry_budget.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <string>
#include <type_traits>
#include <utility>

namespace cogen {

/// What a `retry_policy` says of a failure.
struct retry_advice {
  bool worth = true;          ///< another attempt may help
  std::string retry_after{};  ///< the text of the header `Retry-After`; empty, or unreadable: none
};

/// An advice for `retry_policy`, by the type of the failure: `retry_on<http_error>(function)`, where
/// `function(http_error const&)` gives a `retry_advice` or whether it is worth it; `retry_on<http_error>()`: it is.
/// Failures of other types are not worth it. Needs RTTI.
template <class Error, class Function>
[[nodiscard]] auto retry_on(Function function) {
  return [judge = std::move(function)](std::exception const& failure) -> retry_advice {
    auto const* const error = dynamic_cast<Error const*>(&failure);
    if (error == nullptr) return {.worth = false};
    if constexpr (std::is_same_v<decltype(judge(*error)), bool>) {
      return {.worth = judge(*error)};
    } else {
      return judge(*error);
    }
  };
}
template <class Error>
[[nodiscard]] auto retry_on() {
  return retry_on<Error>([](Error const&) { return true; });
}

/// A retry that is about to happen, for a log.
struct retry_notice {
  std::size_t attempt;             ///< the one that failed, from 1
  std::chrono::milliseconds wait;  ///< before the next
  std::exception const& failure;
};

/// Why there is no other attempt.
enum class retry_end {
  attempts,     ///< that was the last of `retry_policy::attempts`
  advice,       ///< it is not worth it
  retry_after,  ///< above `retry_policy::longest_retry_after`
  budget,       ///< the `retry_budget` has none left
};

/// A failure that is about to come out of a call, for a log.
struct retry_give_up {
  std::size_t attempt;  ///< the one that failed, from 1
  retry_end reason;
  std::exception const& failure;
};

/// Which attempt this is: a function that takes it as its first argument, and can't be called without, is told.
struct retry_attempt {
  std::size_t number;  ///< from 1
  std::size_t most;    ///< `retry_policy::attempts`
};

/// How `retry` goes about it. An empty function is what its comment says. All of them are called by every thread that
/// calls the function with retries.
///
/// Python: the arguments of `tenacity.retry`: `stop`, `wait`, `retry`, `before_sleep`.
struct retry_policy {
  std::size_t attempts = 5;                    ///< in all, so 1 means no retry; at least 1
  std::chrono::milliseconds base_delay{100};   ///< the longest wait before the second attempt; then twice that, ...
  std::chrono::milliseconds max_delay{5'000};  ///< ... but no more than this
  /// A Retry-After above this is a failure at once: nobody wants to sleep for hours.
  std::chrono::milliseconds longest_retry_after = std::chrono::minutes(10);
  retry_budget* budget = nullptr;  ///< of all calls that share it, which must outlive them; null: no bound
  std::function<retry_advice(std::exception const&)> advice{};   ///< empty: all but std::logic_error, bad_alloc
  std::function<void(retry_notice const&)> before_retry{};       ///< empty: nothing; called before `sleep`; may throw
  std::function<void(retry_give_up const&)> on_give_up{};        ///< empty: nothing; may throw, instead of the failure
  std::function<void(std::chrono::milliseconds)> sleep{};        ///< empty: std::this_thread::sleep_for; may throw
  std::function<std::chrono::system_clock::time_point()> now{};  ///< empty: std::chrono::system_clock::now
  std::function<std::uint64_t()> random{};                       ///< 64 random bits; empty: a generator of its own
};

}  // namespace cogen
