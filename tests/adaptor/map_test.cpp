#include <cogen/adaptor/filter.hpp>
#include <cogen/adaptor/map.hpp>
#include <cogen/adaptor/take.hpp>

#include "support/catch.hpp"
#include "support/counting.hpp"
#include "support/input_only.hpp"
#include "support/pulled.hpp"
#include "support/sources.hpp"
#include "support/tracked.hpp"

#include <any>
#include <array>
#include <list>
#include <memory>
#include <optional>
#include <ranges>
#include <set>
#include <string>
#include <variant>
#include <vector>

using cogen::filter;
using cogen::map;
using support::collected;
using support::counted;

namespace {

constexpr auto twice = [](int value) { return 2 * value; };

struct row {
  int id = 0;
  std::string name;
  [[nodiscard]] int next_id() const { return id + 1; }
};

template <class Range, class Function>
using map_of = decltype(map(std::declval<Range>(), std::declval<Function>()));
static_assert(support::is_source_of<map_of<std::vector<int>&, int (*)(int)>, int&&, int>);
static_assert(support::is_source_of<map_of<std::vector<int>&, int& (*)(int&)>, int&, int>);
static_assert(support::is_source_of<map_of<std::vector<int>&, int const& (*)(int const&)>, int const&, int>);
static_assert(support::is_source_of<map_of<std::vector<int>, int && (*)(int&&)>, int&&, int>);
static_assert(support::is_source_of<map_of<std::vector<row>&, std::string row::*>, std::string&, std::string>);
static_assert(support::is_source_of<map_of<std::vector<row>, std::string row::*>, std::string&&, std::string>);
static_assert(!cogen::segmented<map_of<std::vector<int>&, int (*)(int)>>);

}  // namespace

TEST_CASE("map gives what the function makes of each element") {
  for (int length = 0; length != 4; ++length) {
    std::vector<int> expected;
    for (int i = 0; i != length; ++i) expected.push_back(2 * i);
    CHECK(collected(map(counted(length), twice)) == expected);
  }
}

TEST_CASE("map calls the function once for an element, also before a filter") {
  int calls = 0;
  auto values = counted(10);
  auto odd = values | map([&calls](int value) {
               ++calls;
               return value * value;
             }) |
             filter([](int value) { return value % 2 != 0; });
  CHECK(calls == 0);
  CHECK(collected(odd) == std::vector{1, 9, 25, 49, 81});
  CHECK(calls == 10);
  CHECK(support::stays_exhausted(odd));
  CHECK(calls == 10);
}

TEST_CASE("map of an infinite source pulls and calls once for an element handed out") {
  support::pull_log log;
  int calls = 0;
  auto mapped = map(support::pulled(log), [&calls](int value) { return ++calls, value; });
  for (int const value : mapped) {
    if (value == 2) break;
  }
  CHECK(log.pulls == 3);
  CHECK(calls == 3);
  CHECK(*mapped.next() == 3);
}

TEST_CASE("map hands out the very reference that the function returns") {
  std::vector<row> rows{{1, "one"}, {2, "two"}};
  auto names = map(rows, &row::name);
  CHECK(names.pull() == &rows[0].name);
  names.pull()->append("!");
  CHECK(rows[1].name == "two!");
  CHECK(collected(map(rows, &row::next_id)) == std::vector{2, 3});
}

TEST_CASE("map lets a member be moved out of elements that are given away") {
  std::vector<row> rows{{1, std::string(40, 'x')}, {2, "two"}};
  char const* const characters = rows[0].name.data();
  auto names = map(std::move(rows), &row::name);
  std::string const first = std::move(*names.pull());
  CHECK(first.data() == characters);
}

TEST_CASE("map constructs a result in place and destroys it at the next pull") {
  support::lifetime_check check;
  {
    auto mapped = map(counted(3), [](int value) { return support::tracked(value); });
    for (int i = 0; i != 3; ++i) {
      CHECK(mapped.pull()->value() == i);
      CHECK(check->live == 1);
    }
    CHECK(mapped.pull() == nullptr);
    CHECK(check->constructed == 3);
    CHECK(check->copied == 0);
    CHECK(check->moved == 0);
  }
  CHECK(check->live == 0);
}

TEST_CASE("map gives each element of an rvalue to the function to move from") {
  support::lifetime_check check;
  auto mapped = counted<support::move_only>(3) | map([](support::move_only element) { return element; });
  std::vector<int> seen;
  for (auto&& element : mapped) seen.push_back(element.value());
  CHECK(seen == counted(3));
  CHECK(check->moved == 6);  // into the parameter, and out of it
}

TEST_CASE("map results may be of types that can be made of anything") {
  auto anything = map(counted(2), [](int value) { return std::any(value); });
  std::any const* const first = anything.pull();
  REQUIRE(first != nullptr);
  CHECK(std::any_cast<int>(first) != nullptr);
  auto perhaps = map(counted(2), [](int value) {
    return value == 0 ? std::optional<std::string>() : std::optional<std::string>("x");
  });
  CHECK_FALSE(perhaps.pull()->has_value());
  CHECK(perhaps.pull()->has_value());
  auto either = map(counted(2), [](int value) { return std::variant<int, std::any>(value); });
  CHECK(either.pull()->index() == 0);
}

