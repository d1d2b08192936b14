#pragma once

#include <atomic>

namespace support {

/// While this lives, `before` allocations succeed, of all threads together; then one fails, or all. One file of each test
/// program that uses it includes support/counting_operators.hpp or parallel/failing_operators.hpp.
class failing_allocations {
 public:
  failing_allocations(int before, bool for_good) {
    for_good_ = for_good;
    left_ = before;
    armed_ = true;
  }
  failing_allocations(failing_allocations const&) = delete;
  failing_allocations& operator=(failing_allocations const&) = delete;
  ~failing_allocations() { disarm(); }

  static void disarm() { armed_ = false; }

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

/// While this lives, no allocation of this thread fails.
class unfailing_allocations {
 public:
  unfailing_allocations() { ++failing_allocations::exempt; }
  unfailing_allocations(unfailing_allocations const&) = delete;
  unfailing_allocations& operator=(unfailing_allocations const&) = delete;
  ~unfailing_allocations() { --failing_allocations::exempt; }
};

}  // namespace support
