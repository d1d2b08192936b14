// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/search.hpp>

namespace cogen {

namespace detail {
struct all_fn : search<all_fn, false, false> {};
}  // namespace detail

/// Python's `all`: `all(range[, predicate])`, `range | all`, `range | all(predicate)`: whether `predicate(element)`, or the
/// element itself, is true for each of them; true for an empty range.
///
/// In: range of T. Out: bool. Cost: no pull after that of the element that decides, so a borrowed source goes on right
/// behind it; no allocation.
/// Throws what range and `predicate` throw.
inline constexpr detail::all_fn all{};

}  // namespace cogen
