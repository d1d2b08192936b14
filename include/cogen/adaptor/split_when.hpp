// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/batching.hpp>
#include <cogen/detail/call.hpp>
#include <cogen/detail/closure.hpp>

#include <concepts>
#include <type_traits>
#include <utility>

namespace cogen {

namespace detail {

template <class Predicate>
class between_rule {
 public:
  explicit between_rule(Predicate predicate) : predicate_(std::move(predicate)) {}

  [[nodiscard]] static bool full(auto const&) noexcept { return false; }
  [[nodiscard]] bool begins(auto const& before, auto const& element) {
    return !before.empty() && detail::call(predicate_, before.back(), element);
  }
  static void appended() noexcept {}

 private:
  [[no_unique_address]] Predicate predicate_;
};

}  // namespace detail

/// The source that `split_when` makes.
template <source Source, class Predicate>
using split_when_source = detail::batching_source<Source, detail::between_rule<Predicate>>;

namespace detail {
struct split_when_fn : tool<split_when_fn, 1> {
  using rule = rules::the_predicate_must_take_two_const_elements_and_return_bool;

  template <iterable Range, class Predicate>
    requires std::predicate<Predicate&, value_t<iter_t<Range>> const&,
                            std::remove_reference_t<typename iter_t<Range>::reference> const&>
  static constexpr auto apply(Range&& range, Predicate predicate) {
    return split_when_source<iter_t<Range>, Predicate>(iter(std::forward<Range>(range)),
                                                       between_rule<Predicate>(std::move(predicate)), 0);
  }
};
}  // namespace detail

/// more-itertools' `split_when`: `split_when(range, predicate)`, `range | split_when(predicate)`: vectors, cut between
/// two neighbours wherever `predicate(previous, current)` is true.
///
/// In: range of T. Out: source of `std::vector<T>&&`: move it out, or look at it and leave it; then its memory is used
/// again. Cost: pulls one element past a vector, the first of the next, and keeps it; one call for each two neighbours.
/// Throws what `predicate` throws; `current` is then passed. If the range throws, or there is no memory, the elements of
/// the vector begun are kept and come with the next pull. For groups that are not held in memory see `group_by`.
inline constexpr detail::split_when_fn split_when{};

}  // namespace cogen
