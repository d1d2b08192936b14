// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/batching.hpp>
#include <cogen/detail/closure.hpp>
#include <cogen/detail/kept.hpp>
#include <cogen/generator_error.hpp>

#include <concepts>
#include <cstddef>
#include <iterator>
#include <stdexcept>
#include <type_traits>
#include <utility>
#include <vector>

namespace cogen {

/// Asks `batch` to refuse a short last batch, as Python's `strict=True`.
struct strict_t {
  explicit strict_t() = default;
};
inline constexpr strict_t strict{};

/// The source that `batch` makes.
template <source Source>
class [[nodiscard]] batch_source : public pull_range<batch_source<Source>> {
  using element_reference = typename Source::reference;
  using value = detail::kept_t<Source>;

 public:
  using value_type = std::vector<value>;
  using reference = value_type&&;

  batch_source(Source base, std::size_t size, bool whole_only)
      : base_(std::move(base)), size_(size), whole_only_(whole_only), buffer_(size) {}

  value_type* pull() {
    if (size_ == 0) return nullptr;
    fill();
    auto& batch = buffer_.filled();
    if (whole_only_ && !batch.empty() && batch.size() < size_) {
      batch.clear();
      size_ = 0;  // exhausted, as in Python
      detail::raise<std::invalid_argument>(incomplete);
    }
    return buffer_.hand_out();
  }

 private:
  static constexpr bool direct = detail::fills_directly<value> && std::is_constructible_v<value, element_reference>;
  static constexpr char const* incomplete = "cogen::batch: with strict the last batch must be complete";

  void fill()
    requires direct
  {
    if (buffer_.waits()) [[unlikely]] {
      auto& batch = buffer_.open();
      buffer_.append_waiting();
      if (batch.size() == size_) return;
    }
    auto room = buffer_.open_room(size_);
    while (auto* const element = base_.pull()) {
      buffer_.add(room, size_, static_cast<element_reference>(*element));
      if constexpr (segmented<Source>) {
        auto const there = base_.segment(room.left());
        if (!there.empty()) room.add_all(there);
      }
      if (room.left() == 0 && room.filled() == size_) return;
    }
  }
  void fill() {
    auto& batch = buffer_.open();
    buffer_.append_waiting();
    while (batch.size() < size_) {
      auto* const element = base_.pull();
      if (element == nullptr) return;
      buffer_.append(static_cast<element_reference>(*element));
      // Only as much as there is room for, and nothing may throw: what has been taken would be lost.
      if constexpr (segmented<Source> && std::is_nothrow_constructible_v<value, element_reference>) {
        std::size_t const most = size_ < batch.capacity() ? size_ : batch.capacity();
        auto const there = base_.segment(most - batch.size());
        if (!there.empty()) append(batch, there);
      }
    }
  }
  template <class Segment>
  static void append(value_type& batch, Segment there) {
    if constexpr (std::is_rvalue_reference_v<element_reference>) {
      batch.insert(batch.end(), std::move_iterator(there.begin()), std::move_iterator(there.end()));
    } else {
      batch.insert(batch.end(), there.begin(), there.end());
    }
  }

  Source base_;
  std::size_t size_;
  bool whole_only_;
  detail::batch_buffer<value> buffer_;
};

namespace detail {
struct batch_fn : tool<batch_fn> {
  using rule = rules::counts_must_be_integers;

  template <iterable Range>
  static constexpr auto apply(Range&& range, std::integral auto n) {
    return batch_source<iter_t<Range>>(iter(std::forward<Range>(range)), count_argument("batch", "n", n, 1), false);
  }
  template <iterable Range>
  static constexpr auto apply(Range&& range, std::integral auto n, strict_t) {
    return batch_source<iter_t<Range>>(iter(std::forward<Range>(range)), count_argument("batch", "n", n, 1), true);
  }
  static constexpr void check(std::integral auto n) { static_cast<void>(count_argument("batch", "n", n, 1)); }
  static constexpr void check(std::integral auto n, strict_t) { check(n); }
};
}  // namespace detail

/// Python's `itertools.batched`: `batch(range, n)`, `range | batch(n)`: vectors of `n` elements, the last may be
/// shorter. With `batch(n, cogen::strict)` a shorter last one throws std::invalid_argument instead.
///
/// In: range of T. Out: source of `std::vector<T>&&`: move it out, or look at it and leave it; then its memory is used
/// again and a steady state allocates nothing. Elements are moved in where the range gives them away, else copied;
/// whole segments at once. Cost: exactly `n` pulls for a batch. Throws std::invalid_argument for `n` below 1. If the
/// range throws, or there is no memory, the elements of the batch begun are kept and come with the next pull.
inline constexpr detail::batch_fn batch{};

}  // namespace cogen
