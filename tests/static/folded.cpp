// Read as assembly by folded.py: clang must fold each generator into the function that consumes it.
#include <cogen/adaptor/filter.hpp>
#include <cogen/adaptor/map.hpp>
#include <cogen/generator.hpp>
#include <cogen/sink/for_each.hpp>
#include <cogen/sink/sum.hpp>

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

constexpr auto odd = [](int i) { return i % 2 != 0; };
constexpr auto squared = [](int i) { return static_cast<long>(i) * i; };

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

long folded_sum(int count) { return iota(count) | cogen::sum; }

// More than once in the program: nothing of it may be left to the compiler's choice of what to inline.
long folded_pipeline(int count) { return iota(count) | cogen::filter(odd) | cogen::map(squared) | cogen::sum; }
long folded_pipeline_again(int count) { return iota(count) | cogen::filter(odd) | cogen::map(squared) | cogen::sum; }

long folded_for_each(int count) {
  long sum = 0;
  cogen::for_each(iota(count) | cogen::filter(odd), [&sum](int i) { sum += i; });
  return sum;
}
}
