#include <cogen.hpp>

#include <fmt/format.h>

#include <optional>

#include "../support/explain.hpp"

cogen::generator<int, int> accumulator() {
  int total = 0;
  for (;;) {
    std::optional<int> value = co_yield total;
    if (value) total += *value;
  }
}

int main(int argc, char** argv) {
  explain(argc, argv, "A running total: send() adds to it, next() only looks at it.");

  auto total = accumulator();
  total.next();
  fmt::print("{}\n", *total.send(10));
  fmt::print("{}\n", *total.send(5));
  fmt::print("{}\n", *total.send(3));
  fmt::print("still {}\n", *total.next());
}
