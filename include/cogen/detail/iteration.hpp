// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <iterator>
#include <type_traits>
#include <utility>

// What the library asks of ranges, without <ranges>, which alone takes longer to parse than the whole core.

namespace cogen::detail {

namespace adl {
using std::begin;
using std::end;
template <class Range>
constexpr auto begin_of(Range& range) -> decltype(begin(range)) {
  return begin(range);
}
template <class Range>
constexpr auto end_of(Range& range) -> decltype(end(range)) {
  return end(range);
}
}  // namespace adl

using adl::begin_of;
using adl::end_of;

template <class Range>
using iterator_of = decltype(adl::begin_of(std::declval<std::remove_reference_t<Range>&>()));
template <class Range>
using sentinel_of = decltype(adl::end_of(std::declval<std::remove_reference_t<Range>&>()));
template <class Range>
using reference_of = decltype(*std::declval<iterator_of<Range>&>());

template <class Iterator>
struct value_of_iterator {
  using type = std::remove_cvref_t<decltype(*std::declval<Iterator&>())>;
};
template <class Iterator>
  requires requires { typename std::iter_value_t<Iterator>; }
struct value_of_iterator<Iterator> {
  using type = std::iter_value_t<Iterator>;
};
// What an element is to be kept as: for a proxy (std::vector<bool>) not the proxy.
template <class Iterator>
using iterated_value = typename value_of_iterator<Iterator>::type;

// Anything with begin and end: what a range-for accepts.
template <class Range>
concept iterable_range = requires(std::remove_reference_t<Range>& range) {
  *adl::begin_of(range);
  adl::begin_of(range) != adl::end_of(range);
};

template <class Range>
concept contiguous_range = iterable_range<Range> && std::contiguous_iterator<iterator_of<Range>> &&
                           requires(std::remove_reference_t<Range>& range) { std::size(range); };

// A container hands its constness on to its elements, a view does not: so an rvalue range of which this is true is the
// last owner of its elements, which may then be moved from.
template <class Range>
concept owns_elements =
    iterable_range<Range> && !std::is_reference_v<Range> && std::is_lvalue_reference_v<reference_of<Range>> &&
    !std::is_const_v<std::remove_reference_t<reference_of<Range>>> && iterable_range<Range const> &&
    std::is_same_v<reference_of<Range const>, std::remove_reference_t<reference_of<Range>> const&>;

}  // namespace cogen::detail
