// Lazy against eager: ten million elements filtered, mapped and added, a stage after the other in vectors, and one
// element at a time.
#include <cogen/adaptor/filter.hpp>
#include <cogen/adaptor/map.hpp>
#include <cogen/generator.hpp>
#include <cogen/sink/sum.hpp>

#include <vector>

#include "support/measure.hpp"
#include "support/stages.hpp"

namespace {

using bench::chosen;
using bench::squared;

constexpr int many = 10'000'000;

cogen::generator<int> integers(int end) {
  for (int i = 0; i < end; ++i) co_yield i;
}

long eager(int end, bool reserve) {
  std::vector<int> all;
  if (reserve) all.reserve(static_cast<std::size_t>(end));
  for (int i = 0; i < end; ++i) all.push_back(i);
  std::vector<int> left;
  if (reserve) left.reserve(all.size());
  for (int value : all) {
    if (chosen(value)) left.push_back(value);
  }
  std::vector<long> squares;
  if (reserve) squares.reserve(left.size());
  for (int value : left) squares.push_back(squared(value));
  long total = 0;
  for (long square : squares) total += square;
  return total;
}

}  // namespace

void bench::rows() {
  row("ten million", "hand loop", many, [] {
    long total = 0;
    int const end = hidden(many);
    for (int i = 0; i < end; ++i) {
      if (chosen(i)) total += squared(i);
    }
    return total;
  });
  row("ten million", "vectors", many, [] { return eager(hidden(many), false); });
  row("ten million", "vectors, reserved", many, [] { return eager(hidden(many), true); });
  row("ten million", "cogen", many,
      [] { return integers(hidden(many)) | cogen::filter(chosen) | cogen::map(squared) | cogen::sum; });
}
