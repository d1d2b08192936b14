#include <cogen.hpp>

#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

#include "../support/explain.hpp"

// Python's enumerate() as a generator over strings.
cogen::generator<std::pair<int, std::string>> custom_enumerate(std::vector<std::string> items, int start = 0) {
  int index = start;
  for (std::string& item : items) {
    co_yield std::pair(index, std::move(item));
    ++index;
  }
}

int main(int argc, char** argv) {
  explain(argc, argv, "Python's enumerate(): written as a generator, and as cogen::enumerate for any range.");

  std::vector<std::string> const planets = {"Mercury", "Venus", "Earth"};
  for (auto&& [index, planet] : custom_enumerate(planets)) fmt::print("{} {}\n", index, planet);
  for (auto&& [index, planet] : custom_enumerate(planets, 1)) fmt::print("{} {}\n", index, planet);
  for (auto&& [index, planet] : planets | cogen::enumerate(1)) fmt::print("{} {}\n", index, planet);
}
