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
#include <memory>
#include <ranges>
#include <set>
#include <string>
#include <vector>

using cogen::take;
using support::collected;
using support::counted;

namespace {

template <class Range>
using take_of = decltype(take(std::declval<Range>(), 1));
static_assert(support::is_source_of<take_of<std::vector<int>&>, int&, int>);
static_assert(support::is_source_of<take_of<std::vector<int> const&>, int const&, int>);
static_assert(support::is_source_of<take_of<std::vector<int>>, int&&, int>);
static_assert(support::is_source_of<take_of<std::vector<bool>&>, std::vector<bool>::reference&&, bool>);
static_assert(cogen::segmented<take_of<std::vector<int>&>>);
static_assert(!cogen::segmented<take_of<std::list<int>&>>);

}  // namespace

TEST_CASE("take gives the first n elements, or all where there are fewer") {
  for (int length = 0; length != 6; ++length) {
    for (int n = 0; n != 8; ++n) {
      auto values = counted(length);
      CHECK(collected(take(values, n)) == counted(std::min(length, n)));
    }
  }
}

TEST_CASE("take pulls exactly n elements of an infinite source and not one more") {
  for (int n = 0; n != 4; ++n) {
    support::pull_log log;
    auto taken = take(support::pulled(log), n);
    CHECK(log.pulls == 0);
    CHECK(collected(taken) == counted(n));
    CHECK(log.pulls == n);
    CHECK(support::stays_exhausted(taken));
    CHECK(log.pulls == n);
  }
}

TEST_CASE("take that is stopped early has pulled what it handed out") {
  support::pull_log log;
  auto taken = take(support::pulled(log), 10);
  for (int const value : taken) {
    if (value == 2) break;
  }
  CHECK(log.pulls == 3);
}

TEST_CASE("take of a shorter source stays exhausted") {
  support::pull_log log;
  auto taken = take(support::pulled(log, 2), 5);
  CHECK(collected(taken) == counted(2));
  CHECK(log.pulls == 3);
  CHECK(support::stays_exhausted(taken));
}

TEST_CASE("take borrows an lvalue source which goes on behind the last element taken") {
  support::pull_log log;
  support::pulled numbers(log);
  CHECK(collected(take(numbers, 3)) == counted(3));
  CHECK(*numbers.pull() == 3);
  CHECK(collected(numbers | take(2)) == std::vector{4, 5});
  CHECK(*numbers.pull() == 6);
}

TEST_CASE("take hands out the very elements of a borrowed range") {
  auto values = counted(3);
  auto taken = take(values, 2);
  for (int& value : taken) value += 10;
  CHECK(values == std::vector{10, 11, 2});
}

TEST_CASE("take owns an rvalue and moves no element of it") {
  support::lifetime_check check;
  {
    auto values = counted<support::tracked>(5);
    auto taken = take(std::move(values), 3);
    auto moved = std::move(taken);
    CHECK(moved.pull()->value() == 0);
    CHECK(moved.pull()->value() == 1);
    CHECK(check->live == 5);
    CHECK(check->copied == 0);
    CHECK(check->moved == 0);
  }
  CHECK(check->live == 0);
}

TEST_CASE("take lets move-only elements be moved out of an rvalue") {
  support::lifetime_check check;
  auto taken = counted<support::move_only>(3) | take(2);
  std::vector<support::move_only> kept;
  for (auto&& element : taken) kept.push_back(std::move(element));
  REQUIRE(kept.size() == 2);
  CHECK(kept[1] == 1);
}

TEST_CASE("take of an input range reads n elements and steps n - 1 times") {
  support::input_only<int> range(counted(5));
  auto const counts = range.counts();
  CHECK(collected(take(std::move(range), 3)) == counted(3));
  CHECK(counts->begins == 1);
  CHECK(counts->dereferences == 3);
  CHECK(counts->increments == 2);
}

