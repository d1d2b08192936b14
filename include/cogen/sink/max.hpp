// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/call.hpp>
#include <cogen/detail/extreme.hpp>

#include <utility>

namespace cogen {

namespace detail {
struct max_fn : tool<max_fn, 2> {
  using rule = rules::elements_or_projections_must_have_an_order;

  template <class Range, class Compare = detail::less, class Projection = std::identity>
    requires comparable_range<Range, Compare, Projection>
  [[nodiscard]] static constexpr auto apply(Range&& range, Compare compare = {}, Projection projection = {}) {
    auto const better = [&compare](auto const& key, auto const& best) { return detail::call(compare, best, key); };
    return extreme<Compare>(iter(std::forward<Range>(range)), better, std::move(projection));
  }
};
}  // namespace detail

/// Python's `max`: `max(range[, compare[, projection]])`, `range | max`, `range | max(compare[, projection])`: the greatest
/// element, or the one with the greatest `projection(element)`; the first of several. Nothing for an empty range. With
/// Python's `key`: `max(range, std::less<>(), key)`.
///
/// In: range of T. Out: `std::optional<T>`, moved in where the range gives its elements away. Cost: takes whole segments;
/// `projection` is called once an element; no allocation. Throws what range, `compare` and `projection` throw.
inline constexpr detail::max_fn max{};

}  // namespace cogen
