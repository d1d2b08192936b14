// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/adaptor/take.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <type_traits>
#include <utility>

namespace cogen {

/// The source that `islice` and `drop` make.
template <source Source>
class [[nodiscard]] islice_source : public pull_range<islice_source<Source>> {
 public:
  using reference = typename Source::reference;
  using value_type = value_t<Source>;

  /// `count` elements of `base`: the one after `skip` others, then each `step` further on.
  islice_source(Source base, std::size_t skip, std::size_t count, std::size_t step)
      : base_(std::move(base)), skip_(skip), left_(count), step_(step) {}

  [[gnu::always_inline]] inline std::add_pointer_t<reference> pull() {
    if (left_ == 0) return nullptr;
    while (skip_ != 0) {
      if (!pass()) return nullptr;
    }
    auto* const element = base_.pull();
    if (element == nullptr) {
      left_ = 0;
    } else {
      if (left_ != SIZE_MAX) --left_;
      skip_ = step_ - 1;
    }
    return element;
  }
  [[nodiscard]] auto segment(std::size_t most)
    requires segmented<Source>
  {
    bool const contiguous = step_ == 1 && skip_ == 0;
    auto const there = base_.segment(!contiguous ? 0 : most < left_ ? most : left_);
    if (left_ != SIZE_MAX) left_ -= there.size();
    return there;
  }

 private:
  bool pass() {
    if (base_.pull() == nullptr) {
      left_ = 0;
      skip_ = 0;
      return false;
    }
    --skip_;
    if constexpr (segmented<Source>) skip_ -= base_.segment(skip_).size();
    return true;
  }

  Source base_;
  std::size_t skip_;
  std::size_t left_;  // SIZE_MAX: no end
  std::size_t step_;
};

namespace detail {
struct drop_fn : tool<drop_fn> {
  using rule = rules::counts_must_be_integers;

  template <iterable Range>
  static constexpr auto apply(Range&& range, std::integral auto n) {
    std::size_t const skip = count_argument("drop", "n", n, 0);
    return islice_source<iter_t<Range>>(iter(std::forward<Range>(range)), skip, SIZE_MAX, 1);
  }
  static constexpr void check(std::integral auto n) { static_cast<void>(count_argument("drop", "n", n, 0)); }
};

struct islice_fn : tool<islice_fn> {
  using rule = rules::counts_must_be_integers;

  struct bounds {
    std::size_t start = 0;
    std::size_t count = SIZE_MAX;
    std::size_t step = 1;
  };
  static constexpr bounds check(std::integral auto stop) { return {0, count_argument("islice", "stop", stop, 0), 1}; }
  static constexpr bounds check(std::integral auto start, std::integral auto stop, std::integral auto step) {
    bounds checked = check(start, std::nullopt, step);
    std::size_t const end = count_argument("islice", "stop", stop, 0);
    checked.count = end <= checked.start ? 0 : (end - checked.start - 1) / checked.step + 1;
    return checked;
  }
  static constexpr bounds check(std::integral auto start, std::integral auto stop) { return check(start, stop, 1); }
  static constexpr bounds check(std::integral auto start, std::nullopt_t, std::integral auto step) {
    return {count_argument("islice", "start", start, 0), SIZE_MAX, count_argument("islice", "step", step, 1)};
  }
  static constexpr bounds check(std::integral auto start, std::nullopt_t stop) { return check(start, stop, 1); }

  template <iterable Range, class... Arguments>
    requires requires(Arguments... arguments) { check(arguments...); }
  static constexpr auto apply(Range&& range, Arguments... arguments) {
    bounds const checked = check(arguments...);
    return islice_source<iter_t<Range>>(iter(std::forward<Range>(range)), checked.start, checked.count, checked.step);
  }
};
}  // namespace detail

/// `drop(range, n)`, `range | drop(n)`: all but the first `n` elements, which are pulled, and passed, with the first
/// pull.
///
/// In: range of T. Out: source of T, the very elements, segments too. Cost: no allocation. Throws std::invalid_argument
/// for a negative `n`.
inline constexpr detail::drop_fn drop{};

/// Python's `itertools.islice`: `islice(range, stop)`, `islice(range, start, stop[, step])`, and `range | islice(...)`:
/// elements `start`, `start + step`, ... before `stop`; `std::nullopt` as `stop` is Python's None: no end.
///
/// Pulls no element after the last that it hands out (Python's, at its end, reads on up to `stop`).
/// In: range of T. Out: source of T, the very elements, segments where step is 1. Cost: no allocation. Throws
/// std::invalid_argument for a negative start or stop and for a step below 1.
inline constexpr detail::islice_fn islice{};

}  // namespace cogen
