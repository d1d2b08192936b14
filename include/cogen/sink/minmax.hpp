// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/call.hpp>
#include <cogen/detail/drain.hpp>
#include <cogen/detail/extreme.hpp>
#include <cogen/detail/key_of.hpp>

#include <concepts>
#include <optional>
#include <type_traits>
#include <utility>

namespace cogen {

/// What `minmax` returns: `auto const [least, greatest] = *minmax(range);`.
template <class Value>
struct minmax_result {
  Value min;
  Value max;
};

namespace detail {
struct minmax_fn : tool<minmax_fn, 2> {
  using rule = rules::elements_or_projections_must_have_an_order;

  template <class Range, class Compare = detail::less, class Projection = std::identity>
    requires comparable_range<Range, Compare, Projection> && std::copy_constructible<value_t<iter_t<Range>>>
  [[nodiscard]] static constexpr auto apply(Range&& range, Compare compare = {}, Projection projection = {}) {
    using source_type = iter_t<Range>;
    using reference = typename source_type::reference;
    using key_type = key_of<source_type, Projection>;
    using result = minmax_result<value_t<source_type>>;
    source_type pulled = iter(std::forward<Range>(range));
    auto* const element = pulled.pull();
    if (element == nullptr) return std::optional<result>();
    candidate<source_type, Projection> least(static_cast<reference>(*element), projection);
    auto greatest = least;
    drain(pulled, [&](reference other) {
      auto&& key = detail::call(projection, std::as_const(other));
      if (detail::call(compare, comparable<key_type, Compare>(key), least.key())) {
        least.replace(std::forward<decltype(key)>(key), static_cast<reference>(other));
        // It is not the greatest too. Where nothing is moved out, asking is faster than branching.
        if constexpr (!std::is_arithmetic_v<value_t<source_type>> || !std::is_arithmetic_v<key_type>) return;
      }
      if (detail::call(compare, greatest.key(), comparable<key_type, Compare>(key))) {
        greatest.replace(std::forward<decltype(key)>(key), static_cast<reference>(other));
      }
    });
    return std::optional<result>(result{std::move(least.value()), std::move(greatest.value())});
  }
};
}  // namespace detail

/// more-itertools' `minmax`: `minmax(range[, compare[, projection]])`, `range | minmax`, `range | minmax(compare[,
/// projection])`: what `min` and `max` return, in one pass: the first of the least and the first of the greatest
/// elements. Nothing for an empty range.
///
/// In: range of T, which can be copied: a single element is both. Out: `std::optional<minmax_result<T>>`, with members
/// `min` and `max`. Cost: takes whole segments; `projection` is called once an element; no allocation. Throws what range,
/// `compare` and `projection` throw.
inline constexpr detail::minmax_fn minmax{};

}  // namespace cogen
