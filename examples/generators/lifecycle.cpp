#include <cogen.hpp>

#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>

#include "../support/explain.hpp"

using cogen::generator;
using cogen::generator_state;

generator<int> simple() {
  fmt::print("Starting\n");
  co_yield 1;
  fmt::print("Between yields\n");
  co_yield 2;
  fmt::print("Ending\n");
  co_yield 3;
}

generator<int, void, std::string> steps() {
  fmt::print("Step 1\n");
  co_yield 1;
  fmt::print("Step 2\n");
  co_yield 2;
  fmt::print("Step 3\n");
  co_return "Done";
}

std::string_view name(generator_state state) {
  switch (state) {
    case generator_state::created:
      return "created";
    case generator_state::suspended:
      return "suspended";
    case generator_state::running:
      return "running";
    case generator_state::closed:
      return "closed";
  }
  return "";
}

int main(int argc, char** argv) {
  explain(argc, argv, "The life of a generator: nothing runs before the first next(), then from co_yield to co_yield.");

  auto numbers = simple();
  fmt::print("Created, and nothing has run\n");
  while (std::optional<int> number = numbers.next()) fmt::print("{}\n", *number);
  fmt::print("No more\n\n");

  auto done = steps();
  fmt::print("Generator state: {}\n", name(done.state()));
  while (std::optional<int> value = done.next()) {
    fmt::print("Value: {}\n", *value);
    fmt::print("Generator state: {}\n", name(done.state()));
  }
  fmt::print("Generator finished with value: {}\n", done.result());
  fmt::print("Generator state: {}\n", name(done.state()));
}
