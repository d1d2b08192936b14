// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/buffer.hpp>
#include <cogen/detail/closure.hpp>
#include <cogen/detail/kept.hpp>
#include <cogen/detail/moved_from.hpp>
#include <cogen/detail/picking.hpp>
#include <cogen/detail/row.hpp>
#include <cogen/detail/slot.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <optional>
#include <tuple>
#include <utility>

namespace cogen {

namespace detail {

template <class Columns, class... Values>
struct product_row;
template <std::size_t... Column, class... Values>
struct product_row<std::index_sequence<Column...>, Values...> {
  template <std::size_t Index>
  using value = std::tuple_element_t<Index % sizeof...(Values), std::tuple<Values...>>;
  using references = row<value<Column> const&...>;
  using values = row<value<Column>...>;
};

}  // namespace detail

/// The source that `product` makes, with the ranges given `Times` times over.
template <std::size_t Times, source... Sources>
class [[nodiscard]] product_source : public pull_range<product_source<Times, Sources...>>,
                                     public detail::several_sources {
  static constexpr std::size_t ranges = sizeof...(Sources);
  static constexpr std::size_t columns = ranges * Times;
  using indices = std::make_index_sequence<columns>;
  using rows = detail::product_row<indices, detail::kept_t<Sources>...>;
  using row = typename rows::references;

 public:
  using reference = row&&;
  using value_type = typename rows::values;

  explicit product_source(Sources... sources) : sources_(std::move(sources)...) {}

  row* pull() {
    if (ended_) return nullptr;
    if (!begun_) {
      ended_ = !keep_from<0>();
      begun_ = true;
    } else {
      ended_ = !next_row();
    }
    return ended_ ? nullptr : make_row(indices());
  }

  template <source First>
  auto with_first(First front) && {
    return std::apply(
        [&front](std::optional<Sources>&... others) {
          return product_source<Times, First, Sources...>(std::move(front), std::move(*others)...);
        },
        sources_);
  }

 private:
  // False, with the ranges behind it left alone, if there is an empty one.
  template <std::size_t Index>
  bool keep_from() {
    if constexpr (Index == ranges) {
      return true;
    } else {
      auto& pool = std::get<Index>(pools_);
      detail::keep_all(std::get<Index>(sources_), pool);
      for (std::size_t column = Index; column < columns; column += ranges) sizes_[column] = pool.size();
      return !pool.empty() && keep_from<Index + 1>();
    }
  }
  bool next_row() {
    for (std::size_t column = columns; column-- != 0;) {
      if (++at_[column] != sizes_[column]) return true;
      at_[column] = 0;
    }
    return false;
  }
  template <std::size_t... Column>
  row* make_row(std::index_sequence<Column...>) {
    return row_.fill([this] { return row(std::get<Column % ranges>(pools_)[at_[Column]]...); });
  }

  std::tuple<std::optional<Sources>...> sources_;  // until they are read
  std::tuple<detail::buffer<value_t<Sources>>...> pools_;
  std::array<std::size_t, columns> sizes_{};
  std::array<std::size_t, columns> at_{};
  bool begun_ = false;
  detail::ended_flag ended_ = false;
  detail::slot<row> row_;
};

namespace detail {

template <std::size_t Times>
struct product_times_fn : tool<product_times_fn<Times>> {
  static_assert(Times != 0, "cogen::product: N must be at least 1");
  template <iterable... Ranges>
    requires(sizeof...(Ranges) != 0)
  static constexpr auto apply(Ranges&&... ranges) {
    return product_source<Times, iter_t<Ranges>...>(iter(std::forward<Ranges>(ranges))...);
  }
};

struct product_fn : tool<product_fn> {
  using rule = rules::the_arguments_must_be_ranges_or_a_range_and_an_integer;

  template <iterable... Ranges>
    requires(sizeof...(Ranges) != 0)
  static constexpr auto apply(Ranges&&... ranges) {
    return product_times_fn<1>::apply(std::forward<Ranges>(ranges)...);
  }
  template <iterable Range>
  static constexpr auto apply(Range&& range, std::integral auto n) {
    return picks_source<each_position, iter_t<Range>>(iter(std::forward<Range>(range)),
                                                      count_argument("product", "n", n, 0));
  }
  static constexpr void check(std::integral auto n) { static_cast<void>(count_argument("product", "n", n, 0)); }
};

}  // namespace detail

/// Python's `itertools.product`, as nested loops, the last one innermost:
///
/// | Python                 | cogen                                                | elements                         |
/// |------------------------|------------------------------------------------------|----------------------------------|
/// | `product(a, b, ...)`   | `product(a, b, ...)`, `a | product(b, ...)`          | pairs or tuples of `T const&`    |
/// | `product(a, repeat=N)` | `product<N>(a)`, `a | product<N>()`, more ranges too | pairs or tuples of `T const&`    |
/// | `product(a, repeat=n)` | `product(a, n)`, `a | product(n)`                    | `std::span<T const>` of length n |
///
/// In: ranges, each read to its end by the first pull (none after an empty one). Out: source; an element is valid until
/// the next pull; kept as a pair, a tuple or a vector of values. Elements of the ranges are kept, moved in where the
/// range gives them away, else copied; a span's are copies again. Cost: amortised O(1) changes an element; memory for
/// all elements of the ranges. Throws std::invalid_argument for a negative `n`.
template <std::size_t N, class... Ranges>
[[nodiscard]] constexpr auto product(Ranges&&... ranges) {
  return detail::product_times_fn<N>{}(std::forward<Ranges>(ranges)...);
}
template <class... Arguments>
  requires(sizeof...(Arguments) != 0)
[[nodiscard]] constexpr auto product(Arguments&&... arguments) {
  return detail::product_fn{}(std::forward<Arguments>(arguments)...);
}

}  // namespace cogen
