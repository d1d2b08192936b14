// What sinks, and tools that read all at first, do not pull, but have given to them.
#include <cogen/adaptor/filter.hpp>
#include <cogen/adaptor/map.hpp>
#include <cogen/adaptor/permutations.hpp>
#include <cogen/sink/for_each.hpp>
#include <cogen/sink/sum.hpp>

#include "support/catch.hpp"
#include "support/pulled.hpp"
#include "support/sources.hpp"
#include "support/tracked.hpp"

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
