#include <cogen/adaptor/permutations.hpp>
#include <cogen/adaptor/take.hpp>
#include <cogen/source/cycle.hpp>

#include "support/catch.hpp"
#include "support/counting.hpp"
#include "support/input_only.hpp"
#include "support/pulled.hpp"
#include "support/sources.hpp"
#include "support/tracked.hpp"

#include <list>
#include <string>
#include <vector>

using cogen::cycle;
using cogen::take;
using support::collected;
using support::counted;
using ints = std::vector<int>;

static_assert(support::is_source_of<decltype(cycle(std::declval<ints&>())), int const&, int>);
static_assert(support::is_source_of<decltype(cycle(std::declval<std::vector<bool>&>())), bool const&, bool>);
static_assert(cogen::segmented<decltype(cycle(std::declval<std::list<int>&>()))>);

TEST_CASE("cycle goes round and round") {
  for (int length = 1; length != 5; ++length) {
    auto const values = counted(length);
    ints expected;
    for (int i = 0; i != 17; ++i) expected.push_back(i % length);
    CHECK(collected(cycle(values) | take(17)) == expected);
    CHECK(collected(values | cycle | take(17)) == expected);
    CHECK(collected(cycle(support::input_only<int>(values)) | take(17)) == expected);
  }
}

TEST_CASE("cycle of an empty range is empty") {
  auto nothing = cycle(ints());
  CHECK(support::stays_exhausted(nothing));
}

TEST_CASE("cycle reads its range once and no further than it has to") {
  support::pull_log log;
  auto turning = cycle(support::pulled(log, 3));
  CHECK(log.pulls == 0);
  CHECK(*turning.pull() == 0);
  CHECK(log.pulls == 1);
  CHECK(collected(turning | take(10)) == ints{1, 2, 0, 1, 2, 0, 1, 2, 0, 1});
  CHECK(log.pulls == 4);
  CHECK(log.pulls_after_end == 0);
}

TEST_CASE("cycle of an infinite source is that source") {
  support::pull_log log;
  CHECK(collected(cycle(support::pulled(log)) | take(1000)) == counted(1000));
  CHECK(log.pulls == 1000);
}

TEST_CASE("cycle moves the elements that it is given and shows the same ones ever after") {
  support::lifetime_check check;
  std::list<support::move_only> given;
  given.emplace_back(0);
  given.emplace_back(1);
  {
    auto turning = cycle(std::move(given));
    CHECK(*turning.pull() == 0);
    CHECK(*turning.pull() == 1);
    auto const* const first = turning.pull();
    CHECK(*first == 0);
    CHECK(*turning.pull() == 1);
    CHECK(turning.pull() == first);
    CHECK(check->live == 2);
  }
}

TEST_CASE("cycle gives the range back when it has read it") {
  support::lifetime_check check;
  auto turning = cycle(counted<support::tracked>(2));
  CHECK(collected(turning | take(2)).size() == 2);
  CHECK(check->live == 4);
  CHECK(*turning.pull() == 0);
  CHECK(check->live == 2);
}

TEST_CASE("cycle keeps what spans show") {
  CHECK(collected(cycle(cogen::permutations(counted(2))) | take(3)) == std::vector<ints>{{0, 1}, {1, 0}, {0, 1}});
}

TEST_CASE("cycle passes on what its source throws and goes on") {
  support::pull_log log;
  log.throw_at = 2;
  auto turning = cycle(support::pulled(log, 2));
  CHECK(*turning.pull() == 0);
  CHECK_THROWS_AS(turning.pull(), support::pull_failed);
  CHECK(collected(turning | take(4)) == ints{1, 0, 1, 0});
}

TEST_CASE("cycle can be moved in the middle") {
  support::check_moving([] { return cycle(std::vector<std::string>{"a", "b", "c"}) | take(8); });
  support::check_moving([] { return cycle(std::vector{true, false, false}) | take(8); });
}

TEST_CASE("cycle has segments from the second time on and never past the end of a turn") {
  auto const values = counted(3);
  auto turning = cycle(values);
  CHECK(turning.segment(9).empty());
  CHECK(*turning.pull() == 0);
  CHECK(turning.segment(9).empty());
  CHECK(collected(turning | take(3)) == ints{1, 2, 0});
  CHECK(turning.segment(1).size() == 1);
  CHECK(turning.segment(9).size() == 1);
  CHECK(turning.segment(9).empty());
  CHECK(*turning.pull() == 0);
  std::mt19937 random(30);
  for (int round = 0; round != 100; ++round) support::check_segments(random, [&] { return cycle(values) | take(11); });
}

TEST_CASE("cycle allocates for the elements and nothing after the first turn") {
  auto const values = counted(100);
  auto turning = cycle(values);
  for (int i = 0; i != 101; ++i) turning.pull();
  support::allocation_count allocated;
  int sum = 0;
  for (int i = 0; i != 1000; ++i) sum += *turning.pull();
  auto const allocations = allocated.allocations();
  CHECK(sum == 49500);
  CHECK(allocations == 0);
}
