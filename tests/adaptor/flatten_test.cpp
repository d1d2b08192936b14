#include <cogen/adaptor/flatten.hpp>
#include <cogen/adaptor/map.hpp>
#include <cogen/adaptor/take.hpp>
#include <cogen/generator.hpp>
#include <cogen/source/repeat.hpp>

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
#include <set>
#include <span>
#include <string>
#include <vector>

using cogen::flatten;
using support::collected;
using support::counted;
using pages = std::vector<std::vector<int>>;

namespace {

template <class Range>
using flatten_of = decltype(flatten(std::declval<Range>()));
static_assert(support::is_source_of<flatten_of<pages&>, int&, int>);
static_assert(support::is_source_of<flatten_of<pages const&>, int const&, int>);
static_assert(support::is_source_of<flatten_of<pages>, int&&, int>);
static_assert(support::is_source_of<flatten_of<std::vector<std::set<int>>>, int const&, int>);
static_assert(support::is_source_of<flatten_of<std::vector<std::vector<bool>>&>, std::vector<bool>::reference&&, bool>);
static_assert(support::is_source_of<flatten_of<cogen::generator<std::vector<int>>>, int&&, int>);
static_assert(support::is_source_of<flatten_of<std::vector<cogen::generator<int>>&>, int&&, int>);
static_assert(cogen::segmented<flatten_of<pages&>>);
static_assert(cogen::segmented<flatten_of<std::list<std::vector<int>>&>>);
static_assert(!cogen::segmented<flatten_of<std::vector<std::list<int>>&>>);

cogen::generator<int> up_to(int stop) {
  for (int i = 0; i != stop; ++i) co_yield i;
}

cogen::generator<std::vector<int>> growing_pages(int& fetched) {
  for (int size = 0;; ++size) {
    ++fetched;
    std::vector<int> page(static_cast<std::size_t>(size), size);
    co_yield std::move(page);
  }
}

}  // namespace

TEST_CASE("flatten gives the elements of each range in turn") {
  CHECK(collected(flatten(pages{})).empty());
  CHECK(collected(flatten(pages{{}})).empty());
  CHECK(collected(flatten(pages{{}, {}, {}})).empty());
  CHECK(collected(flatten(pages{{1}})) == std::vector{1});
  CHECK(collected(flatten(pages{{}, {1, 2}, {}, {}, {3}, {}})) == std::vector{1, 2, 3});
  CHECK(collected(cogen::chain_from(pages{{1}, {2}})) == std::vector{1, 2});
}

TEST_CASE("flatten goes one level deep") {
  std::vector<pages> const deep{{{1}, {2, 3}}, {{4}}};
  CHECK(collected(flatten(deep)) == pages{{1}, {2, 3}, {4}});
  CHECK(collected(deep | flatten | flatten) == std::vector{1, 2, 3, 4});
}

TEST_CASE("flatten agrees with nested loops on random input") {
  std::mt19937 random(8);
  for (int round = 0; round != 300; ++round) {
    auto const values = support::random_ints(random, 30);
    auto const windows = support::random_windows(random, values);
    CHECK(collected(flatten(windows)) == values);
    CHECK(collected(flatten(std::list<std::vector<int>>(windows.begin(), windows.end()))) == values);
  }
}

TEST_CASE("flatten pulls a range when the one before is exhausted and not earlier") {
  support::pull_log log;
  auto flat = support::pulled(log) | cogen::map([](int value) { return std::vector<int>(2, value); }) | flatten;
  CHECK(log.pulls == 0);
  for (int i = 0; i != 6; ++i) {
    CHECK(*flat.pull() == i / 2);
    CHECK(log.pulls == i / 2 + 1);
  }
}

TEST_CASE("flatten stays exhausted") {
  support::pull_log log;
  auto flat = flatten(support::pulled(log, 3) | cogen::map([](int value) { return std::list<int>(2, value); }));
  CHECK(support::stays_exhausted(flat));
  auto empty = flatten(pages{});
  CHECK(support::stays_exhausted(empty));
}

TEST_CASE("flatten of a generator of pages fetches a page when it is needed") {
  int fetched = 0;
  auto flat = flatten(growing_pages(fetched));
  CHECK(fetched == 0);
  CHECK(*flat.pull() == 1);
  CHECK(fetched == 2);  // the first is empty
  CHECK(*flat.pull() == 2);
  CHECK(*flat.pull() == 2);
  CHECK(fetched == 3);
  CHECK(*flat.next() == 3);
  CHECK(fetched == 4);
}

