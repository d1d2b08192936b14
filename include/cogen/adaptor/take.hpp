// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/closure.hpp>

#include <concepts>
#include <cstddef>
#include <type_traits>
#include <utility>

namespace cogen {

/// The source that `take` makes.
template <source Source>
class [[nodiscard]] take_source : public pull_range<take_source<Source>> {
 public:
  using reference = typename Source::reference;
  using value_type = value_t<Source>;

  take_source(Source base, std::size_t count) : base_(std::move(base)), left_(count) {}

  [[gnu::always_inline]] inline std::add_pointer_t<reference> pull() {
    if (left_ == 0) return nullptr;
    auto* const element = base_.pull();
    left_ = element != nullptr ? left_ - 1 : 0;  // not before: a pull that throws is not counted
    return element;
  }
  [[nodiscard]] auto segment(std::size_t most)
    requires segmented<Source>
  {
    auto const there = base_.segment(most < left_ ? most : left_);
    left_ -= there.size();
    return there;
  }

 private:
  Source base_;
  std::size_t left_;
};

namespace detail {
struct take_fn : tool<take_fn> {
  using rule = rules::counts_must_be_integers;

  template <iterable Range>
  static constexpr auto apply(Range&& range, std::integral auto n) {
    return take_source<iter_t<Range>>(iter(std::forward<Range>(range)), count_argument("take", "n", n, 0));
  }
  static constexpr void check(std::integral auto n) { static_cast<void>(count_argument("take", "n", n, 0)); }
};
}  // namespace detail

/// `take(range, n)`, `range | take(n)`: the first `n` elements, or all where there are fewer. Pulls no element that it
/// does not hand out (std::views::take pulls one more).
///
/// In: range of T. Out: source of T, the very elements, segments too. Cost: at most `n` pulls; no allocation. Throws
/// std::invalid_argument for a negative `n`.
inline constexpr detail::take_fn take{};

}  // namespace cogen
