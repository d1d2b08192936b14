// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/buffer.hpp>
#include <cogen/detail/closure.hpp>
#include <cogen/detail/moved_from.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

namespace cogen {

/// The source that `sliding_window` makes.
template <source Source>
class [[nodiscard]] sliding_window_source : public pull_range<sliding_window_source<Source>> {
  using element_reference = typename Source::reference;

 public:
  using value_type = std::vector<value_t<Source>>;
  using reference = std::span<value_t<Source> const>&&;

  sliding_window_source(Source base, std::size_t size, std::size_t step)
      : base_(std::move(base)), size_(size), step_(step) {}

  //   buffer_   [ passed | window of size_ ]     The window slides to the right as elements are appended. When the
  //                      ^ first_                buffer is full, the part that is still needed moves to the front. It
  //                                              holds two windows: an element moves once per size_ elements read.
  std::add_pointer_t<reference> pull() {
    if (std::exchange<bool>(handed_out_, false)) advance();
    for (; skip_ != 0; --skip_) {
      if (base_.pull() == nullptr) return nullptr;
    }
    while (buffer_.size() - first_ < size_) {
      auto* const element = base_.pull();
      if (element == nullptr) return nullptr;
      if (buffer_.size() == buffer_.capacity()) make_room();
      buffer_.emplace_back(detail::kept<value_t<Source>>(static_cast<element_reference>(*element)));
    }
    handed_out_ = true;
    window_ = std::span<value_t<Source> const>(buffer_.data() + first_, size_);
    return &window_;
  }

 private:
  void advance() {
    if (step_ < size_) {
      first_ += step_;
    } else {
      buffer_.clear();
      first_ = 0;
      skip_ = step_ - size_;
    }
  }
  void make_room() {
    if (first_ >= size_ / 2 && first_ != 0) {
      buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(first_));
      first_ = 0;
    } else {
      // Grows with what is really there, at the most to two windows: a window may be longer than the range.
      std::size_t const twice = buffer_.capacity() * 2 + 16;
      std::size_t const most = size_ > SIZE_MAX / 2 ? SIZE_MAX : 2 * size_;
      buffer_.reserve(twice < most ? twice : most > buffer_.capacity() ? most : buffer_.capacity() + 1);
    }
  }

  Source base_;
  std::size_t size_;
  std::size_t step_;
  detail::moved_position first_ = 0;
  detail::moved_position skip_ = 0;
  detail::moved_from<bool, false> handed_out_ = false;
  detail::buffer<value_t<Source>> buffer_;
  std::span<value_t<Source> const> window_;
};

namespace detail {
struct sliding_window_fn : tool<sliding_window_fn> {
  struct sizes {
    std::size_t size;
    std::size_t step;
  };
  static constexpr sizes check(std::integral auto n, std::integral auto step) {
    return {count_argument("sliding_window", "n", n, 1), count_argument("sliding_window", "step", step, 1)};
  }
  static constexpr sizes check(std::integral auto n) { return check(n, 1); }

  template <iterable Range, std::integral... Sizes>
    requires(sizeof...(Sizes) == 1 || sizeof...(Sizes) == 2)
  static constexpr auto apply(Range&& range, Sizes... given) {
    sizes const checked = check(given...);
    return sliding_window_source<iter_t<Range>>(iter(std::forward<Range>(range)), checked.size, checked.step);
  }
};
}  // namespace detail

/// `sliding_window(range, n[, step])`, `range | sliding_window(n[, step])`: windows of `n` consecutive elements, each
/// `step` after the one before. A range of fewer than `n` elements has none, and a last one that would be incomplete is
/// left out. Takes single-pass ranges (std::views::slide does not).
///
/// In: range of T. Out: source of `std::span<T const>`, of length `n`, valid until the next pull; kept as a vector.
/// Elements are moved in where the range gives them away, else copied, once. Cost: `n` pulls, then `step` for a window,
/// amortised O(step) work whatever `n`; memory for two windows. Throws std::invalid_argument for `n` or `step` below 1.
inline constexpr detail::sliding_window_fn sliding_window{};

}  // namespace cogen
