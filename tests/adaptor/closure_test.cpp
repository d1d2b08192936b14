#include <cogen/adaptor.hpp>
#include <cogen/sink.hpp>

#include "support/catch.hpp"
#include "support/sources.hpp"
#include "support/tracked.hpp"

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <ranges>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

using support::collected;
using support::counted;

namespace {

constexpr auto odd = [](int value) { return value % 2 != 0; };
constexpr auto square = [](int value) { return value * value; };

// Whether `left | right` is accepted.
template <class Left, class Right>
concept pipes_into = requires(Left left, Right right) { std::forward<Left>(left) | std::forward<Right>(right); };

// A function object of which copies and moves are counted.
struct tracked_function {
  support::tracked state{1};
  int operator()(int value) const { return value + state.value(); }
};
struct not_a_function {};

}  // namespace

TEST_CASE("a pipeline is the same called and piped and composed in any grouping") {
  auto const values = counted(10);
  std::vector const expected{1, 9, 25};
  using namespace cogen;
  CHECK(collected(take(map(filter(values, odd), square), 3)) == expected);
  CHECK(collected(values | filter(odd) | map(square) | take(3)) == expected);
  CHECK(collected(values | (filter(odd) | map(square) | take(3))) == expected);
  CHECK(collected(values | (filter(odd) | (map(square) | take(3)))) == expected);
  CHECK(collected(values | filter(odd) | (map(square) | take(3))) == expected);
  CHECK((values | (filter(odd) | map(square) | take(3) | to<std::vector>())) == expected);
  CHECK((values | (filter(odd) | fold(0, std::plus<>()))) == 25);
}

TEST_CASE("tools without arguments compose without parentheses") {
  using namespace cogen;
  CHECK(pipes_into<decltype(map(square)), decltype((flatten))>);
  CHECK(pipes_into<decltype((flatten)), decltype(take(1))>);
  CHECK(pipes_into<decltype((flatten)), decltype((enumerate))>);
  CHECK(pipes_into<decltype(map(square) | take(1)), decltype((enumerate))>);
}

TEST_CASE("a closure can be used again and gives the same") {
  auto const values = counted(5);
  auto const evens = cogen::filter([](int value) { return value % 2 == 0; });
  CHECK(collected(values | evens) == std::vector{0, 2, 4});
  CHECK(collected(values | evens) == std::vector{0, 2, 4});
  auto const composed = evens | cogen::take(2);
  CHECK(collected(values | composed) == std::vector{0, 2});
  CHECK(collected(values | composed) == std::vector{0, 2});
}

TEST_CASE("a closure copies its arguments only where it is used again") {
  support::lifetime_check check;
  auto const values = counted(3);
  {
    auto mapped = values | cogen::map(tracked_function());
    CHECK(*mapped.pull() == 1);
    CHECK(check->copied == 0);
  }
  {
    auto const closure = cogen::map(tracked_function());
    auto mapped = values | closure;
    CHECK(*mapped.pull() == 1);
    CHECK(check->copied == 1);
  }
  {
    auto mapped = values | (cogen::map(tracked_function()) | cogen::take(1));
    CHECK(*mapped.pull() == 1);
    CHECK(check->copied == 1);
  }
}

TEST_CASE("closures take move-only functions and values") {
  auto const values = counted(3);
  auto add = [by = std::make_unique<int>(5)](int value) { return value + *by; };
  auto closure = cogen::map(std::move(add)) | cogen::take(2);
  CHECK(collected(values | std::move(closure)) == std::vector{5, 6});
  auto total = values | cogen::fold(std::make_unique<int>(1), [](std::unique_ptr<int> sum, int value) {
                 *sum += value;
                 return sum;
               });
  CHECK(*total == 4);
}

TEST_CASE("closures take lvalue functions by value") {
  int calls = 0;
  auto count_calls = [&calls, own = 0](int) mutable {
    ++own;
    return ++calls, own;
  };
  auto const closure = cogen::map(count_calls);
  CHECK(collected(counted(2) | closure) == std::vector{1, 2});
  CHECK(collected(counted(2) | closure) == std::vector{1, 2});
  CHECK(count_calls(0) == 1);
  CHECK(calls == 5);
}

