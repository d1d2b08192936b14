#include <cogen/adaptor/map.hpp>
#include <cogen/adaptor/merge.hpp>
#include <cogen/adaptor/merge_from.hpp>
#include <cogen/adaptor/take.hpp>

#include "support/catch.hpp"
#include "support/counting.hpp"
#include "support/input_only.hpp"
#include "support/pulled.hpp"
#include "support/sources.hpp"
#include "support/tracked.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <list>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

using cogen::merge;
using cogen::merge_from;
using support::collected;
using support::counted;
using ints = std::vector<int>;

namespace {

template <class... Given>
using merge_of = decltype(merge(std::declval<Given>()...));
static_assert(support::is_source_of<merge_of<ints&, std::list<int>&>, int&, int>);
static_assert(support::is_source_of<merge_of<ints&, ints, std::greater<>>, int const&, int>);
static_assert(support::is_source_of<merge_of<ints&, std::vector<long>, std::less<>, std::identity>, long&&, long>);
static_assert(support::is_source_of<decltype(merge_from(std::declval<std::vector<ints>&>())), int&, int>);
static_assert(support::is_source_of<decltype(merge_from(std::declval<std::list<ints>>())), int&&, int>);

struct item {
  int key;
  int origin;
  friend bool operator==(item const&, item const&) = default;
};

// Stable, by insertion: clang 19 warns of what libstdc++ 12's std::stable_sort calls.
template <class Less = std::less<>>
void sort_items(std::vector<item>& items, Less less = {}) {
  std::vector<item> sorted;
  for (item const& each : items) sorted.insert(std::ranges::upper_bound(sorted, each.key, less, &item::key), each);
  items = std::move(sorted);
}

std::vector<item> sorted_items(std::mt19937& random, int origin) {
  std::vector<item> items;
  for (int left = support::pick(random, 12); left != 0; --left) items.push_back({support::pick(random, 6), origin});
  sort_items(items);
  return items;
}

}  // namespace

TEST_CASE("merge is the stable sort of sorted ranges") {
  std::mt19937 random(35);
  for (int round = 0; round != 300; ++round) {
    auto const a = sorted_items(random, 0);
    auto const b = sorted_items(random, 1);
    auto const c = sorted_items(random, 2);
    std::vector<item> expected(a);
    expected.insert(expected.end(), b.begin(), b.end());
    expected.insert(expected.end(), c.begin(), c.end());
    sort_items(expected);
    CHECK(collected(merge(a, b, c, std::less<>(), &item::key)) == expected);
    CHECK(collected(merge(a, std::list<item>(b.begin(), b.end()), std::vector<item>(c), std::less<>(), &item::key)) ==
          expected);
  }
}

TEST_CASE("merge_from is the stable sort of any number of sorted ranges") {
  std::mt19937 random(36);
  for (int round = 0; round != 300; ++round) {
    std::vector<std::vector<item>> ranges;
    for (int left = support::pick(random, 20); left != 0; --left) ranges.push_back(sorted_items(random, left));
    bool const reversed = support::pick(random, 1) == 0;
    std::vector<item> expected;
    for (auto& range : ranges) {
      if (reversed) sort_items(range, std::greater<>());
      expected.insert(expected.end(), range.begin(), range.end());
    }
    if (reversed) {
      sort_items(expected, std::greater<>());
      CHECK(collected(merge_from(ranges, std::greater<>(), &item::key)) == expected);
    } else {
      sort_items(expected);
      CHECK(collected(ranges | merge_from(std::less<>(), &item::key)) == expected);
    }
  }
}

TEST_CASE("merge takes a comparator and compares in place") {
  CHECK(collected(merge(ints{5, 3, 1}, ints{4, 4}, std::greater<>())) == ints{5, 4, 4, 3, 1});
  auto shorter = [](std::string const& a, std::string const& b) { return a.size() < b.size(); };
  std::vector<std::string> const a{"bb", "aaa"};
  std::vector<std::string> const b{"a", "aa"};
  CHECK(collected(merge(a, b, shorter)) == std::vector<std::string>{"a", "bb", "aa", "aaa"});
}

TEST_CASE("merge of one or of none or of empty ranges") {
  ints const none;
  CHECK(collected(merge(none)).empty());
  CHECK(collected(merge(none, none, none)).empty());
  CHECK(collected(merge(none, ints{1, 2}, none)) == ints{1, 2});
  CHECK(collected(merge(ints{2, 1})) == ints{2, 1});
  auto nothing = merge_from(std::vector<ints>());
  CHECK(support::stays_exhausted(nothing));
}

TEST_CASE("merge pulls once from each source, then from the one whose element was taken") {
  std::array<support::pull_log, 3> logs;
  auto merged = merge(support::pulled(logs[0], 3), support::pulled(logs[1], 2), support::pulled(logs[2]));
  CHECK(logs[0].pulls == 0);
  CHECK(*merged.pull() == 0);
  for (auto const& log : logs) CHECK(log.pulls == 1);
  CHECK(*merged.pull() == 0);
  CHECK(logs[0].pulls == 2);
  CHECK(logs[1].pulls == 1);
  CHECK(*merged.pull() == 0);
  CHECK(logs[1].pulls == 2);
  CHECK(collected(merged | cogen::take(4)) == ints{1, 1, 1, 2});
  CHECK(logs[0].pulls == 3);
  CHECK(logs[1].pulls == 3);
  CHECK(logs[2].pulls == 3);
}

