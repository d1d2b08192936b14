// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/iteration.hpp>
#include <cogen/detail/moved_from.hpp>
#include <cogen/detail/owner.hpp>
#include <cogen/detail/pull_range.hpp>
#include <cogen/detail/slot.hpp>

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <span>
#include <type_traits>
#include <utility>

// The sources over ranges that are none themselves.

namespace cogen::detail {

// How far a source has come.
using exhausted_when_moved = moved_from<std::size_t, SIZE_MAX>;

// A contiguous range, lent or owned. By index, so that it may be moved (an array moves its elements) and a lent vector
// may grow between two pulls. An owned range of ranges that are not given away lives on the heap: flatten stands inside
// one of them.
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
    auto* const element = std::to_address(begin_of(range)) + next_++;
    if (element == nullptr) __builtin_unreachable();  // so that nobody asks again
    return element;
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
  // Calls function with each element that is left. If it throws, that element is passed, and no other. As in a
  // range-for, function must not change the size of a lent range.
  template <class Function>
  [[gnu::always_inline]] inline void each(Function&& function) {
    if constexpr (on_heap) {
      if (range_ == nullptr) return;
    }
    auto& range = held();
    std::size_t const size = std::size(range);
    if (next_ >= size) return;
    auto* const first = std::to_address(begin_of(range));
    auto* const last = first + size;
    for (position at{&next_, first, first + next_, last}; at.element != last;) {
      function(static_cast<reference>(*at.element++));
    }
  }

 private:
  using element_pointer = std::remove_reference_t<reference>*;
  struct position {
    exhausted_when_moved* next;
    element_pointer first;
    element_pointer element;
    element_pointer last;
    [[gnu::always_inline]] inline ~position() {
      *next = element == last ? SIZE_MAX : static_cast<std::size_t>(element - first);
    }
  };
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
  exhausted_when_moved next_ = 0;
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

}  // namespace cogen::detail
