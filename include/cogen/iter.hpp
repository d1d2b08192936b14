// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/iteration.hpp>
#include <cogen/detail/owner.hpp>
#include <cogen/detail/pull_range.hpp>
#include <cogen/detail/range_source.hpp>

#include <concepts>
#include <cstddef>
#include <span>
#include <type_traits>
#include <utility>

namespace cogen {

/// A class with `pull()`, see pull_range: generators, and everything that this library makes of them.
template <class Source>
concept source = std::same_as<Source, std::remove_cvref_t<Source>> && requires(Source& pulled) {
  typename Source::reference;
  { pulled.pull() } -> std::same_as<std::add_pointer_t<typename Source::reference>>;
};

/// A source whose contiguous elements can be taken many at a time, see pull_range.
template <class Source>
concept segmented = source<Source> && requires(Source& pulled) {
  { pulled.segment(std::size_t{}) } -> std::same_as<std::span<std::remove_reference_t<typename Source::reference>>>;
};

namespace detail {
// A source that can give all that is left to a function, see contiguous_source::each: at the speed of a plain loop,
// which pulling does not reach where the source's members have to be read again for each element. For who owns the
// source: a borrowed one may be pulled from by the function too.
template <class Source>
concept traversable = source<Source> && requires(Source& traversed, void (*function)(typename Source::reference)) {
  traversed.each(function);
};
}  // namespace detail

/// What `iter`, and with it every adaptor and sink, accepts: a source, or anything with `begin` and `end`.
template <class Range>
concept iterable = (source<std::remove_reference_t<Range>>) || detail::iterable_range<Range>;

namespace detail {

template <class Source>
struct value_of {
  using type = std::remove_cvref_t<typename Source::reference>;
};
template <class Source>
  requires requires { typename Source::value_type; }
struct value_of<Source> {
  using type = typename Source::value_type;
};

template <class Value>
struct assignable {
  using type = Value;
};
template <class First, class Second>
struct assignable<std::pair<First const, Second>> {
  using type = std::pair<First, Second>;
};

// A source of somebody else, who keeps it and may go on with it afterwards.
template <source Source>
class [[nodiscard]] borrowed_source : public pull_range<borrowed_source<Source>> {
 public:
  using reference = typename Source::reference;
  using value_type = typename value_of<Source>::type;

  explicit borrowed_source(Source& lent) noexcept : lent_(address_of(lent)) {}

  [[gnu::always_inline]] inline std::add_pointer_t<reference> pull() { return lent_->pull(); }
  [[nodiscard]] auto segment(std::size_t most)
    requires segmented<Source>
  {
    return lent_->segment(most);
  }

 private:
  Source* lent_;
};

// Sources that somebody else may pull from meanwhile: what a function of the consumer does.
template <class>
inline constexpr bool borrows = false;
template <class Source>
inline constexpr bool borrows<borrowed_source<Source>> = true;
template <template <class...> class Tool, class... Parts>
inline constexpr bool borrows<Tool<Parts...>> = (borrows<Parts> || ...);

// Sources whose elements stay where they are when the source is moved.
template <class Source>
inline constexpr bool shows_what_stays = requires { typename Source::promise_type; };  // in a coroutine
template <class Source>
inline constexpr bool shows_what_stays<borrowed_source<Source>> = true;
template <class Range>
inline constexpr bool shows_what_stays<contiguous_source<Range>> = true;
template <class Range>
inline constexpr bool shows_what_stays<iterator_source<Range>> = true;

struct iter_fn {
  template <iterable Range>
  [[gnu::always_inline]] inline constexpr auto operator()(Range&& range) const {
    using plain = std::remove_reference_t<Range>;
    if constexpr (source<plain>) {
      if constexpr (std::is_lvalue_reference_v<Range>) {
        return borrowed_source<plain>(range);
      } else {
        return plain(std::forward<Range>(range));
      }
    } else {
      static_assert(!source<std::remove_cv_t<plain>>, "cogen: a const source can't be pulled from");
      static_assert(!std::is_array_v<Range>, "cogen: an array can't be owned; std::to_array makes one that can");
      if constexpr (contiguous_range<Range>) {
        return contiguous_source<Range>(std::forward<Range>(range));
      } else {
        return iterator_source<Range>(std::forward<Range>(range));
      }
    }
  }
};

}  // namespace detail

/// Python's `iter(x)`: the source over `x`. What all adaptors and sinks do with what they are given:
///
/// | x              | the source                                                                       |
/// |----------------|----------------------------------------------------------------------------------|
/// | source, lvalue | borrows it: x goes on where the source stopped                                   |
/// | source, rvalue | x itself                                                                         |
/// | range, lvalue  | borrows it: x must outlive the source. A function that a sink calls with its     |
/// |                | elements must not change its size, as in a range-for                            |
/// | range, rvalue  | owns it; elements of a container may be moved from (`reference` is `T&&`)        |
///
/// In: a source, or what has `begin()` and `end()`. Out: source of its elements: `T&&` of what is given away, else `T&`
/// or `T const&`; of a contiguous range with segments. Cost: nothing is read before the first `pull()`, and none ahead; an
/// allocation only (once) to own a range that is not contiguous, or a view whose elements are ranges. Throws what the
/// range throws.
inline constexpr detail::iter_fn iter{};

/// The source that `iter` makes of a `Range`.
template <iterable Range>
using iter_t = decltype(iter(std::declval<Range>()));

/// What to keep an element of a source as: no reference, no tuple of references, and of a map a pair without `const`.
template <source Source>
using value_t = typename detail::assignable<typename detail::value_of<Source>::type>::type;

}  // namespace cogen
