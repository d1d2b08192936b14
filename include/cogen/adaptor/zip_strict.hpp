// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/zipping.hpp>

namespace cogen {

/// Python's `zip(..., strict=True)`: `zip_strict(a, b, ...)`, `a | zip_strict(b, ...)`: as `zip`, but ranges of unequal
/// length are an error.
///
/// In: ranges of T, U, ... Out: source of rows as `zip` makes them. Cost: as `zip`; where the first range ends, one pull of
/// each other. Throws std::invalid_argument, which says which argument is shorter or longer, from the pull that finds that
/// out, as Python does, and is exhausted then; and what the ranges throw.
inline constexpr detail::zip_fn<true> zip_strict{};

}  // namespace cogen
