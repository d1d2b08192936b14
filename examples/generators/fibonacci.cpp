#include <cogen.hpp>

#include <fmt/ranges.h>

#include <utility>
#include <vector>

#include "../support/explain.hpp"

cogen::generator<int> fibonacci() {
  int a = 0;
  int b = 1;
  for (;;) {
    co_yield a;
    a = std::exchange(b, a + b);
  }
}

int main(int argc, char** argv) {
  explain(argc, argv, "The Fibonacci numbers, without end: whoever wants some takes them.");

  std::vector<int> const first_10 = fibonacci() | cogen::take(10) | cogen::to<std::vector>();
  fmt::print("{}\n", first_10);

  auto numbers = fibonacci();
  for (int number : numbers) {
    if (number > 1000) {
      fmt::print("The first above 1000 is {}, ", number);
      break;
    }
  }
  fmt::print("the one after it {}\n", *numbers.next());
}
