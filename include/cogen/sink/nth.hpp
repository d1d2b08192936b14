// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/closure.hpp>
#include <cogen/detail/kept.hpp>
#include <cogen/detail/skip.hpp>

#include <concepts>
#include <cstddef>
#include <optional>
#include <utility>

namespace cogen {

namespace detail {
struct nth_fn : tool<nth_fn> {
  using rule = rules::counts_must_be_integers;

  template <iterable Range>
  [[nodiscard]] static constexpr auto apply(Range&& range, std::integral auto n) {
    using source_type = iter_t<Range>;
    using result = std::optional<value_t<source_type>>;
    std::size_t const before = count_argument("nth", "n", n, 0);
    source_type pulled = iter(std::forward<Range>(range));
    if (skip(pulled, before) != before) return result();
    auto* const element = pulled.pull();
    if (element == nullptr) return result();
    return result(std::in_place, kept<value_t<source_type>>(static_cast<typename source_type::reference>(*element)));
  }
  static constexpr void check(std::integral auto n) { static_cast<void>(count_argument("nth", "n", n, 0)); }
};
}  // namespace detail

/// more-itertools' `nth`: `nth(range, n)`, `range | nth(n)`: the element behind the first `n`, nothing where there is
/// none. A borrowed source goes on behind it.
///
/// In: range of T. Out: `std::optional<T>`, moved in where the range gives its elements away. Cost: takes exactly `n + 1`
/// elements, segments at once. Throws std::invalid_argument for a negative `n`, and what the range throws.
inline constexpr detail::nth_fn nth{};

}  // namespace cogen
