// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/iter.hpp>

#include <cstddef>

namespace cogen::detail {

// Passes up to `count` elements, no more, whole segments at once; returns how many there were.
template <source Source>
std::size_t skip(Source& pulled, std::size_t count) {
  std::size_t passed = 0;
  while (passed != count && pulled.pull() != nullptr) {
    ++passed;
    if constexpr (segmented<Source>) passed += pulled.segment(count - passed).size();
  }
  return passed;
}

}  // namespace cogen::detail
