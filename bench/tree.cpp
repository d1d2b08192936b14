// What does a walk over a tree cost, with a generator for each node?
#include <cogen/generator.hpp>

#include <memory>
#include <vector>

#include "support/measure.hpp"
#include "support/recursive_generator.hpp"
#include "support/sum_of.hpp"

namespace {

struct node {
  int value;
  std::unique_ptr<node> left, right;
};

std::unique_ptr<node> tree(int from, int to) {
  if (from >= to) return nullptr;
  int const middle = from + (to - from) / 2;
  return std::unique_ptr<node>(new node{middle, tree(from, middle), tree(middle + 1, to)});
}

constexpr int nodes = 65'536;
node const& balanced() {
  static auto const made = tree(0, nodes);
  return *made;
}

void visit(node const& at, long& total) {
  if (at.left) visit(*at.left, total);
  int value = at.value;
  bench::unknown(value);
  total += value;
  if (at.right) visit(*at.right, total);
}

recursive::generator<int const> recursive_walk(node const& at) {
  if (at.left) co_yield recursive::elements_of<int const>(recursive_walk(*at.left));
  co_yield at.value;
  if (at.right) co_yield recursive::elements_of<int const>(recursive_walk(*at.right));
}

cogen::generator<int const&> walk(node const& at) {
  if (at.left) co_yield cogen::from(walk(*at.left));
  co_yield at.value;
  if (at.right) co_yield cogen::from(walk(*at.right));
}

cogen::generator<int> walk_values(node const& at) {
  if (at.left) co_yield cogen::from(walk_values(*at.left));
  co_yield at.value;
  if (at.right) co_yield cogen::from(walk_values(*at.right));
}

void collect(node const& at, std::vector<int>& into) {
  if (at.left) collect(*at.left, into);
  into.push_back(at.value);
  if (at.right) collect(*at.right, into);
}

}  // namespace

void bench::rows() {
  row("tree", "recursive function", nodes, [] {
    long total = 0;
    visit(balanced(), total);
    return total;
  });
  row("tree", "vector", nodes, [] {
    std::vector<int> values;
    collect(balanced(), values);
    return sum_of(values);
  });
  row("tree", "symmetric transfer", nodes, [] { return sum_of(recursive_walk(balanced())); });
  row("tree", "cogen, references", nodes, [] { return sum_of(walk(balanced())); });
  row("tree", "cogen", nodes, [] { return sum_of(walk_values(balanced())); });
}
