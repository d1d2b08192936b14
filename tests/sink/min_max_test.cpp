#include <cogen/adaptor/enumerate.hpp>
#include <cogen/adaptor/map.hpp>
#include <cogen/adaptor/zip.hpp>
#include <cogen/generator.hpp>
#include <cogen/sink/max.hpp>
#include <cogen/sink/min.hpp>
#include <cogen/sink/minmax.hpp>

#include "support/catch.hpp"
#include "support/counting.hpp"
#include "support/input_only.hpp"
#include "support/pulled.hpp"
#include "support/sources.hpp"
#include "support/tracked.hpp"

#include <algorithm>
#include <functional>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using cogen::max;
using cogen::min;
using cogen::minmax;
using support::counted;

namespace {

static_assert(std::is_same_v<decltype(min(std::declval<std::vector<int>&>())), std::optional<int>>);
static_assert(std::is_same_v<decltype(max(std::declval<std::vector<bool>&>())), std::optional<bool>>);
static_assert(std::is_same_v<decltype(minmax(std::declval<std::list<long> const&>())),
                             std::optional<cogen::minmax_result<long>>>);

using rows = std::vector<std::pair<int, std::string>>;
constexpr auto number = &std::pair<int, std::string>::first;

}  // namespace

TEST_CASE("min, max and minmax of an empty range are nothing") {
  CHECK_FALSE(min(counted(0)).has_value());
  CHECK_FALSE(max(std::list<int>()).has_value());
  CHECK_FALSE(minmax(counted(0)).has_value());
}

TEST_CASE("min, max and minmax agree with the standard algorithms on random input and windows") {
  std::mt19937 random(45);
  for (int round = 0; round != 300; ++round) {
    auto values = support::random_ints(random, 20);
    values.push_back(support::pick(random, 99));
    auto const [least, greatest] = std::minmax_element(values.begin(), values.end());
    CHECK(min(values) == *least);
    CHECK(max(values) == *greatest);
    CHECK(minmax(values)->min == *least);
    CHECK(minmax(values)->max == *greatest);
    CHECK(min(values, std::greater<>()) == *greatest);
    CHECK(max(values, std::less<>(), std::negate<>()) == *least);
    support::windowed_log log;
    CHECK(min(support::windowed(log, support::random_windows(random, values))) == *least);
    CHECK(max(support::windowed(log, support::random_windows(random, values))) == *greatest);
    CHECK(minmax(support::windowed(log, support::random_windows(random, values)))->max == *greatest);
  }
}

TEST_CASE("min, max and minmax return the first of several, as Python does") {
  rows const values{{2, "a"}, {1, "b"}, {1, "c"}, {2, "d"}};
  CHECK(min(values, std::less<>(), number)->second == "b");
  CHECK(max(values, std::less<>(), number)->second == "a");
  auto const [least, greatest] = *minmax(values, std::less<>(), number);
  CHECK(least.second == "b");
  CHECK(greatest.second == "a");
}

TEST_CASE("min, max and minmax project each element once") {
  int calls = 0;
  auto const project = [&](int value) { return ++calls, value % 5; };
  CHECK(min(counted(10), std::less<>(), project) == 0);
  CHECK(calls == 10);
  CHECK(max(counted(10), std::less<>(), project) == 4);
  CHECK(calls == 20);
  CHECK(minmax(counted(10), std::less<>(), project)->max == 4);
  CHECK(calls == 30);
}

TEST_CASE("min and max move move-only elements of an input range out") {
  support::lifetime_check check;
  support::input_only<support::move_only> range(counted<support::move_only>(4));
  auto const counts = range.counts();
  CHECK(*max(std::move(range)) == 3);
  CHECK(counts->dereferences == 4);
  auto const value = [](support::move_only const& element) { return element.value(); };
  CHECK(*min(counted<support::move_only>(4), std::greater<>(), value) == 3);
  auto const text = std::vector<std::string>{"a text of some length to allocate", "b text of some length to allocate"};
  CHECK(*max(text) == text[1]);
}