TEST_CASE("merge of ends asks for each end once and stays exhausted") {
  std::array<support::pull_log, 2> logs;
  auto merged = merge(support::pulled(logs[0], 3), support::pulled(logs[1], 2));
  CHECK(support::stays_exhausted(merged));
  CHECK(logs[0].pulls == 4);
  CHECK(logs[1].pulls == 3);
}

TEST_CASE("merge hands out the very elements and moves and copies none") {
  support::lifetime_check check;
  {
    ints a{1, 3};
    std::list<int> b{2};
    for (int& value : merge(a, b)) value += 10;
    CHECK(a == ints{11, 13});
    std::vector<support::move_only> kept;
    kept.reserve(9);
    auto merged = merge(counted<support::move_only>(2), counted<support::move_only>(3));
    int const moved = check->moved;
    support::append_rest(merged, kept);
    CHECK(check->moved == moved + 5);
    CHECK(kept[4] == 2);
  }
}

TEST_CASE("merge compares no more than twice the height of the heap, and once for two ranges") {
  int comparisons = 0;
  auto counting = [&comparisons](int a, int b) { return ++comparisons, a < b; };
  auto const values = counted(1000);
  CHECK(collected(merge(values, values, counting)).size() == 2000);
  CHECK(comparisons <= 2000);
  comparisons = 0;
  CHECK(collected(merge_from(std::vector<ints>(64, values), counting)).size() == 64000);
  CHECK(comparisons <= 64000 * 12);
}

TEST_CASE("merge reads each element of input ranges once") {
  support::input_only<int> first(counted(3));
  auto const counts = first.counts();
  CHECK(collected(merge(std::move(first), ints{1})) == ints{0, 1, 1, 2});
  CHECK(counts->dereferences == 3);
}

TEST_CASE("merge loses nothing when a source throws") {
  for (int at = 1; at != 5; ++at) {
    support::pull_log first;
    support::pull_log second;
    second.throw_at = at;
    auto merged = merge(support::pulled(first, 3), support::pulled(second, 3));
    ints seen;
    CHECK_THROWS_AS(support::append_rest(merged, seen), support::pull_failed);
    support::append_rest(merged, seen);
    CHECK(seen == ints{0, 0, 1, 1, 2, 2});
  }
}

TEST_CASE("merge loses nothing and keeps its order when a comparison throws") {
  for (int at = 1; at != 60; ++at) {
    int comparisons = 0;
    auto failing = [&](int a, int b) {
      if (++comparisons == at) throw std::runtime_error("comparison");
      return a < b;
    };
    std::vector<ints> const ranges{{1, 5, 9}, {2, 6}, {0, 3, 7, 8}, {4}, {2, 2}};
    auto merged = merge_from(ranges, failing);
    ints seen;
    try {
      support::append_rest(merged, seen);
      CHECK(comparisons < at);
    } catch (std::runtime_error const&) {
      support::append_rest(merged, seen);
    }
    CHECK(seen == ints{0, 1, 2, 2, 2, 3, 4, 5, 6, 7, 8, 9});
  }
}

TEST_CASE("merge_from goes on opening ranges after an exception") {
  int given = 0;
  auto ranges = cogen::map(counted(3), [&given](int number) {
    if (++given == 2) throw std::runtime_error("no such range");
    return ints{number, number + 10};
  });
  auto merged = merge_from(std::move(ranges));
  CHECK(given == 0);
  CHECK_THROWS_AS(merged.pull(), std::runtime_error);
  CHECK(collected(merged) == ints{0, 2, 10, 12});
}

TEST_CASE("merge is the same called and piped") {
  ints const a{1, 4};
  ints const b{2, 3};
  std::vector<std::string> const words{"a", "c"};
  CHECK(collected(merge(a, b)) == ints{1, 2, 3, 4});
  CHECK(collected(a | merge(b)) == ints{1, 2, 3, 4});
  CHECK(collected(a | merge(b, ints{0})) == ints{0, 1, 2, 3, 4});
  CHECK(collected(ints{4, 1} | merge(ints{3, 2}, std::greater<>())) == ints{4, 3, 2, 1});
  CHECK(collected(a | merge(b, std::less<>(), [](int value) { return value; })) == ints{1, 2, 3, 4});
  CHECK(collected(words | merge(std::vector<std::string>{"b"})) == std::vector<std::string>{"a", "b", "c"});
  std::vector<ints> const ranges{a, b};
  CHECK(collected(ranges | merge_from) == ints{1, 2, 3, 4});
}

TEST_CASE("merge keeps its heads wherever it is moved") {
  auto text = [](int value) { return std::to_string(value) + " is a number with a long text after it"; };
  support::check_moving([&] { return merge(cogen::map(std::array{1, 3}, text), cogen::map(std::list{2, 4}, text)); });
  support::check_moving([] { return merge(std::array{1, 4}, std::vector<long>{3, 5}, std::list{2, 6, 7}); });
  support::check_moving([] { return merge_from(std::vector<std::array<int, 2>>{{1, 4}, {2, 3}, {0, 9}}); });
}

TEST_CASE("merge allocates twice and gives back what it owns at the end") {
  support::lifetime_check check;
  auto owning = merge(counted<support::tracked>(1), counted<support::tracked>(1));
  CHECK(support::stays_exhausted(owning));
  CHECK(check->live == 0);
  auto a = counted(10);
  support::allocation_count count;
  auto merged = merge(a, a, a);
  int sum = 0;
  while (int const* const value = merged.pull()) sum += *value;
  auto const allocations = count.allocations();
  CHECK(sum == 135);
  CHECK(allocations == 2);
}
