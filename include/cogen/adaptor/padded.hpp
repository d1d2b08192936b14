// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/closure.hpp>
#include <cogen/detail/slot.hpp>

#include <concepts>
#include <cstddef>
#include <type_traits>
#include <utility>

namespace cogen {

/// The source that `padded` makes.
template <source Source>
class [[nodiscard]] padded_source : public pull_range<padded_source<Source>> {
  using element = std::remove_cvref_t<typename Source::reference>;

 public:
  using reference = typename Source::reference;
  using value_type = value_t<Source>;

  padded_source(Source base, element fill, std::size_t least)
      : base_(std::move(base)), fill_(std::move(fill)), missing_(least) {}

  std::add_pointer_t<reference> pull() {
    if (!ended_) {
      if (auto* const given = base_.pull()) {
        if (missing_ != 0) --missing_;
        return given;
      }
      ended_ = true;
    }
    if (missing_ == 0) return nullptr;
    // A copy for each, which the consumer may change or move from.
    auto* const made = padding_.fill([this] { return element(std::as_const(fill_)); });
    --missing_;
    return made;
  }

 private:
  Source base_;
  element fill_;
  std::size_t missing_;
  bool ended_ = false;
  detail::slot<element> padding_;
};

namespace detail {
struct padded_fn : tool<padded_fn> {
  using rule = rules::the_fill_must_convert_to_an_element;

  template <iterable Range, class Fill>
    requires std::convertible_to<Fill, std::remove_cvref_t<typename iter_t<Range>::reference>>
  static constexpr auto apply(Range&& range, Fill fill, std::integral auto n) {
    return padded_source<iter_t<Range>>(iter(std::forward<Range>(range)), std::move(fill),
                                        count_argument("padded", "n", n, 0));
  }
  template <class Fill>
  static constexpr void check(Fill const&, std::integral auto n) {
    static_cast<void>(count_argument("padded", "n", n, 0));
  }
};
}  // namespace detail

/// more-itertools' `padded`: `padded(range, fill, n)`, `range | padded(fill, n)`: the elements, and behind them copies of
/// `fill` until there are `n`. A longer range is not cut.
///
/// In: range of T. Out: source of the very elements, then of a copy of `fill` each, which lives until the next pull.
/// Cost: one pull an element; no allocation but those of the copies. Throws std::invalid_argument for `n` below 0, and
/// what the range and the copies throw: nothing is lost, the next pull goes on.
///
/// Python: `more_itertools.padded(range, fill, n)`.
inline constexpr detail::padded_fn padded{};

}  // namespace cogen
