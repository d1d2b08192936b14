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
#include <type_traits>
#include <utility>

namespace cogen {

/// The source that `tail` makes.
template <source Source>
class [[nodiscard]] tail_source : public pull_range<tail_source<Source>> {
  using element_reference = typename Source::reference;

 public:
  using value_type = detail::kept_t<Source>;
  using reference = value_type&&;

  tail_source(Source base, std::size_t count) : base_(std::in_place, std::move(base)), count_(count) {}

  [[gnu::always_inline]] inline value_type* pull() {
    if (base_) [[unlikely]]
      read();
    return left_ == 0 ? nullptr : pass(1);
  }
  [[nodiscard]] std::span<value_type> segment(std::size_t most) noexcept {
    std::size_t const to_end = kept_.size() - oldest_;
    std::size_t const left = left_;
    std::size_t const there = left < to_end ? left : to_end;
    std::size_t const count = there < most ? there : most;
    return {pass(count), count};
  }

 private:
  void read() {
    while (auto* const element = count_ != 0 ? base_->pull() : nullptr) {
      keep(static_cast<element_reference>(*element));
      if constexpr (segmented<Source>) {
        auto there = base_->segment(SIZE_MAX);
        if (there.size() > count_) there = there.last(count_);
        for (auto& each : there) keep(static_cast<element_reference>(each));
      }
    }
    left_ = kept_.size();
    base_.reset();
  }
  // The elements stand in a ring: the next `count` are handed out.
  value_type* pass(std::size_t count) noexcept {
    auto* const next = kept_.data() + oldest_;
    left_ -= count;
    oldest_ += count;
    if (oldest_ == kept_.size()) oldest_ = 0;
    return next;
  }
  void keep(element_reference element) {
    if (kept_.size() != count_) {
      kept_.emplace_back(detail::kept<value_type>(static_cast<element_reference>(element)));
      return;
    }
    detail::replace_kept(kept_[oldest_], static_cast<element_reference>(element));
    oldest_ = oldest_ + 1 == count_ ? 0 : oldest_ + 1;
  }

  std::optional<Source> base_;  // until it is read
  std::size_t count_;
  detail::buffer<value_type> kept_;
  detail::moved_position oldest_ = 0;  // what the next element replaces, later what is handed out next
  detail::moved_position left_ = 0;    // to hand out
};

namespace detail {
struct tail_fn : tool<tail_fn> {
  using rule = rules::counts_must_be_integers;

  template <iterable Range>
  static constexpr auto apply(Range&& range, std::integral auto n) {
    return tail_source<iter_t<Range>>(iter(std::forward<Range>(range)), count_argument("tail", "n", n, 0));
  }
  static constexpr void check(std::integral auto n) { static_cast<void>(count_argument("tail", "n", n, 0)); }
};
}  // namespace detail

/// Python's `collections.deque(range, maxlen=n)`: `tail(range, n)`, `range | tail(n)`: the last `n` elements, or all
/// where there are fewer.
///
/// In: range of T, read to its end by the first pull, unless `n` is 0. Out: source of `T&&`: elements are kept, moved
/// in where the range gives them away, else copied; segments. Cost: memory for at most `n` elements. Throws
/// std::invalid_argument for a negative `n`. If the range throws, the next pull goes on reading it.
inline constexpr detail::tail_fn tail{};

}  // namespace cogen
