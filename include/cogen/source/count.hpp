// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/number.hpp>
#include <cogen/detail/pull_range.hpp>
#include <cogen/generator_error.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <type_traits>

namespace cogen {

/// The source that `count` makes of integers.
template <detail::integer Integer, detail::integer Step>
class [[nodiscard]] count_source : public pull_range<count_source<Integer, Step>> {
 public:
  using reference = Integer&&;

  constexpr count_source(Integer start, Step step) noexcept : next_(start), step_(step) {}

  [[gnu::always_inline]] inline Integer* pull() {
    if (!there_is_next_) [[unlikely]]
      overflow(next_);
    element_ = next_;
    there_is_next_ = detail::step_to_next(next_, step_);
    return &element_;
  }

 private:
  [[noreturn, gnu::cold]] static void overflow(Integer at) {
    detail::raise<std::overflow_error>("cogen::count: the value after " + std::to_string(at) +
                                       " is beyond the type of start");
  }

  Integer next_;
  Step step_;
  bool there_is_next_ = true;
  Integer element_{};
};

/// The source that `count` makes of floating-point numbers.
template <std::floating_point Number>
class [[nodiscard]] float_count_source : public pull_range<float_count_source<Number>> {
 public:
  using reference = Number&&;

  constexpr float_count_source(Number start, Number step) noexcept : start_(start), step_(step) {}

  [[gnu::always_inline]] inline Number* pull() noexcept {
    element_ = start_ + static_cast<Number>(index_++) * step_;
    return &element_;
  }

 private:
  Number start_;
  Number step_;
  std::int64_t index_ = 0;
  Number element_{};
};

// Functions, not objects: `count` and `range` are everybody's local names, and -Wshadow would warn of each.

/// Python's `itertools.count`: `count(start = 0, step = 1)`: `start`, `start + step`, `start + 2 * step`, without end.
///
/// | start and step        | elements                                                                       |
/// |-----------------------|--------------------------------------------------------------------------------|
/// | none                  | std::ptrdiff_t                                                                 |
/// | integers              | as signed as `start`, as wide as the wider of the two; `step` may be negative  |
/// | one is floating-point | their common type, each `start + i * step`: rounding errors do not add up      |
///
/// Out: source of `T&&`. Cost: no allocation. An integer beyond its type is no element: the pull that comes to it
/// throws std::overflow_error, and so does each after it.
template <detail::integer Integer = std::ptrdiff_t>
[[nodiscard]] constexpr auto count(Integer start = 0) noexcept {
  return count_source<Integer, int>(start, 1);
}
template <detail::integer Start, detail::integer Step>
[[nodiscard]] constexpr auto count(Start start, Step step) noexcept {
  using as_signed =
      typename std::conditional_t<std::is_signed_v<Start>, std::make_signed<Step>, std::make_unsigned<Step>>::type;
  return count_source<std::common_type_t<Start, as_signed>, Step>(start, step);
}
template <std::floating_point Number>
[[nodiscard]] constexpr auto count(Number start) noexcept {
  return float_count_source<Number>(start, Number{1});
}
template <detail::number Start, detail::number Step>
  requires(std::floating_point<Start> || std::floating_point<Step>)
[[nodiscard]] constexpr auto count(Start start, Step step) noexcept {
  using common = std::common_type_t<Start, Step>;
  return float_count_source<common>(static_cast<common>(start), static_cast<common>(step));
}

}  // namespace cogen
