// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/buffer.hpp>
#include <cogen/detail/moved_from.hpp>
#include <cogen/detail/pull_range.hpp>
#include <cogen/iter.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

namespace cogen::detail {

// Which picks from a pool of `pool` elements a tool makes, as numbers of elements: a rule has
//
//   bool possible(pool, length)              whether there are any of that length
//   std::size_t last(pool, length, position) the greatest number that a position takes
//   std::size_t first(before)                the least number that a position takes after the one before it
//   bool grows                               whether all shorter lengths come first
//
// Picks come in lexicographic order of their numbers, which is Python's.
struct each_once {  // 012 013 023 123
  static constexpr bool grows = false;
  static bool possible(std::size_t pool, std::size_t length) { return length <= pool; }
  static std::size_t last(std::size_t pool, std::size_t length, std::size_t position) {
    return pool - length + position;
  }
  static std::size_t first(std::size_t before) { return before + 1; }
};
struct repeated {  // 000 001 011 111
  static constexpr bool grows = false;
  static bool possible(std::size_t pool, std::size_t length) { return pool != 0 || length == 0; }
  static std::size_t last(std::size_t pool, std::size_t, std::size_t) { return pool - 1; }
  static std::size_t first(std::size_t before) { return before; }
};
struct each_position : repeated {  // 000 001 010 011 100 101 110 111
  static std::size_t first(std::size_t) { return 0; }
};
struct each_length : each_once {  // nothing 0 1 2 01 02 12 012
  static constexpr bool grows = true;
};

}  // namespace cogen::detail

namespace cogen {

/// The source that `combinations`, `combinations_with_replacement`, `powerset` and `product(range, n)` make.
template <class Rule, source Source>
class [[nodiscard]] picks_source : public pull_range<picks_source<Rule, Source>> {
  using element = value_t<Source>;
  static_assert(std::is_copy_constructible_v<element> && std::is_copy_assignable_v<element>,
                "cogen: picks are copies of the elements, which must be copyable (permutations and product(a, b, ...) "
                "make no copies)");

 public:
  using value_type = std::vector<element>;
  using reference = std::span<element const>&&;

  picks_source(Source base, std::size_t picked) : base_(std::in_place, std::move(base)), length_(picked) {}

  std::span<element const>* pull() {
    if (ended_) return nullptr;
    if (!begun_) {
      detail::keep_all(base_, pool_);
      ended_ = !begin_length(length_);
      begun_ = true;
    } else if (current_ == length_) {
      ended_ = !next_pick() && !(Rule::grows && begin_length(length_ + 1));
    }
    if (ended_) return nullptr;
    // If a copy throws, the next pull goes on here.
    for (; current_ != length_; ++current_) copy(current_);
    pick_ = std::span<element const>(picked_.data(), length_);
    return &pick_;
  }

 private:
  bool begin_length(std::size_t length) {
    if (!Rule::possible(pool_.size(), length)) return false;
    picked_.reserve(length);
    numbers_.resize(length);
    length_ = length;  // not before there is memory for it
    if (length_ != 0) number_from(0, 0);
    return true;
  }
  // The rightmost position that has not come to its last number goes on to the next.
  bool next_pick() {
    for (std::size_t position = length_; position-- != 0;) {
      if (numbers_[position] != Rule::last(pool_.size(), length_, position)) {
        number_from(position, numbers_[position] + 1);
        return true;
      }
    }
    return false;
  }
  void number_from(std::size_t position, std::size_t number) {
    current_ = position;
    numbers_[position] = number;
    while (++position != length_) numbers_[position] = Rule::first(numbers_[position - 1]);
  }
  void copy(std::size_t position) {
    element const& chosen = pool_[numbers_[position]];
    if (position == picked_.size()) {
      picked_.emplace_back(chosen);
    } else {
      picked_[position] = chosen;
    }
  }

  std::optional<Source> base_;  // until it is read
  std::size_t length_;
  bool begun_ = false;
  detail::ended_flag ended_ = false;
  detail::buffer<element> pool_;
  std::vector<std::size_t> numbers_;
  detail::buffer<element> picked_;
  std::size_t current_ = 0;  // picked_ agrees with numbers_ before here
  std::span<element const> pick_;
};

}  // namespace cogen
