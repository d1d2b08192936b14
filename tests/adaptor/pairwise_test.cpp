#include <cogen/adaptor/enumerate.hpp>
#include <cogen/adaptor/pairwise.hpp>
#include <cogen/adaptor/take.hpp>

#include "support/catch.hpp"
#include "support/counting.hpp"
#include "support/input_only.hpp"
#include "support/pulled.hpp"
#include "support/sources.hpp"
#include "support/tracked.hpp"

#include <list>
#include <ranges>
#include <string>
#include <utility>
#include <vector>

using cogen::pairwise;
using support::collected;
using support::counted;
using pairs = std::vector<std::pair<int, int>>;

namespace {

template <class Range>
using pairwise_of = decltype(pairwise(std::declval<Range>()));
template <class Value>
using two = std::pair<Value const&, Value const&>;
static_assert(support::is_source_of<pairwise_of<std::vector<int>&>, two<int>&&, std::pair<int, int>>);
static_assert(support::is_source_of<pairwise_of<std::vector<int> const&>, two<int>&&, std::pair<int, int>>);
static_assert(support::is_source_of<pairwise_of<std::list<std::string>>, two<std::string>&&,
                                    std::pair<std::string, std::string>>);
static_assert(support::is_source_of<pairwise_of<std::vector<bool>&>, two<bool>&&, std::pair<bool, bool>>);

}  // namespace

TEST_CASE("pairwise gives each element with the one after it") {
  CHECK(collected(pairwise(counted(0))).empty());
  CHECK(collected(pairwise(counted(1))).empty());
  CHECK(collected(pairwise(counted(2))) == pairs{{0, 1}});
  CHECK(collected(pairwise(std::list{3, 1, 2})) == pairs{{3, 1}, {1, 2}});
}

TEST_CASE("pairwise agrees with a loop on random input") {
  std::mt19937 random(31);
  for (int round = 0; round != 300; ++round) {
    auto const values = support::random_ints(random, 20);
    pairs expected;
    for (std::size_t i = 1; i < values.size(); ++i) expected.emplace_back(values[i - 1], values[i]);
    CHECK(collected(pairwise(values)) == expected);
    CHECK(collected(values | std::views::transform([](int i) { return i; }) | pairwise) == expected);
  }
}

TEST_CASE("pairwise pulls two elements for the first pair and one for each other") {
  support::pull_log log;
  auto neighbours = pairwise(support::pulled(log));
  CHECK(log.pulls == 0);
  for (int i = 0; i != 4; ++i) {
    auto const [left, right] = *neighbours.pull();
    CHECK(left == i);
    CHECK(right == i + 1);
    CHECK(log.pulls == i + 2);
  }
}

TEST_CASE("pairwise stays exhausted, also with a single element") {
  auto three = pairwise(std::list{1, 2, 3});
  CHECK(support::stays_exhausted(three));
  auto one = pairwise(std::list{1});
  CHECK(support::stays_exhausted(one));
}

TEST_CASE("pairwise keeps the element before when the range throws") {
  for (int at = 1; at != 6; ++at) {
    support::pull_log log;
    log.throw_at = at;
    auto neighbours = pairwise(support::pulled(log, 4));
    pairs seen;
    CHECK_THROWS_AS(support::append_rest(neighbours, seen), support::pull_failed);
    support::append_rest(neighbours, seen);
    CHECK(seen == pairs{{0, 1}, {1, 2}, {2, 3}});
  }
}

TEST_CASE("pairwise copies each borrowed element once and moves each that is given away once") {
  support::lifetime_check check;
  auto const values = counted<support::tracked>(5);
  int sum = 0;
  for (auto [left, right] : pairwise(values)) sum += right.value() - left.value();
  CHECK(sum == 4);
  CHECK(check->copied == 5);
  CHECK(check->moved == 0);
  for (auto [left, right] : pairwise(counted<support::move_only>(5))) sum += right.value() - left.value();
  CHECK(sum == 8);
  CHECK(check->copied == 5);
  CHECK(check->moved == 5);
}

TEST_CASE("pairwise reads each element of an input range once") {
  support::input_only<support::move_only> range(counted<support::move_only>(4));
  auto const counts = range.counts();
  int seen = 0;
  for (auto [left, right] : pairwise(std::move(range))) seen += right.value();
  CHECK(seen == 6);
  CHECK(counts->dereferences == 4);
}

TEST_CASE("pairwise borrows an lvalue source, and is the same called and piped and composed") {
  support::pull_log log;
  support::pulled numbers(log);
  CHECK(collected(numbers | pairwise | cogen::take(2)) == pairs{{0, 1}, {1, 2}});
  CHECK(*numbers.pull() == 3);
  auto const two_of_them = pairwise() | cogen::take(1);
  CHECK(collected(counted(5) | two_of_them) == pairs{{0, 1}});
}

TEST_CASE("pairwise can be moved in the middle of what it owns") {
  support::check_moving([] { return pairwise(std::vector{1, 2, 3, 4}); });
  support::check_moving([] { return pairwise(std::list<std::string>{"a long text, not a short one", "b", "c"}); });
  support::check_moving(
      [] { return pairwise(std::views::iota(0, 4) | std::views::transform([](int i) { return i; })); });
}

TEST_CASE("pairwise allocates nothing") {
  auto const values = counted(100);
  support::allocation_count count;
  int sum = 0;
  for (auto [left, right] : pairwise(values)) sum += right - left;
  auto const allocations = count.allocations();
  CHECK(sum == 99);
  CHECK(allocations == 0);
}

TEST_CASE("pairwise of pairs of references keeps the elements and not the references") {
  auto const far = collected(pairwise(cogen::enumerate(std::vector<std::string>{"a", "b", "c"})));
  REQUIRE(far.size() == 2);
  CHECK(far[1].first == std::pair<std::ptrdiff_t, std::string>(1, "b"));
  CHECK(far[1].second == std::pair<std::ptrdiff_t, std::string>(2, "c"));
}
