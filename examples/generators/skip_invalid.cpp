#include <cogen.hpp>

#include <fmt/format.h>

#include <stdexcept>
#include <utility>
#include <vector>

#include "../support/explain.hpp"

struct cleanup {
  ~cleanup() { fmt::print("Cleanup complete\n"); }
};

int doubled(int item) {
  if (item < 0) throw std::invalid_argument(fmt::format("Negative value: {}", item));
  return item * 2;
}

// Goes on after an item that can't be processed. What the consumer throws in is not taken for one.
cogen::generator<int> safe_data_processor(std::vector<int> data) {
  cleanup at_the_end;
  for (int item : data) {
    int result = 0;
    try {
      result = doubled(item);
    } catch (std::invalid_argument const& problem) {
      fmt::print("Skipping invalid item: {}\n", problem.what());
      continue;
    }
    co_yield result;
  }
}

int main(int argc, char** argv) {
  explain(argc, argv, "A stage that reports what it can't process and goes on, and cleans up at the end.");

  std::vector<int> data = {1, 2, -3, 4, -5, 6};
  for (int result : safe_data_processor(std::move(data))) fmt::print("{}\n", result);
}
