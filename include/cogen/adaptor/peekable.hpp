// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/closure.hpp>
#include <cogen/detail/owner.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

namespace cogen {

/// The source that `peekable` makes: a source that lets you look at the next element before you take it.
template <source Source>
class [[nodiscard]] peekable_source : public pull_range<peekable_source<Source>> {
 public:
  using reference = typename Source::reference;
  using value_type = value_t<Source>;

  explicit peekable_source(Source base) : look_(detail::make_owner<look>(std::move(base))) {}

  /// The element that the next pull will return, valid until then; null at the end.
  [[nodiscard]] std::add_pointer_t<reference> peek() {
    if (look_ == nullptr) return nullptr;
    if (look_->ahead == nullptr) look_->ahead = look_->base.pull();
    return look_->ahead;
  }
  /// Whether there is a next element.
  [[nodiscard]] explicit operator bool() { return peek() != nullptr; }

  [[gnu::always_inline]] inline std::add_pointer_t<reference> pull() {
    if (look_ == nullptr) return nullptr;
    auto* const ahead = std::exchange(look_->ahead, nullptr);
    return ahead != nullptr ? ahead : look_->base.pull();
  }
  [[nodiscard]] auto segment(std::size_t most)
    requires segmented<Source>
  {
    // An element that was looked at comes first, and only a pull can return it.
    return look_ != nullptr && look_->ahead == nullptr ? look_->base.segment(most)
                                                       : decltype(look_->base.segment(most))();
  }

 private:
  struct look {
    explicit look(Source given) : base(std::move(given)) {}
    Source base;
    std::add_pointer_t<reference> ahead = nullptr;
  };

  detail::owner<look> look_;  // not moved with the source: the element ahead may lie within the base
};

namespace detail {
struct peekable_fn : tool<peekable_fn, 0> {
  template <iterable Range>
  static constexpr auto apply(Range&& range) {
    return peekable_source<iter_t<Range>>(iter(std::forward<Range>(range)));
  }
};
}  // namespace detail

/// more-itertools' `peekable`: `peekable(range)`, `range | peekable`: the same elements, and `peek()`, which returns a
/// pointer to the next one without taking it; as a condition, whether there is one:
///
/// ```
/// auto tokens = peekable(source);
/// while (tokens && *tokens.peek() != ')') parse(tokens);
/// ```
///
/// In: range of T. Out: source of T, the very elements, segments too. Cost: one pull an element, by `peek()` or by the
/// pull after it, whichever is first; one allocation in all. Throws what the range throws, from `peek()` or from the pull;
/// the next one asks again.
///
/// While an element is looked at, go on with a borrowed range through the peekable only.
inline constexpr detail::peekable_fn peekable{};

}  // namespace cogen
