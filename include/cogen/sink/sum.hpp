// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/closure.hpp>
#include <cogen/detail/drain.hpp>

#include <concepts>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace cogen {

namespace detail {

template <class Value>
struct sum_of {
  using type = Value;
};
template <std::integral Value>
  requires(sizeof(Value) < sizeof(std::int64_t))
struct sum_of<Value> {
  using type =
      std::conditional_t<std::signed_integral<Value> || std::same_as<Value, bool>, std::int64_t, std::uint64_t>;
};

struct sum_fn : tool<sum_fn, 1> {
  using rule = rules::the_operation_must_take_the_total_and_an_element;

  template <class Range, class Total>
  static constexpr bool adds = requires(Total& total, typename iter_t<Range>::reference element) {
    total = static_cast<Total>(std::move(total) + static_cast<decltype(element)>(element));
  };

  template <iterable Range, class Initial>
    requires adds<Range, Initial>
  [[nodiscard, gnu::always_inline]] static inline constexpr Initial apply(Range&& range, Initial initial) {
    using reference = typename iter_t<Range>::reference;
    auto pulled = iter(std::forward<Range>(range));
    drain(pulled, [&initial](reference element) {
      initial = static_cast<Initial>(std::move(initial) + static_cast<reference>(element));
    });
    return initial;
  }
  template <iterable Range, class Total = typename sum_of<value_t<iter_t<Range>>>::type>
    requires adds<Range, Total> && std::default_initializable<Total>
  [[nodiscard, gnu::always_inline]] static inline constexpr Total apply(Range&& range) {
    return apply(std::forward<Range>(range), Total());
  }
};

}  // namespace detail

/// Python's `sum`: `sum(range[, initial])`, `range | sum`, `range | sum(initial)`: `initial` and all elements, added from
/// left to right.
///
/// In: range of T. Out: a value of the type of `initial`; without one, T, from `T()` on, but 64 bits wide for smaller
/// integers (as in NumPy): `std::int64_t`, `std::uint64_t` for unsigned ones; bools are counted. It overflows as `+`
/// does. An `initial` that is itself a range, a string say, needs the call form. Cost: takes whole segments, at the speed
/// of the plain loop; no allocation. Throws what range and `+` throw.
inline constexpr detail::sum_fn sum{};

}  // namespace cogen
