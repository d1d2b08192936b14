// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/call.hpp>
#include <cogen/detail/owner.hpp>
#include <cogen/detail/pull_range.hpp>

#include <concepts>
#include <type_traits>
#include <utility>

namespace cogen {

/// The source that `iterate` makes.
template <class Value, class Function>
class [[nodiscard]] iterate_source : public pull_range<iterate_source<Value, Function>> {
 public:
  using reference = Value const&;

  iterate_source(Value start, Function function) : value_(std::move(start)), function_(std::move(function)) {}

  [[gnu::always_inline]] inline Value const* pull() {
    if (started_) {
      value_ = detail::call(function_, std::as_const(value_));
    } else {
      started_ = true;
    }
    return detail::address_of(value_);
  }

 private:
  Value value_;
  [[no_unique_address]] Function function_;
  bool started_ = false;
};

namespace detail {
struct iterate_fn {
  template <class Value, class Function>
    requires std::invocable<Function&, Value const&>
  [[nodiscard]] constexpr auto operator()(Value first, Function function) const {
    static_assert(std::same_as<std::remove_cvref_t<std::invoke_result_t<Function&, Value const&>>, Value>,
                  "cogen::iterate: the function must return the type of the first value");
    return iterate_source<Value, Function>(std::move(first), std::move(function));
  }
};
}  // namespace detail

/// more-itertools' `iterate`: `iterate(x, function)`: `x`, `function(x)`, `function(function(x))`, ... without end.
///
/// Out: source of `T const&`, the value that the next one is made of. Cost: one call an element, none for the first; no
/// allocation. Throws what `function` throws; the next pull then calls it again, with the same value.
inline constexpr detail::iterate_fn iterate{};

}  // namespace cogen
