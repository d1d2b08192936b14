#include <cogen/adaptor/filter.hpp>
#include <cogen/generator.hpp>
#include <cogen/sink/first.hpp>
#include <cogen/sink/last.hpp>
#include <cogen/sink/nth.hpp>

#include "support/catch.hpp"
#include "support/counting.hpp"
#include "support/input_only.hpp"
#include "support/pulled.hpp"
#include "support/sources.hpp"
#include "support/tracked.hpp"

#include <list>
#include <optional>
#include <string>
#include <vector>

using cogen::first;
using cogen::last;
using cogen::nth;
using support::counted;

namespace {

static_assert(std::is_same_v<decltype(first(std::declval<std::vector<int>&>())), std::optional<int>>);
static_assert(
    std::is_same_v<decltype(last(std::declval<std::list<std::string> const&>())), std::optional<std::string>>);
static_assert(std::is_same_v<decltype(nth(std::declval<std::vector<bool>&>(), 1)), std::optional<bool>>);

cogen::generator<std::string> texts(int count) {
  for (int i = 0; i != count; ++i) {
    std::string text = "a text that is long enough to allocate, number " + std::to_string(i);
    co_yield std::move(text);
  }
}

}  // namespace

TEST_CASE("first, nth and last of what is not there are nothing") {
  CHECK_FALSE(first(counted(0)).has_value());
  CHECK_FALSE(last(counted(0)).has_value());
  CHECK_FALSE(nth(counted(0), 0).has_value());
  CHECK_FALSE(nth(std::list{1, 2}, 2).has_value());
}

TEST_CASE("first, nth and last return one element") {
  CHECK(first(counted(1)) == 0);
  CHECK(last(counted(1)) == 0);
  CHECK(first(std::list{7, 8, 9}) == 7);
  CHECK(last(std::list{7, 8, 9}) == 9);
  for (int n = 0; n != 5; ++n) {
    CHECK(nth(counted(5), n) == n);
    support::windowed_log log;
    CHECK(nth(support::windowed(log, {{0}, {}, {1, 2, 3}, {4}}), n) == n);
  }
  support::windowed_log log;
  CHECK(last(support::windowed(log, {{0}, {}, {1, 2, 3}, {4, 5}})) == 5);
  CHECK(log.pulls == 4);
}

TEST_CASE("first and nth take no element more, and a borrowed source goes on behind") {
  support::pull_log log;
  support::pulled numbers(log);
  CHECK(first(numbers) == 0);
  CHECK(log.pulls == 1);
  CHECK(nth(numbers, 2) == 3);
  CHECK(log.pulls == 4);
  CHECK(*numbers.pull() == 4);
  support::windowed_log windows_log;
  support::windowed windows(windows_log, {{0, 1, 2}, {3, 4, 5}});
  CHECK(nth(windows, 1) == 1);
  CHECK(first(windows) == 2);
  CHECK(nth(windows, 1) == 4);
  CHECK(*windows.pull() == 5);
}

TEST_CASE("nth of a range that is too short pulls it to its end once") {
  support::pull_log log;
  CHECK_FALSE(nth(support::pulled(log, 3), 5).has_value());
  CHECK(log.pulls == 4);
  CHECK(log.pulls_after_end == 0);
}

TEST_CASE("first, nth and last keep the elements of generators, which do not outlive the next pull") {
  CHECK(first(texts(3)) == "a text that is long enough to allocate, number 0");
  CHECK(nth(texts(3), 1) == "a text that is long enough to allocate, number 1");
  CHECK(last(texts(3)) == "a text that is long enough to allocate, number 2");
}

TEST_CASE("first, nth and last move move-only elements of an input range out") {
  support::lifetime_check check;
  support::input_only<support::move_only> range(counted<support::move_only>(4));
  auto const counts = range.counts();
  CHECK(*last(std::move(range)) == 3);
  CHECK(counts->dereferences == 4);
  CHECK(*first(counted<support::move_only>(2)) == 0);
  CHECK(*nth(counted<support::move_only>(3), 2) == 2);
  CHECK(*last(counted<support::move_only>(3)) == 2);
}

TEST_CASE("last copies one element of a borrowed container for its first element and one for the rest") {
  support::lifetime_check check;
  auto const values = counted<support::tracked>(50);
  CHECK(*last(values) == 49);
  CHECK(check->copied == 1);
}

TEST_CASE("nth refuses a negative n by name in every form") {
  auto const values = counted(3);
  std::string const rule = "cogen::nth: n must be at least 0, not -1";
  CHECK(support::refusal([&] { (void)nth(values, -1); }) == rule);
  CHECK(support::refusal([&] { (void)nth(-1); }) == rule);
  CHECK(support::refusal([&] { (void)(values | nth(-1)); }) == rule);
}

TEST_CASE("first, nth and last are the same called and piped and composed") {
  auto const second_large = cogen::filter([](int value) { return value > 5; }) | nth(1);
  CHECK((counted(9) | second_large) == 7);
  CHECK((counted(9) | first) == 0);
  CHECK((counted(9) | last()) == 8);
}

TEST_CASE("first, nth and last pass on what their source throws, and allocate nothing") {
  support::pull_log log;
  log.throw_at = 3;
  support::pulled numbers(log);
  CHECK_THROWS_AS(last(numbers), support::pull_failed);
  CHECK(first(numbers) == 2);
  auto const values = counted(100);
  support::allocation_count count;
  bool const right = first(values) == 0 && nth(values, 50) == 50 && last(values) == 99;
  auto const allocations = count.allocations();
  CHECK(right);
  CHECK(allocations == 0);
}
