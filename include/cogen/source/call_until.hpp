// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/call.hpp>
#include <cogen/detail/owner.hpp>
#include <cogen/detail/pull_range.hpp>
#include <cogen/detail/slot.hpp>

#include <concepts>
#include <type_traits>
#include <utility>

namespace cogen {

/// The source that `call_until` makes.
template <class Function, class Sentinel>
class [[nodiscard]] call_until_source : public pull_range<call_until_source<Function, Sentinel>> {
  using result = std::invoke_result_t<Function&>;
  static constexpr bool computed = !std::is_reference_v<result>;

 public:
  using reference = result&&;

  call_until_source(Function function, Sentinel sentinel)
      : function_(std::move(function)), sentinel_(std::move(sentinel)) {}

  [[gnu::always_inline]] inline std::add_pointer_t<reference> pull() {
    if (ended_) return nullptr;
    std::add_pointer_t<reference> element;
    if constexpr (computed) {
      element = result_.fill([this]() -> result { return detail::call(function_); });
    } else {
      result&& referred = detail::call(function_);
      element = detail::address_of(referred);
    }
    ended_ = static_cast<bool>(std::as_const(*element) == std::as_const(sentinel_));
    return ended_ ? nullptr : element;
  }

 private:
  [[no_unique_address]] Function function_;
  Sentinel sentinel_;
  bool ended_ = false;
  [[no_unique_address]] detail::slot_if<computed, result> result_;
};

namespace detail {
struct call_until_fn {
  template <std::invocable Function, class Sentinel>
    requires requires(std::remove_reference_t<std::invoke_result_t<Function&>> const& result,
                      Sentinel const& sentinel) { static_cast<bool>(result == sentinel); }
  [[nodiscard]] constexpr auto operator()(Function function, Sentinel sentinel) const {
    return call_until_source<Function, Sentinel>(std::move(function), std::move(sentinel));
  }
};
}  // namespace detail

/// Python's `iter(function, sentinel)`: `call_until(function, sentinel)`: what each call of `function` returns, up to
/// the first result equal to `sentinel`, which is no element. `std::nullopt` ends a function that returns optionals.
///
/// Out: source of `T&&`, the result, kept here until the next pull, or of the very reference that `function` returns.
/// Cost: one call an element and one for the end; no allocation. Throws what `function` throws; the next pull calls it
/// again.
inline constexpr detail::call_until_fn call_until{};

}  // namespace cogen
