// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/number.hpp>
#include <cogen/detail/pull_range.hpp>
#include <cogen/generator_error.hpp>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>

namespace cogen {

/// The source that `range` makes.
template <detail::integer Integer>
class [[nodiscard]] range_source : public pull_range<range_source<Integer>> {
  using modular = std::make_unsigned_t<Integer>;  // may pass the end of the type after the last element

 public:
  using reference = Integer&&;

  /// `elements` elements: `start`, `start + step`, ...
  constexpr range_source(Integer start, std::uintmax_t elements, Integer step) noexcept
      : left_(elements), next_(start), step_(step) {}

  [[gnu::always_inline]] inline Integer* pull() noexcept {
    if (left_ == 0) return nullptr;
    --left_;
    element_ = next_;
    next_ = static_cast<Integer>(static_cast<modular>(static_cast<modular>(next_) + static_cast<modular>(step_)));
    return &element_;
  }
  /// How many are left.
  [[nodiscard]] constexpr std::uintmax_t size() const noexcept { return left_; }

 private:
  std::uintmax_t left_;
  Integer next_;
  Integer step_;
  Integer element_{};
};

namespace detail {

template <integer Start, integer Stop, integer Step>
[[nodiscard]] constexpr std::uintmax_t range_length(Start start, Stop stop, Step step) noexcept {
  bool const down = std::cmp_less(step, 0);
  if (down ? std::cmp_less_equal(start, stop) : std::cmp_greater_equal(start, stop)) return 0;
  auto const from = static_cast<std::uintmax_t>(start);
  auto const to = static_cast<std::uintmax_t>(stop);
  std::uintmax_t const steps = ((down ? from - to : to - from) - 1) / magnitude(step);
  return steps == UINTMAX_MAX ? steps : steps + 1;  // one of 2^64 elements is left out: nobody gets there
}

}  // namespace detail

/// Python's `range`: `range(stop)`, `range(start, stop[, step])`: `start`, `start + step`, ... as long as they are
/// before `stop`: below it, or above it if `step` is negative. Any mixture of integer types, up to their ends.
///
/// Out: source of `T&&`, T the common type of `start` and `stop`. Cost: no allocation; the loop over it compiles to the
/// plain `for`. Throws std::invalid_argument if `step` is 0, and if there are elements that T, unsigned, can't be: in
/// `range(-1, size)` with an unsigned `size`, say. (`range(size, -1, -1)` is fine.)
template <detail::integer Start, detail::integer Stop, detail::integer Step = int>
[[nodiscard]] constexpr auto range(Start start, Stop stop, Step step = 1) {
  using element = std::common_type_t<Start, Stop>;
  if (step == 0) detail::raise<std::invalid_argument>("cogen::range: step must not be 0");
  std::uintmax_t const elements = detail::range_length(start, stop, step);
  // Only the common type of a negative and an unsigned number can be too small for either.
  bool const ends_at_zero = std::cmp_less(step, 0) && std::cmp_equal(stop, -1);
  if (elements != 0 && !(std::in_range<element>(start) && (std::in_range<element>(stop) || ends_at_zero))) {
    detail::raise<std::invalid_argument>("cogen::range: negative numbers from " + std::to_string(start) + " to " +
                                         std::to_string(stop) + " in an unsigned type");
  }
  return range_source<element>(static_cast<element>(start), elements, static_cast<element>(step));
}
template <detail::integer Stop>
[[nodiscard]] constexpr auto range(Stop stop) {
  return range(Stop{0}, stop);
}

}  // namespace cogen
