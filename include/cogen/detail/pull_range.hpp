// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/misuse.hpp>
#include <cogen/detail/owner.hpp>

#include <cstddef>
#include <iterator>
#include <optional>
#include <type_traits>
#include <utility>

namespace cogen::detail {

// What an iterator holds to go on with a source.
template <class Source>
class puller {
 public:
  puller() noexcept = default;
  [[gnu::always_inline]] inline explicit puller(Source& source) noexcept : source_(address_of(source)) {}
  [[gnu::always_inline]] inline auto pull() { return source_->pull(); }
  // After a pull that was not the last.
  [[gnu::always_inline]] inline auto pull_again() { return source_->pull(); }
  // Whether the element last pulled is still there, as far as a debug build can tell.
  [[nodiscard]] static constexpr bool is_current() noexcept { return true; }

 private:
  Source* source_ = nullptr;
};

}  // namespace cogen::detail

namespace cogen {

/// Base of every source: makes a class with `pull()` a move-only `std::ranges::input_range` with Python's `next()`.
///
/// A source declares `reference` (`T&`, `T const&`: look at it; `T&&`: the element is yours to move from) and has
///
/// ```
/// auto pull() -> std::add_pointer_t<reference>;
/// ```
///
/// which returns the address of the next element, valid until the next `pull()`, or null when there is none, and then
/// null for ever after. A source that holds contiguous elements may also have
///
/// ```
/// auto segment(std::size_t most) -> std::span<std::remove_reference_t<reference>>;
/// ```
///
/// which consumes and returns up to `most` elements that are already there, possibly none; it never produces any.
///
/// A source is a range but not a view: pipes borrow lvalues and own rvalues. Moving a source invalidates its iterators.
///
/// Python: the iterator protocol, `__iter__` and `__next__`.
template <class Source>
class pull_range {
 public:
  class iterator;

  pull_range(pull_range const&) = delete;
  pull_range& operator=(pull_range const&) = delete;

  /// Goes on where the last `next()` or loop stopped, as `for` does in Python; never undefined.
  [[nodiscard, gnu::always_inline]] inline iterator begin() { return iterator(self()); }
  [[nodiscard]] constexpr std::default_sentinel_t end() const noexcept { return {}; }

  /// Python's `next()`: the next element, empty at the end. A `std::optional` of the element where it may be moved
  /// from, a pointer to it (valid until the next pull) where it is somebody else's.
  [[gnu::always_inline]] inline auto next() {
    using reference = typename Source::reference;
    auto* const element = self().pull();
    if constexpr (std::is_lvalue_reference_v<reference>) {
      return element;
    } else {
      using value = std::optional<std::remove_cvref_t<reference>>;
      return element != nullptr ? value(std::in_place, static_cast<reference>(*element)) : value();
    }
  }

 protected:
  constexpr pull_range() noexcept = default;
  constexpr pull_range(pull_range&&) noexcept = default;
  constexpr pull_range& operator=(pull_range&&) noexcept = default;
  constexpr ~pull_range() = default;

 private:
  [[gnu::always_inline]] inline Source& self() noexcept { return static_cast<Source&>(*this); }
};

template <class Source>
class pull_range<Source>::iterator {
 public:
  using reference = typename Source::reference;
  using value_type = std::remove_cvref_t<reference>;
  using difference_type = std::ptrdiff_t;
  using iterator_concept = std::input_iterator_tag;

  iterator() noexcept = default;
  iterator(iterator const&) = delete;
  iterator& operator=(iterator const&) = delete;
  [[gnu::always_inline]] inline iterator(iterator&& other) noexcept
      : source_(other.source_), element_(std::exchange(other.element_, nullptr)) {}
  [[gnu::always_inline]] inline iterator& operator=(iterator&& other) noexcept {
    source_ = other.source_;
    element_ = std::exchange(other.element_, nullptr);
    return *this;
  }

  [[nodiscard, gnu::always_inline]] inline reference operator*() const noexcept(!detail::misuse_throws) {
    detail::expect(element_ != nullptr, "cogen: an iterator must not be dereferenced at the end of its range");
    detail::expect(source_.is_current(),
                   "cogen: an iterator must not be dereferenced when its generator has been advanced by other means");
    return static_cast<reference>(*element_);
  }
  [[gnu::always_inline]] inline iterator& operator++() {
    if (element_ != nullptr) element_ = source_.pull_again();
    return *this;
  }
  [[gnu::always_inline]] inline void operator++(int) { ++*this; }

  [[nodiscard, gnu::always_inline]] friend inline bool operator==(iterator const& it,
                                                                  std::default_sentinel_t) noexcept {
    return it.element_ == nullptr;
  }

 private:
  friend pull_range;
  [[gnu::always_inline]] inline explicit iterator(Source& source) : source_(source), element_(source_.pull()) {}

  detail::puller<Source> source_;
  std::add_pointer_t<reference> element_ = nullptr;
};

}  // namespace cogen
