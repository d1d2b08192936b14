#include <cogen/adaptor/chain.hpp>
#include <cogen/adaptor/flatten.hpp>
#include <cogen/adaptor/map.hpp>
#include <cogen/generator.hpp>
#include <cogen/sink/sum.hpp>

#include "support/catch.hpp"
#include "support/counting.hpp"
#include "support/input_only.hpp"
#include "support/pulled.hpp"
#include "support/sources.hpp"
#include "support/tracked.hpp"

#include <cstdint>
#include <list>
#include <numeric>
#include <string>
#include <vector>

using cogen::sum;
using support::counted;

namespace {

template <class Value>
using sum_of = decltype(sum(std::declval<std::vector<Value>&>()));
static_assert(std::is_same_v<sum_of<int>, std::int64_t>);
static_assert(std::is_same_v<sum_of<std::uint8_t>, std::uint64_t>);
static_assert(std::is_same_v<sum_of<bool>, std::int64_t>);
static_assert(std::is_same_v<sum_of<long long>, long long>);
static_assert(std::is_same_v<sum_of<float>, float>);
static_assert(std::is_same_v<sum_of<std::string>, std::string>);
static_assert(std::is_same_v<decltype(counted(1) | sum(0.5)), double>);

struct money {
  int cents = 0;
  friend money operator+(money left, money right) { return money{left.cents + right.cents}; }
};

}  // namespace

TEST_CASE("sum adds from left to right, to nothing or to the initial value") {
  CHECK(sum(counted(0)) == 0);
  CHECK(sum(counted(1)) == 0);
  CHECK(sum(std::list{1, 2, 3}) == 6);
  CHECK(sum(std::list{1, 2, 3}, 100) == 106);
  CHECK(sum(std::vector{0.5, 0.25}) == 0.75);
  CHECK(sum(std::vector<std::string>{"a", "b"}) == "ab");
  CHECK(sum(std::vector<std::string>{"a", "b"}, std::string(">")) == ">ab");
  CHECK(sum(std::vector<money>{{5}, {7}}).cents == 12);
  CHECK(sum(std::vector<bool>{true, false, true}) == 2);
}

TEST_CASE("sum of small integers does not overflow where they would") {
  CHECK(sum(std::vector{2'000'000'000, 2'000'000'000}) == 4'000'000'000LL);
  CHECK(sum(std::vector<std::uint8_t>(100, 255)) == 25'500U);
  CHECK(sum(std::vector{-2'000'000'000, -2'000'000'000}) == -4'000'000'000LL);
}

TEST_CASE("sum agrees with std::accumulate on random input, chains and windows") {
  std::mt19937 random(46);
  for (int round = 0; round != 300; ++round) {
    auto const values = support::random_ints(random, 40);
    auto const expected = std::accumulate(values.begin(), values.end(), 0);
    support::windowed_log log;
    CHECK(sum(values) == expected);
    CHECK(sum(cogen::chain(values, values)) == 2 * expected);
    CHECK((support::random_windows(random, values) | cogen::flatten | sum) == expected);
    CHECK(sum(support::windowed(log, support::random_windows(random, values))) == expected);
  }
}

TEST_CASE("sum takes whole segments") {
  support::windowed_log log;
  CHECK(sum(support::windowed(log, {{0, 1, 2}, {}, {3}, {4, 5}})) == 15);
  CHECK(log.pulls == 4);
  CHECK(log.by_segment == 3);
}

TEST_CASE("sum of a generator and of an input range of move-only elements") {
  auto const numbers = []() -> cogen::generator<int> {
    for (int i = 0; i != 4; ++i) co_yield i;
  };
  CHECK(sum(numbers()) == 6);
  support::input_only<int> range(counted(4));
  auto const counts = range.counts();
  CHECK(sum(std::move(range)) == 6);
  CHECK(counts->dereferences == 4);
  auto const value = [](support::move_only&& element) { return element.value(); };
  CHECK((counted<support::move_only>(4) | cogen::map(value) | sum) == 6);
}

TEST_CASE("sum is the same called and piped and composed") {
  auto const doubled = cogen::map([](int value) { return 2 * value; }) | sum();
  CHECK((counted(4) | sum) == 6);
  CHECK((counted(4) | sum()) == 6);
  CHECK((counted(4) | sum(1)) == 7);
  CHECK((counted(4) | doubled) == 12);
}

TEST_CASE("sum passes on what its source throws") {
  support::pull_log log;
  log.throw_at = 3;
  support::pulled numbers(log);
  CHECK_THROWS_AS(sum(numbers), support::pull_failed);
  CHECK(log.pulls == 3);
}

TEST_CASE("sum allocates nothing") {
  auto const values = counted(100);
  support::allocation_count count;
  auto const total = sum(values);
  auto const allocations = count.allocations();
  CHECK(total == 4950);
  CHECK(allocations == 0);
}
