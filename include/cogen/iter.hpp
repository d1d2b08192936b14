// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/iteration.hpp>
#include <cogen/detail/owner.hpp>
#include <cogen/detail/pull_range.hpp>
#include <cogen/detail/slot.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
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

// A contiguous range, lent or owned. By index, so that it may be moved (an array moves its elements) and a lent vector
// may grow. An owned range of ranges that are not given away lives on the heap: flatten stands inside one of them.
template <class Range>
class [[nodiscard]] contiguous_source : public pull_range<contiguous_source<Range>> {
  static constexpr bool owned = !std::is_reference_v<Range>;
  static constexpr bool on_heap = owned && !owns_elements<Range> && iterable_range<reference_of<Range>>;

 public:
  using reference =
      std::conditional_t<owns_elements<Range>, std::remove_reference_t<reference_of<Range>>&&, reference_of<Range>>;

  explicit contiguous_source(Range&& range) : range_(hold(range)) {}

  [[gnu::always_inline]] inline std::add_pointer_t<reference> pull() {
    if constexpr (on_heap) {
      if (range_ == nullptr) return nullptr;  // moved from
    }
    auto& range = held();
    if (next_ >= std::size(range)) [[unlikely]] {
      next_ = SIZE_MAX;  // exhausted for ever, also if a lent range grows
      return nullptr;
    }
    return std::to_address(begin_of(range)) + next_++;
  }
  [[nodiscard]] std::span<std::remove_reference_t<reference>> segment(std::size_t most) {
    if constexpr (on_heap) {
      if (range_ == nullptr) return {};
    }
    auto& range = held();
    if (next_ >= std::size(range)) return {};
    std::size_t const left = std::size(range) - next_;
    std::size_t const count = left < most ? left : most;
    return {std::to_address(begin_of(range)) + std::exchange(next_, next_ + count), count};
  }

 private:
  using holder = std::conditional_t<on_heap, owner<Range>, std::conditional_t<owned, Range, std::add_pointer_t<Range>>>;
  static holder hold(auto& range) {
    if constexpr (on_heap) {
      return make_owner<Range>(std::forward<Range>(range));
    } else if constexpr (owned) {
      return std::forward<Range>(range);
    } else {
      return address_of(range);
    }
  }
  [[nodiscard]] auto& held() noexcept {
    if constexpr (owned && !on_heap) {
      return range_;
    } else {
      return *range_;
    }
  }

  holder range_;
  std::size_t next_ = 0;
};

// Any other range. An owned one lives on the heap: its iterators may point into it, and a source can be moved at any
// time.
template <class Range>
class [[nodiscard]] iterator_source : public pull_range<iterator_source<Range>> {
  static constexpr bool owned = !std::is_reference_v<Range>;
  using iterator_type = iterator_of<Range>;
  using dereferenced = reference_of<Range>;
  static constexpr bool computed = !std::is_reference_v<dereferenced>;

 public:
  using reference = std::conditional_t<owns_elements<Range>, std::remove_reference_t<dereferenced>&&, dereferenced&&>;
  using value_type = iterated_value<iterator_type>;

  explicit iterator_source(Range&& range) : range_(hold(range)) {}

  [[gnu::always_inline]] inline std::add_pointer_t<reference> pull() {
    if (!range_) return nullptr;
    if (!at_) {
      at_.emplace(begin_of(*range_));
    } else {
      ++*at_;  // only now: an element that nobody asks for is not read
    }
    if (!(*at_ != end_of(*range_))) {
      at_.reset();
      range_ = nullptr;  // an exhausted source stays exhausted, and gives back what it owns
      return nullptr;
    }
    if constexpr (computed) {
      return element_.fill([this]() -> dereferenced { return **at_; });
    } else {
      return address_of(static_cast<std::remove_reference_t<dereferenced>&>(*as_lvalue(**at_)));
    }
  }

 private:
  using holder = std::conditional_t<owned, owner<Range>, std::add_pointer_t<Range>>;
  static holder hold(auto& range) {
    if constexpr (owned) {
      return make_owner<Range>(std::forward<Range>(range));
    } else {
      return address_of(range);
    }
  }
  template <class Element>
  static std::remove_reference_t<Element>* as_lvalue(Element&& element) noexcept {
    return address_of(element);
  }

  holder range_;
  std::optional<iterator_type> at_;
  [[no_unique_address]] slot_if<computed, dereferenced> element_;
};

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
  constexpr auto operator()(Range&& range) const {
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
/// | range, lvalue  | borrows it: x must outlive the source                                            |
/// | range, rvalue  | owns it; elements of a container may be moved from (`reference` is `T&&`)        |
///
/// Nothing is read before the first `pull()`, and none ahead. Allocates only to own a range that is not contiguous
/// (once).
inline constexpr detail::iter_fn iter{};

/// The source that `iter` makes of a `Range`.
template <iterable Range>
using iter_t = decltype(iter(std::declval<Range>()));

/// What to keep an element of a source as: no reference, no tuple of references, and of a map a pair without `const`.
template <source Source>
using value_t = typename detail::assignable<typename detail::value_of<Source>::type>::type;

}  // namespace cogen
