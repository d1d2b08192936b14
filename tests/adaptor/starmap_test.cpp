#include <cogen/adaptor/enumerate.hpp>
#include <cogen/adaptor/starmap.hpp>
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
#include <string>
#include <tuple>
#include <utility>
#include <vector>

using cogen::starmap;
using support::collected;
using support::counted;

namespace {

constexpr auto times = [](int left, int right) { return left * right; };
using pairs = std::vector<std::pair<int, int>>;

static_assert(support::is_source_of<decltype(starmap(std::declval<pairs&>(), times)), int&&, int>);
static_assert(support::is_source_of<
              decltype(starmap(std::declval<pairs&>(), [](int& left, int&) -> int& { return left; })), int&, int>);

struct counter {
  int start;
  [[nodiscard]] int plus(int number) const { return start + number; }
};

}  // namespace

TEST_CASE("starmap calls the function with the elements of each tuple") {
  CHECK(collected(starmap(pairs(), times)).empty());
  CHECK(collected(starmap(pairs{{2, 5}}, times)) == std::vector{10});
  CHECK(collected(std::list<std::tuple<int, int>>{{2, 5}, {3, 2}} | starmap(times)) == std::vector{10, 6});
  CHECK(collected(std::vector<std::array<int, 3>>{{1, 2, 3}} |
                  starmap([](int a, int b, int c) { return a + b * c; })) == std::vector{7});
  CHECK(collected(std::vector<std::tuple<>>(2) | starmap([] { return 1; })) == std::vector{1, 1});
  CHECK(collected(std::map<std::string, int>{{"a", 1}} | starmap([](std::string const& key, int value) {
                    return key + std::to_string(value);
                  })) == std::vector<std::string>{"a1"});
  CHECK(collected(std::vector<std::pair<counter, int>>{{{10}, 5}} | starmap(&counter::plus)) == std::vector{15});
}

TEST_CASE("starmap gives the elements of a tuple away where the range does") {
  support::lifetime_check check;
  auto const numbered = cogen::enumerate(counted<support::move_only>(3)) |
                        starmap([](std::ptrdiff_t, support::move_only&& element) { return std::move(element); });
  (void)numbered;
  auto again = cogen::enumerate(counted<support::move_only>(3)) |
               starmap([](std::ptrdiff_t, support::move_only&& element) { return std::move(element); });
  auto const kept = collected(std::move(again));
  REQUIRE(kept.size() == 3);
  CHECK(kept[2] == 2);
}

TEST_CASE("starmap lets the elements of a borrowed range be changed") {
  pairs values{{1, 2}, {3, 4}};
  for (int& left : starmap(values, [](int& left, int) -> int& { return left; })) left = 0;
  CHECK(values == pairs{{0, 2}, {0, 4}});
}

TEST_CASE("starmap pulls and calls once an element and stays exhausted") {
  support::pull_log log;
  int calls = 0;
  auto products = cogen::enumerate(support::pulled(log)) | starmap([&](auto, int value) { return ++calls, value; });
  CHECK(log.pulls == 0);
  CHECK(*products.pull() == 0);
  CHECK(*products.pull() == 1);
  CHECK(log.pulls == 2);
  CHECK(calls == 2);
  auto few = starmap(pairs{{1, 2}}, times);
  CHECK(support::stays_exhausted(few));
}

TEST_CASE("starmap goes on behind what its source and its function throw for") {
  support::pull_log log;
  log.throw_at = 2;
  auto values = cogen::enumerate(support::pulled(log, 4)) |
                starmap([](auto, int value) { return value == 2 ? throw support::pull_failed() : value; });
  std::vector<int> seen;
  CHECK_THROWS_AS(support::append_rest(values, seen), support::pull_failed);
  CHECK_THROWS_AS(support::append_rest(values, seen), support::pull_failed);
  support::append_rest(values, seen);
  CHECK(seen == std::vector{0, 1, 3});
}

TEST_CASE("starmap reads each element of an input range once") {
  support::input_only<std::pair<int, int>> range(pairs{{1, 2}, {3, 4}});
  auto const counts = range.counts();
  CHECK(collected(starmap(std::move(range), times)) == std::vector{2, 12});
  CHECK(counts->dereferences == 2);
}

TEST_CASE("starmap is the same called and piped and composed, and can be moved") {
  auto const first = starmap(times) | cogen::take(1);
  CHECK(collected(pairs{{2, 3}, {4, 5}} | first) == std::vector{6});
  support::check_moving([] { return starmap(pairs{{2, 3}, {4, 5}, {6, 7}}, times); });
}

TEST_CASE("starmap allocates nothing") {
  pairs const values(100, std::pair(2, 3));
  support::allocation_count count;
  int sum = 0;
  for (int const product : starmap(values, times)) sum += product;
  auto const allocations = count.allocations();
  CHECK(sum == 600);
  CHECK(allocations == 0);
}
