// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/call.hpp>
#include <cogen/detail/closure.hpp>

#include <concepts>
#include <type_traits>
#include <utility>

namespace cogen::detail {

// bool(element), Python's truth.
struct truth {
  template <class Element>
  constexpr bool operator()(Element const& element) const
    requires requires { static_cast<bool>(element); }
  {
    return static_cast<bool>(element);
  }
};

// any, all and none: whether there is an element for which the predicate gives Wanted, and the answer if there is.
// Element by element: a segment might go beyond the one that decides, and a borrowed source would lose the rest of it.
template <class Tool, bool Wanted, bool Answer>
struct search : tool<Tool, 1> {
  using rule = rules::there_must_be_a_predicate_or_elements_that_are_true_or_false;

  template <iterable Range, class Predicate = truth>
    requires std::predicate<Predicate&, std::remove_reference_t<typename iter_t<Range>::reference> const&>
  [[nodiscard]] static constexpr bool apply(Range&& range, Predicate predicate = {}) {
    auto pulled = iter(std::forward<Range>(range));
    while (auto* const element = pulled.pull()) {
      if (static_cast<bool>(detail::call(predicate, std::as_const(*element))) == Wanted) return Answer;
    }
    return !Answer;
  }
};

}  // namespace cogen::detail
