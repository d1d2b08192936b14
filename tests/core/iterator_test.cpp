#include <cogen/generator.hpp>

#include "support/catch.hpp"
#include "support/collect.hpp"
#include "support/tracked.hpp"

#include <algorithm>
#include <iterator>
#include <memory>
#include <ranges>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

using cogen::generator;
using support::collect;

template <class Generator>
constexpr bool is_an_input_range =
    std::ranges::input_range<Generator> && !std::ranges::forward_range<Generator> && !std::ranges::view<Generator> &&
    !std::copyable<Generator> && std::movable<Generator> && std::ranges::viewable_range<Generator> &&
    std::ranges::viewable_range<Generator&> && std::input_iterator<std::ranges::iterator_t<Generator>> &&
    !std::copyable<std::ranges::iterator_t<Generator>> &&
    std::same_as<std::ranges::sentinel_t<Generator>, std::default_sentinel_t> &&
    std::same_as<std::ranges::range_value_t<Generator>, typename Generator::value_type> &&
    std::same_as<std::ranges::range_reference_t<Generator>, typename Generator::reference>;

static_assert(is_an_input_range<generator<int>>);
static_assert(is_an_input_range<generator<int&>>);
static_assert(is_an_input_range<generator<int const&>>);
static_assert(is_an_input_range<generator<int&&>>);
static_assert(is_an_input_range<generator<int const>>);
static_assert(is_an_input_range<generator<std::unique_ptr<int>>>);
static_assert(is_an_input_range<generator<std::string, int, long>>);

static_assert(sizeof(generator<int>) == sizeof(void*));
static_assert(sizeof(generator<std::string, std::string, std::string>) == sizeof(void*));
#if !defined(COGEN_DEBUG)
static_assert(sizeof(generator<int>::iterator) == 2 * sizeof(void*));
#endif

generator<int> count_to(int last) {
  for (int i = 1; i <= last; ++i) co_yield i;
}

generator<std::string> words() {
  std::string local = "and a second, also too long to be stored in place";
  co_yield "a string that is too long to be stored in place";
  co_yield std::move(local);
}

}  // namespace

TEST_CASE("a loop sees every element once") {
  int expected = 1;
  for (int element : count_to(100)) CHECK(element == expected++);
  CHECK(expected == 101);
}

TEST_CASE("a loop over an empty generator is not entered") {
  for (int element : count_to(0)) FAIL(element);
  for (int element : generator<int>()) FAIL(element);
  SUCCEED("not entered");
}

TEST_CASE("a loop goes on after next") {
  auto g = count_to(4);
  CHECK(g.next() == 1);
  CHECK(g.next() == 2);
  CHECK(collect(g) == std::vector<int>{3, 4});
}

TEST_CASE("a loop goes on behind the element where another loop broke off") {
  auto g = count_to(5);
  for (int element : g) {
    if (element == 2) break;
  }
  CHECK(collect(g) == std::vector<int>{3, 4, 5});
}

TEST_CASE("next goes on behind the element where a loop broke off") {
  auto g = count_to(3);
  for (int element : g) {
    CHECK(element == 1);
    break;
  }
  CHECK(g.next() == 2);
  CHECK(collect(g) == std::vector<int>{3});
}

TEST_CASE("next inside a loop takes elements from it") {
  auto g = count_to(6);
  std::vector<int> seen;
  for (int element : g) {
    seen.push_back(element);
    g.next();
  }
  CHECK(seen == std::vector<int>{1, 3, 5});
}

TEST_CASE("begin called twice goes on") {
  auto g = count_to(3);
  auto const first = g.begin();
  CHECK(*first == 1);
  auto second = g.begin();
  CHECK(*second == 2);
  ++second;
  CHECK(*second == 3);
  ++second;
  CHECK(second == g.end());
  CHECK(g.begin() == g.end());
}

TEST_CASE("an iterator is advanced in both ways and compares with the sentinel from both sides") {
  auto g = count_to(3);
  auto it = g.begin();
  CHECK(it != g.end());
  CHECK(g.end() != it);
  CHECK(*++it == 2);
  it++;
  CHECK(*it == 3);
  CHECK(*it == 3);
  ++it;
  CHECK(it == g.end());
  CHECK(g.end() == it);
}

TEST_CASE("a moved-from iterator is at the end, and so is a default-constructed one") {
  auto g = count_to(3);
  auto it = g.begin();
  auto moved = std::move(it);
  CHECK(*moved == 1);
  CHECK(it == std::default_sentinel);
  it = std::move(moved);
  CHECK(*++it == 2);
  CHECK(moved == std::default_sentinel);
  CHECK(generator<int>::iterator() == std::default_sentinel);
}

