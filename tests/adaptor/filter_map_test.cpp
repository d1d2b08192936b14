#include <cogen/adaptor/filter_map.hpp>
#include <cogen/adaptor/take.hpp>

#include "support/catch.hpp"
#include "support/counting.hpp"
#include "support/input_only.hpp"
#include "support/pulled.hpp"
#include "support/sources.hpp"
#include "support/tracked.hpp"

#include <list>
#include <map>
#include <memory>
#include <optional>
#include <ranges>
#include <string>
#include <vector>

using cogen::filter_map;
using support::collected;
using support::counted;

namespace {

constexpr auto half = [](int value) { return value % 2 == 0 ? std::optional(value / 2) : std::nullopt; };

static_assert(support::is_source_of<decltype(filter_map(std::declval<std::vector<int>&>(), half)), int&&, int>);
static_assert(support::is_source_of<
              decltype(filter_map(std::declval<std::vector<int>&>(), [](int& value) { return &value; })), int&, int>);
static_assert(support::is_source_of<decltype(filter_map(std::declval<std::vector<int> const&>(),
                                                        [](int const& value) { return &value; })),
                                    int const&, int>);
static_assert(
    support::is_source_of<decltype(filter_map(std::declval<std::vector<std::optional<int>>&>(),
                                              [](std::optional<int>& value) -> std::optional<int>& { return value; })),
                          int&, int>);

}  // namespace

TEST_CASE("filter_map gives what is in the optionals that are not empty") {
  CHECK(collected(filter_map(counted(0), half)).empty());
  CHECK(collected(filter_map(counted(1), half)) == std::vector{0});
  CHECK(collected(filter_map(std::list{1, 2, 3, 4, 5}, half)) == std::vector{1, 2});
  CHECK(collected(filter_map(std::vector{1, 3}, half)).empty());
}

TEST_CASE("filter_map gives what pointers point to") {
  std::map<int, std::string> names{{1, "one"}, {3, "three"}};
  auto const find = [&names](int number) { return names.contains(number) ? &names.at(number) : nullptr; };
  CHECK(collected(counted(5) | filter_map(find)) == std::vector<std::string>{"one", "three"});
  for (std::string& name : counted(5) | filter_map(find)) name += '!';
  CHECK(names[3] == "three!");
  auto const owner = [](int value) { return value == 1 ? nullptr : std::make_unique<int>(value); };
  CHECK(collected(counted(3) | filter_map(owner)) == std::vector{0, 2});
}

TEST_CASE("filter_map calls the function once an element and pulls nothing ahead") {
  int calls = 0;
  support::pull_log log;
  auto halves = filter_map(support::pulled(log), [&](int value) { return ++calls, half(value); });
  CHECK(log.pulls == 0);
  CHECK(*halves.pull() == 0);
  CHECK(*halves.pull() == 1);
  CHECK(log.pulls == 3);
  CHECK(calls == 3);
}

TEST_CASE("filter_map stays exhausted and goes on behind exceptions") {
  auto few = filter_map(counted(4), half);
  CHECK(support::stays_exhausted(few));
  support::pull_log log;
  log.throw_at = 2;
  auto halves = filter_map(support::pulled(log, 7),
                           [](int value) { return value == 4 ? throw support::pull_failed() : half(value); });
  std::vector<int> seen;
  CHECK_THROWS_AS(support::append_rest(halves, seen), support::pull_failed);
  CHECK_THROWS_AS(support::append_rest(halves, seen), support::pull_failed);
  support::append_rest(halves, seen);
  CHECK(seen == std::vector{0, 1, 3});
}

TEST_CASE("filter_map moves move-only elements of an input range through optionals") {
  support::lifetime_check check;
  support::input_only<support::move_only> range(counted<support::move_only>(4));
  auto const counts = range.counts();
  auto const kept = collected(filter_map(std::move(range), [](support::move_only&& element) {
    std::optional<support::move_only> chosen;
    if (element.value() % 2 == 1) chosen = std::move(element);
    return chosen;
  }));
  REQUIRE(kept.size() == 2);
  CHECK(kept[1] == 3);
  CHECK(counts->dereferences == 4);
}

TEST_CASE("filter_map is the same called and piped and composed, and can be moved") {
  auto const first = filter_map(half) | cogen::take(2);
  CHECK(collected(counted(9) | first) == std::vector{0, 1});
  support::check_moving([] { return filter_map(std::list{1, 2, 4, 5, 6}, half); });
}

TEST_CASE("filter_map allocates nothing") {
  auto const values = counted(100);
  support::allocation_count count;
  int sum = 0;
  for (int const value : filter_map(values, half)) sum += value;
  auto const allocations = count.allocations();
  CHECK(sum == 1225);
  CHECK(allocations == 0);
}

TEST_CASE("filter_map of a function that refers to optionals hands out the very objects") {
  std::vector<std::optional<std::string>> names{"a", std::nullopt, "c"};
  auto const look_up = [&names](int index) -> std::optional<std::string>& {
    return names[static_cast<std::size_t>(index)];
  };
  for (std::string& name : counted(3) | filter_map(look_up)) name += '!';
  CHECK(names == std::vector<std::optional<std::string>>{"a!", std::nullopt, "c!"});
}
