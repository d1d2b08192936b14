#include <cogen.hpp>

#include <fmt/format.h>

#include <optional>

#include "../support/explain.hpp"

// Yields the mean of all numbers sent so far.
cogen::generator<double, double> averager() {
  double total = 0;
  double average = 0;
  int count = 0;
  for (;;) {
    std::optional<double> value = co_yield average;
    if (!value) continue;  // resumed by next(): nothing was sent
    total += *value;
    ++count;
    average = total / count;
  }
}

int main(int argc, char** argv) {
  explain(argc, argv, "A running mean: each number sent is answered with the mean of all so far.");

  auto average = averager();
  average.next();
  for (double value : {10, 20, 30}) fmt::print("{:.1f}\n", *average.send(value));
}
