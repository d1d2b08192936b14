#include <cogen.hpp>

#include <fmt/ranges.h>

#include <deque>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "../support/explain.hpp"

using cogen::from;
using cogen::generator;

using graph = std::map<std::string, std::vector<std::string>>;

// The graph and the set must outlive the generator.
generator<std::string> depth_first(graph const& people, std::string start, std::set<std::string>& visited) {
  visited.insert(start);
  co_yield start;
  for (std::string const& neighbour : people.at(start)) {
    if (!visited.contains(neighbour)) co_yield from(depth_first(people, neighbour, visited));
  }
}

generator<std::string> depth_first(graph const& people, std::string start) {
  std::set<std::string> visited;
  co_yield from(depth_first(people, std::move(start), visited));
}

generator<std::string> breadth_first(graph const& people, std::string start) {
  std::set<std::string> visited = {start};
  std::deque<std::string> queue = {start};
  while (!queue.empty()) {
    std::string const current = std::move(queue.front());
    queue.pop_front();
    co_yield current;
    for (std::string const& neighbour : people.at(current)) {
      if (visited.insert(neighbour).second) queue.push_back(neighbour);
    }
  }
}

int main(int argc, char** argv) {
  explain(argc, argv, "A graph, walked depth first and breadth first.");

  graph const people = {{"Alice", {"Bob", "Charlie"}},
                        {"Bob", {"Alice", "David"}},
                        {"Charlie", {"Alice", "Eve"}},
                        {"David", {"Bob"}},
                        {"Eve", {"Charlie"}}};
  fmt::print("depth first:   {}\n", depth_first(people, "Alice") | cogen::join(", "));
  fmt::print("breadth first: {}\n", breadth_first(people, "Alice") | cogen::join(", "));

  // A walk goes no further than it is asked to.
  for (std::string const& person : breadth_first(people, "Eve")) {
    if (people.at(person).size() > 1) {
      fmt::print("the nearest to Eve who knows two: {}\n", person);
      break;
    }
  }
}
