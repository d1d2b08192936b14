#include <cogen/adaptor/chain.hpp>
#include <cogen/adaptor/map.hpp>
#include <cogen/adaptor/take.hpp>

#include "support/catch.hpp"
#include "support/counting.hpp"
#include "support/input_only.hpp"
#include "support/pulled.hpp"
#include "support/sources.hpp"
#include "support/tracked.hpp"

#include <array>
#include <list>
#include <ranges>
#include <set>
#include <string>
#include <string_view>
#include <vector>

using cogen::chain;
using support::collected;
using support::counted;
using ints = std::vector<int>;

namespace {

template <class... Ranges>
using chain_of = decltype(chain(std::declval<Ranges>()...));
static_assert(support::is_source_of<chain_of<ints&>, int&, int>);
static_assert(support::is_source_of<chain_of<ints&, std::list<int>&>, int&, int>);
static_assert(support::is_source_of<chain_of<ints, std::list<int>>, int&&, int>);
static_assert(support::is_source_of<chain_of<ints&, ints const&>, int const&, int>);
static_assert(support::is_source_of<chain_of<ints&, ints>, int const&, int>);
static_assert(support::is_source_of<chain_of<ints&, std::vector<long>&>, long&&, long>);
static_assert(
    support::is_source_of<chain_of<std::vector<bool>&, std::vector<bool>&>, std::vector<bool>::reference&&, bool>);
static_assert(support::is_source_of<chain_of<std::vector<bool>&, std::array<bool, 1>&>, bool&&, bool>);
static_assert(
    support::is_source_of<chain_of<std::vector<std::string>&, std::vector<char const*>&>, std::string&&, std::string>);
static_assert(cogen::segmented<chain_of<ints&, std::array<int, 2>&>>);
static_assert(!cogen::segmented<chain_of<ints&, ints const&>>);
static_assert(!cogen::segmented<chain_of<ints&, std::list<int>&>>);

}  // namespace

TEST_CASE("chain gives all elements of each range in turn") {
  ints none;
  ints one{1};
  ints more{2, 3};
  CHECK(collected(chain(none)).empty());
  CHECK(collected(chain(none, none, none)).empty());
  CHECK(collected(chain(one)) == one);
  CHECK(collected(chain(none, one, none, none, more, none)) == ints{1, 2, 3});
  CHECK(collected(chain(more, more)) == ints{2, 3, 2, 3});
}

TEST_CASE("chain is concatenation on random input") {
  std::mt19937 random(10);
  for (int round = 0; round != 300; ++round) {
    auto const a = support::random_ints(random, 10);
    auto const b = support::random_ints(random, 10);
    auto const c = support::random_ints(random, 10);
    ints expected(a);
    expected.insert(expected.end(), b.begin(), b.end());
    expected.insert(expected.end(), c.begin(), c.end());
    CHECK(collected(chain(a, b, c)) == expected);
    CHECK(collected(chain(std::list<int>(a.begin(), a.end()), b, ints(c))) == expected);
    CHECK(collected(chain(a, chain(b, c))) == expected);
  }
}

TEST_CASE("chain does not touch a range before the one in front of it is exhausted") {
  support::pull_log first;
  support::pull_log second;
  auto chained = chain(support::pulled(first, 2), support::pulled(second, 1));
  CHECK(first.pulls == 0);
  CHECK(*chained.pull() == 0);
  CHECK(*chained.pull() == 1);
  CHECK(first.pulls == 2);
  CHECK(second.pulls == 0);
  CHECK(*chained.pull() == 0);
  CHECK(first.pulls == 3);
  CHECK(second.pulls == 1);
  CHECK(support::stays_exhausted(chained));
  CHECK(first.pulls_after_end == 0);
  CHECK(second.pulls_after_end == 0);
}

TEST_CASE("chain never reaches what is behind an infinite source") {
  support::pull_log first;
  support::pull_log second;
  auto chained = chain(support::pulled(first), support::pulled(second));
  for (int i = 0; i != 100; ++i) CHECK(*chained.pull() == i);
  CHECK(first.pulls == 100);
  CHECK(second.pulls == 0);
}

TEST_CASE("chain borrows lvalue sources and leaves them where it stopped") {
  support::pull_log log;
  support::pulled first(log, 2);
  support::pulled second(log);
  CHECK(collected(chain(first, second) | cogen::take(4)) == ints{0, 1, 0, 1});
  CHECK(first.pull() == nullptr);
  CHECK(*second.pull() == 2);
}

TEST_CASE("chain hands out the very elements where all ranges give the same reference") {
  ints a{1, 2};
  std::list<int> b{3};
  auto chained = chain(a, b);
  for (int& value : chained) value = -value;
  CHECK(a == ints{-1, -2});
  CHECK(b.front() == -3);
}

TEST_CASE("chain only shows elements of which some are lent and some given away") {
  support::lifetime_check check;
  auto lent = counted<support::tracked>(1);
  auto chained = chain(lent, counted<support::tracked>(2));
  CHECK(chained.pull() == lent.data());
  CHECK(*chained.pull() == 0);
  CHECK(*chained.pull() == 1);
  CHECK(check->copied + check->moved == 0);
}