TEST_CASE("minmax of elements that are given away is right where one is moved out for each") {
  auto const texts = [] {
    return std::vector<std::string>{"b is a text long enough", "c is a text long enough", "a is a text long enough"};
  };
  auto const [least, greatest] = *minmax(texts());
  CHECK(least == texts()[2]);
  CHECK(greatest == texts()[1]);
  // In the reverse order what is left of a text that was moved away is the "greatest".
  auto const reversed = *minmax(texts(), std::greater<>());
  CHECK(reversed.min == texts()[1]);
  CHECK(reversed.max == texts()[2]);
  auto const only = *minmax(std::vector<std::string>{"one text that is long enough"});
  CHECK(only.min == only.max);
}

TEST_CASE("min, max and minmax go on with a borrowed source to its end") {
  support::pull_log log;
  support::pulled numbers(log, 4);
  CHECK(min(numbers) == 0);
  CHECK(log.pulls == 5);
  CHECK(numbers.pull() == nullptr);
}

TEST_CASE("min, max and minmax are the same called and piped and composed") {
  auto const longest = cogen::map([](int value) { return -value; }) | max;
  CHECK((counted(3) | min) == 0);
  CHECK((counted(3) | max()) == 2);
  CHECK((counted(3) | max(std::greater<>())) == 0);
  CHECK((rows{{1, "b"}, {2, "a"}} | min(std::less<>(), &std::pair<int, std::string>::second))->first == 2);
  CHECK((counted(3) | minmax)->max == 2);
  CHECK(max(counted(3) | cogen::map([](int value) { return -value; })) == 0);
  (void)longest;
}

TEST_CASE("min, max and minmax pass on what their source throws") {
  support::pull_log log;
  log.throw_at = 3;
  CHECK_THROWS_AS(min(support::pulled(log)), support::pull_failed);
}

TEST_CASE("min, max and minmax allocate nothing") {
  auto const values = counted(100);
  support::allocation_count count;
  auto const least = min(values);
  auto const both = minmax(values);
  auto const allocations = count.allocations();
  CHECK(least == 0);
  CHECK(both->max == 99);
  CHECK(allocations == 0);
}

TEST_CASE("min and max and minmax compare tuples of references as values") {
  std::vector<int> const numbers{3, 1, 3};
  std::vector<std::string> const names{"a", "b", "c"};
  CHECK(max(cogen::enumerate(numbers)) == std::pair<std::ptrdiff_t, int>(2, 3));
  CHECK(max(cogen::zip(numbers, names)) == std::pair<int, std::string>(3, "c"));
  CHECK(min(cogen::zip(numbers, names)) == std::pair<int, std::string>(1, "b"));
  auto const both = minmax(cogen::zip(numbers, names));
  CHECK(both->min == std::pair<int, std::string>(1, "b"));
  CHECK(both->max == std::pair<int, std::string>(3, "c"));
}

TEST_CASE("min and max and minmax take the elements of a map") {
  std::map<std::string, int> const counts{{"a", 3}, {"b", 5}, {"c", 1}};
  auto const by_count = [](auto const& each) { return each.second; };
  CHECK(max(counts, std::less<>(), by_count)->first == "b");
  CHECK(min(counts, std::less<>(), by_count)->first == "c");
  CHECK(max(counts)->first == "c");
  CHECK(minmax(counts, std::less<>(), by_count)->min == std::pair<std::string, int>("c", 1));
}

TEST_CASE("minmax of numbers by a key that is no number finds both") {
  auto const spelled = [](int each) { return std::to_string(each); };
  auto const both = minmax(std::vector{1, 2, 3}, std::greater<>(), spelled);
  CHECK(both->min == 3);
  CHECK(both->max == 1);
}

TEST_CASE("max compares what its comparison takes, views as strings") {
  std::vector<std::string_view> const views{"bb", "a", "ccc"};
  auto const shorter = [](std::string const& one, std::string const& other) { return one.size() < other.size(); };
  CHECK(max(cogen::map(views, [](std::string_view each) { return std::string(each); }), shorter) == "ccc");
}
