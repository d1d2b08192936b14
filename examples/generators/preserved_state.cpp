#include <cogen.hpp>

#include <fmt/ranges.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "../support/explain.hpp"

using cogen::generator;

// All locals live on from one co_yield to the next.
generator<int, std::string, std::string> collector() {
  int counter = 0;
  std::vector<std::string> buffer;
  while (counter < 5) {
    fmt::print("Counter: {}, Buffer: {}\n", counter, buffer);
    std::optional<std::string> received = co_yield counter;
    if (received) buffer.push_back(std::move(*received));
    ++counter;
  }
  co_return fmt::format("Final buffer: {}", buffer);
}

generator<std::string> remembers() {
  std::string local = "preserved";
  fmt::print("Body started\n");
  co_yield "First value";
  fmt::print("Local variable after co_yield: {}\n", local);
  co_yield "Second value";
}

int main(int argc, char** argv) {
  explain(argc, argv, "The state that a generator keeps while it is suspended: its local variables.");

  auto values = collector();
  fmt::print("Initializing:\n");
  int const first_value = *values.next();
  fmt::print("\nSending 'A':\n");
  int const second_value = *values.send("A");
  fmt::print("\nSending 'B':\n");
  int const third_value = *values.send("B");
  fmt::print("Values received: {}, {}, {}\n", first_value, second_value, third_value);

  fmt::print("\nTo the end:\n");
  while (values.next()) {
  }
  fmt::print("{}\n\n", values.result());

  auto strings = remembers();
  fmt::print("First: {}\n", *strings.next());
  fmt::print("Second: {}\n", *strings.next());
}
