// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/call.hpp>
#include <cogen/detail/closure.hpp>
#include <cogen/detail/drain.hpp>

#include <utility>

namespace cogen {

namespace detail {
struct fold_fn : tool<fold_fn, 2> {
  using rule = rules::the_operation_must_take_the_total_and_an_element;

  template <iterable Range, class Initial, class Operation>
    requires std::is_invocable_r_v<Initial, Operation&, Initial, typename iter_t<Range>::reference>
  [[nodiscard, gnu::always_inline]] static inline constexpr Initial apply(Range&& range, Initial initial,
                                                                          Operation operation) {
    auto pulled = iter(std::forward<Range>(range));
    drain(pulled, [&](typename iter_t<Range>::reference element) {
      initial = detail::call(operation, std::move(initial), std::forward<typename iter_t<Range>::reference>(element));
    });
    return initial;
  }
};
}  // namespace detail

/// Python's `functools.reduce(operation, range, initial)`: `fold(range, initial, operation)`, `range | fold(initial,
/// operation)`: `initial = operation(std::move(initial), element)` for each element; returns the last.
///
/// In: range of T. Out: a value of the type of `initial`. Cost: takes whole segments; one call an element; no allocation.
/// Throws what range and `operation` throw.
inline constexpr detail::fold_fn fold{};

}  // namespace cogen
