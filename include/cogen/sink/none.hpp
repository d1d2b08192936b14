// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/search.hpp>

namespace cogen {

namespace detail {
struct none_fn : search<none_fn, true, false> {};
}  // namespace detail

/// Python's `not any`: `none(range[, predicate])`, `range | none`, `range | none(predicate)`: whether
/// `predicate(element)`, or the element itself, is true for none of them; true for an empty range.
///
/// In: range of T. Out: bool. Cost: no pull after that of the element that decides, so a borrowed source goes on right
/// behind it; no allocation.
/// Throws what range and `predicate` throw.
inline constexpr detail::none_fn none{};

}  // namespace cogen