TEST_CASE("elements can be moved out in a loop") {
  std::vector<std::string> taken;
  for (auto&& word : words()) taken.push_back(std::move(word));
  CHECK(taken == std::vector<std::string>{"a string that is too long to be stored in place",
                                          "and a second, also too long to be stored in place"});
}

TEST_CASE("a loop by value over a generator of values moves each element once") {
  support::lifetime_check check;
  auto make = []() -> generator<support::tracked> {
    int const second = 2;
    co_yield support::tracked(1);
    co_yield support::tracked(second);
  };
  int sum = 0;
  for (support::tracked element : make()) sum += element.value();
  CHECK(sum == 3);
  CHECK(check->copied == 0);
  CHECK(check->moved == 2);
}

TEST_CASE("the algorithms of std::ranges take a generator") {
  std::vector<int> copied;
  std::ranges::copy(count_to(3), std::back_inserter(copied));
  CHECK(copied == std::vector<int>{1, 2, 3});
  std::ranges::move(count_to(2), std::back_inserter(copied));
  CHECK(copied == std::vector<int>{1, 2, 3, 1, 2});
  int sum = 0;
  std::ranges::for_each(count_to(4), [&](int element) { sum += element; });
  CHECK(sum == 10);
  CHECK(std::ranges::equal(count_to(3), std::vector<int>{1, 2, 3}));
  CHECK(std::ranges::max(count_to(7)) == 7);
  CHECK(std::ranges::distance(count_to(5)) == 5);
  CHECK(std::ranges::count_if(count_to(5), [](int element) { return element % 2 == 1; }) == 3);
  CHECK(std::ranges::all_of(count_to(5), [](int element) { return element > 0; }));
  std::vector<std::string> lengths;
  std::ranges::transform(count_to(2), std::back_inserter(lengths), [](int element) { return std::to_string(element); });
  CHECK(lengths == std::vector<std::string>{"1", "2"});
}

TEST_CASE("an algorithm that stops early leaves the rest") {
  auto g = count_to(5);
  auto const found = std::ranges::find(g, 3);
  REQUIRE(found != g.end());
  CHECK(*found == 3);
  CHECK(collect(g) == std::vector<int>{4, 5});
}

TEST_CASE("an rvalue generator pipes into std::views") {
  auto odd = [](int element) { return element % 2 == 1; };
  auto square = [](int element) { return element * element; };
  std::vector<int> seen;
  for (int element : count_to(7) | std::views::filter(odd) | std::views::transform(square)) seen.push_back(element);
  CHECK(seen == std::vector<int>{1, 9, 25, 49});
  auto kept = count_to(9) | std::views::drop(2) | std::views::take(3);
  CHECK(collect(kept) == std::vector<int>{3, 4, 5});
  auto until = count_to(9) | std::views::drop_while([](int element) { return element < 4; }) |
               std::views::take_while([](int element) { return element < 7; });
  CHECK(collect(until) == std::vector<int>{4, 5, 6});
}

TEST_CASE("an lvalue generator pipes into std::views and stays with its owner") {
  auto g = count_to(6);
  CHECK(g.next() == 1);
  std::vector<int> seen;
  for (int element : g | std::views::transform([](int e) { return 10 * e; })) {
    seen.push_back(element);
    if (element == 30) break;
  }
  CHECK(seen == std::vector<int>{20, 30});
  CHECK(g.next() == 4);
}

TEST_CASE("std::views::join flattens a generator of containers") {
  auto make = []() -> generator<std::vector<int>> {
    std::vector<int> const empty;
    std::vector<int> pair(2, 5);
    co_yield pair;
    co_yield empty;
    co_yield std::move(pair);
  };
  std::vector<int> seen;
  for (int element : make() | std::views::join) seen.push_back(element);
  CHECK(seen == std::vector<int>{5, 5, 5, 5});
}

TEST_CASE("move-only elements go through std::views") {
  auto make = []() -> generator<std::unique_ptr<int>> {
    auto local = std::make_unique<int>(1);
    co_yield std::move(local);
    co_yield std::make_unique<int>(2);
  };
  int sum = 0;
  for (int element : make() | std::views::transform([](std::unique_ptr<int> p) { return *p; })) sum += element;
  CHECK(sum == 3);
}
