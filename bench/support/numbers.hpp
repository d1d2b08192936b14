// Numbers to read from memory.
#pragma once

#include <cstdint>
#include <numeric>
#include <vector>

namespace bench {

/// 0, 1, ... 999'999.
inline std::vector<int> const& numbers() {
  static std::vector<int> const made = [] {
    std::vector<int> all(1'000'000);
    std::iota(all.begin(), all.end(), 0);
    return all;
  }();
  return made;
}

/// A million numbers in no order: nothing that a processor's predictor of branches could learn.
inline std::vector<int> const& mixed_numbers() {
  static std::vector<int> const made = [] {
    std::vector<int> all(1'000'000);
    std::uint32_t state = 1;
    for (int& each : all) {
      state = state * 1'664'525 + 1'013'904'223;
      each = static_cast<int>(state >> 8);
    }
    return all;
  }();
  return made;
}

}  // namespace bench
