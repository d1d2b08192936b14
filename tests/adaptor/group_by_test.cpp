#include <cogen/adaptor/enumerate.hpp>
#include <cogen/adaptor/group_by.hpp>
#include <cogen/adaptor/pairwise.hpp>
#include <cogen/adaptor/take.hpp>
#include <cogen/generator.hpp>
#include <cogen/sink/to.hpp>

#include "support/catch.hpp"
#include "support/counting.hpp"
#include "support/input_only.hpp"
#include "support/pulled.hpp"
#include "support/sources.hpp"
#include "support/tracked.hpp"

#include <list>
#include <memory>
#include <optional>
#include <ranges>
#include <string>
#include <utility>
#include <vector>

using cogen::group_by;
using support::collected;
using support::counted;
using groups = std::vector<std::pair<int, std::vector<int>>>;

namespace {

constexpr auto tens = [](auto const& value) { return value / 10; };

template <class Source>
groups all_of(Source&& source) {
  groups seen;
  for (auto&& [key, elements] : source) seen.emplace_back(key, collected(elements));
  return seen;
}

template <class Range>
using group_of = typename decltype(group_by(std::declval<Range>(), tens))::value_type;
static_assert(support::is_source_of<group_of<std::vector<int>&>, int&, int>);
static_assert(support::is_source_of<group_of<std::vector<int> const&>, int const&, int>);
static_assert(support::is_source_of<group_of<std::list<int>>, int&&, int>);
static_assert(support::is_source_of<decltype(group_by(std::declval<std::vector<int>&>(), tens)),
                                    group_of<std::vector<int>&>&&, group_of<std::vector<int>&>>);
static_assert(std::is_same_v<decltype(group_by(std::declval<std::vector<std::string>&>(),
                                               &std::string::size))::value_type::key_type,
                             std::size_t>);

}  // namespace

TEST_CASE("group_by gives consecutive elements of equal key together") {
  CHECK(all_of(group_by(counted(0), tens)).empty());
  CHECK(all_of(group_by(counted(1), tens)) == groups{{0, {0}}});
  CHECK(all_of(group_by(std::vector{1, 2, 11, 12, 13, 3}, tens)) == groups{{0, {1, 2}}, {1, {11, 12, 13}}, {0, {3}}});
  CHECK(all_of(group_by(std::list{1, 1, 2, 1})) == groups{{1, {1, 1}}, {2, {2}}, {1, {1}}});
}

TEST_CASE("group_by agrees with a loop on random input") {
  std::mt19937 random(34);
  for (int round = 0; round != 300; ++round) {
    auto const values = support::random_ints(random, 40);
    groups expected;
    for (int const value : values) {
      if (expected.empty() || expected.back().first != value / 50)
        expected.emplace_back(value / 50, std::vector<int>());
      expected.back().second.push_back(value);
    }
    CHECK(all_of(values | group_by([](int value) { return value / 50; })) == expected);
  }
}

TEST_CASE("group_by skips what is left of a group when the next is asked for") {
  auto by_tens = group_by(std::vector{1, 2, 3, 11, 12, 21}, tens);
  auto* group = by_tens.pull();
  CHECK(*group->pull() == 1);
  group = by_tens.pull();
  CHECK(group->key() == 1);
  group = by_tens.pull();
  CHECK(group->key() == 2);
  CHECK(*group->pull() == 21);
  CHECK(group->pull() == nullptr);
  CHECK(by_tens.pull() == nullptr);
}

TEST_CASE("group_by leaves old groups exhausted with their key") {
  std::vector<group_of<std::vector<int>>> kept;
  for (auto&& group : group_by(std::vector{1, 2, 11, 12}, tens)) kept.push_back(std::move(group));
  REQUIRE(kept.size() == 2);
  CHECK(kept[0].key() == 0);
  CHECK(kept[1].key() == 1);
  CHECK(support::stays_exhausted(kept[0]));
  CHECK(support::stays_exhausted(kept[1]));
}

TEST_CASE("group_by: old groups are exhausted also when it is moved and destroyed") {
  using source = decltype(group_by(std::vector{1}, tens));
  auto by_tens = std::make_unique<source>(group_by(std::vector{1, 2, 11, 12, 13}, tens));
  auto old = std::move(*by_tens->pull());
  CHECK(*old.pull() == 1);
  auto moved = std::make_unique<source>(std::move(*by_tens));
  CHECK(by_tens->pull() == nullptr);
  by_tens.reset();
  CHECK(*old.pull() == 2);
  auto current = std::move(*moved->pull());
  CHECK(old.pull() == nullptr);
  CHECK(*current.pull() == 11);
  moved.reset();
  CHECK(old.pull() == nullptr);
  CHECK(*current.pull() == 12);
  CHECK(collected(std::move(current)) == std::vector{13});
}

TEST_CASE("group_by: a group that was moved from is exhausted") {
  auto by_tens = group_by(std::vector{1, 2}, tens);
  auto* const group = by_tens.pull();
  auto const moved = std::move(*group);
  CHECK(group->pull() == nullptr);
  CHECK(moved.key() == 0);
}

