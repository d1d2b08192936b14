// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstdint>
#include <limits>
#include <type_traits>
#include <utility>

namespace cogen::detail {

// A number, not a truth value or a character.
template <class Type>
concept integer =
    std::integral<Type> && !std::same_as<Type, bool> && !std::same_as<Type, char> && !std::same_as<Type, wchar_t> &&
    !std::same_as<Type, char8_t> && !std::same_as<Type, char16_t> && !std::same_as<Type, char32_t>;
template <class Type>
concept number = integer<Type> || std::floating_point<Type>;

// |value|, also of the least value, which has no positive counterpart.
template <integer Integer>
[[nodiscard]] constexpr std::uintmax_t magnitude(Integer value) noexcept {
  auto const bits = static_cast<std::uintmax_t>(value);
  return std::cmp_less(value, 0) ? std::uintmax_t{0} - bits : bits;
}

// value + step in whatever types; false, and nothing done, where the type of value can't represent that.
template <integer Integer, integer Step>
[[nodiscard]] constexpr bool step_to_next(Integer& value, Step step) noexcept {
  auto const at = static_cast<std::uintmax_t>(value);
  auto const least = static_cast<std::uintmax_t>(std::numeric_limits<Integer>::min());
  auto const greatest = static_cast<std::uintmax_t>(std::numeric_limits<Integer>::max());
  bool const down = std::cmp_less(step, 0);
  if (magnitude(step) > (down ? at - least : greatest - at)) return false;
  value = static_cast<Integer>(at + static_cast<std::uintmax_t>(step));
  return true;
}

}  // namespace cogen::detail
