#include <cogen/adaptor/combinations.hpp>
#include <cogen/adaptor/map.hpp>
#include <cogen/adaptor/tail.hpp>

#include "support/catch.hpp"
#include "support/counting.hpp"
#include "support/input_only.hpp"
#include "support/pulled.hpp"
#include "support/sources.hpp"
#include "support/tracked.hpp"

#include <array>
#include <cstdint>
#include <list>
#include <string>
#include <vector>

using cogen::combinations;
using cogen::tail;
using support::collected;
using support::counted;

namespace {

template <class Range>
using tail_of = decltype(tail(std::declval<Range>(), 1));
static_assert(support::is_source_of<tail_of<std::vector<int>&>, int&&, int>);
static_assert(support::is_source_of<tail_of<std::list<int> const&>, int&&, int>);
static_assert(support::is_source_of<tail_of<std::vector<bool>&>, bool&&, bool>);
static_assert(cogen::segmented<tail_of<std::list<int>&>>);

}  // namespace

TEST_CASE("tail gives the last n elements or all where there are fewer") {
  for (int length = 0; length != 9; ++length) {
    for (int n = 0; n != 11; ++n) {
      std::vector<int> expected;
      for (int i = std::max(0, length - n); i != length; ++i) expected.push_back(i);
      auto values = counted(length);
      support::pull_log log;
      CHECK(collected(tail(values, n)) == expected);
      CHECK(collected(tail(std::list<int>(values.begin(), values.end()), n)) == expected);
      CHECK(collected(tail(support::pulled(log, length), n)) == expected);
    }
  }
}

TEST_CASE("tail reads windows and pulls alike on random input") {
  std::mt19937 random(34);
  for (int round = 0; round != 300; ++round) {
    auto const values = support::random_ints(random, 40);
    auto const n = static_cast<std::size_t>(support::pick(random, 45));
    support::windowed_log log;
    auto const expected =
        std::vector<int>(values.end() - static_cast<std::ptrdiff_t>(std::min(n, values.size())), values.end());
    CHECK(collected(tail(support::windowed(log, support::random_windows(random, values)), n)) == expected);
    support::check_segments(random, [&] { return tail(values, n); });
  }
}

TEST_CASE("tail reads nothing before the first pull and all with it, and nothing for no elements") {
  support::pull_log log;
  auto last = tail(support::pulled(log, 10), 2);
  CHECK(log.pulls == 0);
  CHECK(last.segment(9).empty());
  CHECK(*last.pull() == 8);
  CHECK(log.pulls == 11);
  CHECK(support::stays_exhausted(last));
  CHECK(log.pulls == 11);
  support::pull_log endless;
  auto none = tail(support::pulled(endless), 0);
  CHECK(support::stays_exhausted(none));
  CHECK(endless.pulls == 0);
}

TEST_CASE("tail keeps elements that are given away and copies those that are lent") {
  support::lifetime_check check;
  {
    auto values = counted<support::tracked>(6);
    auto copied = tail(values, 2);
    CHECK(*copied.pull() == 4);
    CHECK(values[4] == 4);
    auto given = tail(counted<support::move_only>(6), 2);
    support::move_only const kept(std::move(*given.pull()));
    CHECK(kept == 4);
    CHECK(*given.pull() == 5);
    CHECK(check->live == 6 + 2 + 3);  // the range that was given is gone
  }
}

TEST_CASE("tail holds no more than n elements of a long source") {
  support::lifetime_check check;
  int most = 0;
  auto numbers = counted(1000);
  auto last = tail(cogen::map(numbers,
                              [&](int number) {
                                most = std::max(most, check->live);
                                return support::tracked(number);
                              }),
                   3);
  CHECK(*last.pull() == 997);
  CHECK(most <= 4);
}

TEST_CASE("tail reads each element of an input range once") {
  support::input_only<int> range(counted(5));
  auto const counts = range.counts();
  CHECK(collected(tail(std::move(range), 2)) == std::vector{3, 4});
  CHECK(counts->dereferences == 5);
}

TEST_CASE("tail goes on reading after an exception and loses nothing") {
  for (int at = 1; at != 6; ++at) {
    support::pull_log log;
    log.throw_at = at;
    auto last = tail(support::pulled(log, 5), 3);
    CHECK_THROWS_AS(last.pull(), support::pull_failed);
    CHECK(last.segment(9).empty());
    CHECK(collected(last) == std::vector{2, 3, 4});
  }
}

TEST_CASE("tail is the same called and piped and composed") {
  auto const values = counted(9);
  auto const both = tail(5) | tail(2);
  CHECK(collected(values | tail(2)) == std::vector{7, 8});
  CHECK(collected(values | both) == std::vector{7, 8});
  CHECK(collected(std::vector{true, false, false} | tail(2)) == std::vector{false, false});
}

TEST_CASE("tail keeps what spans show") {
  auto const values = counted(4);
  CHECK(collected(tail(combinations(values, 2), 2)) == std::vector<std::vector<int>>{{1, 3}, {2, 3}});
  CHECK(collected(tail(combinations(values, 4), 2)) == std::vector<std::vector<int>>{{0, 1, 2, 3}});
}

TEST_CASE("tail refuses a negative n by name in every form and accepts the greatest") {
  auto values = counted(3);
  std::string const rule = "cogen::tail: n must be at least 0, not -1";
  CHECK(support::refusal([&] { (void)tail(values, -1); }) == rule);
  CHECK(support::refusal([&] { (void)tail(-1); }) == rule);
  CHECK(collected(tail(values, SIZE_MAX)) == values);
}

TEST_CASE("tail can be moved in the middle") {
  support::check_moving([] { return tail(std::array{1, 2, 3, 4}, 3); });
  support::check_moving(
      [] { return tail(std::list<std::string>{"a", "b", "c", "a longer string than the others"}, 3); });
}

TEST_CASE("tail allocates for n elements and no more for a long source") {
  auto values = std::list<int>(1000, 1);
  support::allocation_count count;
  auto last = tail(values, 4);
  last.pull();
  auto const allocations = count.allocations();
  CHECK(allocations == 3);  // a vector that grows to 1, 2, 4
}
