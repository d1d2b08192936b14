#include <cogen/generator.hpp>

#include "check.hpp"

#include <cstdio>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

// [count_up]
cogen::generator<int, void, std::string> count_up(int last) {
  for (int n = 1; n <= last; ++n) co_yield n;
  co_return "counted to " + std::to_string(last);
}
// [/count_up]

// [until_closed]
cogen::generator<int, int, std::string> running_sum() {
  int sum = 0;
  try {
    for (;;) {
      std::optional<int> sent = co_yield sum;
      sum += sent.value_or(0);
    }
  } catch (cogen::generator_exit const&) {
    co_return "the sum is " + std::to_string(sum);
  }
}
// [/until_closed]

// [from]
cogen::generator<int> twice() {
  std::string const said = co_yield cogen::from(count_up(2));
  std::printf("the inner one %s\n", said.c_str());
  std::vector<int> const more{10, 20};
  co_yield cogen::from(more);
}
// [/from]

// [layers]
cogen::generator<int, int, int> until_zero() {
  int sum = 0;
  for (;;) {
    std::optional<int> sent = co_yield sum;
    if (sent == 0) co_return sum;
    sum += sent.value_or(0);
  }
}

cogen::generator<int, int> sums() {
  for (;;) {
    int const sum = co_yield cogen::from(until_zero());
    std::printf("a sum of %d\n", sum);
  }
}
// [/layers]

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

// [deep]
cogen::generator<int> nested(int depth) {
  if (depth > 0) co_yield cogen::from(nested(depth - 1));
  co_yield depth;
}
// [/deep]

// [solution]
using graph = std::map<std::string, std::vector<std::string>>;

// The graph and the set must outlive the generator.
cogen::generator<std::string> depth_first(graph const& friends, std::string who, std::set<std::string>& seen) {
  seen.insert(who);
  co_yield who;
  for (std::string const& other : friends.at(who)) {
    if (!seen.contains(other)) co_yield cogen::from(depth_first(friends, other, seen));
  }
}

cogen::generator<std::string> breadth_first(graph const& friends, std::string start) {
  std::set<std::string> seen{start};
  std::deque<std::string> waiting{start};
  while (!waiting.empty()) {
    std::string const who = std::move(waiting.front());
    waiting.pop_front();
    co_yield who;
    for (std::string const& other : friends.at(who)) {
      if (seen.insert(other).second) waiting.push_back(other);
    }
  }
}
// [/solution]

int main() {
  part("result");
  {
    // [result]
    auto numbers = count_up(2);
    for (int n : numbers) std::printf("%d\n", n);
    std::printf("%s\n", numbers.result().c_str());
    // [/result]
  }
  {
    // [closed]
    auto sum = running_sum();
    sum.next();
    sum.send(3);
    sum.send(4);
    check(sum.close() == "the sum is 7");
    // [/closed]
  }
  part("from");
  // [from_used]
  for (int n : twice()) std::printf("%d\n", n);
  // [/from_used]
  part("layers");
  {
    // [layers_used]
    auto outer = sums();
    outer.next();
    outer.send(5);
    check(outer.send(6) == 11);
    outer.send(0);
    check(outer.send(7) == 7);
    outer.send(0);
    // [/layers_used]
  }
  part("tree");
  {
    // [tree_used]
    auto const leaf = [](int value) { return std::make_unique<node>(value, nullptr, nullptr); };
    node const root(4, std::make_unique<node>(2, leaf(1), leaf(3)), leaf(5));
    for (int value : in_order(&root)) std::printf("%d\n", value);
    // [/tree_used]
  }
  {
    // [deep_used]
    auto deep = nested(100'000);
    check(deep.next() == 0);  // from the bottom
    check(deep.next() == 1);  // one resume, not 100,000
    // [/deep_used]
  }
  part("solution");
  // [solution_used]
  graph const friends{{"Ann", {"Bob", "Cem"}}, {"Bob", {"Dan"}}, {"Cem", {"Ann"}}, {"Dan", {}}};
  std::set<std::string> seen;
  for (std::string const& who : depth_first(friends, "Ann", seen)) std::printf("%s\n", who.c_str());
  std::printf("\n");
  for (std::string const& who : breadth_first(friends, "Ann")) std::printf("%s\n", who.c_str());
  // [/solution_used]
}