TEST_CASE("map results may be bool proxies and constant values and pairs of references") {
  std::vector<bool> bits{true, false};
  CHECK(collected(map(bits, [](bool bit) { return !bit; })) == std::vector{false, true});
  std::vector<bool> copied;
  for (auto bit : map(bits, [](std::vector<bool>::reference bit) { return bit; })) copied.push_back(bit);
  CHECK(copied == bits);
  auto values = counted(2);
  auto pairs = map(values, [](int& value) { return std::pair<int&, std::string>(value, "text"); });
  pairs.pull()->first = 7;
  CHECK(values[0] == 7);
}

TEST_CASE("map passes the element that the function throws at and goes on with the next") {
  auto mapped = map(counted(3), [](int value) {
    if (value == 1) throw support::pull_failed();
    return std::string(30, static_cast<char>('a' + value));
  });
  CHECK(*mapped.pull() == std::string(30, 'a'));
  CHECK_THROWS_AS(mapped.pull(), support::pull_failed);
  CHECK(*mapped.pull() == std::string(30, 'c'));
  CHECK(mapped.pull() == nullptr);
}

TEST_CASE("map passes on what its source throws and loses nothing") {
  for (int at = 1; at != 4; ++at) {
    support::pull_log log;
    log.throw_at = at;
    auto mapped = map(support::pulled(log, 3), twice);
    std::vector<int> seen;
    CHECK_THROWS_AS(support::append_rest(mapped, seen), support::pull_failed);
    CHECK(seen.size() == static_cast<std::size_t>(at - 1));
    support::append_rest(mapped, seen);
    CHECK(seen == std::vector{0, 2, 4});
  }
}

TEST_CASE("map reads an input range once") {
  support::input_only<int&> range(counted(3));
  auto const counts = range.counts();
  CHECK(collected(range | map(twice)) == std::vector{0, 2, 4});
  CHECK(counts->dereferences == 3);
}

TEST_CASE("map borrows an lvalue source and leaves it behind its last element") {
  support::pull_log log;
  support::pulled numbers(log);
  CHECK(collected(numbers | map(twice) | cogen::take(2)) == std::vector{0, 2});
  CHECK(*numbers.pull() == 2);
}

TEST_CASE("map owns an rvalue and its function until it is destroyed") {
  support::lifetime_check check;
  {
    auto mapped = map(counted<support::tracked>(3), [state = support::tracked(5)](support::tracked const& element) {
      return element.value() + state.value();
    });
    CHECK(*mapped.pull() == 5);
    CHECK(check->live == 4);
    CHECK(check->copied == 0);
  }
  CHECK(check->live == 0);
}

TEST_CASE("map keeps the state of a mutable function from element to element") {
  CHECK(collected(map(std::vector{1, 1, 1}, [sum = 0](int value) mutable { return sum += value; })) ==
        std::vector{1, 2, 3});
}

TEST_CASE("map is the same called and piped and composed") {
  auto values = counted(3);
  std::vector const expected{0, 4, 8};
  auto const fourfold = map(twice) | map(twice);
  CHECK(collected(map(map(values, twice), twice)) == expected);
  CHECK(collected(values | map(twice) | map(twice)) == expected);
  CHECK(collected(values | fourfold) == expected);
}

TEST_CASE("map can be moved in the middle of what it owns") {
  auto const text = [](auto value) { return std::string(20, static_cast<char>('a' + value % 20)); };
  support::check_moving([=] { return map(std::array{1, 2, 3}, text); });
  support::check_moving([=] { return map(std::string("abc"), text); });
  support::check_moving([=] { return map(std::list{1, 2, 3}, text); });
  support::check_moving([=] { return map(std::set{1, 2, 3}, text); });
  support::check_moving([=] { return map(std::views::iota(0, 4) | std::views::transform(twice), text); });
}

TEST_CASE("map allocates nothing") {
  auto values = counted(100);
  support::allocation_count count;
  long sum = 0;
  auto mapped = map(values, twice);
  while (int* const value = mapped.pull()) sum += *value;
  auto const allocations = count.allocations();
  CHECK(sum == 9900);
  CHECK(allocations == 0);
}

TEST_CASE("map is a range for std algorithms and views") {
  auto values = counted(5);
  auto mapped = map(values, twice);
  std::vector<int> seen;
  for (int const value : mapped | std::views::filter([](int i) { return i > 2; }) | std::views::take(2))
    seen.push_back(value);
  CHECK(seen == std::vector{4, 6});
  CHECK(std::ranges::count_if(map(values, twice), [](int i) { return i > 2; }) == 3);
  CHECK(collected(values | std::views::drop(3) | map(twice)) == std::vector{6, 8});
}
