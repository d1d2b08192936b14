#pragma once

#include <atomic>
#include <cstddef>

namespace support {

/// Totals of the program's operator new and delete, all forms, all threads. One file of each test program that reads them
/// includes support/counting_operators.hpp, which defines these operators.
struct allocation_totals {
  static inline std::atomic<std::size_t> allocations{0};
  static inline std::atomic<std::size_t> deallocations{0};
  static inline std::atomic<std::size_t> bytes{0};
};

/// How many allocations there were since this object was made. Take the number before a CHECK: Catch allocates too.
class allocation_count {
 public:
  [[nodiscard]] std::size_t allocations() const { return allocation_totals::allocations - allocations_; }
  [[nodiscard]] std::size_t deallocations() const { return allocation_totals::deallocations - deallocations_; }
  [[nodiscard]] std::size_t bytes() const { return allocation_totals::bytes - bytes_; }

 private:
  std::size_t allocations_ = allocation_totals::allocations;
  std::size_t deallocations_ = allocation_totals::deallocations;
  std::size_t bytes_ = allocation_totals::bytes;
};

}  // namespace support
