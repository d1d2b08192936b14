// When the API fails on purpose.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>
#include <vector>

#include "transactions_api.hpp"

namespace api_to_parquet {

// Random bits as a number, 0 <= result < 1.
constexpr double fraction(std::uint64_t bits) noexcept { return static_cast<double>(bits >> 11U) * 0x1p-53; }

// The faults of the options, to be had one by one. Thread-safe.
class fault_plan {
 public:
  explicit fault_plan(transactions_api_options const& options);

  // What goes wrong with a request for that page.
  std::optional<fault> next(std::uint64_t page);

 private:
  double const rate_;
  std::uint64_t const seed_;
  std::atomic<std::uint64_t> drawn_{0};
  std::mutex mutex_;  // guards what follows
  std::vector<fault> planned_;
};

}  // namespace api_to_parquet
