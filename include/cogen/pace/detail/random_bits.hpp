// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

namespace cogen::detail {

// 64 bits at random, other ones in each process: splitmix64 (Steele, Lea and Flood 2014), of which threads can take
// numbers at the same time.
[[nodiscard]] inline std::uint64_t random_bits() {
  constexpr std::uint64_t step = 0x9e3779b97f4a7c15U;
  static std::atomic<std::uint64_t> state(
      static_cast<std::uint64_t>(std::chrono::system_clock::now().time_since_epoch().count()) ^
      reinterpret_cast<std::uintptr_t>(&state));  // which address spaces are laid out at random
  std::uint64_t bits = state.fetch_add(step, std::memory_order_relaxed) + step;
  bits = (bits ^ (bits >> 30U)) * 0xbf58476d1ce4e5b9U;
  bits = (bits ^ (bits >> 27U)) * 0x94d049bb133111ebU;
  return bits ^ (bits >> 31U);
}

}  // namespace cogen::detail
