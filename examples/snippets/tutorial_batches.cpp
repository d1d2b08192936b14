#include <cogen/adaptor/batch.hpp>
#include <cogen/adaptor/batch_by.hpp>
#include <cogen/adaptor/group_by.hpp>
#include <cogen/adaptor/map.hpp>
#include <cogen/adaptor/pairwise.hpp>
#include <cogen/adaptor/sliding_window.hpp>
#include <cogen/generator.hpp>
#include <cogen/sink/join.hpp>
#include <cogen/sink/sum.hpp>
#include <cogen/sink/to.hpp>
#include <cogen/source/range.hpp>

#include "check.hpp"

#include <algorithm>
#include <cstdio>
#include <random>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

// [by_hand]
template <class Numbers>
cogen::generator<std::vector<int>> batched(Numbers numbers, std::size_t size) {
  std::vector<int> some;
  for (int n : numbers) {
    some.push_back(n);
    if (some.size() < size) continue;
    co_yield std::move(some);
    some.clear();
  }
  if (!some.empty()) co_yield std::move(some);  // the last ones
}
// [/by_hand]

// [order]
struct order {
  std::string day;
  int price;
};
// [/order]

// [solution]
// Each epoch hands out all data once, in an order of its own.
cogen::generator<std::vector<int>> loader(std::vector<int> data, int batch_size, int epochs) {
  std::mt19937 random(42);
  for (int epoch = 0; epoch < epochs; ++epoch) {
    std::shuffle(data.begin(), data.end(), random);
    co_yield cogen::from(data | cogen::batch(batch_size));
  }
}
// [/solution]

int main() {
  auto const text = [](int n) { return std::to_string(n); };
  part("batch");
  // [batch]
  for (std::vector<int> const& some : cogen::range(1, 8) | cogen::batch(3)) {
    std::printf("%s\n", cogen::join(some | cogen::map(text), " ").c_str());
  }
  // [/batch]
  check((batched(cogen::range(1, 8), 3) | cogen::to<std::vector>()) ==
        (cogen::range(1, 8) | cogen::batch(3) | cogen::to<std::vector>()));
  {
    // [strict]
    auto pairs = cogen::range(3) | cogen::batch(2, cogen::strict);
    check(pairs.next() == std::vector{0, 1});
    try {
      pairs.next();
      check(false);
    } catch (std::invalid_argument const&) {  // the last batch is short
    }
    // [/strict]
  }
  part("batch_by");
  // [batch_by]
  std::vector<std::string> const messages{"aaaa", "bb", "cccc", "d", "eeeeeeeeeeee", "ff"};
  auto const size = [](std::string const& message) { return message.size(); };
  for (auto const& some : messages | cogen::batch_by(size, 8)) {  // at most 8 bytes
    std::printf("%s\n", cogen::join(some, "+").c_str());
  }
  // [/batch_by]
  part("window");
  // [window]
  std::vector const temperatures{20.0, 21.0, 25.0, 29.0, 30.0};
  for (std::span<double const> three : temperatures | cogen::sliding_window(3)) {
    std::printf("mean %.0f, %s\n", cogen::sum(three) / 3, three[2] > three[0] + 5 ? "rises fast" : "rises");
  }
  // [/window]
  part("pairs");
  // [pairs]
  for (auto&& [before, now] : temperatures | cogen::pairwise) std::printf("%+.0f\n", now - before);
  // [/pairs]
  part("groups");
  // [groups]
  std::vector<order> const orders{{"Mon", 10}, {"Mon", 15}, {"Tue", 7}, {"Wed", 1}, {"Wed", 2}};
  for (auto&& [day, of_that_day] : orders | cogen::group_by(&order::day)) {
    auto const total = of_that_day | cogen::map(&order::price) | cogen::sum;
    std::printf("%s %d\n", day.c_str(), static_cast<int>(total));
  }
  // [/groups]
  {
    // [solution_used]
    auto batches = loader({1, 2, 3, 4, 5}, 2, 2);
    std::vector<std::size_t> sizes;
    int sum = 0;
    for (std::vector<int> const& some : batches) {
      sizes.push_back(some.size());
      sum += static_cast<int>(cogen::sum(some));
    }
    check(sizes == std::vector<std::size_t>{2, 2, 1, 2, 2, 1});
    check(sum == 2 * (1 + 2 + 3 + 4 + 5));
    // [/solution_used]
  }
}
