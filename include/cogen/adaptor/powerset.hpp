// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/closure.hpp>
#include <cogen/detail/picking.hpp>

#include <utility>

namespace cogen {

namespace detail {
struct powerset_fn : tool<powerset_fn, 0> {
  template <iterable Range>
  static constexpr auto apply(Range&& range) {
    return picks_source<each_length, iter_t<Range>>(iter(std::forward<Range>(range)), 0);
  }
};
}  // namespace detail

/// more-itertools' `powerset`: `powerset(range)`, `range | powerset`: the combinations of 0, of 1, of 2 elements, and
/// so on to all: 2^n of them, in Python's order.
///
/// In: range of T, copyable, read to its end by the first pull. Out: source of `std::span<T const>`, valid until the
/// next pull; kept as a vector. Cost: as `combinations`; memory for all elements and one pick. Throws what the range and
/// the copies of T throw: the next pull goes on.
inline constexpr detail::powerset_fn powerset{};

}  // namespace cogen
