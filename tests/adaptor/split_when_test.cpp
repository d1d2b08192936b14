#include <cogen/adaptor/split_when.hpp>
#include <cogen/adaptor/take.hpp>

#include "support/catch.hpp"
#include "support/counting.hpp"
#include "support/input_only.hpp"
#include "support/pulled.hpp"
#include "support/sources.hpp"
#include "support/tracked.hpp"

#include <list>
#include <ranges>
#include <string>
#include <vector>

using cogen::split_when;
using support::collected;
using support::counted;
using parts = std::vector<std::vector<int>>;

namespace {

constexpr auto falls = [](auto const& before, auto const& now) { return now < before; };
constexpr auto third = [](int, int now) { return now % 3 == 0; };

template <class Range>
using split_of = decltype(split_when(std::declval<Range>(), falls));
static_assert(support::is_source_of<split_of<std::vector<int>&>, std::vector<int>&&, std::vector<int>>);
static_assert(
    support::is_source_of<split_of<std::list<std::string>>, std::vector<std::string>&&, std::vector<std::string>>);
static_assert(support::is_source_of<split_of<std::vector<bool>&>, std::vector<bool>&&, std::vector<bool>>);

}  // namespace

TEST_CASE("split_when cuts between two neighbours where the predicate is true") {
  CHECK(collected(split_when(counted(0), falls)).empty());
  CHECK(collected(split_when(counted(1), falls)) == parts{{0}});
  CHECK(collected(split_when(std::vector{1, 2, 3, 3, 2, 5, 2, 4, 2}, falls)) ==
        parts{{1, 2, 3, 3}, {2, 5}, {2, 4}, {2}});
  CHECK(collected(split_when(std::list{3, 2, 1}, falls)) == parts{{3}, {2}, {1}});
  CHECK(collected(split_when(counted(4), falls)) == parts{{0, 1, 2, 3}});
}

TEST_CASE("split_when agrees with a loop on random input") {
  std::mt19937 random(33);
  for (int round = 0; round != 300; ++round) {
    auto const values = support::random_ints(random, 30);
    parts expected;
    for (std::size_t i = 0; i != values.size(); ++i) {
      if (i == 0 || values[i] < values[i - 1]) expected.emplace_back();
      expected.back().push_back(values[i]);
    }
    CHECK(collected(split_when(values, falls)) == expected);
  }
}

TEST_CASE("split_when asks once for each two neighbours and pulls one element past a vector") {
  std::vector<std::pair<int, int>> asked;
  support::pull_log log;
  auto pieces = split_when(support::pulled(log), [&](int before, int now) {
    asked.emplace_back(before, now);
    return now % 3 == 0;
  });
  CHECK(log.pulls == 0);
  CHECK(*pieces.pull() == std::vector{0, 1, 2});
  CHECK(log.pulls == 4);
  CHECK(*pieces.pull() == std::vector{3, 4, 5});
  CHECK(log.pulls == 7);
  CHECK(asked == std::vector<std::pair<int, int>>{{0, 1}, {1, 2}, {2, 3}, {3, 4}, {4, 5}, {5, 6}});
}

TEST_CASE("split_when stays exhausted, also with a single element in the last vector") {
  auto pieces = split_when(std::list{1, 2, 0}, falls);
  CHECK(support::stays_exhausted(pieces));
}

TEST_CASE("split_when keeps its elements when the source throws") {
  for (int at = 1; at != 9; ++at) {
    support::pull_log log;
    log.throw_at = at;
    auto pieces = split_when(support::pulled(log, 7), third);
    parts seen;
    CHECK_THROWS_AS(support::append_rest(pieces, seen), support::pull_failed);
    support::append_rest(pieces, seen);
    CHECK(seen == parts{{0, 1, 2}, {3, 4, 5}, {6}});
  }
}

TEST_CASE("split_when passes the element for which the predicate throws") {
  auto pieces =
      split_when(counted(6), [](int before, int now) { return now == 2 ? throw support::pull_failed() : before == 3; });
  parts seen;
  CHECK_THROWS_AS(support::append_rest(pieces, seen), support::pull_failed);
  support::append_rest(pieces, seen);
  CHECK(seen == parts{{0, 1, 3}, {4, 5}});
}

TEST_CASE("split_when that is left where it is uses its memory again") {
  auto values = counted(999);
  auto pieces = split_when(values, third);
  for (int i = 0; i != 2; ++i) REQUIRE(pieces.pull() != nullptr);
  support::allocation_count count;
  int seen = 2;
  while (pieces.pull() != nullptr) ++seen;
  auto const allocations = count.allocations();
  CHECK(seen == 333);
  CHECK(allocations == 0);
}

TEST_CASE("split_when of move-only elements and of an input range can be moved out") {
  support::lifetime_check check;
  support::input_only<support::move_only> range(counted<support::move_only>(4));
  auto const counts = range.counts();
  std::vector<std::vector<support::move_only>> kept;
  for (auto&& piece : split_when(std::move(range), [](auto const& before, auto const&) { return before == 1; })) {
    kept.push_back(std::move(piece));
  }
  REQUIRE(kept.size() == 2);
  CHECK(kept[1][1] == 3);
  CHECK(counts->dereferences == 4);
}

TEST_CASE("split_when borrows an lvalue source, and is the same called and piped and composed") {
  support::pull_log log;
  support::pulled numbers(log);
  CHECK(collected(numbers | split_when(third) | cogen::take(1)) == parts{{0, 1, 2}});
  CHECK(*numbers.pull() == 4);
  auto const one = split_when(third) | cogen::take(1);
  CHECK(collected(counted(5) | one) == parts{{0, 1, 2}});
}

TEST_CASE("split_when can be moved in the middle of what it owns") {
  support::check_moving([] { return split_when(std::vector{1, 9, 2, 3, 0}, falls); });
  support::check_moving(
      [] { return split_when(std::list<std::string>{"b", "a text that is long enough to allocate", "c"}, falls); });
}
