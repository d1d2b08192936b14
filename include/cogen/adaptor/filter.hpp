// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/call.hpp>
#include <cogen/detail/closure.hpp>
#include <cogen/detail/traverse.hpp>

#include <concepts>
#include <type_traits>
#include <utility>

namespace cogen {

/// The source that `filter` makes.
template <source Source, class Predicate>
class [[nodiscard]] filter_source : public pull_range<filter_source<Source, Predicate>> {
 public:
  using reference = typename Source::reference;
  using value_type = value_t<Source>;

  [[gnu::always_inline]] inline filter_source(filter_source&&) = default;
  [[gnu::always_inline]] inline filter_source& operator=(filter_source&&) = default;
  [[gnu::always_inline]] inline ~filter_source() = default;
  [[gnu::always_inline]] inline filter_source(Source base, Predicate predicate)
      : base_(std::move(base)), predicate_(std::move(predicate)) {}

  [[gnu::always_inline]] inline std::add_pointer_t<reference> pull() {
    auto* element = base_.pull();
    while (element != nullptr && !detail::call(predicate_, std::as_const(*element))) element = base_.pull();
    return element;
  }
  template <class Consumer>
  [[gnu::always_inline]] inline void each(Consumer&& consume) {
    detail::traverse(base_, [&](reference element) {
      if (detail::call(predicate_, std::as_const(element))) consume(static_cast<reference>(element));
    });
  }

 private:
  Source base_;
  [[no_unique_address]] Predicate predicate_;
};

namespace detail {
struct filter_fn : tool<filter_fn, 1> {
  using rule = rules::the_predicate_must_take_a_const_element_and_return_bool;

  template <iterable Range, class Predicate>
    requires std::predicate<Predicate&, std::remove_reference_t<typename iter_t<Range>::reference> const&>
  [[gnu::always_inline]] static inline constexpr auto apply(Range&& range, Predicate predicate) {
    return filter_source<iter_t<Range>, Predicate>(iter(std::forward<Range>(range)), std::move(predicate));
  }
};
}  // namespace detail

/// `filter(range, predicate)`, `range | filter(predicate)`: the elements for which `predicate(element)` is true; it is
/// called once for each and may only look at it.
///
/// In: range of T. Out: source of T, the very elements. Cost: no allocation. Throws what `predicate` throws; the
/// element is then passed.
inline constexpr detail::filter_fn filter{};

}  // namespace cogen
