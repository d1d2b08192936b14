#include <cogen/adaptor/enumerate.hpp>
#include <cogen/adaptor/filter.hpp>
#include <cogen/adaptor/take.hpp>
#include <cogen/sink/to.hpp>

#include "support/catch.hpp"
#include "support/counting.hpp"
#include "support/input_only.hpp"
#include "support/pulled.hpp"
#include "support/sources.hpp"
#include "support/tracked.hpp"

#include <array>
#include <cstdint>
#include <limits>
#include <list>
#include <map>
#include <ranges>
#include <set>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

using cogen::enumerate;
using support::collected;
using support::counted;
using pairs = std::vector<std::pair<std::ptrdiff_t, int>>;

namespace {

template <class Index, class Element>
using numbered = std::pair<Index, Element>;
template <class Range, class... Start>
using enumerate_of = decltype(enumerate(std::declval<Range>(), std::declval<Start>()...));
static_assert(support::is_source_of<enumerate_of<std::vector<int>&>, numbered<std::ptrdiff_t, int&>&&,
                                    numbered<std::ptrdiff_t, int>>);
static_assert(
    support::is_source_of<enumerate_of<std::vector<int> const&, int>, numbered<int, int const&>&&, numbered<int, int>>);
static_assert(support::is_source_of<enumerate_of<std::vector<int>, int>, numbered<int, int&&>&&, numbered<int, int>>);
static_assert(
    support::is_source_of<enumerate_of<std::vector<bool>&, std::size_t>,
                          numbered<std::size_t, std::vector<bool>::reference&&>&&, numbered<std::size_t, bool>>);

}  // namespace

TEST_CASE("enumerate numbers the elements from start") {
  CHECK(collected(enumerate(counted(0))).empty());
  CHECK(collected(enumerate(counted(1))) == pairs{{0, 0}});
  CHECK(collected(enumerate(std::vector{7, 8, 9})) == pairs{{0, 7}, {1, 8}, {2, 9}});
  CHECK(collected(enumerate(std::vector{7, 8}, std::ptrdiff_t{-1})) == pairs{{-1, 7}, {0, 8}});
}

TEST_CASE("enumerate agrees with a loop on random input") {
  std::mt19937 random(12);
  for (int round = 0; round != 300; ++round) {
    auto const values = support::random_ints(random, 20);
    std::ptrdiff_t const start = support::pick(random, 200) - 100;
    pairs expected;
    for (int const value : values) expected.emplace_back(start + static_cast<std::ptrdiff_t>(expected.size()), value);
    CHECK(collected(enumerate(values, start)) == expected);
  }
}

TEST_CASE("enumerate counts in the type of start") {
  auto numbers = enumerate(counted(2), std::uint8_t{254});
  CHECK(numbers.pull()->first == 254);
  CHECK(numbers.pull()->first == 255);
  CHECK(numbers.pull() == nullptr);
}

TEST_CASE("enumerate may end with the greatest number of its type") {
  auto numbers = enumerate(counted(2), std::numeric_limits<int>::max() - 1);
  CHECK(numbers.pull()->first == std::numeric_limits<int>::max() - 1);
  CHECK(numbers.pull()->first == std::numeric_limits<int>::max());
  CHECK(numbers.pull() == nullptr);
}

TEST_CASE("enumerate lets the elements of a borrowed range be changed") {
  auto values = counted(3);
  for (auto [index, value] : enumerate(values)) value += 10 * static_cast<int>(index);
  CHECK(values == std::vector{0, 11, 22});
}

TEST_CASE("enumerate lets move-only elements be moved out of an rvalue") {
  support::lifetime_check check;
  {
    auto numbers = enumerate(counted<support::move_only>(3));
    std::vector<support::move_only> kept;
    kept.reserve(3);
    for (auto&& [index, element] : numbers) kept.push_back(std::move(element));
    REQUIRE(kept.size() == 3);
    CHECK(kept[2] == 2);
    CHECK(check->moved == 3);
    CHECK(check->live == 6);
  }
  CHECK(check->live == 0);
}

TEST_CASE("enumerate can be kept as a vector and as maps") {
  std::vector<std::string> const names{"a", "b"};
  auto const list = cogen::to<std::vector>(enumerate(names));
  static_assert(std::is_same_v<decltype(list), std::vector<std::pair<std::ptrdiff_t, std::string>> const>);
  CHECK(list[1].second == "b");
  auto const by_number = enumerate(names, 5) | cogen::to<std::map>();
  static_assert(std::is_same_v<decltype(by_number), std::map<int, std::string> const>);
  CHECK(by_number.at(6) == "b");
  auto const hashed = enumerate(std::vector<std::string>{"x"}, 1U) | cogen::to<std::unordered_map>();
  CHECK(hashed.at(1) == "x");
}

