#include <cogen/adaptor/compress.hpp>
#include <cogen/adaptor/take.hpp>

#include "support/catch.hpp"
#include "support/counting.hpp"
#include "support/input_only.hpp"
#include "support/pulled.hpp"
#include "support/sources.hpp"
#include "support/tracked.hpp"

#include <list>
#include <string>
#include <vector>

using cogen::compress;
using support::collected;
using support::counted;

namespace {

template <class Range>
using compress_of = decltype(compress(std::declval<Range>(), std::declval<std::vector<bool>&>()));
static_assert(support::is_source_of<compress_of<std::vector<int>&>, int&, int>);
static_assert(support::is_source_of<compress_of<std::list<int>>, int&&, int>);
static_assert(support::is_source_of<compress_of<std::vector<int> const&>, int const&, int>);

}  // namespace

TEST_CASE("compress gives the elements whose selector is true") {
  CHECK(collected(compress(counted(0), std::vector{1, 1})).empty());
  CHECK(collected(compress(counted(2), std::vector<int>())).empty());
  CHECK(collected(compress(std::string("ABCDEF"), std::vector{1, 0, 1, 0, 1, 1})) == std::vector{'A', 'C', 'E', 'F'});
  CHECK(collected(compress(counted(3), std::vector<bool>{false, true, true})) == std::vector{1, 2});
  CHECK(collected(compress(std::list{1, 2, 3}, std::list<bool>{true})) == std::vector{1});
  CHECK(collected(compress(counted(2), std::vector{1, 1, 1})) == std::vector{0, 1});
}

TEST_CASE("compress agrees with a loop on random input") {
  std::mt19937 random(37);
  for (int round = 0; round != 300; ++round) {
    auto const values = support::random_ints(random, 20);
    auto const selectors = support::random_ints(random, 20);
    std::vector<int> expected;
    for (std::size_t i = 0; i != std::min(values.size(), selectors.size()); ++i) {
      if (selectors[i] != 0) expected.push_back(values[i]);
    }
    CHECK(collected(values | compress(selectors)) == expected);
  }
}

TEST_CASE("compress pulls one of each a place, and no element where the selectors have ended") {
  support::pull_log elements;
  support::pull_log selectors;
  support::pulled numbers(elements);
  auto chosen = compress(numbers, support::pulled(selectors, 3));
  CHECK(elements.pulls == 0);
  CHECK(selectors.pulls == 0);
  CHECK(*chosen.pull() == 1);
  CHECK(elements.pulls == 2);
  CHECK(selectors.pulls == 2);
  CHECK(support::stays_exhausted(chosen));
  CHECK(elements.pulls == 3);
  CHECK(selectors.pulls_after_end == 0);
  CHECK(*numbers.pull() == 3);
}

TEST_CASE("compress stays exhausted when the elements end first, though there are selectors") {
  support::pull_log selectors;
  auto chosen = compress(counted(2), support::pulled(selectors));
  CHECK(support::stays_exhausted(chosen));
  CHECK(selectors.pulls == 3);
}

TEST_CASE("compress goes on behind an exception of the selectors") {
  support::pull_log log;
  log.throw_at = 2;
  auto chosen = compress(counted(4), support::pulled(log, 4));
  std::vector<int> seen;
  CHECK_THROWS_AS(support::append_rest(chosen, seen), support::pull_failed);
  support::append_rest(chosen, seen);
  CHECK(seen == std::vector{1, 2, 3});
}

TEST_CASE("compress hands on move-only elements of an input range, each read once") {
  support::lifetime_check check;
  support::input_only<support::move_only> range(counted<support::move_only>(3));
  auto const counts = range.counts();
  auto const kept = collected(compress(std::move(range), std::vector{1, 0, 1}));
  REQUIRE(kept.size() == 2);
  CHECK(kept[1] == 2);
  CHECK(counts->dereferences == 3);
}

TEST_CASE("compress borrows lvalue selectors and owns rvalues, in both forms") {
  support::pull_log log;
  support::pulled selectors(log);
  CHECK(collected(counted(3) | compress(selectors)) == std::vector{1, 2});
  CHECK(*selectors.pull() == 4);
  std::vector<int> ones(2, 1);
  auto piped = compress(ones);
  ones.assign(3, 1);
  CHECK(collected(counted(5) | std::move(piped)) == std::vector{0, 1, 2});
  auto const first = compress(std::list{0, 1, 1}) | cogen::take(1);
  (void)first;
  CHECK(collected(counted(3) | (compress(std::list{0, 1, 1}) | cogen::take(1))) == std::vector{1});
}

TEST_CASE("compress can be moved in the middle of what it owns") {
  support::check_moving([] { return compress(std::list{1, 2, 3, 4}, std::list{1, 0, 1, 1}); });
}

TEST_CASE("compress allocates nothing") {
  auto const values = counted(100);
  support::allocation_count count;
  int sum = 0;
  for (int const value : compress(values, values)) sum += value;
  auto const allocations = count.allocations();
  CHECK(sum == 4950);
  CHECK(allocations == 0);
}
