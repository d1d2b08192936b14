#include <cogen.hpp>

#include <fmt/format.h>

#include <exception>
#include <optional>
#include <stdexcept>
#include <string>

#include "../support/explain.hpp"

using cogen::generator;

generator<std::string, std::string> echo() {
  std::string answer;
  for (;;) {
    std::optional<std::string> received = co_yield answer;
    if (received) answer = "Echo: " + *received;
  }
}

// Goes on after any exception, ends when it is closed.
generator<std::string, std::string> steadfast_echo() {
  std::string value;
  for (;;) {
    try {
      std::optional<std::string> received = co_yield value;
      if (received) value = *received;
    } catch (cogen::generator_exit const&) {
      fmt::print("Generator closing\n");
      co_return;
    } catch (std::exception const& thrown) {
      fmt::print("Exception received: {}\n", thrown.what());
    }
  }
}

int main(int argc, char** argv) {
  explain(argc, argv, "Echo: what goes in by send() comes out again; throw_() and close() are heard too.");

  auto answers = echo();
  answers.next();  // runs to the first co_yield, where it can be sent to
  fmt::print("{}\n", *answers.send("Hello"));
  fmt::print("{}\n", *answers.send("World"));

  auto values = steadfast_echo();
  values.next();
  fmt::print("{}\n", *values.send("Hello"));
  fmt::print("{}\n", *values.send("World"));
  values.throw_(std::runtime_error("Test error"));
  values.close();
}
