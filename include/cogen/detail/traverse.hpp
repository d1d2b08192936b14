// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/iter.hpp>

#include <type_traits>

namespace cogen::detail {

// Calls function with all that is left of a source, which is exactly as far as it has come if function throws.
template <source Source, class Function>
[[gnu::always_inline]] inline void traverse(Source& traversed, Function&& function) {
  if constexpr (traversable<Source>) {
    traversed.each(function);
  } else {
    while (auto* const element = traversed.pull()) function(static_cast<typename Source::reference>(*element));
  }
}

}  // namespace cogen::detail
