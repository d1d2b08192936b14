// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/call.hpp>
#include <cogen/detail/closure.hpp>
#include <cogen/detail/drain.hpp>

#include <concepts>
#include <utility>

namespace cogen {

namespace detail {
struct for_each_fn : tool<for_each_fn, 1> {
  using rule = rules::the_function_must_take_an_element;

  template <iterable Range, class Function>
    requires std::invocable<Function&, typename iter_t<Range>::reference>
  [[gnu::always_inline]] static inline constexpr void apply(Range&& range, Function&& function) {
    auto pulled = iter(std::forward<Range>(range));
    drain(pulled, [&](typename iter_t<Range>::reference element) {
      detail::call(function, std::forward<typename iter_t<Range>::reference>(element));
    });
  }
};
}  // namespace detail

/// `for_each(range, function)`, `range | for_each(function)`: calls `function` with each element.
///
/// In: range of T. Out: nothing. Cost: takes whole segments, without a pull for each element; one call an element; no
/// allocation. Throws what range and `function` throw.
///
/// Python: a `for` loop.
inline constexpr detail::for_each_fn for_each{};

}  // namespace cogen
