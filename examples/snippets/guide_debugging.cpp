// [macros]
#define COGEN_DEBUG                      // or -DCOGEN_DEBUG: alike in all translation units of a program
#define COGEN_ASSERT COGEN_ASSERT_THROW  // the default with COGEN_DEBUG is COGEN_ASSERT_TERMINATE

#include <cogen/generator.hpp>
// [/macros]

#include <cogen/adaptor/filter.hpp>
#include <cogen/adaptor/inspect.hpp>
#include <cogen/sink/sum.hpp>

#include "check.hpp"

#include <cstdio>
#include <string>
#include <utility>
#include <vector>

using cogen::from;
using cogen::generator;

// [walk]
struct node {
  int value;
  std::vector<node> below;
};

generator<int> walk(node const& root) {
  for (node const& each : root.below) co_yield from(walk(each));
  co_yield root.value;
}

generator<int> steps() {
  co_yield 1;
  co_yield 2;
}
// [/walk]

template <class Yield>
unsigned line_of(generator<Yield> const& g) {
  return static_cast<unsigned>(g.yielded_at().line());
}

int main() {
  part("yielded_at");
  {
    // [yielded_at]
    auto g = steps();
    std::printf("created: line %u\n", line_of(g));
    g.next();
    std::printf("suspended: line %u\n", line_of(g));
    g.next();
    std::printf("suspended: line %u\n", line_of(g));
    g.next();
    std::printf("closed: line %u\n", line_of(g));

    node const tree{1, {{2, {{3, {}}}}, {4, {}}}};
    auto nodes = walk(tree);
    nodes.next();
    std::printf("three levels down: line %u\n", line_of(nodes));  // where the innermost one stands
    // [/yielded_at]
  }
  part("misuse");
  {
    // [end]
    auto g = steps();
    auto it = g.begin();
    ++it;
    ++it;
    try {
      std::printf("%d\n", *it);
    } catch (cogen::iterator_misused const& error) {
      std::printf("%s\n", error.what());
    }
    // [/end]
  }
  {
    // [gone]
    auto g = steps();
    auto it = g.begin();
    g.next();  // the element that `it` stands at is gone
    try {
      std::printf("%d\n", *it);
    } catch (cogen::iterator_misused const& error) {
      std::printf("%s\n", error.what());
    }
    // [/gone]
  }
  part("inspect");
  {
    // [inspect]
    auto const show = [](int n) { std::printf("%d came by\n", n); };
    auto const odd = [](int n) { return n % 2 == 1; };
    check(cogen::sum(steps() | cogen::inspect(show) | cogen::filter(odd)) == 1);
    // [/inspect]
  }
}
