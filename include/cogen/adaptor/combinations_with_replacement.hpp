// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/closure.hpp>
#include <cogen/detail/picking.hpp>

#include <concepts>
#include <cstddef>
#include <utility>

namespace cogen {

namespace detail {
struct combinations_with_replacement_fn : tool<combinations_with_replacement_fn> {
  using rule = rules::counts_must_be_integers;

  template <iterable Range>
  static constexpr auto apply(Range&& range, std::integral auto k) {
    return picks_source<repeated, iter_t<Range>>(iter(std::forward<Range>(range)), checked(k));
  }
  static constexpr void check(std::integral auto k) { static_cast<void>(checked(k)); }

 private:
  static constexpr std::size_t checked(std::integral auto k) {
    return count_argument("combinations_with_replacement", "k", k, 0);
  }
};
}  // namespace detail

/// Python's `itertools.combinations_with_replacement`: `combinations_with_replacement(range, k)`, and `range | ...(k)`:
/// every choice of `k` elements, each as often as one likes, in the order of the range, in Python's order.
///
/// In: range of T, copyable, read to its end by the first pull. Out: source of `std::span<T const>`, of length `k`,
/// valid until the next pull; kept as a vector. Cost: amortised, as many copies of T as positions change; memory for
/// all elements and one pick, allocated by the first pull. Throws std::invalid_argument for a negative `k`.
inline constexpr detail::combinations_with_replacement_fn combinations_with_replacement{};

}  // namespace cogen
