#include <cogen/adaptor/filter.hpp>
#include <cogen/adaptor/take.hpp>

#include "support/catch.hpp"
#include "support/counting.hpp"
#include "support/input_only.hpp"
#include "support/pulled.hpp"
#include "support/sources.hpp"
#include "support/tracked.hpp"

#include <array>
#include <list>
#include <map>
#include <ranges>
#include <set>
#include <string>
#include <vector>

using cogen::filter;
using support::collected;
using support::counted;

namespace {

constexpr auto odd = [](int value) { return value % 2 != 0; };

template <class Range>
using filter_of = decltype(filter(std::declval<Range>(), odd));
static_assert(support::is_source_of<filter_of<std::vector<int>&>, int&, int>);
static_assert(support::is_source_of<filter_of<std::vector<int> const&>, int const&, int>);
static_assert(support::is_source_of<filter_of<std::vector<int>>, int&&, int>);
static_assert(support::is_source_of<filter_of<std::vector<bool>&>, std::vector<bool>::reference&&, bool>);
static_assert(!cogen::segmented<filter_of<std::vector<int>&>>);

}  // namespace

TEST_CASE("filter gives the elements for which the predicate is true") {
  CHECK(collected(filter(counted(0), odd)).empty());
  CHECK(collected(filter(counted(1), odd)).empty());
  CHECK(collected(filter(counted(2), odd)) == std::vector{1});
  CHECK(collected(filter(counted(7), odd)) == std::vector{1, 3, 5});
  CHECK(collected(filter(std::vector{1, 3}, odd)) == std::vector{1, 3});
}

TEST_CASE("filter agrees with a loop on random input") {
  std::mt19937 random(2);
  for (int round = 0; round != 300; ++round) {
    auto const values = support::random_ints(random, 20);
    int const divisor = support::pick(random, 3) + 1;
    std::vector<int> expected;
    for (int const value : values) {
      if (value % divisor == 0) expected.push_back(value);
    }
    CHECK(collected(filter(values, [divisor](int value) { return value % divisor == 0; })) == expected);
  }
}

TEST_CASE("filter calls the predicate once for an element") {
  int calls = 0;
  auto values = counted(10);
  auto none = filter(values, [&calls](int) { return ++calls, false; });
  CHECK(calls == 0);
  CHECK(none.pull() == nullptr);
  CHECK(calls == 10);
  CHECK(support::stays_exhausted(none));
  CHECK(calls == 10);
}

TEST_CASE("filter pulls no further than the element that it hands out") {
  support::pull_log log;
  auto filtered = filter(support::pulled(log), odd);
  CHECK(*filtered.pull() == 1);
  CHECK(log.pulls == 2);
  CHECK(*filtered.pull() == 3);
  CHECK(log.pulls == 4);
}

TEST_CASE("filter hands out the very elements") {
  auto values = counted(4);
  auto filtered = filter(values, odd);
  for (int& value : filtered) value += 10;
  CHECK(values == std::vector{0, 11, 2, 13});
}

TEST_CASE("filter only lets the predicate look") {
  auto const looks = [](auto& value) {
    static_assert(std::is_const_v<std::remove_reference_t<decltype(value)>>);
    return true;
  };
  CHECK(collected(filter(counted(2), looks)) == counted(2));
}

TEST_CASE("filter lets move-only elements be moved out of an rvalue") {
  support::lifetime_check check;
  auto filtered =
      counted<support::move_only>(4) | filter([](support::move_only const& e) { return e.value() % 2 != 0; });
  std::vector<int> seen;
  for (auto&& element : filtered) {
    support::move_only const kept(std::move(element));
    seen.push_back(kept.value());
  }
  CHECK(seen == std::vector{1, 3});
  CHECK(check->moved == 2);
}

TEST_CASE("filter passes the element that the predicate throws at and goes on with the next") {
  auto filtered = filter(counted(4), [](int value) { return value == 1 ? throw support::pull_failed() : true; });
  CHECK(*filtered.pull() == 0);
  CHECK_THROWS_AS(filtered.pull(), support::pull_failed);
  CHECK(collected(filtered) == std::vector{2, 3});
}

