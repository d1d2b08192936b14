// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/sink/nth.hpp>

#include <utility>

namespace cogen {

namespace detail {
struct first_fn : tool<first_fn, 0> {
  template <iterable Range>
  [[nodiscard]] static constexpr auto apply(Range&& range) {
    return nth(std::forward<Range>(range), 0);
  }
};
}  // namespace detail

/// more-itertools' `first`: `first(range)`, `range | first`: the first element, nothing where there is none. A borrowed
/// source goes on behind it.
///
/// In: range of T. Out: `std::optional<T>`, moved in where the range gives its elements away. Cost: one pull. Throws what
/// the range throws.
inline constexpr detail::first_fn first{};

}  // namespace cogen
