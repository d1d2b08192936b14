// What does it cost to make a generator, take one element, and destroy it? The body is behind a wall, so that the frame
// is really allocated.
#include <cogen/generator.hpp>

#include "support/elsewhere.hpp"
#include "support/measure.hpp"

namespace {

constexpr int rounds = 1000;

template <class Make>
[[gnu::always_inline]] inline long one_of_each(Make make) {
  long total = 0;
  for (int i = 0; i < rounds; ++i) {
    auto made = make(bench::hidden(3));
    for (int value : made) {
      total += value;
      break;
    }
  }
  return total;
}

}  // namespace

void bench::rows() {
  row("create", "textbook", rounds, [] { return one_of_each(elsewhere::textbook_integers); });
  row("create", "symmetric transfer", rounds, [] { return one_of_each(elsewhere::recursive_integers); });
  row("create", "cogen", rounds, [] { return one_of_each(elsewhere::integers); });
  row("create", "cogen, without the pool", rounds, [] { return one_of_each(elsewhere::integers_unpooled); });
#if defined(__cpp_lib_generator)
  row("create", "std::generator", rounds, [] { return one_of_each(elsewhere::std_integers); });
#endif
  row("create", "cogen, sends and returns", rounds, [] { return one_of_each(elsewhere::integers_both_ways); });
}
