#include <cogen/adaptor/drop.hpp>
#include <cogen/adaptor/take.hpp>

#include "support/catch.hpp"
#include "support/counting.hpp"
#include "support/input_only.hpp"
#include "support/pulled.hpp"
#include "support/sources.hpp"
#include "support/tracked.hpp"

#include <array>
#include <cstdint>
#include <list>
#include <ranges>
#include <set>
#include <string>
#include <vector>

using cogen::drop;
using cogen::take;
using support::collected;
using support::counted;

namespace {

template <class Range>
using drop_of = decltype(drop(std::declval<Range>(), 1));
static_assert(support::is_source_of<drop_of<std::vector<int>&>, int&, int>);
static_assert(support::is_source_of<drop_of<std::vector<int> const&>, int const&, int>);
static_assert(support::is_source_of<drop_of<std::vector<int>>, int&&, int>);
static_assert(cogen::segmented<drop_of<std::vector<int>&>>);
static_assert(!cogen::segmented<drop_of<std::list<int>&>>);

}  // namespace

TEST_CASE("drop gives all but the first n elements") {
  for (int length = 0; length != 6; ++length) {
    for (int n = 0; n != 8; ++n) {
      auto const values = counted(length);
      std::vector<int> const expected(values.begin() + std::min(n, length), values.end());
      auto dropped = drop(values, n);
      CHECK(collected(dropped) == expected);
      CHECK(support::stays_exhausted(dropped));
      CHECK(collected(drop(std::list<int>(values.begin(), values.end()), n)) == expected);
    }
  }
}

TEST_CASE("take of n and drop of n are together the whole range") {
  std::mt19937 random(3);
  for (int round = 0; round != 300; ++round) {
    auto const values = support::random_ints(random, 20);
    int const n = support::pick(random, 25);
    auto together = collected(take(values, n));
    auto rest = drop(values, n);
    support::append_rest(rest, together);
    CHECK(together == values);
  }
}

TEST_CASE("drop passes n elements with the first pull and none before") {
  support::pull_log log;
  auto dropped = drop(support::pulled(log), 3);
  CHECK(log.pulls == 0);
  CHECK(*dropped.pull() == 3);
  CHECK(log.pulls == 4);
  CHECK(*dropped.pull() == 4);
  CHECK(log.pulls == 5);
}

TEST_CASE("drop of more than there is asks once for the end") {
  support::pull_log log;
  auto dropped = drop(support::pulled(log, 2), 5);
  CHECK(support::stays_exhausted(dropped));
  CHECK(log.pulls == 3);
  CHECK(log.pulls_after_end == 0);
}

TEST_CASE("drop borrows an lvalue source and leaves it behind its last element") {
  support::pull_log log;
  support::pulled numbers(log);
  auto dropped = drop(numbers, 2);
  CHECK(*dropped.pull() == 2);
  CHECK(*numbers.pull() == 3);
  CHECK(*dropped.pull() == 4);
}

TEST_CASE("drop counts only pulls that did not throw") {
  for (int at = 1; at != 6; ++at) {
    support::pull_log log;
    log.throw_at = at;
    auto dropped = drop(support::pulled(log, 5), 3);
    std::vector<int> seen;
    CHECK_THROWS_AS(support::append_rest(dropped, seen), support::pull_failed);
    support::append_rest(dropped, seen);
    CHECK(seen == std::vector{3, 4});
  }
}

TEST_CASE("drop lets move-only elements be moved out of an rvalue and touches no other") {
  support::lifetime_check check;
  {
    auto dropped = counted<support::move_only>(4) | drop(3);
    support::move_only const kept(std::move(*dropped.pull()));
    CHECK(kept == 3);
    CHECK(check->moved == 1);
    CHECK(check->live == 5);
  }
  CHECK(check->live == 0);
}

TEST_CASE("drop reads each element of an input range once") {
  support::input_only<int const&> range(counted(5));
  auto const counts = range.counts();
  CHECK(collected(drop(range, 2)) == std::vector{2, 3, 4});
  CHECK(counts->begins == 1);
  CHECK(counts->increments == 5);
}

TEST_CASE("drop is the same called and piped and composed") {
  auto const values = counted(6);
  std::vector const expected{3, 4, 5};
  auto const three = drop(1) | drop(2);
  CHECK(collected(drop(values, 3)) == expected);
  CHECK(collected(values | drop(3)) == expected);
  CHECK(collected(values | three) == expected);
}

TEST_CASE("drop refuses a negative n by name in every form") {
  auto values = counted(3);
  std::string const rule = "cogen::drop: n must be at least 0, not -1";
  CHECK(support::refusal([&] { (void)drop(values, -1); }) == rule);
  CHECK(support::refusal([&] { (void)drop(-1); }) == rule);
  CHECK(support::refusal([&] { (void)(values | drop(-1L)); }) == rule);
}

TEST_CASE("drop accepts the greatest counts") {
  auto values = counted(3);
  CHECK(collected(drop(values, SIZE_MAX)).empty());
  CHECK(collected(drop(std::list{1, 2}, SIZE_MAX)).empty());
}

TEST_CASE("drop can be moved in the middle of what it owns") {
  support::check_moving([] { return drop(std::array{1, 2, 3, 4}, 1); });
  support::check_moving([] { return drop(std::string("short"), 1); });
  support::check_moving([] { return drop(std::list{1, 2, 3, 4}, 1); });
  support::check_moving([] { return drop(std::set{1, 2, 3, 4}, 1); });
  support::check_moving(
      [] { return drop(std::views::iota(0, 6) | std::views::transform([](int i) { return i; }), 2); });
}

TEST_CASE("drop allocates nothing") {
  auto values = counted(100);
  support::allocation_count count;
  int sum = 0;
  auto dropped = drop(values, 50);
  while (int* const value = dropped.pull()) sum += *value;
  auto const allocations = count.allocations();
  CHECK(sum == 3725);
  CHECK(allocations == 0);
}

TEST_CASE("drop passes segments on behind the first n and produces none") {
  std::mt19937 random(4);
  for (int round = 0; round != 300; ++round) {
    auto const windows = support::random_windows(random, support::random_ints(random, 30));
    int const n = support::pick(random, 35);
    support::windowed_log log;
    support::check_segments(random, [&] { return drop(support::windowed(log, windows), n); });
  }
  support::windowed_log log;
  auto dropped = drop(support::windowed(log, {{0, 1, 2}, {3, 4, 5}, {6}}), 4);
  CHECK(dropped.segment(9).empty());
  CHECK(log.pulls == 0);
  CHECK(*dropped.pull() == 4);
  CHECK(log.pulls == 3);  // one for each window that was passed in segments, one for the element
  auto const there = dropped.segment(9);
  REQUIRE(there.size() == 1);
  CHECK(there[0] == 5);
  CHECK(dropped.segment(9).empty());
  CHECK(log.windows == 2);
}

TEST_CASE("drop is a range for std algorithms and views") {
  auto values = counted(6);
  std::vector<int> seen;
  for (int const value : drop(values, 4) | std::views::transform([](int i) { return -i; })) seen.push_back(value);
  CHECK(seen == std::vector{-4, -5});
  CHECK(std::ranges::count_if(drop(values, 4), [](int) { return true; }) == 2);
  CHECK(collected(values | std::views::reverse | drop(4)) == std::vector{1, 0});
}
