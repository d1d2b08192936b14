// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/call.hpp>
#include <cogen/detail/closure.hpp>

#include <concepts>
#include <cstddef>
#include <type_traits>
#include <utility>

namespace cogen {

/// The source that `drop_while` makes.
template <source Source, class Predicate>
class [[nodiscard]] drop_while_source : public pull_range<drop_while_source<Source, Predicate>> {
 public:
  using reference = typename Source::reference;
  using value_type = value_t<Source>;

  drop_while_source(Source base, Predicate predicate) : base_(std::move(base)), predicate_(std::move(predicate)) {}

  [[gnu::always_inline]] inline std::add_pointer_t<reference> pull() {
    auto* element = base_.pull();
    if (dropping_) [[unlikely]] {
      while (element != nullptr && detail::call(predicate_, std::as_const(*element))) element = base_.pull();
      dropping_ = false;
    }
    return element;
  }
  [[nodiscard]] auto segment(std::size_t most)
    requires segmented<Source>
  {
    return base_.segment(dropping_ ? 0 : most);
  }

 private:
  Source base_;
  [[no_unique_address]] Predicate predicate_;
  bool dropping_ = true;
};

namespace detail {
struct drop_while_fn : tool<drop_while_fn, 1> {
  using rule = rules::the_predicate_must_take_a_const_element_and_return_bool;

  template <iterable Range, class Predicate>
    requires std::predicate<Predicate&, std::remove_reference_t<typename iter_t<Range>::reference> const&>
  static constexpr auto apply(Range&& range, Predicate predicate) {
    return drop_while_source<iter_t<Range>, Predicate>(iter(std::forward<Range>(range)), std::move(predicate));
  }
};
}  // namespace detail

/// Python's `itertools.dropwhile`: `drop_while(range, predicate)`, `range | drop_while(predicate)`: all elements from
/// the first for which `predicate(element)` is false. It is called for no element after that one.
///
/// In: range of T. Out: source of T, the very elements, segments too. Cost: no allocation. Throws what `predicate`
/// throws; the element is then passed.
inline constexpr detail::drop_while_fn drop_while{};

}  // namespace cogen
