// What tests/debug/gdb_test.py looks at.
#include <cogen/generator.hpp>

#include <list>
#include <string>
#include <utility>
#include <vector>

namespace {

struct node {
  int value;
  std::vector<node> below;
};

cogen::generator<int> walk(node const& root) {
  for (node const& each : root.below) {
    co_yield cogen::from(walk(each));  // delegates
  }
  co_yield root.value;  // a leaf
}

cogen::generator<std::string, int> words() {
  co_yield "first";  // a text
  co_yield "second";
}

cogen::generator<int const&> window(std::vector<int> const& numbers) {
  co_yield cogen::from(numbers);  // a window
}

cogen::generator<int> one_by_one(std::list<int> numbers) {
  co_yield cogen::from(std::move(numbers));  // a list
}

}  // namespace

[[gnu::noinline]] void look() { asm volatile("" ::: "memory"); }

int main() {
  node const tree{1, {{2, {{3, {}}}}, {4, {}}}};
  std::vector<int> const numbers{7, 8, 9};
  std::list<int> const list{5, 6};

  auto nodes = walk(tree);
  auto texts = words();
  auto views = window(numbers);
  auto items = one_by_one(list);
  auto created = walk(tree);
  auto finished = words();
  while (finished.next()) {
  }
  cogen::generator<int> none;
  auto lambda = [](int last) -> cogen::generator<int> {
    for (int i = 0; i != last; ++i) co_yield i;  // in a lambda
  }(3);
  std::vector<cogen::generator<int>> several;
  several.push_back(walk(tree));

  nodes.next();
  auto const text = texts.begin();
  views.next();
  views.next();
  items.next();
  lambda.next();
  look();
  return text == texts.end();
}
