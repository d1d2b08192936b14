// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/never.hpp>
#include <cogen/iter.hpp>

#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>

namespace cogen::detail {

template <class Value>
concept tuple_like = requires { std::tuple_size<Value>::value; };

// What a tool keeps of an element that it will not see again: the element, to be moved from or copied where `Value` is
// made of it; or a `Value` where that can't be made of the element: of a span a container of what it shows.
template <class Value, class Element>
constexpr decltype(auto) kept(Element&& element) {
  if constexpr (std::is_constructible_v<Value, Element&&>) {
    return std::forward<Element>(element);
  } else if constexpr (tuple_like<Value>) {
    return [&element]<std::size_t... Index>(std::index_sequence<Index...>) {
      return Value(kept<std::tuple_element_t<Index, Value>>(std::get<Index>(std::forward<Element>(element)))...);
    }(std::make_index_sequence<std::tuple_size_v<Value>>());
  } else if constexpr (requires { Value(element.begin(), element.end()); }) {
    return Value(element.begin(), element.end());
  } else {
    constexpr bool same = std::is_same_v<std::remove_cvref_t<Element>, Value>;
    static_assert(
        !same || never<Value>,
        "cogen: elements that are kept must be copyable, or their range must give them away: std::move(range)");
    static_assert(same || never<Value>, "cogen: the elements must convert to what they are kept as");
  }
}

template <class Value, class Element>
constexpr bool can_keep() {
  if constexpr (std::is_constructible_v<Value, Element>) {
    return true;
  } else if constexpr (tuple_like<Value>) {
    return []<std::size_t... Index>(std::index_sequence<Index...>) {
      return (can_keep<std::tuple_element_t<Index, Value>, decltype(std::get<Index>(std::declval<Element>()))>() &&
              ...);
    }(std::make_index_sequence<std::tuple_size_v<Value>>());
  } else {
    return requires(std::remove_reference_t<Element>& element) { Value(element.begin(), element.end()); };
  }
}
template <class Value, class Element>
struct kept_as {
  static_assert(can_keep<Value, Element>(),
                "cogen: elements that are kept must be copyable, or their range must give them away: std::move(range)");
  using type = Value;
};
// What a tool keeps elements of a source as, which says at once where it can't.
template <class Source>
using kept_t = typename kept_as<value_t<Source>, typename Source::reference>::type;

// Puts an element in the place of one that is no longer needed.
template <class Value, class Element>
[[gnu::always_inline]] inline constexpr void replace_kept(Value& old, Element&& element) {
  if constexpr (std::is_assignable_v<Value&, Element&&>) {
    old = std::forward<Element>(element);
  } else if constexpr (std::is_constructible_v<Value, Element&&> || tuple_like<Value>) {
    old = Value(kept<Value>(std::forward<Element>(element)));
  } else {
    old.assign(element.begin(), element.end());  // its memory again
  }
}

}  // namespace cogen::detail
