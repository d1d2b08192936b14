#include <cogen/adaptor/pairwise.hpp>
#include <cogen/adaptor/take.hpp>
#include <cogen/adaptor/unique_justseen.hpp>

#include "support/catch.hpp"
#include "support/counting.hpp"
#include "support/input_only.hpp"
#include "support/pulled.hpp"
#include "support/sources.hpp"
#include "support/tracked.hpp"

#include <algorithm>
#include <list>
#include <optional>
#include <string>
#include <utility>
#include <vector>

using cogen::unique_justseen;
using support::collected;
using support::counted;

namespace {

template <class Range>
using unique_of = decltype(unique_justseen(std::declval<Range>()));
static_assert(support::is_source_of<unique_of<std::vector<int>&>, int&, int>);
static_assert(support::is_source_of<unique_of<std::list<int>>, int&&, int>);
static_assert(support::is_source_of<unique_of<std::vector<bool>&>, std::vector<bool>::reference&&, bool>);

constexpr auto tens = [](auto const& element) { return element.value() / 10; };

}  // namespace

TEST_CASE("unique_justseen leaves out elements that equal the one before") {
  CHECK(collected(unique_justseen(counted(0))).empty());
  CHECK(collected(unique_justseen(counted(1))) == std::vector{0});
  CHECK(collected(unique_justseen(std::string("AAAABBBCCDAABBB"))) == std::vector{'A', 'B', 'C', 'D', 'A', 'B'});
  CHECK(collected(std::list{1, 1, 1} | unique_justseen) == std::vector{1});
  CHECK(collected(std::vector<bool>{true, true, false} | unique_justseen) == std::vector{true, false});
}

TEST_CASE("unique_justseen with a projection compares that, and the first of a run comes") {
  auto const first = [](std::string const& text) { return text.substr(0, 1); };
  CHECK(collected(std::vector<std::string>{"ab", "ac", "b", "a"} | unique_justseen(first)) ==
        std::vector<std::string>{"ab", "b", "a"});
  CHECK(collected(std::vector<std::pair<int, int>>{{1, 1}, {1, 2}, {2, 2}} |
                  unique_justseen(&std::pair<int, int>::first)) == std::vector<std::pair<int, int>>{{1, 1}, {2, 2}});
  auto const maybe = [](int value) { return value < 2 ? std::nullopt : std::optional(value); };
  CHECK(collected(counted(4) | unique_justseen(maybe)) == std::vector{0, 2, 3});
}

TEST_CASE("unique_justseen agrees with std::unique on random input") {
  std::mt19937 random(38);
  for (int round = 0; round != 300; ++round) {
    auto values = support::random_ints(random, 40);
    for (int& value : values) value /= 40;
    auto expected = values;
    expected.erase(std::unique(expected.begin(), expected.end()), expected.end());
    CHECK(collected(values | unique_justseen) == expected);
  }
}

TEST_CASE("unique_justseen is right whatever the consumer does with the elements") {
  auto seen = unique_justseen(
      std::vector<std::string>{"a long text that is moved away", "a long text that is moved away", "b"});
  std::string const taken = std::move(*seen.pull());
  CHECK(*seen.pull() == "b");
}

TEST_CASE("unique_justseen projects each element once and pulls nothing ahead") {
  int calls = 0;
  support::pull_log log;
  auto pairs = unique_justseen(support::pulled(log), [&](int value) { return ++calls, value / 2; });
  CHECK(log.pulls == 0);
  CHECK(*pairs.pull() == 0);
  CHECK(log.pulls == 1);
  CHECK(*pairs.pull() == 2);
  CHECK(log.pulls == 3);
  CHECK(calls == 3);
}

TEST_CASE("unique_justseen stays exhausted and goes on behind exceptions") {
  auto few = unique_justseen(std::list{1, 1});
  CHECK(support::stays_exhausted(few));
  support::pull_log log;
  log.throw_at = 2;
  auto pairs = unique_justseen(support::pulled(log, 6),
                               [](int value) { return value == 2 ? throw support::pull_failed() : value / 2; });
  std::vector<int> seen;
  CHECK_THROWS_AS(support::append_rest(pairs, seen), support::pull_failed);
  CHECK_THROWS_AS(support::append_rest(pairs, seen), support::pull_failed);
  support::append_rest(pairs, seen);
  CHECK(seen == std::vector{0, 3, 4});
}

TEST_CASE("unique_justseen takes move-only elements of an input range by their projection") {
  support::lifetime_check check;
  support::input_only<support::move_only> range(counted<support::move_only>(25));
  auto const counts = range.counts();
  auto const kept = collected(unique_justseen(std::move(range), tens));
  REQUIRE(kept.size() == 3);
  CHECK(kept[2] == 20);
  CHECK(counts->dereferences == 25);
}

TEST_CASE("unique_justseen copies only the elements that it hands out") {
  support::lifetime_check check;
  std::vector<support::tracked> const values{support::tracked(1), support::tracked(1), support::tracked(2)};
  int const copied = check->copied;
  for (auto const& value : unique_justseen(values)) CHECK(value.value() > 0);
  CHECK(check->copied == copied + 2);
}

TEST_CASE("unique_justseen compares pairs of references by their elements") {
  auto const pairs = collected(std::list{1, 1, 1, 2} | cogen::pairwise | unique_justseen);
  CHECK(pairs == std::vector<std::pair<int, int>>{{1, 1}, {1, 2}});
}

TEST_CASE("unique_justseen is the same called and piped and composed, and can be moved") {
  support::pull_log log;
  support::pulled numbers(log);
  CHECK(collected(numbers | unique_justseen | cogen::take(2)) == std::vector{0, 1});
  CHECK(*numbers.pull() == 2);
  auto const two = unique_justseen() | cogen::take(2);
  CHECK(collected(std::vector{1, 1, 2, 3} | two) == std::vector{1, 2});
  support::check_moving(
      [] { return unique_justseen(std::list<std::string>{"a text of some length to allocate", "b", "b", "a"}); });
}

TEST_CASE("unique_justseen allocates nothing") {
  auto const values = counted(100);
  support::allocation_count count;
  int sum = 0;
  for (int const value : unique_justseen(values)) sum += value;
  auto const allocations = count.allocations();
  CHECK(sum == 4950);
  CHECK(allocations == 0);
}
