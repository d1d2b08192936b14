// The examples of docs/reference: several ranges, and combinatorics.
#include "show.hpp"

#include <cogen.hpp>

#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace {

void chaining() {
  // [chain]
  std::vector<int> const first{1, 2};
  show(cogen::chain(first, cogen::range(3, 5)));
  show(first | cogen::chain(first, first));
  // [/chain]
}

void padding() {
  // [padded]
  show(std::vector{1, 2} | cogen::padded(0, 4));
  show(std::vector{1, 2, 3} | cogen::padded(0, 2));
  // [/padded]
}

void flattening() {
  // [flatten]
  std::vector<std::vector<int>> const pages{{1, 2}, {}, {3}};
  show(pages | cogen::flatten);
  show(pages | cogen::flatten | cogen::sum);  // at the speed of the nested loop
  // [/flatten]
}

void zipping() {
  // [zip]
  std::vector<std::string> const names{"Ada", "Alan", "Alonzo"};
  auto ages = cogen::iter(std::vector{36, 41});
  for (auto&& [name, age] : cogen::zip(names, ages)) say(name + " " + std::to_string(age));
  // [/zip]
}

void zipping_strictly() {
  // [zip_strict]
  auto rows = cogen::zip_strict(std::vector{1, 2, 3}, std::vector{1, 2});
  try {
    show(rows | cogen::length);
  } catch (std::invalid_argument const& error) {
    say(error.what());
  }
  // [/zip_strict]
}

void zipping_all() {
  // [zip_longest]
  show(cogen::zip_longest('-', std::string("ABC"), std::string("x")));
  show(cogen::zip_longest(std::nullopt, std::vector{1, 2}, std::vector{10}));  // optionals
  // [/zip_longest]
}

void interleaving() {
  // [interleave]
  show(cogen::interleave(std::vector{1, 2, 3}, std::vector{10, 20}));
  // [/interleave]
}

void taking_turns() {
  // [round_robin]
  show(cogen::round_robin(std::vector{1, 2, 3}, std::vector{10, 20}, std::vector{100}));
  // [/round_robin]
}

void merging() {
  // [merge]
  show(cogen::merge(std::vector{1, 4, 7}, std::vector{2, 5}, std::vector{3}));
  show(cogen::merge(std::vector{7, 4}, std::vector{5, 2}, std::greater<>()));
  // [/merge]
}

void merging_many() {
  // [merge_from]
  std::vector<std::vector<int>> const sorted{{1, 4}, {2, 5}, {3}};
  show(sorted | cogen::merge_from);
  // [/merge_from]
}

void multiplying() {
  // [product]
  show(cogen::product(std::string("AB"), cogen::range(2)));
  show(cogen::product<2>(cogen::range(2)));
  show(cogen::product(cogen::range(2), 3) | cogen::length);  // 2 * 2 * 2 spans
  // [/product]
}

void permuting() {
  // [permutations]
  show(cogen::range(3) | cogen::permutations(2));
  // [/permutations]
}

void combining() {
  // [combinations]
  show(std::string("ABC") | cogen::combinations(2));
  // [/combinations]
}

void combining_with_replacement() {
  // [combinations_with_replacement]
  show(std::string("AB") | cogen::combinations_with_replacement(2));
  // [/combinations_with_replacement]
}

void all_subsets() {
  // [powerset]
  show(cogen::range(1, 4) | cogen::powerset);
  // [/powerset]
}

}  // namespace

int main() {
  part("chain");
  chaining();
  shown("[1, 2, 3, 4]\n[1, 2, 1, 2, 1, 2]\n");
  part("padded");
  padding();
  shown("[1, 2, 0, 0]\n[1, 2, 3]\n");
  part("flatten");
  flattening();
  shown("[1, 2, 3]\n6\n");
  part("zip");
  zipping();
  shown("Ada 36\nAlan 41\n");
  part("zip_strict");
  zipping_strictly();
  shown("cogen::zip_strict: argument 2 is shorter than argument 1\n");
  part("zip_longest");
  zipping_all();
  shown("[('A', 'x'), ('B', '-'), ('C', '-')]\n[(1, 10), (2, None)]\n");
  part("interleave");
  interleaving();
  shown("[1, 10, 2, 20]\n");
  part("round_robin");
  taking_turns();
  shown("[1, 10, 100, 2, 20, 3]\n");
  part("merge");
  merging();
  shown("[1, 2, 3, 4, 5, 7]\n[7, 5, 4, 2]\n");
  part("merge_from");
  merging_many();
  shown("[1, 2, 3, 4, 5]\n");
  part("product");
  multiplying();
  shown("[('A', 0), ('A', 1), ('B', 0), ('B', 1)]\n[(0, 0), (0, 1), (1, 0), (1, 1)]\n8\n");
  part("permutations");
  permuting();
  shown("[[0, 1], [0, 2], [1, 0], [1, 2], [2, 0], [2, 1]]\n");
  part("combinations");
  combining();
  shown("[['A', 'B'], ['A', 'C'], ['B', 'C']]\n");
  part("combinations_with_replacement");
  combining_with_replacement();
  shown("[['A', 'A'], ['A', 'B'], ['B', 'B']]\n");
  part("powerset");
  all_subsets();
  shown("[[], [1], [2], [3], [1, 2], [1, 3], [2, 3], [1, 2, 3]]\n");
}
