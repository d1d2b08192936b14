#pragma once

// Lets the global operator new fail when it is asked to. Include in exactly one file of a test program.

#include <atomic>
#include <cstddef>

namespace support {

/// While this lives, `before` allocations succeed, of all threads together; then one fails, or all.
class failing_allocations {
 public:
  failing_allocations(int before, bool for_good) {
    for_good_ = for_good;
    left_ = before;
    armed_ = true;
  }
  failing_allocations(failing_allocations const&) = delete;
  failing_allocations& operator=(failing_allocations const&) = delete;
  ~failing_allocations() { armed_ = false; }

  /// Whether there were as many.
  [[nodiscard]] static bool happened() { return armed_ && left_ < 0; }

  static bool fails() noexcept {
    if (!armed_ || exempt != 0) return false;
    int const before = left_.fetch_sub(1);
    return before == 0 || (before < 0 && for_good_);
  }

  /// Greater than 0 where this thread's allocations are none of the test's business.
  static inline thread_local int exempt = 0;

 private:
  static inline std::atomic<bool> armed_ = false;
  static inline std::atomic<bool> for_good_ = false;
  static inline std::atomic<int> left_ = 0;
};

namespace detail {

inline bool allowed_to_allocate(std::size_t) noexcept { return !failing_allocations::fails(); }
inline void about_to_free() noexcept {}

}  // namespace detail
}  // namespace support

#include "support/replaced_operators.hpp"