TEST_CASE("chain converts elements of different types to their common type") {
  std::vector<std::string> const strings{"a"};
  std::vector<char const*> const literals{"b", "c"};
  CHECK(collected(chain(strings, literals)) == std::vector<std::string>{"a", "b", "c"});
  CHECK(collected(chain(ints{1}, std::vector{0.5})) == std::vector{1.0, 0.5});
  std::vector<bool> bits{true};
  CHECK(collected(chain(bits, std::array{false})) == std::vector{true, false});
  CHECK(collected(chain(bits, std::vector{false})) == std::vector{true, false});
}

TEST_CASE("chain owns rvalues and moves no element of them") {
  support::lifetime_check check;
  {
    auto chained = chain(counted<support::move_only>(2), counted<support::move_only>(1));
    auto moved = std::move(chained);
    support::move_only const kept(std::move(*moved.pull()));
    CHECK(kept == 0);
    CHECK(*moved.pull() == 1);
    CHECK(*moved.pull() == 0);
    CHECK(check->moved == 1);
    CHECK(check->live == 4);
  }
  CHECK(check->live == 0);
}

TEST_CASE("chain reads each element of input ranges once") {
  support::input_only<int> first(counted(2));
  support::input_only<int> second(counted(2));
  auto const counts = second.counts();
  auto chained = chain(std::move(first), std::move(second));
  CHECK(*chained.pull() == 0);
  CHECK(*chained.pull() == 1);
  CHECK(counts->begins == 0);
  CHECK(collected(chained) == ints{0, 1});
  CHECK(counts->dereferences == 2);
}

TEST_CASE("chain passes on what a source throws and goes on in it") {
  for (int at = 1; at != 5; ++at) {
    support::pull_log log;
    support::pull_log failing;
    failing.throw_at = at;
    auto chained = chain(support::pulled(log, 2), support::pulled(failing, 3), support::pulled(log, 1));
    ints seen;
    CHECK_THROWS_AS(support::append_rest(chained, seen), support::pull_failed);
    CHECK(seen.size() == static_cast<std::size_t>(2 + at - 1));
    support::append_rest(chained, seen);
    CHECK(seen == ints{0, 1, 0, 1, 2, 0});
  }
}

TEST_CASE("chain is the same called and piped") {
  ints const a{1};
  ints const b{2};
  ints const c{3};
  ints const expected{1, 2, 3};
  CHECK(collected(chain(a, b, c)) == expected);
  CHECK(collected(a | chain(b, c)) == expected);
  CHECK(collected(a | chain(b) | chain(c)) == expected);
  CHECK(collected(chain(a, b) | chain(c)) == expected);
  CHECK(collected(std::views::single(1) | chain(b, c)) == expected);
}

TEST_CASE("chain can be moved in the middle of what it owns") {
  support::check_moving([] { return chain(std::array{1, 2}, std::array{3}); });
  support::check_moving([] { return chain(std::string("ab"), std::string("cd")); });
  support::check_moving([] { return chain(std::list{1, 2}, std::set{3, 4}, std::array{5}); });
  support::check_moving([] { return chain(std::views::iota(0, 2), std::vector<long>{5}, std::list{7}); });
  support::check_moving([] { return chain(std::vector<std::string>{"a"}, std::array<char const*, 2>{"b", "c"}); });
}

TEST_CASE("chain allocates nothing") {
  auto a = counted(10);
  auto b = counted(20);
  support::allocation_count count;
  int sum = 0;
  auto chained = chain(a, b);
  while (int* const value = chained.pull()) sum += *value;
  auto const allocations = count.allocations();
  CHECK(sum == 235);
  CHECK(allocations == 0);
}

TEST_CASE("chain passes segments on and produces none") {
  std::mt19937 random(11);
  for (int round = 0; round != 300; ++round) {
    auto const a = support::random_windows(random, support::random_ints(random, 15));
    auto const b = support::random_windows(random, support::random_ints(random, 15));
    auto c = support::random_ints(random, 15);
    support::windowed_log log;
    support::check_segments(random,
                            [&] { return chain(support::windowed(log, a), support::windowed(log, b), ints(c)); });
    support::check_segments(random, [&] { return chain(c, c); });
  }
  support::windowed_log log;
  auto chained = chain(support::windowed(log, {{0, 1, 2}}), support::windowed(log, {{3}}));
  CHECK(chained.segment(9).empty());
  CHECK(log.pulls == 0);
  CHECK(*chained.pull() == 0);
  CHECK(chained.segment(1).size() == 1);
  CHECK(chained.segment(9).size() == 1);
  CHECK(chained.segment(9).empty());
  CHECK(log.windows == 1);
}

TEST_CASE("chain is a range for std algorithms and views") {
  ints a{1, 2};
  ints b{3};
  ints seen;
  for (int const value : chain(a, b) | std::views::transform([](int i) { return -i; })) seen.push_back(value);
  CHECK(seen == ints{-1, -2, -3});
  CHECK(std::ranges::count(chain(a, b), 3) == 1);
  CHECK(collected(chain(a | std::views::reverse, b | std::views::filter([](int) { return true; }))) == ints{2, 1, 3});
}
