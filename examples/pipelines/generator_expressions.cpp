#include <cogen.hpp>

#include <fmt/ranges.h>

#include <vector>

#include "../support/explain.hpp"

int main(int argc, char** argv) {
  explain(argc, argv, "Python's generator expressions: values on demand, which can be gone through once.");

  int computed = 0;
  auto square = [&computed](long long number) {
    ++computed;
    return number * number;
  };

  auto squares = cogen::range(1'000'000LL) | cogen::map(square);
  for (long long value : squares) {
    fmt::print("{}\n", value);
    if (value > 100) break;  // the rest is never computed
  }
  fmt::print("{} of 1000000 squares computed\n\n", computed);

  std::vector<long long> const list = cogen::range(1'000'000LL) | cogen::map(square) | cogen::to<std::vector>();
  fmt::print("sum of the list:          {}\n", list | cogen::sum);
  fmt::print("sum without a list:       {}\n\n", cogen::range(1'000'000LL) | cogen::map(square) | cogen::sum);

  auto few = cogen::range(5LL) | cogen::map(square);
  std::vector<long long> const once = few | cogen::to<std::vector>();
  std::vector<long long> const twice = few | cogen::to<std::vector>();
  fmt::print("once: {}, twice: {}\n", once, twice);

  auto thousand = cogen::range(1000LL) | cogen::map(square);
  fmt::print("sum: {}, ", thousand | cogen::sum);
  fmt::print("once more: {}\n", thousand | cogen::sum);

  // What is to be used more than once is made anew by a function.
  auto make_squares = [&square] { return cogen::range(1000LL) | cogen::map(square); };
  fmt::print("sum: {}, ", make_squares() | cogen::sum);
  fmt::print("once more: {}\n", make_squares() | cogen::sum);
}
