#include <cogen.hpp>

#include <fmt/format.h>

#include "../support/explain.hpp"

using cogen::generator;

generator<int> count_up_to(int maximum) {
  int number = 1;
  while (number <= maximum) {
    co_yield number;
    ++number;
  }
}

generator<int> counter(int start, int end) {
  for (int number = start; number < end; ++number) co_yield number;
}

generator<int> countdown(int start) {
  for (int number = start; number > 0; --number) co_yield number;
}

int main(int argc, char** argv) {
  explain(argc, argv, "Counters up and down: next(), and loops, which go on where next() stopped.");

  auto numbers = count_up_to(5);
  fmt::print("next: {}\n", *numbers.next());
  fmt::print("next: {}\n", *numbers.next());
  fmt::print("next: {}\n", *numbers.next());
  for (int number : numbers) fmt::print("loop: {}\n", number);
  fmt::print("then: {}\n", numbers.next() ? "more" : "nothing");

  for (int number : count_up_to(3)) fmt::print("count_up_to: {}\n", number);
  for (int number : counter(1, 5)) fmt::print("counter: {}\n", number);
  for (int number : countdown(3)) fmt::print("countdown: {}\n", number);
}
