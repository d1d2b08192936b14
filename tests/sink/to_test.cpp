#include <cogen/adaptor/enumerate.hpp>
#include <cogen/adaptor/map.hpp>
#include <cogen/adaptor/take.hpp>
#include <cogen/generator.hpp>
#include <cogen/sink/to.hpp>

#include "support/catch.hpp"
#include "support/counting_operators.hpp"
#include "support/input_only.hpp"
#include "support/pulled.hpp"
#include "support/sources.hpp"
#include "support/tracked.hpp"

#include <array>
#include <deque>
#include <list>
#include <map>
#include <memory>
#include <queue>
#include <ranges>
#include <set>
#include <stack>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

using cogen::to;
using support::counted;

namespace {

cogen::generator<std::string> names() {
  std::string name = "ann";
  co_yield name;
  name = "bob";
  co_yield name;
}

template <class Expected, class Actual>
Actual same_type(Actual actual) {
  static_assert(std::is_same_v<Expected, Actual>);
  return actual;
}

}  // namespace

TEST_CASE("to makes the container that it is told") {
  std::vector const values{3, 1, 3};
  CHECK(to<std::vector<int>>(values) == values);
  CHECK(to<std::vector<long>>(values) == std::vector<long>{3, 1, 3});
  CHECK(to<std::list<int>>(values) == std::list{3, 1, 3});
  CHECK(to<std::deque<int>>(values) == std::deque{3, 1, 3});
  CHECK(to<std::set<int>>(values) == std::set{1, 3});
  CHECK(to<std::multiset<int>>(values) == std::multiset{1, 3, 3});
  CHECK(to<std::unordered_set<int>>(values) == std::unordered_set{1, 3});
  CHECK(to<std::string>(std::vector{'a', 'b'}) == "ab");
  CHECK(to<std::vector<bool>>(std::vector{1, 0}) == std::vector{true, false});
  CHECK(to<std::queue<int>>(values).size() == 3);
  CHECK(to<std::priority_queue<int>>(values).top() == 3);
  CHECK(to<std::stack<int>>(std::vector{1, 2}).top() == 2);
}

TEST_CASE("to finds the element type by itself") {
  std::vector const values{3, 1, 3};
  CHECK(same_type<std::vector<int>>(to<std::vector>(values)) == values);
  CHECK(same_type<std::set<int>>(to<std::set>(values)) == std::set{1, 3});
  CHECK(same_type<std::list<std::string>>(to<std::list>(names())) == std::list<std::string>{"ann", "bob"});
  std::vector<bool> bits{true, false};
  CHECK(same_type<std::vector<bool>>(to<std::vector>(bits)) == bits);
  CHECK(same_type<std::basic_string<char>>(to<std::basic_string>(std::string_view("ab"))) == "ab");
}

TEST_CASE("to makes maps of pairs") {
  using pairs = std::vector<std::pair<int, std::string>>;
  pairs const list{{2, "two"}, {1, "one"}, {2, "again"}};
  std::map<int, std::string> const expected{{1, "one"}, {2, "two"}};
  CHECK(same_type<std::map<int, std::string>>(to<std::map>(list)) == expected);
  CHECK(to<std::map<int, std::string>>(list) == expected);
  CHECK(same_type<std::multimap<int, std::string>>(to<std::multimap>(list)).size() == 3);
  CHECK(same_type<std::unordered_map<int, std::string>>(to<std::unordered_map>(list)).at(1) == "one");
  CHECK(same_type<pairs>(to<std::vector>(list)) == list);
  CHECK(same_type<std::set<std::pair<int, std::string>>>(to<std::set>(list)).size() == 3);
  CHECK(same_type<std::map<std::ptrdiff_t, std::string>>(cogen::enumerate(names()) | to<std::map>()).at(1) == "bob");
}

TEST_CASE("to makes of a map the same map") {
  std::map<int, std::string> const names_by_number{{1, "one"}};
  CHECK(std::is_same_v<decltype(to<std::map>(names_by_number)), std::map<int, std::string>>);
}

