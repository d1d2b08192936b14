#include <cogen.hpp>

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "../support/explain.hpp"

// Takes commands, yields what it is at.
cogen::generator<std::string_view, std::string> state_machine() {
  enum { start, processing, complete } state = start;
  while (state != complete) {
    if (state == start) {
      fmt::print("Starting...\n");
      auto command = co_yield "Waiting for input";
      if (command == "start") state = processing;
    } else {
      fmt::print("Processing...\n");
      auto command = co_yield "Processing data";
      if (command == "finish") state = complete;
    }
  }
  fmt::print("Complete!\n");
  co_yield "Done";
}

int main(int argc, char** argv) {
  explain(argc, argv, "A state machine that is driven by commands.");

  auto machine = state_machine();
  fmt::print("{}\n", *machine.next());
  fmt::print("{}\n", *machine.send("start"));
  fmt::print("{}\n", *machine.send("finish"));
}
