// What do sliding windows cost? The first and last element of each window of a generator.
#include <cogen/adaptor/sliding_window.hpp>

#include <array>
#include <cstddef>
#include <deque>

#include "support/elsewhere.hpp"
#include "support/measure.hpp"

namespace {

constexpr int count = 1'000'000;

// The ring that one would write by hand: a power of two, so that no division is needed.
template <std::size_t Size>
long ring() {
  static_assert((Size & (Size - 1)) == 0);
  std::array<int, Size> kept{};
  std::size_t seen = 0;
  long total = 0;
  for (int value : bench::elsewhere::integers(bench::hidden(count))) {
    kept[seen++ % Size] = value;
    if (seen >= Size) total += kept[seen % Size] + kept[(seen - 1) % Size];
  }
  return total;
}

long deque(std::size_t size) {
  std::deque<int> kept;
  long total = 0;
  for (int value : bench::elsewhere::integers(bench::hidden(count))) {
    kept.push_back(value);
    if (kept.size() > size) kept.pop_front();
    if (kept.size() == size) total += kept.front() + kept.back();
  }
  return total;
}

long windows(std::size_t size) {
  long total = 0;
  for (auto window : bench::elsewhere::integers(bench::hidden(count)) | cogen::sliding_window(size)) {
    total += window.front() + window.back();
  }
  return total;
}

}  // namespace

void bench::rows() {
  row("windows of 64", "ring", count, ring<64>);
  row("windows of 64", "std::deque", count, [] { return deque(hidden(std::size_t{64})); });
  row("windows of 64", "cogen", count, [] { return windows(hidden(std::size_t{64})); });
  row("windows of 4096", "ring", count, ring<4096>);
  row("windows of 4096", "cogen", count, [] { return windows(hidden(std::size_t{4096})); });
}
