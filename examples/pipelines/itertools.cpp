#include <cogen.hpp>

#include <fmt/ranges.h>

#include <string>
#include <utility>
#include <vector>

#include "../support/explain.hpp"

int main(int argc, char** argv) {
  explain(argc, argv, "Tools of itertools: count, islice, cycle, chain, groupby, accumulate, tee.");

  auto counter = cogen::count(1, 2);
  fmt::print("count: {}, ", *counter.next());
  fmt::print("{}\n", *counter.next());
  std::vector<int> const next_10 = counter | cogen::islice(10) | cogen::to<std::vector>();
  fmt::print("and the next 10: {}\n", next_10);

  std::vector<int> const slice = cogen::count(0) | cogen::islice(10, 15) | cogen::to<std::vector>();
  fmt::print("islice: {}\n", slice);

  std::vector<std::string> const colors = {"red", "green", "blue"};
  fmt::print("cycle: {}\n", colors | cogen::cycle | cogen::take(7) | cogen::join(", "));

  std::vector<int> const a = {1, 2, 3};
  std::vector<int> const b = {4, 5, 6};
  std::vector<int> const c = {7, 8, 9};
  std::vector<int> const chained = cogen::chain(a, b, c) | cogen::to<std::vector>();
  fmt::print("chain: {}\n", chained);
  std::vector<int> const ranges = cogen::chain(cogen::range(3), cogen::range(3, 6)) | cogen::to<std::vector>();
  fmt::print("chain: {}\n", ranges);

  std::vector<std::pair<char, int>> const data = {{'A', 1}, {'A', 2}, {'B', 3}, {'B', 4}};
  for (auto&& [key, elements] : data | cogen::group_by(&std::pair<char, int>::first)) {
    std::vector<std::pair<char, int>> const group = elements | cogen::to<std::vector>();
    fmt::print("group_by: {}: {}\n", key, group);
  }

  std::vector<int> const totals = cogen::range(1, 6) | cogen::accumulate | cogen::to<std::vector>();
  fmt::print("accumulate: {}\n", totals);

  auto squares = cogen::range(5) | cogen::map([](int number) { return number * number; });
  auto [one, other] = cogen::tee<2>(std::move(squares));
  std::vector<int> const of_one = one | cogen::to<std::vector>();
  std::vector<int> const of_other = other | cogen::to<std::vector>();
  fmt::print("tee: {} and {}\n", of_one, of_other);
}
