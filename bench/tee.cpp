// What does it cost to go over a generator twice at a time?
#include <cogen/adaptor/tee.hpp>

#include <deque>

#include "support/elsewhere.hpp"
#include "support/measure.hpp"

namespace {

constexpr int count = 1'000'000;

}  // namespace

void bench::rows() {
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
