// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/iter.hpp>

#include <concepts>
#include <tuple>
#include <type_traits>
#include <utility>

// What the tools that combine several ranges share.

namespace cogen::detail {

// One element of each range: a pair of two, as a map is made of them, else a tuple.
template <class... Elements>
struct row_of {
  using type = std::tuple<Elements...>;
};
template <class First, class Second>
struct row_of<First, Second> {
  using type = std::pair<First, Second>;
};
template <class... Elements>
using row = typename row_of<Elements...>::type;

// `a | zip(b, c)` is `zip(a, b, c)`, for a source with
//
//   template <source First> auto with_first(First first) &&;
struct several_sources {
  template <iterable Range, class Others>
    requires std::derived_from<Others, several_sources>
  friend constexpr auto operator|(Range&& range, Others&& others) {
    return std::move(others).with_first(  // NOLINT(bugprone-move-forwarding-reference): a row is an rvalue
        iter(std::forward<Range>(range)));
  }
};

}  // namespace cogen::detail
