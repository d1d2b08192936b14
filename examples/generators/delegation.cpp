#include <cogen.hpp>

#include <fmt/ranges.h>

#include <string>
#include <vector>

#include "../support/explain.hpp"

using cogen::from;
using cogen::generator;

generator<int, void, std::string> inner() {
  co_yield 1;
  co_yield 2;
  co_return "inner done";
}

generator<int> outer() {
  std::string result = co_yield from(inner());
  fmt::print("Inner returned: {}\n", result);
  co_yield 3;
}

// The same by hand; but for send(), throw_() and close(), which would end here.
generator<int> outer_by_hand() {
  for (int value : inner()) co_yield value;
  co_yield 3;
}

// Yields the numbers of a row and returns their sum.
generator<int, void, int> row(std::vector<int> numbers) {
  int sum = 0;
  for (int number : numbers) {
    sum += number;
    co_yield number;
  }
  co_return sum;
}

generator<int, void, int> table(std::vector<std::vector<int>> rows) {
  int sum = 0;
  for (std::vector<int> const& numbers : rows) {
    int row_sum = co_yield from(row(numbers));
    sum += row_sum;
  }
  co_return sum;
}

generator<int> report() {
  std::vector<std::vector<int>> rows = {{1, 2, 3}, {10, 20}, {}, {100}};
  int sum = co_yield from(table(rows));
  fmt::print("Sum of the table: {}\n", sum);
}

int main(int argc, char** argv) {
  explain(argc, argv, "co_yield from(...): Python's yield from, nested, with the values that generators return.");

  for (int value : outer()) fmt::print("{}\n", value);
  std::vector<int> const by_hand = outer_by_hand() | cogen::to<std::vector>();
  fmt::print("{}\n\n", by_hand);

  for (int value : report()) fmt::print("{}\n", value);
}
