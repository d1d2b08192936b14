#include <cogen/adaptor/flatten.hpp>
#include <cogen/adaptor/map.hpp>
#include <cogen/generator.hpp>
#include <cogen/sink/all.hpp>
#include <cogen/sink/any.hpp>
#include <cogen/sink/none.hpp>

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
#include <vector>

using cogen::all;
using cogen::any;
using cogen::none;
using support::counted;

namespace {

constexpr auto small = [](int value) { return value < 3; };

}  // namespace

TEST_CASE("any, all and none of an empty range are false, true and true") {
  CHECK_FALSE(any(counted(0), small));
  CHECK(all(counted(0), small));
  CHECK(none(counted(0), small));
}

TEST_CASE("any, all and none agree with the standard algorithms on random input") {
  std::mt19937 random(44);
  for (int round = 0; round != 300; ++round) {
    auto values = support::random_ints(random, 4);
    for (int& value : values) value /= 30;
    CHECK(any(values, small) == std::any_of(values.begin(), values.end(), small));
    CHECK(all(values, small) == std::all_of(values.begin(), values.end(), small));
    CHECK(none(values, small) == std::none_of(values.begin(), values.end(), small));
  }
}

TEST_CASE("any, all and none take the elements themselves for the truth where there is no predicate") {
  CHECK(any(std::vector<bool>{false, true}));
  CHECK_FALSE(all(std::list{0, 1}));
  CHECK(none(std::vector<std::optional<int>>(2)));
  CHECK((std::vector{1, 2} | all));
  CHECK_FALSE((std::vector{0} | any()));
}

TEST_CASE("any, all and none pull nothing behind the element that decides") {
  support::pull_log log;
  support::pulled numbers(log);
  CHECK(any(numbers, [](int value) { return value == 3; }));
  CHECK(log.pulls == 4);
  CHECK_FALSE(all(numbers, [](int value) { return value < 6; }));
  CHECK(log.pulls == 7);
  CHECK_FALSE(none(numbers, [](int value) { return value > 6; }));
  CHECK(log.pulls == 8);
  CHECK(*numbers.pull() == 8);
}

TEST_CASE("any, all and none leave a borrowed source of windows right behind the element that decides") {
  support::windowed_log log;
  support::windowed windows(log, {{0, 1, 2, 3, 4}, {5, 6, 7}});
  CHECK(any(windows, [](int value) { return value == 1; }));
  CHECK(*windows.pull() == 2);
  CHECK_FALSE(all(windows, [](int value) { return value < 4; }));
  CHECK(*windows.pull() == 5);
  CHECK_FALSE(none(windows | cogen::map([](int value) { return value; }), [](int value) { return value == 6; }));
  CHECK(*windows.pull() == 7);
}

TEST_CASE("any, all and none ask once for each element") {
  int calls = 0;
  CHECK_FALSE(any(counted(5), [&](int) { return ++calls, false; }));
  CHECK(calls == 5);
}

TEST_CASE("any, all and none look at move-only elements of an input range, and at generators") {
  support::lifetime_check check;
  support::input_only<support::move_only> range(counted<support::move_only>(4));
  auto const counts = range.counts();
  CHECK(any(std::move(range), [](support::move_only const& element) { return element == 2; }));
  CHECK(counts->dereferences == 3);
  auto const numbers = []() -> cogen::generator<int> {
    for (int i = 1;; ++i) co_yield i;
  };
  CHECK_FALSE((numbers() | all(small)));
}

TEST_CASE("any, all and none are the same called and piped and composed") {
  auto const twice_small = cogen::map([](int value) { return 2 * value; }) | all(small);
  CHECK((counted(2) | twice_small));
  CHECK_FALSE((counted(3) | twice_small));
  CHECK((counted(2) | any(small)));
  CHECK((counted(2) | none([](int value) { return value > 1; })));
}

TEST_CASE("any, all and none pass on what their source and their predicate throw") {
  support::pull_log log;
  log.throw_at = 2;
  support::pulled numbers(log);
  CHECK_THROWS_AS(all(numbers, small), support::pull_failed);
  CHECK_THROWS_AS(any(numbers, [](int) -> bool { throw support::pull_failed(); }), support::pull_failed);
  CHECK(*numbers.pull() == 2);
}

TEST_CASE("any, all and none allocate nothing") {
  auto const values = counted(100);
  support::allocation_count count;
  bool const found = any(values, [](int value) { return value == 99; });
  auto const allocations = count.allocations();
  CHECK(found);
  CHECK(allocations == 0);
}
