#include <cogen/adaptor/map.hpp>
#include <cogen/sink/partition.hpp>

#include "support/catch.hpp"
#include "support/input_only.hpp"
#include "support/pulled.hpp"
#include "support/sources.hpp"
#include "support/tracked.hpp"

#include <list>
#include <vector>

using cogen::partition;
using support::counted;

namespace {

constexpr auto odd = [](int value) { return value % 2 != 0; };
static_assert(std::is_same_v<decltype(partition(std::declval<std::list<int>&>(), odd)), cogen::partitioned<int>>);

}  // namespace

TEST_CASE("partition gives first those for which the predicate is false and then the others") {
  auto const [even, uneven] = partition(counted(7), odd);
  CHECK(even == std::vector{0, 2, 4, 6});
  CHECK(uneven == std::vector{1, 3, 5});
  CHECK(partition(counted(0), odd).rejected.empty());
  CHECK(partition(counted(0), odd).accepted.empty());
  CHECK(partition(std::list{1}, odd).accepted == std::vector{1});
}

TEST_CASE("partition agrees with a loop on random input and windows, and asks once for each") {
  std::mt19937 random(47);
  for (int round = 0; round != 200; ++round) {
    auto const values = support::random_ints(random, 30);
    std::vector<int> even;
    std::vector<int> uneven;
    for (int const value : values) (odd(value) ? uneven : even).push_back(value);
    support::windowed_log log;
    std::size_t calls = 0;
    auto const parts = partition(support::windowed(log, support::random_windows(random, values)),
                                 [&](int value) { return ++calls, odd(value); });
    CHECK(parts.rejected == even);
    CHECK(parts.accepted == uneven);
    CHECK(calls == values.size());
  }
}

TEST_CASE("partition moves elements that are given away and copies borrowed ones once") {
  support::lifetime_check check;
  auto const is_odd = [](auto const& element) { return odd(element.value()); };
  support::input_only<support::move_only> range(counted<support::move_only>(5));
  auto const counts = range.counts();
  auto const parts = partition(std::move(range), is_odd);
  REQUIRE(parts.rejected.size() == 3);
  CHECK(parts.rejected[2] == 4);
  CHECK(counts->dereferences == 5);
  std::vector<support::tracked> const values(1, support::tracked(1));
  int const copied = check->copied;
  CHECK(partition(values, is_odd).accepted.size() == 1);
  CHECK(check->copied == copied + 1);
}

TEST_CASE("partition is the same called and piped and composed") {
  auto const squares = cogen::map([](int value) { return value * value; }) | partition(odd);
  CHECK((counted(4) | squares).accepted == std::vector{1, 9});
  CHECK((counted(4) | partition(odd)).rejected == std::vector{0, 2});
}

TEST_CASE("partition passes on what its source and its predicate throw, and borrows an lvalue source") {
  support::pull_log log;
  log.throw_at = 2;
  support::pulled numbers(log, 5);
  CHECK_THROWS_AS(partition(numbers, odd), support::pull_failed);
  CHECK_THROWS_AS(partition(numbers, [](int) -> bool { throw support::pull_failed(); }), support::pull_failed);
  CHECK(partition(numbers, odd).rejected == std::vector{2, 4});
}
