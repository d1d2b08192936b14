// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/call.hpp>
#include <cogen/pace/detail/retrying.hpp>
#include <cogen/pace/retry_policy.hpp>

#include <concepts>
#include <cstddef>
#include <exception>
#include <type_traits>
#include <utility>

namespace cogen {

namespace detail {

// Tells the function which attempt it is if it takes that; one that can be called without is not asked, for to ask a
// lambda of whatever arguments compiles its body with them.
template <class Function, class... Arguments>
decltype(auto) call_attempt(Function& function, [[maybe_unused]] retry_attempt attempt, Arguments&... arguments) {
  if constexpr (std::is_invocable_v<Function&, Arguments&...>) {
    return detail::call(function, arguments...);
  } else {
    return detail::call(function, attempt, arguments...);
  }
}

template <class Function, class... Arguments>
concept attemptable =
    std::is_invocable_v<Function&, Arguments&...> || std::is_invocable_v<Function&, retry_attempt, Arguments&...>;

template <class Function, class... Arguments>
decltype(auto) call_with_retries([[maybe_unused]] retrying const& how, [[maybe_unused]] Function& function,
                                 [[maybe_unused]] Arguments&... arguments) {
#if defined(__cpp_exceptions)
  how.begin();
  for (std::size_t number = 1;; ++number) {
    try {
      return call_attempt(function, retry_attempt{number, how.attempts()}, arguments...);
    } catch (std::exception const& failure) {
      if (!how.wait(number, failure)) throw;
    }
  }
#else
  static_assert(sizeof(Function) == 0, "cogen::retry: failures are exceptions, which this build does not have");
#endif
}

}  // namespace detail

/// A function with retries, as `retry` makes it.
template <class Function>
class retried {
 public:
  retried(Function function, detail::retrying how) : function_(std::move(function)), how_(std::move(how)) {}

  template <class... Arguments>
    requires detail::attemptable<Function, Arguments...>
  decltype(auto) operator()(Arguments&&... arguments) {
    return detail::call_with_retries(how_, function_, arguments...);
  }
  template <class... Arguments>
    requires detail::attemptable<Function const, Arguments...>
  decltype(auto) operator()(Arguments&&... arguments) const {
    return detail::call_with_retries(how_, function_, arguments...);
  }

 private:
  [[no_unique_address]] Function function_;
  detail::retrying how_;
};

namespace detail {

class retry_closure {
 public:
  explicit retry_closure(retry_policy policy) : how_(std::move(policy)) {}
  template <class Function>
  [[nodiscard]] retried<Function> operator()(Function function) const {
    return retried<Function>(std::move(function), how_);
  }

 private:
  retrying how_;
};

struct retry_fn {
  template <class Function>
    requires(!std::same_as<Function, retry_policy>)
  [[nodiscard]] retried<Function> operator()(Function function, retry_policy policy = {}) const {
    return retried<Function>(std::move(function), retrying(std::move(policy)));
  }
  [[nodiscard]] retry_closure operator()(retry_policy policy) const { return retry_closure(std::move(policy)); }
};

}  // namespace detail

/// `retry(function, policy)`, `retry(policy)(function)`: a function that calls `function` again when it throws a
/// std::exception that is worth it: `paginate(1, retry(fetch, {.attempts = 8}), by_page_number(&page::has_more))`.
///
/// The wait before attempt n + 1 is any time up to `min(max_delay, base_delay * 2^(n-1))` ("full jitter"), on top of
/// what the service's Retry-After says, as the policy's `advice` tells. What is worth it is said there too: by default
/// all but std::logic_error and std::bad_alloc, which come again; `retry_on<http_error>(...)` says it by the type. A
/// client that returns a status instead of throwing needs a function around it that throws. What the last attempt
/// throws comes out as it is; other exceptions, such as generator_exit, and what the policy's functions throw, at once.
/// The arguments are passed as lvalues, for they may be needed again; `function` may take a `retry_attempt` before
/// them, if it can't be called without.
///
/// A service that allows so many requests a second: `retry(rate_limited(fetch, 10, 1s))`, so that retries count too.
/// Who destroys something that is waiting here, such as a `prefetch` of pages, waits for the sleep to end; with the
/// sleep of a `stop_flag` it ends at once.
///
/// In: a function. Out: a function object of the same arguments and result; with a policy alone, what makes one of a
/// function. Cost: that of a call, when it succeeds. Needs exceptions. Throws std::invalid_argument for no attempts and for
/// negative delays. Thread-safety: that of `function` and of the policy's functions; so it can be given to
/// `parallel_map`.
///
/// Python: the decorator `tenacity.retry`, or the `Retry` of urllib3.
inline constexpr detail::retry_fn retry{};

}  // namespace cogen
