// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/buffer.hpp>
#include <cogen/detail/closure.hpp>
#include <cogen/detail/kept.hpp>
#include <cogen/detail/moved_from.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace cogen {

/// The source that `permutations` makes.
template <source Source>
class [[nodiscard]] permutations_source : public pull_range<permutations_source<Source>> {
  using element = detail::kept_t<Source>;

 public:
  using value_type = std::vector<element>;
  using reference = std::span<element const>&&;
  static constexpr std::size_t all = SIZE_MAX;

  permutations_source(Source base, std::size_t picked) : base_(std::in_place, std::move(base)), length_(picked) {}

  std::span<element const>* pull() {
    if (ended_) return nullptr;
    if (!begun_) {
      detail::keep_all(base_, elements_);
      ended_ = !first_permutation();
      begun_ = true;
    } else {
      ended_ = true;  // for good if a move throws: the elements are in no order then
      ended_ = !next_permutation();
    }
    if (ended_) return nullptr;
    permutation_ = std::span<element const>(elements_.data(), length_);
    return &permutation_;
  }

 private:
  bool first_permutation() {
    std::size_t const size = elements_.size();
    if (length_ == all) length_ = size;
    if (length_ > size) return false;
    turns_left_.resize(length_);
    for (std::size_t position = 0; position != length_; ++position) turns_left_[position] = size - position;
    return true;
  }
  // CPython's way, on the elements themselves: those from `position` on take their turn there, each time with all
  // permutations of the others behind them; after the last turn a rotation puts them back in their order.
  bool next_permutation() {
    for (std::size_t position = length_; position-- != 0;) {
      auto const at = elements_.begin() + static_cast<std::ptrdiff_t>(position);
      if (--turns_left_[position] != 0) {
        std::swap(*at, *(elements_.end() - static_cast<std::ptrdiff_t>(turns_left_[position])));
        return true;
      }
      element turned = std::move(*at);
      for (auto to = at; to + 1 != elements_.end(); ++to) *to = std::move(*(to + 1));
      elements_.end()[-1] = std::move(turned);
      turns_left_[position] = elements_.size() - position;
    }
    return false;
  }

  std::optional<Source> base_;  // until it is read
  std::size_t length_;
  bool begun_ = false;
  detail::ended_flag ended_ = false;
  detail::buffer<element> elements_;
  std::vector<std::size_t> turns_left_;
  std::span<element const> permutation_;
};

namespace detail {
struct permutations_fn : tool<permutations_fn> {
  using rule = rules::counts_must_be_integers;

  template <iterable Range>
  static constexpr auto apply(Range&& range) {
    using made = permutations_source<iter_t<Range>>;
    return made(iter(std::forward<Range>(range)), made::all);
  }
  template <iterable Range>
  static constexpr auto apply(Range&& range, std::integral auto k) {
    using made = permutations_source<iter_t<Range>>;
    std::size_t const length = count_argument("permutations", "k", k, 0);
    return made(iter(std::forward<Range>(range)), length != made::all ? length : made::all - 1);
  }
  static constexpr void check(std::integral auto k) { static_cast<void>(count_argument("permutations", "k", k, 0)); }
};
}  // namespace detail

/// Python's `itertools.permutations`: `permutations(range[, k])`, `range | permutations`, `range | permutations(k)`:
/// every order of every choice of `k` elements by position, of all elements without `k`, in Python's order.
///
/// In: range of T, read to its end by the first pull. Out: source of `std::span<T const>`, valid until the next pull;
/// kept as a vector. No element is copied but those that the range only lends, once. Cost: amortised O(1) moves of T a
/// permutation; memory for all elements, allocated by the first pull. Throws std::invalid_argument for a negative `k`.
inline constexpr detail::permutations_fn permutations{};

}  // namespace cogen
