// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/adaptor/filter.hpp>
#include <cogen/detail/call.hpp>

#include <concepts>
#include <type_traits>
#include <utility>

namespace cogen {

namespace detail {
template <class Predicate>
struct negated {
  template <class Element>
  constexpr bool operator()(Element const& element) {
    return !static_cast<bool>(detail::call(predicate, element));
  }
  [[no_unique_address]] Predicate predicate;
};

struct filter_false_fn : tool<filter_false_fn, 1> {
  using rule = rules::the_predicate_must_take_a_const_element_and_return_bool;

  template <iterable Range, class Predicate>
    requires std::predicate<Predicate&, std::remove_reference_t<typename iter_t<Range>::reference> const&>
  static constexpr auto apply(Range&& range, Predicate predicate) {
    return filter(std::forward<Range>(range), negated<Predicate>{std::move(predicate)});
  }
};
}  // namespace detail

/// Python's `itertools.filterfalse`: `filter_false(range, predicate)`, `range | filter_false(predicate)`: the elements
/// for which `predicate(element)` is false; it is called once for each and may only look at it.
///
/// In: range of T. Out: source of T, the very elements. Cost: no allocation. Throws what `predicate` throws; the
/// element is then passed.
inline constexpr detail::filter_false_fn filter_false{};

}  // namespace cogen
