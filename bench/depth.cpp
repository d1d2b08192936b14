// What do elements cost that come through a chain of generators?
#include <cogen/generator.hpp>

#include <string>

#include "support/measure.hpp"
#include "support/recursive_generator.hpp"
#include "support/sum_of.hpp"

namespace {

constexpr int count = 1'000'000;

cogen::generator<int> nested(int depth, int end) {
  if (depth > 1) {
    co_yield cogen::from(nested(depth - 1, end));
  } else {
    for (int i = 0; i < end; ++i) co_yield i;
  }
}
recursive::generator<int> recursive_nested(int depth, int end) {
  if (depth > 1) {
    co_yield recursive::elements_of<int>(recursive_nested(depth - 1, end));
  } else {
    for (int i = 0; i < end; ++i) co_yield i;
  }
}

}  // namespace

void bench::rows() {
  for (int const depth : {1, 8, 64}) {
    std::string const question = "depth " + std::to_string(depth);
    row(question, "hand loop", count, [] { return sum_below(hidden(count)); });
    row(question, "symmetric transfer", count, [depth] { return sum_of(recursive_nested(depth, hidden(count))); });
    row(question, "cogen", count, [depth] { return sum_of(nested(depth, hidden(count))); });
  }
}
