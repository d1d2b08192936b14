#include <cogen/adaptor/take.hpp>
#include <cogen/adaptor/unique_everseen.hpp>
#include <cogen/source/lines.hpp>

#include "support/catch.hpp"
#include "support/counting.hpp"
#include "support/input_only.hpp"
#include "support/pulled.hpp"
#include "support/sources.hpp"
#include "support/tracked.hpp"

#include <algorithm>
#include <list>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

using cogen::unique_everseen;
using support::collected;
using support::counted;

namespace {

template <class Range>
using unique_of = decltype(unique_everseen(std::declval<Range>()));
static_assert(support::is_source_of<unique_of<std::vector<int>&>, int&, int>);
static_assert(support::is_source_of<unique_of<std::list<int>>, int&&, int>);
static_assert(support::is_source_of<unique_of<std::vector<bool>&>, std::vector<bool>::reference&&, bool>);

constexpr auto pair_hash = [](std::pair<int, int> const& pair) {
  return static_cast<std::size_t>(pair.first * 31 + pair.second);
};
constexpr auto digit = [](int value) { return value % 10; };

}  // namespace

TEST_CASE("unique_everseen leaves out elements that came before") {
  CHECK(collected(unique_everseen(counted(0))).empty());
  CHECK(collected(unique_everseen(counted(1))) == std::vector{0});
  CHECK(collected(unique_everseen(std::string("AAAABBBCCDAABBB"))) == std::vector{'A', 'B', 'C', 'D'});
  CHECK(collected(std::vector<bool>{true, false, true} | unique_everseen) == std::vector{true, false});
}

TEST_CASE("unique_everseen with a projection compares that, with a hash of its own") {
  CHECK(collected(std::list{11, 1, 2, 22} | unique_everseen(digit)) == std::vector{11, 2});
  CHECK(collected(std::vector<std::pair<int, int>>{{1, 1}, {2, 2}, {1, 1}} |
                  unique_everseen(std::identity(), pair_hash)) == std::vector<std::pair<int, int>>{{1, 1}, {2, 2}});
  CHECK(collected(counted(30) | unique_everseen(digit, [](int) { return std::size_t{0}; })) == counted(10));
}

TEST_CASE("unique_everseen agrees with a loop on random input") {
  std::mt19937 random(39);
  for (int round = 0; round != 300; ++round) {
    auto const values = support::random_ints(random, 60);
    std::vector<int> expected;
    for (int const value : values) {
      if (std::find(expected.begin(), expected.end(), value) == expected.end()) expected.push_back(value);
    }
    CHECK(collected(values | unique_everseen) == expected);
  }
}

TEST_CASE("unique_everseen projects and hashes each element once and pulls nothing ahead") {
  int projected = 0;
  int hashed = 0;
  support::pull_log log;
  auto const project = [&](int value) { return ++projected, value / 2; };
  auto const hash = [&](int value) { return ++hashed, static_cast<std::size_t>(value); };
  auto pairs = unique_everseen(support::pulled(log), project, hash);
  CHECK(log.pulls == 0);
  CHECK(*pairs.pull() == 0);
  CHECK(log.pulls == 1);
  CHECK(*pairs.pull() == 2);
  CHECK(log.pulls == 3);
  CHECK(projected == 3);
}

TEST_CASE("unique_everseen stays exhausted and goes on behind exceptions") {
  auto few = unique_everseen(std::list{1, 1});
  CHECK(support::stays_exhausted(few));
  support::pull_log log;
  log.throw_at = 2;
  auto pairs = unique_everseen(support::pulled(log, 6),
                               [](int value) { return value == 2 ? throw support::pull_failed() : value / 2; });
  std::vector<int> seen;
  CHECK_THROWS_AS(support::append_rest(pairs, seen), support::pull_failed);
  CHECK_THROWS_AS(support::append_rest(pairs, seen), support::pull_failed);
  support::append_rest(pairs, seen);
  CHECK(seen == std::vector{0, 3, 4});
}

TEST_CASE("unique_everseen takes move-only elements of an input range by their projection") {
  support::lifetime_check check;
  support::input_only<support::move_only> range(counted<support::move_only>(25));
  auto const counts = range.counts();
  auto const kept = collected(
      unique_everseen(std::move(range), [](support::move_only const& element) { return digit(element.value()); }));
  REQUIRE(kept.size() == 10);
  CHECK(kept[9] == 9);
  CHECK(counts->dereferences == 25);
}

TEST_CASE("unique_everseen remembers what the consumer has moved away") {
  auto seen = unique_everseen(
      std::vector<std::string>{"a long text that is moved away", "b", "a long text that is moved away", "c"});
  std::string const taken = std::move(*seen.pull());
  CHECK(*seen.pull() == "b");
  CHECK(*seen.pull() == "c");
}

TEST_CASE("unique_everseen is the same called and piped and composed, and can be moved") {
  support::pull_log log;
  support::pulled numbers(log);
  CHECK(collected(numbers | unique_everseen | cogen::take(2)) == std::vector{0, 1});
  CHECK(*numbers.pull() == 2);
  auto const two = unique_everseen(digit) | cogen::take(2);
  CHECK(collected(std::vector{1, 11, 2, 3} | two) == std::vector{1, 2});
  support::check_moving([] { return unique_everseen(std::list{3, 1, 3, 2, 1, 4}); });
}

TEST_CASE("unique_everseen allocates nothing for an element that it has seen") {
  std::vector const values(100, 7);
  auto unique = unique_everseen(values);
  CHECK(*unique.pull() == 7);
  support::allocation_count count;
  bool const ended = unique.pull() == nullptr;
  auto const allocations = count.allocations();
  CHECK(ended);
  CHECK(allocations == 0);
}

TEST_CASE("unique_everseen keeps views as strings") {
  std::istringstream text("a\nb\na\n");
  CHECK(collected(cogen::lines(text) | cogen::unique_everseen) == std::vector<std::string>{"a", "b"});
}
