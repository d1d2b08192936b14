// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/search.hpp>

namespace cogen {

namespace detail {
struct any_fn : search<any_fn, true, true> {};
}  // namespace detail

/// Python's `any`: `any(range[, predicate])`, `range | any`, `range | any(predicate)`: whether `predicate(element)`, or the
/// element itself, is true for one of them; false for an empty range.
///
/// In: range of T. Out: bool. Cost: no pull after that of the element that decides, so a borrowed source goes on right
/// behind it; no allocation.
/// Throws what range and `predicate` throw.
inline constexpr detail::any_fn any{};

}  // namespace cogen
