#include <cogen.hpp>

#include <fmt/format.h>

#include <exception>
#include <optional>
#include <stdexcept>
#include <string>

#include "../support/explain.hpp"

// Python's `finally` is a destructor.
struct cleanup {
  ~cleanup() { fmt::print("Generator cleanup\n"); }
};

cogen::generator<std::string, std::string, std::string> listener() {
  cleanup at_the_end;
  std::string received = "nothing";
  std::string problem;
  try {
    fmt::print("Generator started\n");
    while (received != "stop") {
      fmt::print("About to yield, last received: {}\n", received);
      std::string state = "Current state: " + received;
      std::optional<std::string> sent = co_yield state;
      received = sent.value_or("nothing");
    }
    co_return "Stopped";
  } catch (cogen::generator_exit const&) {
    fmt::print("Generator is being closed\n");
    co_return "Cleanup completed";
  } catch (std::exception const& thrown) {
    fmt::print("Exception received: {}\n", thrown.what());
    problem = thrown.what();
  }
  // Not in the handler: C++ has no co_yield there.
  std::string handled = "Handled exception: " + problem;
  co_yield handled;
  co_return "Went on after an exception";
}

int main(int argc, char** argv) {
  explain(argc, argv, "send(), throw_() and close(): what arrives in the body, and what comes back.");

  auto first = listener();
  fmt::print("1. {}\n", *first.next());
  fmt::print("2. {}\n", *first.send("Hello"));
  fmt::print("3. {}\n", *first.send("World"));
  fmt::print("4. {}\n", *first.throw_(std::runtime_error("Test error")));
  first.close();
  fmt::print("Generator closed\n\n");

  auto second = listener();
  second.next();
  fmt::print("close() returned: {}\n\n", *second.close());

  auto third = listener();
  third.next();
  fmt::print("Stopped: {}, ", third.send("stop") ? "no" : "yes");
  fmt::print("result: {}\n", third.result());
}
