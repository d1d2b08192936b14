// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/call.hpp>
#include <cogen/detail/closure.hpp>

#include <concepts>
#include <type_traits>
#include <utility>

namespace cogen {

/// The source that `inspect` makes.
template <source Source, class Function>
class [[nodiscard]] inspect_source : public pull_range<inspect_source<Source, Function>> {
 public:
  using reference = typename Source::reference;
  using value_type = value_t<Source>;

  inspect_source(Source base, Function function) : base_(std::move(base)), function_(std::move(function)) {}

  [[gnu::always_inline]] inline std::add_pointer_t<reference> pull() {
    auto* const element = base_.pull();
    if (element != nullptr) detail::call(function_, std::as_const(*element));
    return element;
  }

 private:
  Source base_;
  [[no_unique_address]] Function function_;
};

namespace detail {
struct inspect_fn : tool<inspect_fn, 1> {
  using rule = rules::the_function_must_take_a_const_element;

  template <iterable Range, class Function>
    requires std::invocable<Function&, std::remove_reference_t<typename iter_t<Range>::reference> const&>
  static constexpr auto apply(Range&& range, Function function) {
    return inspect_source<iter_t<Range>, Function>(iter(std::forward<Range>(range)), std::move(function));
  }
};
}  // namespace detail

/// `inspect(range, function)`, `range | inspect(function)`: hands the elements on as they are, after `function` has
/// looked at each (more-itertools' `side_effect`).
///
/// In: range of T. Out: source of T, the very elements. Cost: one call an element; no allocation. Throws what
/// `function` throws; the element is then passed.
inline constexpr detail::inspect_fn inspect{};

}  // namespace cogen
