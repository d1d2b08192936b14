// What do sliding windows and copies cost? The first and last element of each window of a generator, and tee.
#include <cogen/adaptor/sliding_window.hpp>
#include <cogen/adaptor/tee.hpp>

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

  row("tee", "one consumer", count, [] {
    long total = 0;
    for (int value : elsewhere::integers(hidden(count))) total += 2 * value;
    return total;
  });
  row("tee", "std::deque", count, [] {
    std::deque<int> ahead;
    long total = 0;
    for (int value : elsewhere::integers(hidden(count))) {
      ahead.push_back(value);
      total += value;
      total += ahead.front();
      ahead.pop_front();
    }
    return total;
  });
  row("tee", "cogen, in lockstep", count, [] {
    auto [one, other] = cogen::tee<2>(elsewhere::integers(hidden(count)));
    long total = 0;
    while (auto const* value = one.pull()) total += *value + *other.pull();
    return total;
  });
}