TEST_CASE("flatten of borrowed generators leaves them where it stopped") {
  std::vector<cogen::generator<int>> generators;
  generators.push_back(up_to(2));
  generators.push_back(up_to(3));
  CHECK(collected(flatten(generators) | cogen::take(3)) == std::vector{0, 1, 0});
  CHECK(*generators[1].next() == 1);
  CHECK(collected(flatten(std::move(generators))) == std::vector{2});
}

TEST_CASE("flatten hands out the very elements") {
  pages lent{{1, 2}, {3}};
  auto flat = flatten(lent);
  for (int& value : flat) value *= 10;
  CHECK(lent == pages{{10, 20}, {30}});
  std::list<std::map<int, std::string>> maps{{{1, "one"}}, {{2, "two"}}};
  for (auto& [key, name] : flatten(maps)) name += std::to_string(key);
  CHECK(maps.back()[2] == "two2");
}

TEST_CASE("flatten borrows an lvalue source of ranges") {
  support::pull_log log;
  support::pulled numbers(log);
  auto vectors = numbers | cogen::map([](int value) { return std::vector<int>(3, value); });
  {
    auto flat = flatten(vectors);
    CHECK(*flat.pull() == 0);
  }
  CHECK(*vectors.pull() == std::vector<int>(3, 1));
}

TEST_CASE("flatten owns an rvalue and moves no element of its ranges") {
  support::lifetime_check check;
  {
    std::vector<std::vector<support::move_only>> nested;
    nested.push_back(counted<support::move_only>(2));
    nested.push_back(counted<support::move_only>(3));
    auto flat = flatten(std::move(nested));
    support::move_only const first(std::move(*flat.pull()));
    CHECK(first == 0);
    CHECK(check->moved == 1);
    CHECK(*flat.pull() == 1);
    CHECK(*flat.pull() == 0);
    CHECK(check->moved == 1);
    CHECK(check->live == 4);  // first and the three of the second range: the first range is gone
  }
  CHECK(check->live == 0);
}

TEST_CASE("flatten gives a range back before it pulls the next") {
  support::lifetime_check check;
  std::vector<int> live;
  auto flat = flatten(counted(3) | cogen::map([&](int) {
                        live.push_back(check->live);
                        return counted<support::move_only>(4);
                      }));
  while (flat.pull() != nullptr) {
  }
  CHECK(live == std::vector{0, 0, 0});
}

TEST_CASE("flatten reads ranges and elements that can be read once") {
  std::vector<support::input_only<int>> inner;
  inner.emplace_back(counted(2));
  inner.emplace_back(counted(3));
  support::input_only<support::input_only<int>&&> outer(std::move(inner));
  auto const counts = outer.counts();
  CHECK(collected(std::move(outer) | flatten) == std::vector{0, 1, 0, 1, 2});
  CHECK(counts->dereferences == 2);
}

TEST_CASE("flatten passes on what the source of ranges throws and loses nothing") {
  for (int at = 1; at != 5; ++at) {
    support::pull_log log;
    log.throw_at = at;
    auto flat = flatten(support::pulled(log, 3) | cogen::map([](int value) { return std::vector<int>(2, value); }));
    std::vector<int> seen;
    CHECK_THROWS_AS(support::append_rest(flat, seen), support::pull_failed);
    CHECK(seen.size() == static_cast<std::size_t>(2 * (at - 1)));
    support::append_rest(flat, seen);
    CHECK(seen == std::vector{0, 0, 1, 1, 2, 2});
  }
}

TEST_CASE("flatten passes on what an inner source throws and goes on in it") {
  support::pull_log log;
  log.throw_at = 2;
  std::vector<support::pulled> inner;
  inner.emplace_back(log, 3);
  auto flat = flatten(std::move(inner));
  std::vector<int> seen;
  CHECK_THROWS_AS(support::append_rest(flat, seen), support::pull_failed);
  support::append_rest(flat, seen);
  CHECK(seen == counted(3));
}

TEST_CASE("flatten is the same called and piped with and without parentheses and composed") {
  pages const lent{{1, 2}, {3}};
  auto const negated = flatten() | cogen::map([](int value) { return -value; });
  CHECK(collected(flatten(lent)) == std::vector{1, 2, 3});
  CHECK(collected(lent | flatten) == std::vector{1, 2, 3});
  CHECK(collected(lent | flatten()) == std::vector{1, 2, 3});
  CHECK(collected(lent | negated) == std::vector{-1, -2, -3});
}

