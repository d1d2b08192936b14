// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/traverse.hpp>
#include <cogen/iter.hpp>

#include <cstddef>
#include <cstdint>

namespace cogen::detail {

// Calls function with every element of the source, whole segments without a pull for each where nobody can see how far
// the source has come: for sinks that own it.
template <class Source, class Function>
[[gnu::always_inline]] inline void drain(Source& pulled, Function&& function) {
  if constexpr (traversable<Source> || !segmented<Source> || borrows<Source>) {
    traverse(pulled, function);
  } else {
    using reference = typename Source::reference;
    while (auto* const element = pulled.pull()) {
      function(static_cast<reference>(*element));
      for (auto& there : pulled.segment(SIZE_MAX)) function(static_cast<reference>(there));
    }
  }
}

}  // namespace cogen::detail
