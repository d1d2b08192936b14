#include <cogen/adaptor/accumulate.hpp>
#include <cogen/adaptor/take.hpp>

#include "support/catch.hpp"
#include "support/counting.hpp"
#include "support/input_only.hpp"
#include "support/pulled.hpp"
#include "support/sources.hpp"
#include "support/tracked.hpp"

#include <algorithm>
#include <functional>
#include <list>
#include <numeric>
#include <ranges>
#include <string>
#include <vector>

using cogen::accumulate;
using support::collected;
using support::counted;

namespace {

static_assert(support::is_source_of<decltype(accumulate(std::declval<std::vector<int>&>())), int const&, int>);
static_assert(
    support::is_source_of<decltype(accumulate(std::declval<std::list<int>>(), std::plus<>(), 1L)), long const&, long>);
static_assert(support::is_source_of<decltype(accumulate(std::declval<std::vector<bool>&>(), std::logical_or<>())),
                                    bool const&, bool>);

constexpr auto larger = [](int left, int right) { return std::max(left, right); };
constexpr auto append = [](std::string text, int value) { return std::move(text) + std::to_string(value); };

}  // namespace

TEST_CASE("accumulate gives the first element first and then the totals") {
  CHECK(collected(accumulate(counted(0))).empty());
  CHECK(collected(accumulate(std::vector{7})) == std::vector{7});
  CHECK(collected(accumulate(std::vector{1, 2, 3, 4, 5})) == std::vector{1, 3, 6, 10, 15});
  CHECK(collected(accumulate(std::list{3, 1, 4, 1, 5}, larger)) == std::vector{3, 3, 4, 4, 5});
  CHECK(collected(accumulate(std::vector{8, 2, 1}, std::minus<>())) == std::vector{8, 6, 5});
}

TEST_CASE("accumulate with an initial value gives that first") {
  CHECK(collected(accumulate(counted(0), std::plus<>(), 100)) == std::vector{100});
  CHECK(collected(accumulate(std::vector{1, 2, 3}, std::plus<>(), 100)) == std::vector{100, 101, 103, 106});
  CHECK(collected(accumulate(std::vector{1, 2}, append, std::string(">"))) ==
        std::vector<std::string>{">", ">1", ">12"});
}

TEST_CASE("accumulate agrees with std::partial_sum on random input") {
  std::mt19937 random(36);
  for (int round = 0; round != 300; ++round) {
    auto const values = support::random_ints(random, 30);
    std::vector<int> expected;
    std::partial_sum(values.begin(), values.end(), std::back_inserter(expected));
    CHECK(collected(values | accumulate) == expected);
  }
}

TEST_CASE("accumulate pulls once for a total and not at all for the initial value") {
  support::pull_log log;
  auto totals = accumulate(support::pulled(log));
  CHECK(log.pulls == 0);
  for (int i = 1; i != 4; ++i) {
    REQUIRE(totals.pull() != nullptr);
    CHECK(log.pulls == i);
  }
  support::pull_log other;
  auto started = accumulate(support::pulled(other), std::plus<>(), 5);
  CHECK(*started.pull() == 5);
  CHECK(other.pulls == 0);
}

TEST_CASE("accumulate stays exhausted") {
  auto few = accumulate(std::list{1, 2});
  CHECK(support::stays_exhausted(few));
  auto empty = accumulate(std::list<int>());
  CHECK(support::stays_exhausted(empty));
  auto only_initial = accumulate(std::list<int>(), std::plus<>(), 1);
  CHECK(support::stays_exhausted(only_initial));
}

TEST_CASE(
    "accumulate goes on with its total when the source throws, and passes an element for which the operation does") {
  for (int at = 1; at != 5; ++at) {
    support::pull_log log;
    log.throw_at = at;
    auto totals = accumulate(support::pulled(log, 4));
    std::vector<int> seen;
    CHECK_THROWS_AS(support::append_rest(totals, seen), support::pull_failed);
    support::append_rest(totals, seen);
    CHECK(seen == std::vector{0, 1, 3, 6});
  }
  auto totals = accumulate(
      counted(4), [](int total, int value) { return value == 2 ? throw support::pull_failed() : total + value; });
  std::vector<int> seen;
  CHECK_THROWS_AS(support::append_rest(totals, seen), support::pull_failed);
  support::append_rest(totals, seen);
  CHECK(seen == std::vector{0, 1, 4});
}

TEST_CASE("accumulate moves its total on and takes move-only elements of an input range") {
  support::lifetime_check check;
  support::input_only<support::move_only> range(counted<support::move_only>(4));
  auto const counts = range.counts();
  auto totals = accumulate(std::move(range), [](support::move_only&& total, support::move_only&& element) {
    total.set(total.value() + element.value());
    return std::move(total);
  });
  std::vector<int> seen;
  while (auto const* const total = totals.pull()) seen.push_back(total->value());
  CHECK(seen == std::vector{0, 1, 3, 6});
  CHECK(counts->dereferences == 4);
}

TEST_CASE("accumulate is the same called and piped and composed") {
  auto const products = accumulate(std::multiplies<>(), 1) | cogen::take(3);
  CHECK(collected(std::vector{2, 3, 4} | products) == std::vector{1, 2, 6});
  CHECK(collected(std::vector{2, 3, 4} | accumulate(std::multiplies<>())) == std::vector{2, 6, 24});
  CHECK(collected(std::vector{2, 3, 4} | accumulate()) == std::vector{2, 5, 9});
}

TEST_CASE("accumulate can be moved in the middle of what it owns") {
  support::check_moving([] { return accumulate(std::vector{1, 2, 3}); });
  support::check_moving(
      [] { return accumulate(std::list{1, 2, 3}, append, std::string("a text that is long enough to allocate")); });
}

TEST_CASE("accumulate allocates nothing") {
  auto const values = counted(100);
  support::allocation_count count;
  int last = 0;
  for (int const total : accumulate(values)) last = total;
  auto const allocations = count.allocations();
  CHECK(last == 4950);
  CHECK(allocations == 0);
}
