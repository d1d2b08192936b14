#include <cogen/adaptor/take_while.hpp>

#include "support/catch.hpp"
#include "support/counting.hpp"
#include "support/input_only.hpp"
#include "support/pulled.hpp"
#include "support/sources.hpp"
#include "support/tracked.hpp"

#include <array>
#include <list>
#include <ranges>
#include <stdexcept>
#include <string>
#include <vector>

using cogen::take_while;
using support::collected;
using support::counted;

namespace {

auto below(int end) {
  return [end](int value) { return value < end; };
}
template <class Range>
using take_while_of = decltype(take_while(std::declval<Range>(), below(1)));
static_assert(support::is_source_of<take_while_of<std::vector<int>&>, int&, int>);
static_assert(support::is_source_of<take_while_of<std::vector<int> const&>, int const&, int>);
static_assert(support::is_source_of<take_while_of<std::list<int>>, int&&, int>);

}  // namespace

TEST_CASE("take_while gives the elements before the first that fails") {
  for (int length = 0; length != 5; ++length) {
    for (int end = 0; end != 7; ++end) {
      CHECK(collected(take_while(counted(length), below(end))) == counted(std::min(length, end)));
    }
  }
  CHECK(collected(take_while(std::vector{1, 9, 1}, below(5))) == std::vector{1});
}

TEST_CASE("take_while of an infinite source pulls the element that fails and none after it") {
  support::pull_log log;
  auto taken = take_while(support::pulled(log), below(3));
  CHECK(log.pulls == 0);
  CHECK(collected(taken) == counted(3));
  CHECK(log.pulls == 4);
  CHECK(support::stays_exhausted(taken));
  CHECK(log.pulls == 4);
}

TEST_CASE("take_while leaves a borrowed source behind the element that failed") {
  support::pull_log log;
  support::pulled numbers(log);
  CHECK(collected(numbers | take_while(below(2))) == counted(2));
  CHECK(*numbers.pull() == 3);
}

TEST_CASE("take_while calls the predicate once an element and not after the one that failed") {
  int calls = 0;
  auto values = counted(5);
  auto taken = take_while(values, [&calls](int value) { return ++calls, value < 2; });
  CHECK(support::stays_exhausted(taken));
  CHECK(calls == 3);
}

TEST_CASE("take_while hands out the very elements and lets those given away be moved") {
  support::lifetime_check check;
  auto values = counted<support::move_only>(4);
  auto small = [](support::move_only const& value) { return value.value() < 2; };
  auto lent = take_while(values, small);
  CHECK(lent.pull() == values.data());
  std::vector<support::move_only> kept;
  auto given = std::move(values) | take_while(small);
  support::append_rest(given, kept);
  CHECK(kept.size() == 2);
}

TEST_CASE("take_while reads each element of an input range once") {
  support::input_only<int> range(counted(5));
  auto const counts = range.counts();
  CHECK(collected(take_while(std::move(range), below(2))) == counted(2));
  CHECK(counts->dereferences == 3);
  CHECK(counts->increments == 2);
}

TEST_CASE("take_while passes on what source and predicate throw and goes on") {
  support::pull_log log;
  log.throw_at = 2;
  bool thrown = false;
  auto taken = take_while(support::pulled(log), [&thrown](int value) {
    if (value == 2 && !std::exchange(thrown, true)) throw std::runtime_error("two");
    return value < 5;
  });
  CHECK(*taken.pull() == 0);
  CHECK_THROWS_AS(taken.pull(), support::pull_failed);
  CHECK(*taken.pull() == 1);
  CHECK_THROWS_AS(taken.pull(), std::runtime_error);
  CHECK(collected(taken) == std::vector{3, 4});
}

TEST_CASE("take_while is the same called and piped and composed") {
  auto const values = counted(9);
  CHECK(collected(values | take_while(below(3))) == counted(3));
  auto const both = take_while(below(6)) | take_while(below(3));
  CHECK(collected(values | both) == counted(3));
}

TEST_CASE("take_while can be moved in the middle and allocates nothing") {
  support::check_moving([] { return take_while(std::array{1, 2, 3, 9}, below(5)); });
  support::check_moving([] { return take_while(std::list{1, 2, 3, 9}, below(5)); });
  auto values = counted(100);
  support::allocation_count count;
  int sum = 0;
  auto taken = take_while(values, below(50));
  while (int* const value = taken.pull()) sum += *value;
  auto const allocations = count.allocations();
  CHECK(sum == 1225);
  CHECK(allocations == 0);
}
