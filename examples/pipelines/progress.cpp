#include <cogen.hpp>

#include <fmt/format.h>

#include <cstdint>
#include <optional>
#include <vector>

#include "../support/explain.hpp"

using cogen::generator;

// Hands on what it is given and says how far it is, every thousand elements.
generator<int> with_progress(generator<int> items, std::optional<int> total = std::nullopt) {
  int count = 0;
  for (int item : items) {
    ++count;
    if (count % 1000 == 0) {
      if (total) {
        fmt::print("Progress: {:.1f}% ({}/{})\n", 100.0 * count / *total, count, *total);
      } else {
        fmt::print("Processed: {} items\n", count);
      }
    }
    co_yield item;
  }
}

generator<int> items(int total) {
  for (int item = 0; item < total; ++item) co_yield item;
}

int main(int argc, char** argv) {
  explain(argc, argv, "Progress as a stage of its own; cogen::progress is the ready-made one, with times.");

  for (auto&& [index, item] : items(4000) | cogen::enumerate) {
    if (index % 1000 == 0) fmt::print("Progress: {:.1f}%\n", static_cast<double>(index) * 100 / 4000);
  }
  std::int64_t const sum = with_progress(items(4000), 4000) | cogen::sum;
  fmt::print("sum: {}\n", sum);
  fmt::print("{} of them even\n",
             with_progress(items(2500)) | cogen::filter([](int item) { return item % 2 == 0; }) | cogen::length);
}
