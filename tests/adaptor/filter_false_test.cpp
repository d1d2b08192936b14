#include <cogen/adaptor/filter_false.hpp>
#include <cogen/adaptor/take.hpp>

#include "support/catch.hpp"
#include "support/counting.hpp"
#include "support/input_only.hpp"
#include "support/pulled.hpp"
#include "support/sources.hpp"
#include "support/tracked.hpp"

#include <list>
#include <string>
#include <vector>

using cogen::filter_false;
using support::collected;
using support::counted;

namespace {

constexpr auto odd = [](int value) { return value % 2 != 0; };

template <class Range>
using filter_of = decltype(filter_false(std::declval<Range>(), odd));
static_assert(support::is_source_of<filter_of<std::vector<int>&>, int&, int>);
static_assert(support::is_source_of<filter_of<std::vector<int>>, int&&, int>);
static_assert(support::is_source_of<filter_of<std::list<int> const&>, int const&, int>);

}  // namespace

TEST_CASE("filter_false gives the elements for which the predicate is false") {
  CHECK(collected(filter_false(counted(0), odd)).empty());
  CHECK(collected(filter_false(counted(1), odd)) == std::vector{0});
  CHECK(collected(filter_false(std::list{1, 2, 3, 4}, odd)) == std::vector{2, 4});
  CHECK(collected(std::vector<std::string>{"", "a", ""} | filter_false(&std::string::empty)) ==
        std::vector<std::string>{"a"});
}

TEST_CASE("filter_false calls the predicate once an element and pulls nothing ahead") {
  int calls = 0;
  support::pull_log log;
  auto even = filter_false(support::pulled(log), [&](int value) { return ++calls, odd(value); });
  CHECK(log.pulls == 0);
  CHECK(*even.pull() == 0);
  CHECK(*even.pull() == 2);
  CHECK(log.pulls == 3);
  CHECK(calls == 3);
}

TEST_CASE("filter_false stays exhausted and goes on behind an exception") {
  auto few = filter_false(counted(3), odd);
  CHECK(support::stays_exhausted(few));
  support::pull_log log;
  log.throw_at = 2;
  auto even = filter_false(support::pulled(log, 5), odd);
  std::vector<int> seen;
  CHECK_THROWS_AS(support::append_rest(even, seen), support::pull_failed);
  support::append_rest(even, seen);
  CHECK(seen == std::vector{0, 2, 4});
}

TEST_CASE("filter_false hands on move-only elements of an input range, each read once") {
  support::lifetime_check check;
  support::input_only<support::move_only> range(counted<support::move_only>(4));
  auto const counts = range.counts();
  auto const kept =
      collected(filter_false(std::move(range), [](support::move_only const& element) { return odd(element.value()); }));
  REQUIRE(kept.size() == 2);
  CHECK(kept[1] == 2);
  CHECK(counts->dereferences == 4);
}

TEST_CASE("filter_false borrows an lvalue source, is the same called and piped and composed, and can be moved") {
  support::pull_log log;
  support::pulled numbers(log);
  CHECK(collected(numbers | filter_false(odd) | cogen::take(2)) == std::vector{0, 2});
  CHECK(*numbers.pull() == 3);
  auto const first = filter_false(odd) | cogen::take(1);
  CHECK(collected(counted(5) | first) == std::vector{0});
  support::check_moving([] { return filter_false(std::list{1, 2, 3, 4}, odd); });
}

TEST_CASE("filter_false allocates nothing") {
  auto const values = counted(100);
  support::allocation_count count;
  int sum = 0;
  for (int const value : filter_false(values, odd)) sum += value;
  auto const allocations = count.allocations();
  CHECK(sum == 2450);
  CHECK(allocations == 0);
}
