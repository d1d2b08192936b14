#include <cogen.hpp>

#include <fmt/ranges.h>

#include <string>
#include <vector>

#include "../support/explain.hpp"

using cogen::generator;

int with_return() { return 1; }

generator<int> with_yield() {
  co_yield 1;
  co_yield 2;
}

generator<int, void, std::string> numbers_below(int end) {
  for (int number = 0; number < end; ++number) co_yield number;
  co_return "Done";
}

generator<int, void, std::string> count_up_to(int maximum) {
  for (int number = 1; number <= maximum; ++number) co_yield number;
  co_return "Completed!";
}

int main(int argc, char** argv) {
  explain(argc, argv, "What a generator returns, after what it yields: result().");

  fmt::print("{}\n", with_return());
  std::vector<int> const yielded = with_yield() | cogen::to<std::vector>();
  fmt::print("{}\n\n", yielded);

  auto numbers = numbers_below(3);
  for (int number : numbers) fmt::print("{}\n", number);
  fmt::print("Return value: {}\n\n", numbers.result());

  auto counted = count_up_to(3);
  for (int number : counted) fmt::print("{}\n", number);
  fmt::print("{}\n\n", counted.result());

  auto begun = count_up_to(3);
  begun.next();
  try {
    fmt::print("{}\n", begun.result());
  } catch (cogen::generator_no_result const&) {
    fmt::print("There is no result before the end\n");
  }
}
