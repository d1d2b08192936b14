// What bench/instructions.py counts: instructions QUESTION ELEMENTS does the work for so many elements.
#include <cogen/generator.hpp>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string_view>

#include "support/elsewhere.hpp"
#include "support/recursive_generator.hpp"
#include "support/textbook_generator.hpp"

namespace {

struct node {
  std::unique_ptr<node> left, right;
};
std::unique_ptr<node> tree(int nodes) {
  if (nodes == 0) return nullptr;
  return std::unique_ptr<node>(new node{tree(nodes / 2), tree((nodes - 1) / 2)});
}

cogen::generator<int> walk(node const& at) {
  if (at.left) co_yield cogen::from(walk(*at.left));
  co_yield 1;
  if (at.right) co_yield cogen::from(walk(*at.right));
}
recursive::generator<int> recursive_walk(node const& at) {
  if (at.left) co_yield recursive::elements_of<int>(recursive_walk(*at.left));
  co_yield 1;
  if (at.right) co_yield recursive::elements_of<int>(recursive_walk(*at.right));
}

cogen::generator<int> nested(int depth, int end) {
  if (depth > 1) {
    co_yield cogen::from(nested(depth - 1, end));
  } else {
    for (int i = 0; i < end; ++i) co_yield i;
  }
}

template <class Range>
long sum_of(Range&& range) {
  long total = 0;
  for (int value : range) total += value;
  return total;
}

template <class Make>
long one_of_each(Make make, int times) {
  long total = 0;
  for (int i = 0; i < times; ++i) {
    auto made = make(3);
    for (int value : made) {
      total += value;
      break;
    }
  }
  return total;
}

long run(std::string_view question, int elements) {
  using namespace bench::elsewhere;
  long total = 0;
  if (question == "textbook") return sum_of(textbook_integers(elements));
  if (question == "textbook, may throw") return sum_of(textbook_integers_that_may_throw(elements, -1));
  if (question == "element") return sum_of(integers(elements));
  if (question == "next()") {
    auto made = integers(elements);
    while (auto value = made.next()) total += *value;
    return total;
  }
  if (question == "send()") {
    auto last = echo();
    last.next();
    for (int i = 0; i < elements; ++i) total += *last.send(i);
    return total;
  }
  if (question == "element at depth 1") return sum_of(nested(1, elements));
  if (question == "element at depth 64") return sum_of(nested(64, elements));
  if (question == "create, textbook") return one_of_each(textbook_integers, elements);
  if (question == "create") return one_of_each(integers, elements);
  auto const top = tree(63);
  for (int i = 0; i < elements / 63; ++i) {
    total += question == "tree node" ? sum_of(walk(*top)) : sum_of(recursive_walk(*top));
  }
  return total;
}

}  // namespace

int main(int, char** arguments) { std::printf("%ld\n", run(arguments[1], std::atoi(arguments[2]))); }
