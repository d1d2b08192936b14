#include <cogen.hpp>

#include <cstdio>
#include <memory>

// [tree]
struct node {
  int value;
  std::unique_ptr<node> left, right;
};

cogen::generator<int> in_order(node const* at) {
  if (at == nullptr) co_return;
  co_yield cogen::from(in_order(at->left.get()));
  co_yield at->value;
  co_yield cogen::from(in_order(at->right.get()));
}
// [/tree]

int main() {
  auto leaf = [](int value) { return std::make_unique<node>(value, nullptr, nullptr); };
  node const root(4, std::make_unique<node>(2, leaf(1), leaf(3)), leaf(5));
  for (int value : in_order(&root)) std::printf("%d ", value);
  std::printf("\n");
}
