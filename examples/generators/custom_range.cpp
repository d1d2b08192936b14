#include <cogen.hpp>

#include <fmt/ranges.h>

#include <stdexcept>
#include <vector>

#include "../support/explain.hpp"

using cogen::generator;

generator<int> my_range(int start, int stop, int step = 1) {
  if (step == 0) throw std::invalid_argument("my_range: step must not be 0");
  for (int current = start; step > 0 ? current < stop : current > stop; current += step) co_yield current;
}

generator<int> my_range(int stop) { return my_range(0, stop); }

int main(int argc, char** argv) {
  explain(argc, argv, "Python's range() as a generator, with a step up or down; cogen::range is the ready-made one.");

  std::vector<int> const below_five = my_range(5) | cogen::to<std::vector>();
  std::vector<int> const even = my_range(2, 10, 2) | cogen::to<std::vector>();
  std::vector<int> const down = my_range(5, 0, -2) | cogen::to<std::vector>();
  std::vector<int> const none = my_range(3, 3) | cogen::to<std::vector>();
  fmt::print("{}\n{}\n{}\n{}\n", below_five, even, down, none);

  auto wrong = my_range(0, 5, 0);  // nothing has run yet
  try {
    wrong.next();
  } catch (std::invalid_argument const& error) {
    fmt::print("{}\n", error.what());
  }
}
