// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/call.hpp>
#include <cogen/detail/closure.hpp>

#include <concepts>
#include <type_traits>
#include <utility>

namespace cogen {

/// The source that `take_until` makes.
template <source Source, class Predicate>
class [[nodiscard]] take_until_source : public pull_range<take_until_source<Source, Predicate>> {
 public:
  using reference = typename Source::reference;
  using value_type = value_t<Source>;

  take_until_source(Source base, Predicate predicate) : base_(std::move(base)), predicate_(std::move(predicate)) {}

  [[gnu::always_inline]] inline std::add_pointer_t<reference> pull() {
    if (ended_) return nullptr;
    auto* const element = base_.pull();
    if (element != nullptr && detail::call(predicate_, std::as_const(*element))) ended_ = true;
    return element;
  }

 private:
  Source base_;
  [[no_unique_address]] Predicate predicate_;
  bool ended_ = false;
};

namespace detail {
struct take_until_fn : tool<take_until_fn, 1> {
  using rule = rules::the_predicate_must_take_a_const_element_and_return_bool;

  template <iterable Range, class Predicate>
    requires std::predicate<Predicate&, std::remove_reference_t<typename iter_t<Range>::reference> const&>
  static constexpr auto apply(Range&& range, Predicate predicate) {
    return take_until_source<iter_t<Range>, Predicate>(iter(std::forward<Range>(range)), std::move(predicate));
  }
};
}  // namespace detail

/// more-itertools' `takewhile_inclusive`, by the opposite predicate: `take_until(range, predicate)`,
/// `range | take_until(predicate)`: the elements to the first for which `predicate(element)` is true, and that one.
/// None after it is pulled. So it ends pages that are fetched side by side:
/// `count(1) | parallel_map(fetch) | take_until(is_last)`.
///
/// In: range of T. Out: source of T, the very elements. Cost: one pull and one call an element; no allocation. Throws
/// what `predicate` throws; the element is then passed.
inline constexpr detail::take_until_fn take_until{};

}  // namespace cogen
