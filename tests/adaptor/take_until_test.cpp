#include <cogen/adaptor/take_until.hpp>

#include "support/catch.hpp"
#include "support/counting.hpp"
#include "support/input_only.hpp"
#include "support/pulled.hpp"
#include "support/sources.hpp"
#include "support/tracked.hpp"

#include <algorithm>
#include <array>
#include <list>
#include <stdexcept>
#include <utility>
#include <vector>

using cogen::take_until;
using support::collected;
using support::counted;

namespace {

auto is(int last) {
  return [last](int value) { return value == last; };
}
template <class Range>
using take_until_of = decltype(take_until(std::declval<Range>(), is(1)));
static_assert(support::is_source_of<take_until_of<std::vector<int>&>, int&, int>);
static_assert(support::is_source_of<take_until_of<std::vector<int> const&>, int const&, int>);
static_assert(support::is_source_of<take_until_of<std::list<int>>, int&&, int>);

}  // namespace

TEST_CASE("take_until gives the elements to the first that is the last, and that one") {
  for (int length = 0; length != 5; ++length) {
    for (int last = 0; last != 7; ++last) {
      CHECK(collected(take_until(counted(length), is(last))) == counted(std::min(length, last + 1)));
    }
  }
  CHECK(collected(take_until(std::vector{1, 9, 1}, is(9))) == std::vector{1, 9});
}

TEST_CASE("take_until of an infinite source pulls none after the last") {
  support::pull_log log;
  support::pulled numbers(log);
  auto taken = take_until(numbers, is(2));
  CHECK(log.pulls == 0);
  CHECK(collected(taken) == counted(3));
  CHECK(support::stays_exhausted(taken));
  CHECK(log.pulls == 3);
  CHECK(*numbers.pull() == 3);
}

TEST_CASE("take_until calls the predicate once an element and not after the last") {
  int calls = 0;
  auto values = counted(5);
  auto taken = take_until(values, [&calls](int value) { return ++calls, value == 2; });
  CHECK(support::stays_exhausted(taken));
  CHECK(calls == 3);
}

TEST_CASE("take_until hands out the very elements and lets those given away be moved") {
  support::lifetime_check check;
  auto values = counted<support::move_only>(4);
  auto last = [](support::move_only const& value) { return value.value() == 2; };
  auto lent = take_until(values, last);
  CHECK(lent.pull() == values.data());
  std::vector<support::move_only> kept;
  auto given = std::move(values) | take_until(last);
  support::append_rest(given, kept);
  CHECK(kept.size() == 3);
}

TEST_CASE("take_until reads each element of an input range once") {
  support::input_only<int> range(counted(5));
  auto const counts = range.counts();
  CHECK(collected(take_until(std::move(range), is(2))) == counted(3));
  CHECK(counts->dereferences == 3);
  CHECK(counts->increments == 2);
}

TEST_CASE("take_until passes on what source and predicate throw and goes on") {
  support::pull_log log;
  log.throw_at = 2;
  bool thrown = false;
  auto taken = take_until(support::pulled(log), [&thrown](int value) {
    if (value == 2 && !std::exchange(thrown, true)) throw std::runtime_error("two");
    return value == 5;
  });
  CHECK(*taken.pull() == 0);
  CHECK_THROWS_AS(taken.pull(), support::pull_failed);
  CHECK(*taken.pull() == 1);
  CHECK_THROWS_AS(taken.pull(), std::runtime_error);
  CHECK(collected(taken) == std::vector{3, 4, 5});
}

TEST_CASE("take_until is the same called and piped and composed") {
  auto const values = counted(9);
  CHECK(collected(values | take_until(is(3))) == counted(4));
  auto const both = take_until(is(6)) | take_until(is(3));
  CHECK(collected(values | both) == counted(4));
}

TEST_CASE("take_until can be moved in the middle and allocates nothing") {
  support::check_moving([] { return take_until(std::array{1, 2, 3, 9}, is(3)); });
  support::check_moving([] { return take_until(std::list{1, 2, 3, 9}, is(3)); });
  auto values = counted(100);
  support::allocation_count count;
  int sum = 0;
  auto taken = take_until(values, is(49));
  while (int* const value = taken.pull()) sum += *value;
  auto const allocations = count.allocations();
  CHECK(sum == 1225);
  CHECK(allocations == 0);
}
