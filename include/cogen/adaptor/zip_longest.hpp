// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/pull_range.hpp>
#include <cogen/detail/row.hpp>
#include <cogen/detail/rules.hpp>
#include <cogen/detail/slot.hpp>
#include <cogen/iter.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>

namespace cogen {

namespace detail {

// One column of zip_longest: lent elements are shown, and so is the fill; elements given away, and computed ones, are
// moved into the row. Where the fill is std::nullopt, the row has std::optionals.
template <source Source, class Fill>
struct filled_column {
  static constexpr bool optional = std::is_same_v<Fill, std::nullopt_t>;
  static constexpr bool shown = !optional && std::is_lvalue_reference_v<typename Source::reference>;
  using value_type = std::conditional_t<optional, std::optional<value_t<Source>>, value_t<Source>>;
  using element = std::conditional_t<shown, value_type const&, value_type>;
  using fill = std::conditional_t<shown, value_type, Fill>;
  static_assert(std::is_constructible_v<value_type, Fill const&>,
                "cogen::zip_longest: the fill must convert to the elements of each range, or be std::nullopt");
};

}  // namespace detail

/// The source that `zip_longest` makes.
template <class Fill, source... Sources>
class [[nodiscard]] zip_longest_source : public pull_range<zip_longest_source<Fill, Sources...>>,
                                         public detail::several_sources {
  using row = detail::row<typename detail::filled_column<Sources, Fill>::element...>;
  template <std::size_t Index>
  using column = detail::filled_column<std::tuple_element_t<Index, std::tuple<Sources...>>, Fill>;

 public:
  using reference = row&&;
  using value_type = detail::row<typename detail::filled_column<Sources, Fill>::value_type...>;

  explicit zip_longest_source(Fill fill, Sources... sources)
      : fill_(std::move(fill)),
        fills_(typename detail::filled_column<Sources, Fill>::fill(fill_)...),
        sources_(std::move(sources)...) {}

  [[gnu::always_inline]] inline row* pull() { return pull_row(std::index_sequence_for<Sources...>()); }

  template <source First>
  auto with_first(First front) && {
    return std::apply(
        [&](Sources&... others) {
          return zip_longest_source<Fill, First, Sources...>(std::move(fill_), std::move(front), std::move(others)...);
        },
        sources_);
  }

 private:
  template <std::size_t... Index>
  row* pull_row(std::index_sequence<Index...>) {
    std::tuple<std::add_pointer_t<typename Sources::reference>...> elements;
    bool found = false;
    ((found = pull_one<Index>(std::get<Index>(elements)) || found), ...);  // in order, and all of them
    if (!found) return nullptr;
    return row_.fill([&] { return row(element_of<Index>(std::get<Index>(elements))...); });
  }
  template <std::size_t Index, class Element>
  bool pull_one(Element*& element) {
    element = ended_[Index] ? nullptr : std::get<Index>(sources_).pull();
    ended_[Index] = element == nullptr;
    return element != nullptr;
  }
  template <std::size_t Index, class Element>
  typename column<Index>::element element_of(Element* element) {
    using given = typename std::tuple_element_t<Index, std::tuple<Sources...>>::reference;
    auto const& fill = std::get<Index>(fills_);
    if constexpr (column<Index>::shown) {
      return element != nullptr ? *element : fill;
    } else {
      if (element == nullptr) return typename column<Index>::value_type(fill);
      return typename column<Index>::value_type(static_cast<given>(*element));
    }
  }

  Fill fill_;
  std::tuple<typename detail::filled_column<Sources, Fill>::fill...> fills_;
  std::tuple<Sources...> sources_;
  std::array<bool, sizeof...(Sources)> ended_{};
  detail::slot<row> row_;
};

namespace detail {
struct zip_longest_fn {
  template <class Fill, class... Ranges, class Rule = typename broken_range_rule<Ranges...>::type>
    requires(!std::is_void_v<Rule>)
  void operator()(Fill const&, Ranges&&...) const = delete;
  template <class Fill, iterable... Ranges>
    requires(sizeof...(Ranges) != 0)
  constexpr auto operator()(Fill fill, Ranges&&... ranges) const {
    return zip_longest_source<Fill, iter_t<Ranges>...>(std::move(fill), iter(std::forward<Ranges>(ranges))...);
  }
};
}  // namespace detail

/// Python's `itertools.zip_longest`: `zip_longest(fill, a, b, ...)`, `a | zip_longest(fill, b, ...)`: rows of one
/// element of each range, up to the end of the longest; `fill` stands for the elements that the shorter ones lack.
///
/// In: ranges of T, U, ..., and a value that converts to each of them; or `std::nullopt`, Python's None, which makes
/// each element of a row a `std::optional`. Out: source of pairs, or tuples for another number of ranges, of `T const&`
/// where the range lends its elements, else of T, which is moved in (copied into an optional if lent). Cost: one pull
/// of each range that is not exhausted; no allocation. Throws what the ranges throw: the elements of the row that were
/// pulled before are lost.
inline constexpr detail::zip_longest_fn zip_longest{};

}  // namespace cogen
