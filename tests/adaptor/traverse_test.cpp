// What sinks, and tools that read all at first, do not pull, but have given to them.
#include <cogen/adaptor/drop.hpp>
#include <cogen/adaptor/filter.hpp>
#include <cogen/adaptor/map.hpp>
#include <cogen/adaptor/permutations.hpp>
#include <cogen/adaptor/take.hpp>
#include <cogen/generator.hpp>
#include <cogen/sink/for_each.hpp>
#include <cogen/sink/sum.hpp>

#include "support/catch.hpp"
#include "support/pulled.hpp"
#include "support/sources.hpp"
#include "support/tracked.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

using cogen::filter;
using cogen::for_each;
using cogen::map;
using support::collected;
using support::counted;

namespace {

using mapped = decltype(map(std::declval<std::vector<int>&>(), [](int value) { return value; }));
static_assert(cogen::detail::traversable<mapped>);
static_assert(cogen::detail::traversable<cogen::iter_t<std::vector<int>>>);
static_assert(!cogen::detail::traversable<cogen::iter_t<mapped&>>, "its owner may pull from it too");

// The first permutation of a source is all of it, read by one pull.
template <class Source>
std::vector<int> all_that_is_left(Source& permuted) {
  auto* const first = permuted.pull();
  return first == nullptr ? std::vector<int>() : std::vector<int>(first->begin(), first->end());
}

}  // namespace

TEST_CASE("a traversal takes each element through all stages before the next") {
  std::string calls;
  auto const noted = [&calls](char stage) {
    return [&calls, stage](int value) {
      calls += stage;
      calls += static_cast<char>('0' + value);
      return value;
    };
  };
  auto const even = [&calls](int value) {
    calls += '?';
    return value % 2 == 0;
  };
  for_each(counted(4) | map(noted('a')) | filter(even) | map(noted('b')), noted('c'));
  CHECK(calls == "a0?b0c0a1?a2?b2c2a3?");
}

TEST_CASE("a traversal agrees with pulls on random input") {
  std::mt19937 random(21);
  auto const kept = [](int value) { return value % 3 != 0; };
  auto const squared = [](int value) { return value * value; };
  for (int round = 0; round != 200; ++round) {
    auto const values = support::random_ints(random, 30);
    auto const expected = collected(values | filter(kept) | map(squared));
    std::vector<int> seen;
    for_each(values | filter(kept) | map(squared), [&seen](int value) { seen.push_back(value); });
    CHECK(seen == expected);
    seen.clear();
    support::windowed_log log;
    for_each(support::windowed(log, support::random_windows(random, values)) | filter(kept) | map(squared),
             [&seen](int value) { seen.push_back(value); });
    CHECK(seen == expected);
  }
}

TEST_CASE("a traversal that a function ends goes on behind that element") {
  for (int at = 1; at != 5; ++at) {
    int calls = 0;
    auto const failing = [&calls, at](int value) { return ++calls == at ? throw support::pull_failed() : value; };
    auto expected = counted(4);
    expected.erase(expected.begin() + (at - 1));

    auto by_map = cogen::permutations(counted(4) | map(failing));
    CHECK_THROWS_AS(by_map.pull(), support::pull_failed);
    CHECK(all_that_is_left(by_map) == expected);

    calls = 0;
    auto by_filter = cogen::permutations(counted(4) | filter([&](int value) { return failing(value) >= 0; }));
    CHECK_THROWS_AS(by_filter.pull(), support::pull_failed);
    CHECK(all_that_is_left(by_filter) == expected);
  }
}

TEST_CASE("a traversal begins where pulls have stopped") {
  auto squares = counted(5) | map([](int value) { return value * value; });
  CHECK(*squares.pull() == 0);
  CHECK(*squares.pull() == 1);
  CHECK((std::move(squares) | cogen::sum) == 4 + 9 + 16);
}

TEST_CASE("a function may pull from the lent source that it is called for") {
  auto numbers = counted(6) | map([](int value) { return value; });
  std::vector<std::pair<int, int>> pairs;
  for_each(numbers, [&](int value) { pairs.emplace_back(value, *numbers.next()); });
  CHECK(pairs == std::vector<std::pair<int, int>>{{0, 1}, {2, 3}, {4, 5}});
}

