// Work for a processor.
#pragma once

#include <cogen.hpp>

#include <compare>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace primes {

// The smallest factor from 2 on of a number from 2 on; of a prime, the number itself. By trial: slow on purpose.
inline std::uint64_t smallest_factor(std::uint64_t number) {
  if (number % 2 == 0) return 2;
  for (std::uint64_t factor = 3; factor * factor <= number; factor += 2) {
    if (number % factor == 0) return factor;
  }
  return number;
}

// A task: the numbers from `first`, `size` of them.
struct task {
  std::uint64_t first;
  std::uint64_t size;
};

// Its result: how many of them are prime.
struct tally {
  std::uint64_t first;
  std::uint64_t primes;
  friend auto operator<=>(tally const&, tally const&) = default;
};

inline tally count_primes(task const& mine) {
  std::uint64_t found = 0;
  for (std::uint64_t number : cogen::range(mine.first, mine.first + mine.size)) {
    if (number > 1 && smallest_factor(number) == number) ++found;
  }
  return {mine.first, found};
}

// `count` tasks, each made when it is asked for; later ones take longer.
inline auto tasks(std::uint64_t count, std::uint64_t size) {
  return cogen::range(count) | cogen::map([size](std::uint64_t number) { return task{number * size, size}; });
}

// A number that is another one when a value is another one, or stands elsewhere (FNV-1a).
class digest {
 public:
  void add(std::uint64_t value) {
    for (int byte = 0; byte < 8; ++byte, value >>= 8U) sum_ = (sum_ ^ (value & 0xFFU)) * 0x100000001B3U;
  }
  void add(tally const& result) {
    add(result.first);
    add(result.primes);
  }
  std::uint64_t value() const { return sum_; }

 private:
  std::uint64_t sum_ = 0xCBF29CE484222325U;
};

}  // namespace primes
