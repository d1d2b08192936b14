// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/zipping.hpp>

namespace cogen {

/// Python's `zip`: `zip(a, b, ...)`, `a | zip(b, ...)`: rows of one element of each range, up to the end of the
/// shortest.
///
/// Ranges are pulled in order, and the first that has no element ends the row, as in Python: those before it have then
/// lost one. `lost()` of the source says how many they are; a range that must not lose any goes last.
///
/// In: ranges of T, U, ... Out: source of `std::pair<T&, U&>`, of `std::tuple` for another number of ranges (`T&&`
/// where the element is the consumer's); kept as a pair or tuple of values. One single-pass source must not be given
/// twice: its second element would take the place of the first (for that: `batch`, or `tee`). Cost: one pull of each
/// range for a row; no allocation. Throws what the ranges throw: the elements of the row that were pulled before are lost.
inline constexpr detail::zip_fn<false> zip{};

}  // namespace cogen
