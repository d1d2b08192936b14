// What consumers do with integers: they add them.
#pragma once

#include "support/measure.hpp"

namespace bench {

/// Adds integers, each of which the optimiser must have in a register.
struct summing {
  long total = 0;
  [[gnu::always_inline]] inline void operator()(int value) {
    unknown(value);
    total += value;
  }
};

/// The sum of a range, added like that.
template <class Range>
[[nodiscard, gnu::always_inline]] inline long sum_of(Range&& range) {
  summing sum;
  for (int value : range) sum(value);
  return sum.total;
}

/// The sum of the integers below `end`, by a loop.
[[nodiscard, gnu::always_inline]] inline long sum_below(int end) {
  summing sum;
  for (int i = 0; i < end; ++i) sum(i);
  return sum.total;
}

/// The sum of a range. Nothing in here stops a compiler from adding many at once.
template <class Range>
[[nodiscard, gnu::always_inline]] inline long sum_at_once(Range&& range) {
  long total = 0;
  for (auto value : range) total += value;
  return total;
}

}  // namespace bench