TEST_CASE("group_by calls the key once for each element and pulls one element past a group") {
  int calls = 0;
  support::pull_log log;
  auto by_threes = group_by(support::pulled(log), [&](int value) { return ++calls, value / 3; });
  CHECK(log.pulls == 0);
  auto* group = by_threes.pull();
  CHECK(log.pulls == 1);
  CHECK(*group->pull() == 0);
  CHECK(log.pulls == 1);
  CHECK(collected(*group) == std::vector{1, 2});
  CHECK(log.pulls == 4);
  group = by_threes.pull();
  CHECK(log.pulls == 4);
  CHECK(*group->pull() == 3);
  CHECK(calls == 4);
}

TEST_CASE("group_by stays exhausted and pulls nothing after the end") {
  support::pull_log log;
  auto by_tens = group_by(support::pulled(log, 3), tens);
  CHECK(support::stays_exhausted(by_tens));
  CHECK(log.pulls_after_end == 0);
}

TEST_CASE("group_by goes on where its source has thrown, in whatever group") {
  for (int at = 1; at != 9; ++at) {
    support::pull_log log;
    log.throw_at = at;
    auto by_threes = group_by(support::pulled(log, 7), [](int value) { return value / 3; });
    std::vector<int> seen;
    int thrown = 0;
    for (bool more = true; more;) {
      try {
        auto* const group = by_threes.pull();
        more = group != nullptr;
        while (more) {
          try {
            auto* const element = group->pull();
            if (element == nullptr) break;
            seen.push_back(*element);
          } catch (support::pull_failed const&) {
            ++thrown;
          }
        }
      } catch (support::pull_failed const&) {
        ++thrown;
      }
    }
    CHECK(seen == counted(7));
    CHECK(thrown == 1);
  }
}

TEST_CASE("group_by passes the element for which the key throws") {
  auto by_tens = group_by(counted(4), [](int value) { return value == 2 ? throw support::pull_failed() : 0; });
  auto* const group = by_tens.pull();
  std::vector<int> seen;
  CHECK_THROWS_AS(support::append_rest(*group, seen), support::pull_failed);
  support::append_rest(*group, seen);
  CHECK(seen == std::vector{0, 1, 3});
}

TEST_CASE("group_by neither moves nor copies an element") {
  support::lifetime_check check;
  int sum = 0;
  for (auto&& group :
       counted<support::move_only>(25) | group_by([](auto const& element) { return element.value() / 10; })) {
    for (auto&& element : group) sum += element.value();
  }
  CHECK(sum == 300);
  CHECK(check->moved == 0);
  auto values = counted(3);
  for (auto&& group : group_by(values, tens)) {
    for (int& value : group) value += 10;
  }
  CHECK(values == std::vector{10, 11, 12});
}

TEST_CASE("group_by reads each element of an input range once") {
  support::input_only<int> range(std::vector{1, 1, 2});
  auto const counts = range.counts();
  CHECK(all_of(group_by(std::move(range))) == groups{{1, {1, 1}}, {2, {2}}});
  CHECK(counts->dereferences == 3);
}

TEST_CASE("group_by groups the elements of a generator") {
  auto const words = []() -> cogen::generator<std::string> {
    std::string word = "apple";
    co_yield word;
    word = "ant";
    co_yield word;
    word = "bee";
    co_yield word;
  };
  std::string text;
  for (auto&& [letter, rest] : words() | group_by([](std::string const& word) { return word[0]; })) {
    text += letter;
    for (std::string&& word : rest) text += " " + std::move(word);
    text += ".";
  }
  CHECK(text == "a apple ant.b bee.");
}

TEST_CASE("group_by is the same called and piped and composed, and can be kept whole") {
  auto const values = std::vector{1, 1, 2};
  auto const one = group_by(tens) | cogen::take(1);
  CHECK(all_of(values | one) == groups{{0, {1, 1, 2}}});
  CHECK(all_of(values | group_by) == groups{{1, {1, 1}}, {2, {2}}});
  auto pairs = cogen::enumerate(std::vector{5, 5, 6}) | group_by([](auto const& pair) { return pair.second; });
  auto* const group = pairs.pull();
  CHECK(cogen::to<std::vector>(*group) == std::vector<std::pair<std::ptrdiff_t, int>>{{0, 5}, {1, 5}});
}

TEST_CASE("group_by of pairs of references compares the elements") {
  std::vector<std::size_t> sizes;
  for (auto&& group : std::list{1, 1, 1, 2} | cogen::pairwise | group_by) sizes.push_back(collected(group).size());
  CHECK(sizes == std::vector<std::size_t>{2, 1});
}

TEST_CASE("group_by can be moved in the middle of a group") {
  auto by_tens = group_by(std::vector{1, 2, 11}, tens);
  auto group = std::move(*by_tens.pull());
  CHECK(*group.pull() == 1);
  auto moved = std::move(by_tens);
  auto moved_group = std::move(group);
  CHECK(*moved_group.pull() == 2);
  CHECK(*moved.pull()->pull() == 11);
}

TEST_CASE("group_by allocates once in all") {
  auto values = counted(100);
  support::allocation_count count;
  int sum = 0;
  for (auto&& group : group_by(values, tens)) {
    for (int const value : group) sum += value;
  }
  auto const allocations = count.allocations();
  CHECK(sum == 4950);
  CHECK(allocations == 1);
}

TEST_CASE("group_by: a group that is kept can be taken apart by reference") {
  auto source = group_by(std::vector{11, 12, 21}, tens);
  auto group = std::move(*source.pull());
  auto& [key, elements] = group;
  CHECK(key == 1);
  CHECK(*elements.pull() == 11);
  CHECK(collected(group) == std::vector{12});
}
