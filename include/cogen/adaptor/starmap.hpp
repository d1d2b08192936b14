// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/adaptor/map.hpp>

#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>

namespace cogen {

namespace detail {

template <class Function, class Tuple>
struct applied_result {};
template <class Function, class Tuple>
  requires requires { std::tuple_size<std::remove_cvref_t<Tuple>>::value; }
struct applied_result<Function, Tuple> {
  template <std::size_t... Index>
  static auto of(std::index_sequence<Index...>)
      -> std::invoke_result<Function&, decltype(std::get<Index>(std::declval<Tuple>()))...>;
  using result = decltype(of(std::make_index_sequence<std::tuple_size_v<std::remove_cvref_t<Tuple>>>()));
};

// The function of a tuple's elements as a function of the tuple.
template <class Function>
class applied {
 public:
  explicit applied(Function function) : function_(std::move(function)) {}

  template <class Tuple>
  typename applied_result<Function, Tuple>::result::type operator()(Tuple&& tuple) {
    return std::apply(function_, std::forward<Tuple>(tuple));
  }

 private:
  [[no_unique_address]] Function function_;
};

struct starmap_fn : tool<starmap_fn, 1> {
  using rule = rules::the_function_must_take_what_an_element_holds;

  template <iterable Range, class Function>
    requires std::invocable<applied<Function>&, typename iter_t<Range>::reference>
  static constexpr auto apply(Range&& range, Function function) {
    return map(std::forward<Range>(range), applied<Function>(std::move(function)));
  }
};

}  // namespace detail

/// Python's `itertools.starmap`: `starmap(range, function)`, `range | starmap(function)`: what `function(a, b, ...)`
/// makes of each tuple `(a, b, ...)`: std::pair, std::tuple or std::array; called once for each.
///
/// In: range of tuples. Out: source of U, the result of `function`: kept here until the next pull, or the very reference
/// that it returns. Cost: one pull and one call an element; no allocation. Throws what `function` throws; the element is
/// then passed.
inline constexpr detail::starmap_fn starmap{};

}  // namespace cogen
