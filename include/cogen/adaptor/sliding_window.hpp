// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/buffer.hpp>
#include <cogen/detail/closure.hpp>
#include <cogen/detail/kept.hpp>
#include <cogen/detail/moved_from.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
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
  using element_pointer = std::add_pointer_t<element_reference>;
  using value = detail::kept_t<Source>;
  using window = std::span<value const>;

 public:
  using value_type = std::vector<value>;
  using reference = window&&;

  sliding_window_source(Source base, std::size_t size, std::size_t step)
      : base_(std::move(base)), size_(size), step_(step) {}

  //   kept_   [ passed | window_ | passed before ]     A window slides to the right over elements that it replaces. At
  //                                              ^     the end, the part of it that is still needed moves to the front.
  //                                      slides_until_ There is room for two windows: an element moves at most once.
  [[gnu::always_inline]] inline std::add_pointer_t<reference> pull() {
    value* place = window_end_;  // read before the pull, so that it may stay in a register from element to element
    element_pointer const element = base_.pull();
    if (element == nullptr) return nullptr;
    if (place < slides_until_) [[likely]] {
      detail::replace_kept(*place, static_cast<element_reference>(*element));
      ++place;
    } else {
      place = fill(element);
      if (place == nullptr) return nullptr;
    }
    window_end_ = place;
    window_ = window(place - size_, size_);
    return &window_;
  }

 private:
  // Reads from `element` to the end of the next window, which it returns, unless all that this takes is to replace one
  // element; null if there is none.
  [[gnu::noinline]] value* fill(element_pointer element) {
    if (slides_until_ != nullptr) next_ = kept_.size();
    slides_until_ = nullptr;
    for (; element != nullptr; element = base_.pull()) {
      if (skip_ != 0) {
        --skip_;
        continue;
      }
      keep(static_cast<element_reference>(*element));
      if (++there_ == size_) {
        if (step_ == 1) slides_until_ = kept_.data() + kept_.size();
        there_ = step_ < size_ ? size_ - step_ : 0;
        skip_ = step_ < size_ ? 0 : step_ - size_;
        return kept_.data() + next_;
      }
    }
    return nullptr;
  }
  void keep(element_reference element) {
    if (next_ == kept_.size() && next_ == kept_.capacity()) make_room();
    if (next_ != kept_.size()) {
      detail::replace_kept(kept_[next_], static_cast<element_reference>(element));
    } else {
      kept_.emplace_back(detail::kept<value>(static_cast<element_reference>(element)));
    }
    ++next_;
  }
  void make_room() {
    std::size_t const needed = there_;
    std::size_t const passed = next_ - needed;
    if (passed >= needed && passed != 0) {
      next_ = 0;
      there_ = 0;  // if a move throws, the window begins anew: none has an element that was moved from
      if constexpr (std::is_trivially_copyable_v<value>) {
        std::memmove(kept_.data(), kept_.data() + passed, needed * sizeof(value));
      } else {
        for (std::size_t i = 0; i != needed; ++i) kept_[i] = std::move(kept_[passed + i]);
      }
      next_ = needed;
      there_ = needed;
    } else {
      // Grows with what is really there: a window may be longer than the range.
      std::size_t const larger = 2 * kept_.capacity() + 16;
      kept_.reserve(larger < size_ ? larger : enough());
    }
  }

  // Room for two windows; for one, where they do not overlap.
  [[nodiscard]] std::size_t enough() const noexcept {
    if (step_ >= size_ && step_ != 1) return size_;
    constexpr std::size_t least = std::is_trivially_copyable_v<value> ? 1024 / sizeof(value) : 0;
    std::size_t const two = size_ > SIZE_MAX / 2 ? size_ : 2 * size_;
    return two > least ? two : least;
  }

  Source base_;
  std::size_t size_;
  std::size_t step_;
  detail::moved_from<value*, nullptr> slides_until_ = nullptr;  // null unless only the element at its end is missing
  value* window_end_ = nullptr;
  window window_;  // what the consumer has been given, who may change it
  detail::buffer<value> kept_;
  detail::moved_position next_ = 0;   // where in kept_ the next element goes, unless the window slides
  detail::moved_position there_ = 0;  // how many elements of the next window are there, before that position
  detail::moved_position skip_ = 0;   // how many elements are passed before the rest of it
};

namespace detail {
struct sliding_window_fn : tool<sliding_window_fn> {
  using rule = rules::counts_must_be_integers;

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