TEST_CASE("filter passes on what its source throws and loses nothing") {
  for (int at = 1; at != 6; ++at) {
    support::pull_log log;
    log.throw_at = at;
    auto filtered = filter(support::pulled(log, 5), odd);
    std::vector<int> seen;
    CHECK_THROWS_AS(support::append_rest(filtered, seen), support::pull_failed);
    support::append_rest(filtered, seen);
    CHECK(seen == std::vector{1, 3});
  }
}

TEST_CASE("filter reads each element of an input range once") {
  support::input_only<std::string> range({"a", "bb", "c"});
  auto const counts = range.counts();
  auto const short_ones = std::move(range) | filter([](std::string const& text) { return text.size() == 1; });
  auto filtered = filter(support::input_only<std::string&&>({"a", "bb", "c"}),
                         [](std::string const& text) { return text.size() == 1; });
  CHECK(collected(filtered) == std::vector<std::string>{"a", "c"});
  CHECK(counts->begins == 0);
}

TEST_CASE("filter borrows an lvalue source and leaves it behind its last element") {
  support::pull_log log;
  support::pulled numbers(log);
  CHECK(collected(numbers | filter(odd) | cogen::take(2)) == std::vector{1, 3});
  CHECK(*numbers.pull() == 4);
}

TEST_CASE("filter owns an rvalue and moves no element of it") {
  support::lifetime_check check;
  {
    auto filtered = filter(counted<support::tracked>(4), [](support::tracked const& e) { return e.value() > 1; });
    auto moved = std::move(filtered);
    CHECK(moved.pull()->value() == 2);
    CHECK(check->live == 4);
    CHECK(check->copied + check->moved == 0);
  }
  CHECK(check->live == 0);
}

TEST_CASE("filter is the same called and piped and composed") {
  auto values = counted(12);
  auto const third = [](int value) { return value % 3 == 0; };
  std::vector const expected{3, 9};
  auto const both = filter(odd) | filter(third);
  CHECK(collected(filter(filter(values, odd), third)) == expected);
  CHECK(collected(values | filter(odd) | filter(third)) == expected);
  CHECK(collected(values | both) == expected);
}

TEST_CASE("filter takes members as predicates and filters maps") {
  struct flagged {
    int id;
    bool flag;
  };
  std::vector<flagged> const rows{{1, false}, {2, true}};
  auto filtered = filter(rows, &flagged::flag);
  CHECK(filtered.pull()->id == 2);
  std::map<int, std::string> names{{1, "one"}, {2, "two"}};
  auto two = filter(names, [](auto const& entry) { return entry.first == 2; });
  two.pull()->second = "zwei";
  CHECK(names[2] == "zwei");
}

TEST_CASE("filter of a vector of bool hands out its proxies") {
  std::vector<bool> bits{true, false, true};
  for (auto&& bit : filter(bits, [](bool value) { return value; })) bit = false;
  CHECK(bits == std::vector{false, false, false});
}

TEST_CASE("filter can be moved in the middle of what it owns") {
  auto const some = [](auto value) { return value % 3 != 0; };
  support::check_moving([=] { return filter(std::array{1, 2, 3, 4}, some); });
  support::check_moving([=] { return filter(std::string("short"), some); });
  support::check_moving([=] { return filter(std::list{1, 2, 3, 4}, some); });
  support::check_moving([=] { return filter(std::set{1, 2, 3, 4}, some); });
  support::check_moving([=] { return filter(std::views::iota(0, 9) | std::views::drop(1), some); });
}

TEST_CASE("filter allocates nothing") {
  auto values = counted(100);
  support::allocation_count count;
  int sum = 0;
  auto filtered = filter(values, odd);
  while (int* const value = filtered.pull()) sum += *value;
  auto const allocations = count.allocations();
  CHECK(sum == 2500);
  CHECK(allocations == 0);
}

TEST_CASE("filter is a range for std algorithms and views") {
  auto values = counted(9);
  std::vector<int> seen;
  for (int const value : filter(values, odd) | std::views::transform([](int i) { return -i; })) seen.push_back(value);
  CHECK(seen == std::vector{-1, -3, -5, -7});
  CHECK(std::ranges::count(filter(values, odd), 3) == 1);
  CHECK(collected(values | std::views::reverse | filter(odd)) == std::vector{7, 5, 3, 1});
}