TEST_CASE("a bad argument is refused when the closure is made and before the range is touched") {
  CHECK_THROWS_AS(cogen::take(-1), std::invalid_argument);
  CHECK_THROWS_AS(cogen::map(square) | cogen::batch(0), std::invalid_argument);
  CHECK(support::refusal([] { (void)cogen::take(std::numeric_limits<long long>::min()); }) ==
        "cogen::take: n must be at least 0, not -9223372036854775808");
  CHECK(support::refusal([] { (void)cogen::batch(static_cast<unsigned short>(0)); }) ==
        "cogen::batch: n must be at least 1, not 0");
  CHECK(support::refusal([] { (void)cogen::take(static_cast<signed char>(-3)); }) ==
        "cogen::take: n must be at least 0, not -3");
}

TEST_CASE("a tool refuses a range with arguments that it cannot use, instead of making a closure of them") {
  using values = std::vector<int>&;
  CHECK_FALSE(std::is_invocable_v<decltype(cogen::map), values, not_a_function>);
  CHECK_FALSE(std::is_invocable_v<decltype(cogen::filter), values, bool (*)(std::string)>);
  CHECK_FALSE(std::is_invocable_v<decltype(cogen::for_each), values, void (*)(std::string)>);
  CHECK_FALSE(std::is_invocable_v<decltype(cogen::take), values, double>);
  CHECK_FALSE(std::is_invocable_v<decltype(cogen::islice), values, char const*>);
  CHECK_FALSE(std::is_invocable_v<decltype(cogen::sliding_window), values, int, int, int>);
  CHECK_FALSE(std::is_invocable_v<decltype(cogen::fold), values, std::string, int (*)(int, int)>);
  CHECK_FALSE(std::is_invocable_v<decltype(cogen::flatten), values>);
}

TEST_CASE("pipes need no using directive and mix with those of std") {
  std::vector<int> const values{3, 1, 2};
  CHECK(collected(values | cogen::map(square) | cogen::filter(odd)) == std::vector{9, 1});
  CHECK(collected(values | std::views::reverse | cogen::map(square)) == std::vector{4, 1, 9});
  std::vector<int> seen;
  for (int const value : values | cogen::map(square) | std::views::transform(square) | std::views::take(2))
    seen.push_back(value);
  CHECK(seen == std::vector{81, 1});
  seen.clear();
  auto mixed = values | cogen::map(square) | std::views::filter(odd) | cogen::map(square) | cogen::take(1);
  CHECK(collected(mixed) == std::vector{81});
}

TEST_CASE("closures are no ranges and ranges no closures") {
  static_assert(!cogen::iterable<decltype(cogen::take(1))>);
  static_assert(!cogen::iterable<decltype(cogen::take(1) | cogen::take(2))>);
  static_assert(!cogen::iterable<decltype((cogen::flatten))>);
  static_assert(!pipes_into<int, decltype(cogen::take(1))>);
  static_assert(!pipes_into<decltype(cogen::take(1)), std::vector<int>&>);
  static_assert(!pipes_into<std::vector<int>&, std::vector<int>&>);
  SUCCEED();
}

TEST_CASE("a tool that waits for its range can be called with it, and so be mapped") {
  using rows = std::vector<std::vector<int>>;
  rows const given{{3, 1, 3}, {2}};
  CHECK(collected(cogen::take(2)(given.front())) == std::vector<int>{3, 1});
  CHECK(collected((cogen::filter(odd) | cogen::map(square))(given.front())) == std::vector<int>{9, 1, 9});
  CHECK((given | cogen::map(cogen::take(1) | cogen::sum) | cogen::to<std::vector<int>>()) == std::vector<int>{3, 2});
  CHECK((given | cogen::map(cogen::to<std::vector<long>>()) | cogen::first) == std::vector<long>{3, 1, 3});
}

TEST_CASE("a tool with a move-only function can be called") {
  std::vector<int> const values{1, 2};
  CHECK(collected(cogen::map([owned = std::make_unique<int>(3)](int value) { return value * *owned; })(values)) ==
        std::vector{3, 6});
}

TEST_CASE("tools call members through references and reference wrappers") {
  struct point {
    int x;
    [[nodiscard]] int doubled() const { return 2 * x; }
  };
  std::vector<point> points{{1}, {2}};
  std::vector<std::reference_wrapper<point>> const wrapped(points.begin(), points.end());
  CHECK(collected(wrapped | cogen::map(&point::doubled)) == std::vector{2, 4});
  CHECK(collected(wrapped | cogen::map(&point::x)) == std::vector{1, 2});
  std::vector<point const*> const pointers{&points[0], &points[1]};
  CHECK(collected(pointers | cogen::map(&point::doubled)) == std::vector{2, 4});
}
