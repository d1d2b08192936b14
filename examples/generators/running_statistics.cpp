#include <cogen.hpp>

#include <fmt/ranges.h>

#include <optional>
#include <string_view>
#include <vector>

#include "../support/explain.hpp"

struct statistics {
  int count = 0;
  double average = 0;
  std::vector<double> values;
};

// Yields the statistics so far, with the last five values; returns them with all values when it is closed.
cogen::generator<statistics, double, statistics> data_processor() {
  double total = 0;
  statistics all;
  try {
    for (;;) {
      statistics so_far = all;
      if (so_far.values.size() > 5) so_far.values.erase(so_far.values.begin(), so_far.values.end() - 5);
      std::optional<double> value = co_yield so_far;
      if (!value) continue;  // resumed by next(): nothing was sent
      total += *value;
      ++all.count;
      all.average = total / all.count;
      all.values.push_back(*value);
    }
  } catch (cogen::generator_exit const&) {
    co_return all;
  }
}

void print(std::string_view when, statistics const& shown) {
  fmt::print("{}: count {}, average {:.1f}, values {}\n", when, shown.count, shown.average, shown.values);
}

int main(int argc, char** argv) {
  explain(argc, argv, "Statistics in both directions: values in by send(), results out, and a summary from close().");

  auto processor = data_processor();
  print("At first", *processor.next());
  for (int value = 10; value <= 70; value += 10) {
    print(fmt::format("After sending {}", value), *processor.send(value));
  }
  print("Closed", *processor.close());
}