TEST_CASE("to of nothing is empty") {
  CHECK(to<std::vector>(std::vector<int>()).empty());
  CHECK(to<std::map>(std::vector<std::pair<int, int>>()).empty());
}

TEST_CASE("to moves each element that is given away once and copies each that is lent once") {
  support::lifetime_check check;
  auto const lent = counted<support::tracked>(5);
  CHECK(to<std::list>(lent).size() == 5);
  CHECK(check->copied == 5);
  CHECK(check->moved == 0);
  CHECK(to<std::list>(counted<support::tracked>(5)).size() == 5);
  CHECK(check->copied == 5);
  CHECK(check->moved == 5);
}

TEST_CASE("to keeps move-only elements") {
  support::lifetime_check check;
  auto const vector = to<std::vector>(counted<support::move_only>(5));
  CHECK(vector[4] == 4);
  auto const set = to<std::set>(counted<support::move_only>(5));
  CHECK(set.size() == 5);
  support::input_only<std::unique_ptr<int>> range(std::vector<std::unique_ptr<int>>(2));
  CHECK(to<std::vector>(std::move(range)).size() == 2);
}

TEST_CASE("to constructs elements in place from what they are made of") {
  auto const pointers = to<std::vector<std::unique_ptr<int>>>(std::vector{new int(1), new int(2)});
  CHECK(*pointers[1] == 2);
}

TEST_CASE("to reads each element of an input range once") {
  support::input_only<std::string&&> range({"a", "b"});
  auto const counts = range.counts();
  CHECK(to<std::vector>(range) == std::vector<std::string>{"a", "b"});
  CHECK(counts->dereferences == 2);
  CHECK(counts->begins == 1);
}

TEST_CASE("to takes whole segments and asks once for the end") {
  support::windowed_log log;
  CHECK(to<std::vector>(support::windowed(log, {{0, 1, 2}, {}, {3}, {4, 5}})) == counted(6));
  CHECK(log.pulls == 4);
  CHECK(log.by_segment == 3);
  std::mt19937 random(21);
  for (int round = 0; round != 300; ++round) {
    auto const values = support::random_ints(random, 40);
    CHECK(to<std::vector>(support::windowed(log, support::random_windows(random, values))) == values);
  }
}

TEST_CASE("to empties a borrowed source") {
  support::pull_log log;
  support::pulled numbers(log, 3);
  CHECK((numbers | to<std::vector>()) == counted(3));
  CHECK(log.pulls == 4);
  CHECK(to<std::vector>(numbers).empty());
}

TEST_CASE("to is the same called and piped and composed") {
  auto const values = counted(5);
  auto const first_two = cogen::take(2) | to<std::vector<long>>();
  CHECK(to<std::vector>(values) == values);
  CHECK((values | to<std::vector>()) == values);
  CHECK((values | to<std::vector<int>>()) == values);
  CHECK((values | first_two) == std::vector<long>{0, 1});
  CHECK((values | std::views::reverse | to<std::vector>()) == std::vector{4, 3, 2, 1, 0});
}

TEST_CASE("to passes on what its source throws and leaks nothing") {
  for (int at = 1; at != 4; ++at) {
    support::lifetime_check check;
    support::pull_log log;
    log.throw_at = at;
    auto tracked = support::pulled(log, 3) | cogen::map([](int i) { return support::tracked(i); });
    CHECK_THROWS_AS(to<std::list>(tracked), support::pull_failed);
    CHECK(check->live == (at == 1 ? 0 : 1));  // the map's
    CHECK(to<std::list>(tracked).size() == static_cast<std::size_t>(4 - at));
  }
}

TEST_CASE("to passes on what the elements throw and leaks nothing") {
  support::lifetime_check check;
  auto const lent = counted<support::tracked>(5);
  check->copies_before_throw = 3;
  CHECK_THROWS_AS(to<std::list>(lent), support::copy_failed);
  CHECK(check->live == 5);
}
