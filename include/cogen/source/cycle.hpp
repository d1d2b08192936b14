// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/buffer.hpp>
#include <cogen/detail/closure.hpp>
#include <cogen/detail/kept.hpp>
#include <cogen/detail/moved_from.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <utility>

namespace cogen {

/// The source that `cycle` makes.
template <source Source>
class [[nodiscard]] cycle_source : public pull_range<cycle_source<Source>> {
 public:
  using value_type = detail::kept_t<Source>;
  using reference = value_type const&;

  explicit cycle_source(Source base) : base_(std::in_place, std::move(base)) {}

  [[gnu::always_inline]] inline value_type const* pull() {
    if (next_ != seen_.size()) return seen_.data() + next_++;
    return turn();
  }
  [[nodiscard]] std::span<value_type const> segment(std::size_t most) noexcept {
    std::size_t const left = seen_.size() - next_;
    std::size_t const count = left < most ? left : most;
    return {seen_.data() + std::exchange<std::size_t>(next_, next_ + count), count};
  }

 private:
  // The first time round each new element is the last one seen.
  value_type const* turn() {
    if (base_) {
      if (auto* const element = base_->pull()) {
        seen_.emplace_back(detail::kept<value_type>(static_cast<typename Source::reference>(*element)));
        return seen_.data() + next_++;
      }
      base_.reset();
    }
    if (seen_.empty()) return nullptr;
    next_ = 1;
    return seen_.data();
  }

  std::optional<Source> base_;  // until it is exhausted
  detail::buffer<value_type> seen_;
  detail::moved_position next_ = 0;
};

namespace detail {
struct cycle_fn : tool<cycle_fn, 0> {
  template <iterable Range>
  static constexpr auto apply(Range&& range) {
    return cycle_source<iter_t<Range>>(iter(std::forward<Range>(range)));
  }
};
}  // namespace detail

/// Python's `itertools.cycle`: `cycle(range)`, `range | cycle`: the elements of the range again and again, without end;
/// an empty range has an empty cycle.
///
/// In: range of T, read once. Out: source of `T const&`: elements are kept, moved in where the range gives them away,
/// else copied. Cost: one pull an element the first time round, none after that; memory for all elements. Segments from
/// the second time on. Throws what the range throws: the next pull asks it again.
inline constexpr detail::cycle_fn cycle{};

}  // namespace cogen
