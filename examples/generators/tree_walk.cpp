#include <cogen.hpp>

#include <fmt/ranges.h>

#include <memory>
#include <utility>
#include <vector>

#include "../support/explain.hpp"

using cogen::from;
using cogen::generator;

struct node {
  explicit node(int number, std::unique_ptr<node> left_child = nullptr, std::unique_ptr<node> right_child = nullptr)
      : value(number), left(std::move(left_child)), right(std::move(right_child)) {}

  int value;
  std::unique_ptr<node> left;
  std::unique_ptr<node> right;
};

generator<int> in_order(node const* at) {
  if (at == nullptr) co_return;
  co_yield from(in_order(at->left.get()));
  co_yield at->value;
  co_yield from(in_order(at->right.get()));
}

generator<int> pre_order(node const* at) {
  if (at == nullptr) co_return;
  co_yield at->value;
  co_yield from(pre_order(at->left.get()));
  co_yield from(pre_order(at->right.get()));
}

int main(int argc, char** argv) {
  explain(argc, argv, "A binary tree, walked by a generator that delegates to itself.");

  auto branch = [](int value, int left, int right) {
    return std::make_unique<node>(value, std::make_unique<node>(left), std::make_unique<node>(right));
  };
  node const root(1, branch(2, 4, 5), branch(3, 6, 7));

  for (int value : in_order(&root)) fmt::print("{}\n", value);
  std::vector<int> const top_down = pre_order(&root) | cogen::to<std::vector>();
  fmt::print("parents first: {}\n", top_down);
}
