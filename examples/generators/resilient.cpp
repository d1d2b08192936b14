#include <cogen.hpp>

#include <fmt/format.h>

#include <optional>
#include <stdexcept>
#include <string>

#include "../support/explain.hpp"

// Yields how many items it has processed.
cogen::generator<int, std::string> resilient_processor() {
  int processed = 0;
  for (;;) {
    try {
      std::optional<std::string> item = co_yield processed;
      if (!item) continue;
      fmt::print("Processing: {}\n", *item);
      ++processed;
    } catch (std::invalid_argument const&) {
      fmt::print("Caught std::invalid_argument, continuing...\n");
    }
  }
}

int main(int argc, char** argv) {
  explain(argc, argv, "throw_(): an exception thrown in from outside, which the body survives.");

  auto processor = resilient_processor();
  processor.next();
  processor.send("valid data");
  processor.throw_(std::invalid_argument("bad data"));
  int const processed = *processor.send("more data");
  fmt::print("{} items processed\n", processed);
}
