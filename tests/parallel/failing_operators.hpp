#pragma once

// Lets the global operator new fail when it is asked to. Include in exactly one file of a test program.

#include "support/failing_allocations.hpp"

#include <cstddef>

namespace support::detail {

inline bool allowed_to_allocate(std::size_t) noexcept { return !failing_allocations::fails(); }
inline void about_to_free() noexcept {}

}  // namespace support::detail

#include "support/replaced_operators.hpp"