TEST_CASE("flatten can be moved in the middle of what it owns") {
  support::check_moving([] { return flatten(std::array<std::array<int, 2>, 2>{{{1, 2}, {3, 4}}}); });
  support::check_moving(
      [] { return flatten(std::array<std::string, 2>{"ab", "a longer text, not in the string itself"}); });
  support::check_moving([] { return flatten(std::list<std::list<int>>{{1, 2}, {}, {3}}); });
  support::check_moving([] { return flatten(std::set<std::set<int>>{{1, 2}, {3}}); });
  support::check_moving([] { return flatten(std::vector<std::string>{"ab", "cd"}); });
  support::check_moving([] {
    return flatten(std::views::iota(1, 4) | std::views::transform([](int n) { return std::views::iota(0, n); }));
  });
}

TEST_CASE("flatten can be moved in the middle of constant ranges that it owns") {
  support::check_moving([] {
    pages const constant{{1, 2, 3}, {4}};
    return flatten(std::move(constant));  // NOLINT(performance-move-const-arg): what happens to those who do it
  });
  support::check_moving([] { return flatten(std::array<std::vector<int> const, 2>{{{1, 2}, {3}}}); });
  support::check_moving([] { return flatten(std::array<std::array<int, 2> const, 2>{{{1, 2}, {3, 4}}}); });
}

TEST_CASE("flatten allocates nothing of its own") {
  pages const lent{counted(10), counted(20)};
  support::allocation_count count;
  int sum = 0;
  auto flat = flatten(lent);
  while (int const* const value = flat.pull()) sum += *value;
  auto const allocations = count.allocations();
  CHECK(sum == 235);
  CHECK(allocations == 0);
}

TEST_CASE("flatten passes segments of its ranges on and produces none") {
  std::mt19937 random(9);
  for (int round = 0; round != 300; ++round) {
    auto const windows = support::random_windows(random, support::random_ints(random, 30));
    support::check_segments(random, [&] { return flatten(windows); });
    support::check_segments(random,
                            [&] { return flatten(std::list<std::vector<int>>(windows.begin(), windows.end())); });
  }
  support::windowed_log log;
  std::vector<support::windowed> inner;
  inner.emplace_back(log, pages{{0, 1, 2}});
  inner.emplace_back(log, pages{{3, 4}});
  auto flat = flatten(std::move(inner));
  CHECK(flat.segment(9).empty());
  CHECK(log.windows == 0);
  CHECK(*flat.pull() == 0);
  CHECK(flat.segment(1).size() == 1);
  CHECK(flat.segment(9).size() == 1);
  CHECK(flat.segment(9).empty());
  CHECK(log.windows == 1);
  CHECK(*flat.pull() == 3);
}

TEST_CASE("flatten takes spans and views and strings as ranges") {
  std::vector const values{1, 2, 3};
  std::vector<std::span<int const>> const spans{std::span(values).first(2), std::span(values).last(1)};
  CHECK(collected(flatten(spans)) == values);
  CHECK(collected(std::vector<std::string>{"ab", "c"} | flatten) == std::vector{'a', 'b', 'c'});
  std::vector<std::vector<bool>> bits{{true}, {false, true}};
  CHECK(collected(flatten(bits)) == std::vector{true, false, true});
}

TEST_CASE("flatten is a range for std algorithms and views") {
  pages lent{{1, 2}, {3}};
  std::vector<int> seen;
  for (int const value : flatten(lent) | std::views::transform([](int i) { return -i; })) seen.push_back(value);
  CHECK(seen == std::vector{-1, -2, -3});
  CHECK(std::ranges::count(flatten(lent), 3) == 1);
  CHECK(collected(lent | std::views::reverse | flatten) == std::vector{3, 1, 2});
}

TEST_CASE("flatten passes segments on of a range that its base holds, and has none when it was moved from") {
  auto twice = cogen::repeat(std::vector{1, 2, 3}, 2) | flatten;
  CHECK(*twice.pull() == 1);
  auto moved = std::move(twice);
  CHECK(twice.segment(5).empty());  // NOLINT(bugprone-use-after-move)
  auto const there = moved.segment(5);
  CHECK(std::vector(there.begin(), there.end()) == std::vector{2, 3});
  CHECK(*moved.pull() == 1);
}