TEST_CASE("enumerate pulls once for an element and stays exhausted") {
  support::pull_log log;
  auto numbers = enumerate(support::pulled(log));
  CHECK(log.pulls == 0);
  for (auto [index, value] : numbers) {
    if (index == 2) break;
  }
  CHECK(log.pulls == 3);
  support::pull_log ending;
  auto few = enumerate(support::pulled(ending, 2));
  CHECK(support::stays_exhausted(few));
}

TEST_CASE("enumerate uses up no number on a pull that throws") {
  for (int at = 1; at != 4; ++at) {
    support::pull_log log;
    log.throw_at = at;
    auto numbers = enumerate(support::pulled(log, 3));
    pairs seen;
    CHECK_THROWS_AS(support::append_rest(numbers, seen), support::pull_failed);
    support::append_rest(numbers, seen);
    CHECK(seen == pairs{{0, 0}, {1, 1}, {2, 2}});
  }
}

TEST_CASE("enumerate reads each element of an input range once") {
  support::input_only<int> range(counted(3));
  auto const counts = range.counts();
  CHECK(collected(enumerate(std::move(range))).size() == 3);
  CHECK(counts->dereferences == 3);
}

TEST_CASE("enumerate borrows an lvalue source and leaves it behind its last element") {
  support::pull_log log;
  support::pulled numbers(log);
  CHECK(collected(numbers | enumerate | cogen::take(2)) == pairs{{0, 0}, {1, 1}});
  CHECK(*numbers.pull() == 2);
}

TEST_CASE("enumerate is the same called and piped with and without parentheses and composed") {
  std::vector const values{4, 5};
  pairs const expected{{0, 4}, {1, 5}};
  auto const first = enumerate() | cogen::take(1);
  CHECK(collected(enumerate(values)) == expected);
  CHECK(collected(values | enumerate) == expected);
  CHECK(collected(values | enumerate()) == expected);
  CHECK(collected(values | enumerate(std::ptrdiff_t{3})) == pairs{{3, 4}, {4, 5}});
  CHECK(collected(values | first) == pairs{{0, 4}});
}

TEST_CASE("enumerate can be moved in the middle of what it owns") {
  support::check_moving([] { return enumerate(std::array{1, 2, 3}); });
  support::check_moving([] { return enumerate(std::string("abc")); });
  support::check_moving([] { return enumerate(std::list{1, 2, 3}, 5); });
  support::check_moving([] { return enumerate(std::set{1, 2, 3}); });
  support::check_moving(
      [] { return enumerate(std::views::iota(0, 4) | std::views::transform([](int i) { return i; })); });
}

TEST_CASE("enumerate allocates nothing") {
  auto values = counted(100);
  support::allocation_count count;
  std::ptrdiff_t sum = 0;
  auto numbers = enumerate(values);
  while (auto* const numbered_value = numbers.pull()) sum += numbered_value->first + numbered_value->second;
  auto const allocations = count.allocations();
  CHECK(sum == 9900);
  CHECK(allocations == 0);
}

TEST_CASE("enumerate works with maps and vectors of bool and with filters behind it") {
  std::map<std::string, int> ages{{"ann", 3}, {"bob", 4}};
  for (auto&& [index, entry] : enumerate(ages)) entry.second += static_cast<int>(index);
  CHECK(ages["bob"] == 5);
  std::vector<bool> bits{true, false};
  for (auto&& [index, bit] : enumerate(bits)) bit = index == 1;
  CHECK(bits == std::vector{false, true});
  auto values = counted(6);
  auto late = enumerate(values) | cogen::filter([](auto const& pair) { return pair.first > 3; });
  CHECK(collected(late) == pairs{{4, 4}, {5, 5}});
}

TEST_CASE("enumerate is a range for std algorithms and views") {
  auto values = counted(4);
  std::vector<std::ptrdiff_t> indices;
  for (auto const index :
       enumerate(values, std::ptrdiff_t{2}) | std::views::transform([](auto&& pair) { return pair.first; })) {
    indices.push_back(index);
  }
  CHECK(indices == std::vector<std::ptrdiff_t>{2, 3, 4, 5});
  CHECK(std::ranges::count_if(enumerate(values), [](auto&& pair) { return pair.second > 1; }) == 2);
  CHECK(collected(values | std::views::reverse | enumerate) == pairs{{0, 3}, {1, 2}, {2, 1}, {3, 0}});
}

TEST_CASE("enumerate throws where the next number is beyond its type") {
  std::vector<char> const two{'a', 'b'};
  auto numbered = cogen::enumerate(two, std::numeric_limits<int>::max());
  CHECK(numbered.pull()->first == std::numeric_limits<int>::max());
  CHECK_THROWS_AS(numbered.pull(), std::overflow_error);
}
