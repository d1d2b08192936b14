#include <cogen/adaptor/drop_while.hpp>
#include <cogen/adaptor/take.hpp>

#include "support/catch.hpp"
#include "support/counting.hpp"
#include "support/input_only.hpp"
#include "support/pulled.hpp"
#include "support/sources.hpp"
#include "support/tracked.hpp"

#include <array>
#include <list>
#include <stdexcept>
#include <string>
#include <vector>

using cogen::drop_while;
using support::collected;
using support::counted;

namespace {

auto below(int end) {
  return [end](int value) { return value < end; };
}
template <class Range>
using drop_while_of = decltype(drop_while(std::declval<Range>(), below(1)));
static_assert(support::is_source_of<drop_while_of<std::vector<int>&>, int&, int>);
static_assert(support::is_source_of<drop_while_of<std::list<int>>, int&&, int>);
static_assert(cogen::segmented<drop_while_of<std::vector<int>&>>);
static_assert(!cogen::segmented<drop_while_of<std::list<int>&>>);

}  // namespace

TEST_CASE("drop_while gives all from the first element that fails") {
  for (int length = 0; length != 5; ++length) {
    for (int end = 0; end != 7; ++end) {
      std::vector<int> expected;
      for (int i = end; i < length; ++i) expected.push_back(i);
      CHECK(collected(drop_while(counted(length), below(end))) == expected);
    }
  }
  CHECK(collected(drop_while(std::vector{1, 9, 1}, below(5))) == std::vector{9, 1});
}

TEST_CASE("drop_while pulls nothing before it is asked and nothing ahead") {
  support::pull_log log;
  auto rest = drop_while(support::pulled(log), below(3));
  CHECK(log.pulls == 0);
  CHECK(*rest.pull() == 3);
  CHECK(log.pulls == 4);
  CHECK(collected(rest | cogen::take(2)) == std::vector{4, 5});
  CHECK(log.pulls == 6);
}

TEST_CASE("drop_while calls the predicate up to the first that fails and never again") {
  int calls = 0;
  auto rest = drop_while(std::vector{1, 9, 1, 1}, [&calls](int value) { return ++calls, value < 5; });
  CHECK(support::stays_exhausted(rest));
  CHECK(calls == 2);
}

TEST_CASE("drop_while of what is all dropped stays exhausted") {
  support::pull_log log;
  auto rest = drop_while(support::pulled(log, 3), below(9));
  CHECK(support::stays_exhausted(rest));
}

TEST_CASE("drop_while hands out the very elements and lets those given away be moved") {
  support::lifetime_check check;
  auto values = counted<support::move_only>(4);
  auto small = [](support::move_only const& value) { return value.value() < 2; };
  auto lent = drop_while(values, small);
  CHECK(lent.pull() == values.data() + 2);
  std::vector<support::move_only> kept;
  auto given = std::move(values) | drop_while(small);
  support::append_rest(given, kept);
  CHECK(kept.size() == 2);
  CHECK(check->moved >= 2);
}

TEST_CASE("drop_while reads each element of an input range once") {
  support::input_only<int> range(counted(5));
  auto const counts = range.counts();
  CHECK(collected(drop_while(std::move(range), below(2))) == std::vector{2, 3, 4});
  CHECK(counts->dereferences == 5);
}

TEST_CASE("drop_while passes on what source and predicate throw and goes on dropping") {
  support::pull_log log;
  log.throw_at = 2;
  bool thrown = false;
  auto rest = drop_while(support::pulled(log, 5), [&thrown](int value) {
    if (value == 2 && !std::exchange(thrown, true)) throw std::runtime_error("two");
    return value < 4;
  });
  CHECK_THROWS_AS(rest.pull(), support::pull_failed);
  CHECK_THROWS_AS(rest.pull(), std::runtime_error);
  CHECK(collected(rest) == std::vector{4});
}

TEST_CASE("drop_while is the same called and piped and composed") {
  auto const values = counted(5);
  CHECK(collected(values | drop_while(below(3))) == std::vector{3, 4});
  auto const both = drop_while(below(1)) | drop_while(below(3));
  CHECK(collected(values | both) == std::vector{3, 4});
}

TEST_CASE("drop_while passes segments on once it has dropped") {
  std::mt19937 random(33);
  for (int round = 0; round != 200; ++round) {
    auto const windows = support::random_windows(random, support::random_ints(random, 30));
    int const end = support::pick(random, 99);
    support::windowed_log log;
    support::check_segments(random, [&] { return drop_while(support::windowed(log, windows), below(end)); });
  }
  auto values = counted(5);
  auto rest = drop_while(values, below(2));
  CHECK(rest.segment(9).empty());
  CHECK(*rest.pull() == 2);
  CHECK(rest.segment(9).size() == 2);
}

TEST_CASE("drop_while can be moved in the middle and allocates nothing") {
  support::check_moving([] { return drop_while(std::array{1, 2, 3, 9}, below(2)); });
  support::check_moving([] { return drop_while(std::list{1, 2, 3, 9}, below(2)); });
  auto values = counted(100);
  support::allocation_count count;
  int sum = 0;
  auto rest = drop_while(values, below(50));
  while (int* const value = rest.pull()) sum += *value;
  auto const allocations = count.allocations();
  CHECK(sum == 3725);
  CHECK(allocations == 0);
}
