// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/call.hpp>
#include <cogen/detail/closure.hpp>
#include <cogen/detail/merging.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>
#include <vector>

namespace cogen {

namespace detail {

// The sources over the ranges that a source gives, as source_pool has them.
template <source Outer>
class opened_pool {
  using inner = iter_t<typename Outer::reference>;

 public:
  using reference = typename inner::reference;
  using value_type = value_t<inner>;

  explicit opened_pool(Outer outer) : outer_(std::move(outer)) {}

  void open() {
    for (;;) {
      if (inners_.size() == inners_.capacity()) inners_.reserve(2 * inners_.size() + 4);  // first: no range is lost
      auto* const range = outer_.pull();
      if (range == nullptr) return;
      inners_.push_back(iter(static_cast<typename Outer::reference>(*range)));
    }
  }
  [[nodiscard]] std::size_t size() const noexcept { return inners_.size(); }
  std::add_pointer_t<reference> pull(std::size_t number) { return inners_[number].pull(); }

 private:
  Outer outer_;
  std::vector<inner> inners_;
};

struct merge_from_fn : tool<merge_from_fn, 2> {
  using rule = rules::elements_must_be_ranges;

  template <iterable Ranges, class Compare = detail::less, class Projection = std::identity>
    requires iterable<typename iter_t<Ranges>::reference>
  static constexpr auto apply(Ranges&& ranges, Compare compare = {}, Projection projection = {}) {
    return merge_source<opened_pool<iter_t<Ranges>>, Compare, Projection>(
        opened_pool<iter_t<Ranges>>(iter(std::forward<Ranges>(ranges))), std::move(compare), std::move(projection));
  }
};

}  // namespace detail

/// Python's `heapq.merge(*ranges)`: `merge_from(ranges[, comparator[, projection]])`, `ranges | merge_from(...)`: as
/// `merge`, for any number of sorted ranges, known at run time.
///
/// In: range of ranges of T, all pulled by the first pull; those that are lent (`T&`) must stay. Out: source of T, the
/// very elements. Cost: as `merge`, and memory for a source over each range. Throws as `merge`, and what `ranges` throws:
/// the next pull goes on behind the ranges that came before.
///
/// Python: `heapq.merge(*ranges)`.
inline constexpr detail::merge_from_fn merge_from{};

}  // namespace cogen
