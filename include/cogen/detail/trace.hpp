// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/config.hpp>

#if defined(COGEN_DEBUG)
#include <cstddef>
#include <source_location>
#endif

// What a frame also knows with COGEN_DEBUG: at which co_yield it stands, and how often it has been advanced. Without,
// nothing of this is left in the program.

namespace cogen::detail {

#if defined(COGEN_DEBUG)
using location = std::source_location;

class frame_trace {
 public:
  void stands_at(location where) noexcept { where_ = where; }
  void count_advance() noexcept { ++advances_; }

  location where_;
  std::size_t advances_ = 0;
};

// Kept by an iterator: whether its frame has been advanced by others since.
class advance_mark {
 public:
  void set(frame_trace const& frame) noexcept { advances_ = frame.advances_; }
  [[nodiscard]] bool holds(frame_trace const& frame) const noexcept { return advances_ == frame.advances_; }

 private:
  std::size_t advances_ = 0;
};
#else
struct location {
  [[nodiscard]] static constexpr location current() noexcept { return {}; }
};

class frame_trace {
 public:
  static constexpr void stands_at(location) noexcept {}
  static constexpr void count_advance() noexcept {}
};

class advance_mark {
 public:
  static constexpr void set(frame_trace const&) noexcept {}
  [[nodiscard]] static constexpr bool holds(frame_trace const&) noexcept { return true; }
};
#endif

}  // namespace cogen::detail
