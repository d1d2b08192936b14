// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/call.hpp>
#include <cogen/pace/rate_limiter.hpp>

#include <chrono>
#include <concepts>
#include <functional>
#include <memory>
#include <type_traits>
#include <utility>

namespace cogen {

/// A function that waits before each call, as `rate_limited` makes it. Limiter: a pointer to one.
template <class Function, class Limiter>
class rate_limited_function {
 public:
  rate_limited_function(Function function, Limiter limiter)
      : function_(std::move(function)), limiter_(std::move(limiter)) {}

  template <class... Arguments>
    requires std::is_invocable_v<Function&, Arguments...>
  decltype(auto) operator()(Arguments&&... arguments) {
    limiter_->acquire();
    return detail::call(function_, std::forward<Arguments>(arguments)...);
  }
  template <class... Arguments>
    requires std::is_invocable_v<Function const&, Arguments...>
  decltype(auto) operator()(Arguments&&... arguments) const {
    limiter_->acquire();
    return detail::call(function_, std::forward<Arguments>(arguments)...);
  }

 private:
  [[no_unique_address]] Function function_;
  Limiter limiter_;
};

namespace detail {

struct rate_limited_fn {
  template <class Function>
  [[nodiscard]] auto operator()(Function function, std::integral auto n, std::chrono::nanoseconds per,
                                rate_timing timing = {}) const {
    using limiter = std::shared_ptr<rate_limiter>;
    return rate_limited_function<Function, limiter>(std::move(function),
                                                    std::make_shared<rate_limiter>(n, per, std::move(timing)));
  }
  template <class Function>
  [[nodiscard]] auto operator()(Function function, std::reference_wrapper<rate_limiter> limiter) const {
    return rate_limited_function<Function, rate_limiter*>(std::move(function), &limiter.get());
  }
};

}  // namespace detail

/// `rate_limited(function, n, per)`: the function, called at most `n` times in any span of time `per`: a call waits
/// until it may go on. The way to ask a service that allows so many requests. It stands within `retry`, so that each
/// attempt counts: `paginate(1, retry(rate_limited(fetch, 10, 1s)), by_page_number(&page::has_more))`. With
/// `std::ref(limiter)` instead of the numbers it shares a `rate_limiter`, which must outlive it, with others.
///
/// In: a function. Out: a function object of the same arguments and result. Copies share the limiter. Cost: for a call a
/// lock and a look at the clock; one allocation, of the limiter. Throws
/// std::invalid_argument for `n` below 1 and for a negative `per`; a call what `sleep` throws, before `function` is
/// called. Thread-safety: that of `function`.
///
/// Python: a decorator such as `limits(calls=10, period=1)` of the package ratelimit.
inline constexpr detail::rate_limited_fn rate_limited{};

}  // namespace cogen
