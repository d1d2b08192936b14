// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/call.hpp>
#include <cogen/detail/closure.hpp>
#include <cogen/detail/drain.hpp>
#include <cogen/detail/kept.hpp>

#include <concepts>
#include <type_traits>
#include <utility>
#include <vector>

namespace cogen {

/// What `partition` returns: `auto [rejected, accepted] = partition(range, predicate);`.
template <class Value>
struct partitioned {
  std::vector<Value> rejected;  ///< those for which the predicate is false
  std::vector<Value> accepted;
};

namespace detail {
struct partition_fn : tool<partition_fn, 1> {
  using rule = rules::the_predicate_must_take_a_const_element_and_return_bool;

  template <iterable Range, class Predicate>
    requires std::predicate<Predicate&, std::remove_reference_t<typename iter_t<Range>::reference> const&>
  [[nodiscard]] static constexpr auto apply(Range&& range, Predicate predicate) {
    using reference = typename iter_t<Range>::reference;
    auto pulled = iter(std::forward<Range>(range));
    partitioned<value_t<iter_t<Range>>> parts;
    drain(pulled, [&](reference element) {
      bool const accepted = static_cast<bool>(detail::call(predicate, std::as_const(element)));
      (accepted ? parts.accepted : parts.rejected)
          .emplace_back(kept<value_t<iter_t<Range>>>(static_cast<reference>(element)));
    });
    return parts;
  }
};
}  // namespace detail

/// more-itertools' `partition`: `partition(range, predicate)`, `range | partition(predicate)`: two vectors, in
/// more-itertools' order: first the elements for which `predicate(element)` is false, then those for which it is true. It
/// is called once for each.
///
/// In: range of T. Out: `partitioned<T>`, with members `rejected` and `accepted`; elements are moved in where the range
/// gives them away. Cost: takes whole segments. Throws what range and `predicate` throw.
inline constexpr detail::partition_fn partition{};

}  // namespace cogen