TEST_CASE("a traversal moves what is given away and copies nothing") {
  support::lifetime_check check;
  std::vector<support::move_only> kept;
  kept.reserve(3);
  for_each(counted<support::move_only>(3) | filter([](support::move_only const&) { return true; }) |
               map([](support::move_only&& each) { return std::move(each); }),
           [&kept](support::move_only&& each) { kept.push_back(std::move(each)); });
  CHECK(kept[2] == 2);
  CHECK(check->moved == 6);
}

namespace {

// Pages that live in the body: going on from one to the next destroys it.
cogen::generator<int> pages() {
  for (int page = 0; page < 3; ++page) {
    std::vector<int> elements{10 * page + 1, 10 * page + 2, 10 * page + 3};
    co_yield cogen::from(elements);
  }
}

template <class Lent>
std::vector<int> pulled_from_inside(cogen::generator<int>& lender, Lent lent) {
  std::vector<int> seen;
  for_each(std::move(lent), [&](int element) {
    seen.push_back(element);
    if (element % 10 == 2) seen.push_back(-*lender.next());
  });
  return seen;
}

}  // namespace

TEST_CASE("a function may pull from the lent generator that it is given the elements of, in the middle of a page") {
  std::vector<int> const expected{1, 2, -3, 11, 12, -13, 21, 22, -23};
  auto lender = pages();
  CHECK(pulled_from_inside(lender, cogen::iter(lender)) == expected);
  auto behind_tools = pages();
  CHECK(pulled_from_inside(behind_tools, behind_tools | cogen::take(100) | cogen::drop(0)) == expected);
}

TEST_CASE("what throws in the middle of a page of a lent generator loses no element behind it") {
  auto lender = pages();
  CHECK_THROWS_AS(for_each(lender,
                           [](int element) {
                             if (element == 2) throw std::runtime_error("two");
                           }),
                  std::runtime_error);
  CHECK(collected(lender) == std::vector<int>{3, 11, 12, 13, 21, 22, 23});
}

TEST_CASE("a tool that keeps all goes on behind the element whose copy threw, in the middle of a page") {
  support::lifetime_check check;
  std::vector<support::tracked> page;
  for (int i = 0; i < 5; ++i) page.emplace_back(i);
  auto make = [](std::vector<support::tracked> const& all) -> cogen::generator<support::tracked const&> {
    co_yield cogen::from(all);
  };
  auto permuted = cogen::permutations(make(page));
  check->copies_before_throw = 2;
  CHECK_THROWS_AS(permuted.pull(), support::copy_failed);
  check->copies_before_throw = -1;
  auto* const first = permuted.pull();
  REQUIRE(first != nullptr);
  std::vector<int> values;
  for (auto const& each : *first) values.push_back(each.value());
  CHECK(values.size() == 4);  // which one is missing depends on how vectors grow
  CHECK(values.back() == 4);
  CHECK(std::is_sorted(values.begin(), values.end()));
}

TEST_CASE("a lent vector that was traversed to its end is exhausted, also if it grows") {
  std::vector<int> lent{1, 2};
  auto source = cogen::iter(lent);
  source.each([](int) {});
  lent.push_back(3);
  CHECK(source.pull() == nullptr);
}

TEST_CASE("a moved-from source over an array is exhausted") {
  auto source = cogen::iter(std::array<int, 3>{1, 2, 3});
  CHECK(*source.pull() == 1);
  auto other = std::move(source);
  CHECK(*other.pull() == 2);
  CHECK(source.pull() == nullptr);
  CHECK(source.segment(3).empty());
}

TEST_CASE("ranges that an owned view shows are traversed, and none where it was moved from") {
  std::vector<std::vector<int>> rows{{1}, {2, 3}};
  auto source = cogen::iter(std::span(rows));
  std::vector<std::size_t> sizes;
  auto const note = [&sizes](std::vector<int> const& row) { sizes.push_back(row.size()); };
  cogen::for_each(decltype(source)(std::move(source)), note);
  CHECK(sizes == std::vector<std::size_t>{1, 2});
  cogen::for_each(std::move(source), note);  // NOLINT(bugprone-use-after-move)
  CHECK(sizes.size() == 2);
}