TEST_CASE("take passes on what its source throws and does not count that pull") {
  for (int at = 1; at != 4; ++at) {
    support::pull_log log;
    log.throw_at = at;
    auto taken = take(support::pulled(log), 3);
    for (int i = 1; i != at; ++i) CHECK(*taken.pull() == i - 1);
    CHECK_THROWS_AS(taken.pull(), support::pull_failed);
    std::vector<int> rest;
    support::append_rest(taken, rest);
    std::vector<int> expected;
    for (int i = at - 1; i != 3; ++i) expected.push_back(i);
    CHECK(rest == expected);
  }
}

TEST_CASE("take is the same called and piped and composed") {
  auto const values = counted(9);
  auto const first_five = take(5) | take(3);
  CHECK(collected(take(values, 3)) == counted(3));
  CHECK(collected(values | take(3)) == counted(3));
  CHECK(collected(values | first_five) == counted(3));
  CHECK(collected(values | first_five) == counted(3));
}

TEST_CASE("take refuses a negative n by name in every form") {
  auto values = counted(3);
  std::string const rule = "cogen::take: n must be at least 0, not -2";
  CHECK(support::refusal([&] { (void)take(values, -2); }) == rule);
  CHECK(support::refusal([&] { (void)take(-2); }) == rule);
  CHECK(support::refusal([&] { (void)(values | take(-2)); }) == rule);
  CHECK(support::refusal([&] { (void)take(values, INT64_MIN); }).find("-9223372036854775808") != std::string::npos);
}

TEST_CASE("take accepts every integer type up to its greatest value") {
  auto values = counted(3);
  CHECK(collected(take(values, static_cast<short>(2))) == counted(2));
  CHECK(collected(take(values, static_cast<unsigned char>(2))) == counted(2));
  CHECK(collected(take(values, SIZE_MAX)) == values);
  CHECK(collected(take(values, INT64_MAX)) == values);
}

TEST_CASE("take can be moved in the middle of what it owns") {
  support::check_moving([] { return take(std::array{1, 2, 3, 4}, 3); });
  support::check_moving([] { return take(std::string("short"), 4); });
  support::check_moving([] { return take(std::list{1, 2, 3, 4}, 3); });
  support::check_moving([] { return take(std::set{1, 2, 3, 4}, 3); });
  support::check_moving(
      [] { return take(std::views::iota(0, 9) | std::views::filter([](int i) { return i % 2; }), 3); });
}

TEST_CASE("take allocates nothing") {
  auto values = counted(100);
  support::allocation_count count;
  int sum = 0;
  auto taken = take(values, 50);
  while (int* const value = taken.pull()) sum += *value;
  auto const allocations = count.allocations();
  CHECK(sum == 1225);
  CHECK(allocations == 0);
}

TEST_CASE("take passes segments on up to n and produces none") {
  std::mt19937 random(1);
  for (int round = 0; round != 300; ++round) {
    auto const windows = support::random_windows(random, support::random_ints(random, 30));
    int const n = support::pick(random, 35);
    support::windowed_log log;
    support::check_segments(random, [&] { return take(support::windowed(log, windows), n); });
  }
  support::windowed_log log;
  auto taken = take(support::windowed(log, {{0, 1, 2}, {3, 4, 5}}), 5);
  CHECK(taken.segment(9).empty());
  CHECK(*taken.pull() == 0);
  CHECK(taken.segment(1).size() == 1);
  CHECK(taken.segment(9).size() == 1);
  CHECK(taken.segment(9).empty());
  CHECK(log.windows == 1);
  CHECK(*taken.pull() == 3);
  CHECK(taken.segment(9).size() == 1);  // 5 is beyond n
  CHECK(taken.segment(9).empty());
  CHECK(taken.pull() == nullptr);
}

TEST_CASE("take is a range for std algorithms and views") {
  auto values = counted(9);
  auto taken = take(values, 5);
  auto odd =
      taken | std::views::filter([](int i) { return i % 2 != 0; }) | std::views::transform([](int i) { return i * i; });
  std::vector<int> squares;
  for (int const square : odd) squares.push_back(square);
  CHECK(squares == std::vector{1, 9});
  auto found = take(values, 5);
  CHECK(std::ranges::find(found, 3) != found.end());
  CHECK(*found.pull() == 4);
  CHECK(collected(values | std::views::reverse | take(2)) == std::vector{8, 7});
}
