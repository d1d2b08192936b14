// Read as assembly by folded.py: clang must fold each generator into the function that consumes it.
#include <cogen/generator.hpp>

namespace {

cogen::generator<int> iota(int count) {
  for (int i = 0; i < count; ++i) co_yield i;
}

// Everything that a generator can do, and nothing of it used.
cogen::generator<int, int, int> two_way(int count) {
  for (int i = 0; i < count; ++i) {
    auto sent = co_yield i;
    if (sent) i = *sent;
  }
  co_return count;
}

}  // namespace

extern "C" {

long folded_range_for(int count) {
  long sum = 0;
  for (int i : iota(count)) sum += i;
  return sum;
}

long folded_two_way(int count) {
  long sum = 0;
  for (int i : two_way(count)) sum += i;
  return sum;
}

long folded_next(int count) {
  long sum = 0;
  auto numbers = iota(count);
  while (auto i = numbers.next()) sum += *i;
  return sum;
}

long folded_early_end(int count) {
  for (int i : iota(count)) {
    if (i * i > count) return i;
  }
  return 0;
}
}
