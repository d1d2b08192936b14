#include <cogen.hpp>

#include <fmt/format.h>

#include <optional>
#include <stdexcept>
#include <string>

#include "../support/explain.hpp"

// Counts up; a number sent is where it goes on, an exception makes it skip to the maximum.
cogen::generator<int, int, std::string> count_up_to(int maximum) {
  int number = 1;
  while (number <= maximum) {
    try {
      std::optional<int> received = co_yield number;
      fmt::print("number: {}, received: {}\n", number, received ? std::to_string(*received) : "nothing");
      number = received.value_or(number + 1);
    } catch (std::invalid_argument const& thrown) {
      fmt::print("Exception caught inside generator: {}\n", thrown.what());
      number = maximum;
    }
  }
  co_return "Completed!";
}

int main(int argc, char** argv) {
  explain(argc, argv, "A counter that listens: send() sets it, throw_() makes it skip, close() ends it.");

  auto sent = count_up_to(10);
  fmt::print("{}\n", *sent.next());
  fmt::print("{}\n", *sent.send(5));
  for (int number : sent) fmt::print("{}\n", number);
  fmt::print("{}\n\n", sent.result());

  auto thrown = count_up_to(5);
  fmt::print("{}\n", *thrown.next());
  fmt::print("{}\n", *thrown.throw_(std::invalid_argument("Something went wrong")));
  if (!thrown.next()) fmt::print("Generator returned: {}\n\n", thrown.result());

  auto closed = count_up_to(10);
  fmt::print("{}\n", *closed.next());
  fmt::print("{}\n", *closed.next());
  closed.close();
  if (!closed.next()) fmt::print("Generator has been closed.\n");
}
