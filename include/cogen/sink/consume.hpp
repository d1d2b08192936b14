// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/closure.hpp>
#include <cogen/detail/skip.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace cogen {

namespace detail {
struct consume_fn : tool<consume_fn> {
  using rule = rules::counts_must_be_integers;

  template <iterable Range>
  static constexpr void apply(Range&& range) {
    auto pulled = iter(std::forward<Range>(range));
    static_cast<void>(skip(pulled, SIZE_MAX));
  }
  template <iterable Range>
  static constexpr void apply(Range&& range, std::integral auto n) {
    std::size_t const count = count_argument("consume", "n", n, 0);
    auto pulled = iter(std::forward<Range>(range));
    static_cast<void>(skip(pulled, count));
  }
  static constexpr void check() noexcept {}
  static constexpr void check(std::integral auto n) { static_cast<void>(count_argument("consume", "n", n, 0)); }
};
}  // namespace detail

/// more-itertools' `consume`: `consume(range[, n])`, `range | consume`, `range | consume(n)`: runs a range for what it
/// does, to its end or for `n` elements. A borrowed source goes on behind them.
///
/// In: range. Out: nothing. Cost: exactly `n` elements are taken, whole segments at once. Throws std::invalid_argument for
/// a negative `n`, and what the range throws.
inline constexpr detail::consume_fn consume{};

}  // namespace cogen
