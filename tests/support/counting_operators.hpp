#pragma once

// Counts what the global operator new and delete do, and lets new fail when it is asked to (support/failing_allocations.hpp).
// Include in exactly one file of a test program.

#include "support/counting.hpp"
#include "support/failing_allocations.hpp"

#include <cstddef>

namespace support::detail {

inline bool allowed_to_allocate(std::size_t size) noexcept {
  if (failing_allocations::fails()) return false;
  ++allocation_totals::allocations;
  allocation_totals::bytes += size;
  return true;
}
inline void about_to_free() noexcept { ++allocation_totals::deallocations; }

}  // namespace support::detail

#include "support/replaced_operators.hpp"
