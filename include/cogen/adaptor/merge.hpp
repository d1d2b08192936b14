// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/call.hpp>
#include <cogen/detail/merging.hpp>
#include <cogen/detail/rules.hpp>
#include <cogen/detail/source_pool.hpp>
#include <cogen/iter.hpp>

#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>

namespace cogen {

namespace detail {
struct merge_fn {
  template <class... Arguments>
  static constexpr std::size_t ranges = (std::size_t{iterable<Arguments>} + ... + 0);

  // merge(ranges..., [compare, [projection]]): what is no range comes last.
  template <class... Arguments>
    requires(ranges<Arguments...> != 0 && sizeof...(Arguments) <= ranges<Arguments...> + 2)
  [[nodiscard]] constexpr auto operator()(Arguments&&... arguments) const {
    return make(std::make_index_sequence<ranges<Arguments...>>(),
                std::forward_as_tuple(std::forward<Arguments>(arguments)...));
  }
  template <class... Arguments, class Rule = rules::there_must_be_a_range>
    requires(ranges<Arguments...> == 0)
  void operator()(Arguments&&...) const = delete;

 private:
  template <std::size_t... Index, class... Arguments>
  static constexpr auto make(std::index_sequence<Index...>, std::tuple<Arguments...> arguments) {
    constexpr std::size_t count = sizeof...(Index);
    using given = std::tuple<Arguments...>;
    static_assert((iterable<std::tuple_element_t<Index, given>> && ...),
                  "cogen::merge: the ranges come first, then the comparator, then the projection");
    auto pool =
        source_pool<iter_t<std::tuple_element_t<Index, given>>...>(iter(std::get<Index>(std::move(arguments)))...);
    auto compare = argument_or<count, detail::less>(arguments);
    auto projection = argument_or<count + 1, std::identity>(arguments);
    return merge_source<decltype(pool), decltype(compare), decltype(projection)>(std::move(pool), std::move(compare),
                                                                                 std::move(projection));
  }
  template <std::size_t Index, class Default, class Arguments>
  static constexpr auto argument_or(Arguments& arguments) {
    if constexpr (Index < std::tuple_size_v<Arguments>) {
      return std::decay_t<std::tuple_element_t<Index, Arguments>>(std::get<Index>(std::move(arguments)));
    } else {
      return Default();
    }
  }
};
}  // namespace detail

/// Python's `heapq.merge`: `merge(a, b, ...[, comparator[, projection]])`, `a | merge(b, ...)`: the elements of sorted
/// ranges as one sorted sequence; of equal elements those of the first range first.
///
/// | Python                          | cogen                                        |
/// |---------------------------------|----------------------------------------------|
/// | `merge(a, b)`                   | `merge(a, b)`                                |
/// | `merge(a, b, reverse=True)`     | `merge(a, b, std::greater<>())`              |
/// | `merge(a, b, key=f)`            | `merge(a, b, std::less<>(), f)`              |
/// | `merge(*ranges)`                | `merge_from(ranges)`                         |
///
/// In: ranges, each sorted by `comparator(projection(x), projection(y))`, which may only look. Out: source of the very
/// elements, with a common type as in `chain`. One single-pass source must not be given twice. Cost: the first pull pulls
/// once from each range, each other from one; at most 2 log2(k) comparisons for an element of k ranges, one for two; two
/// allocations. Throws what a range or a comparison throws: nothing is lost, the next pull goes on.
inline constexpr detail::merge_fn merge{};

}  // namespace cogen
