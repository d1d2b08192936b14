#include <cogen/adaptor/enumerate.hpp>
#include <cogen/adaptor/spy.hpp>
#include <cogen/adaptor/take.hpp>

#include "support/catch.hpp"
#include "support/counting.hpp"
#include "support/input_only.hpp"
#include "support/pulled.hpp"
#include "support/sources.hpp"
#include "support/tracked.hpp"

#include <list>
#include <ranges>
#include <string>
#include <utility>
#include <vector>

using cogen::spy;
using support::collected;
using support::counted;

namespace {

template <class Range>
using spy_of = decltype(spy(std::declval<Range>(), 1));
static_assert(support::is_source_of<spy_of<std::vector<int>&>, int const&, int>);
static_assert(support::is_source_of<spy_of<std::vector<int>>, int&&, int>);
static_assert(support::is_source_of<spy_of<std::list<int> const&>, int const&, int>);
static_assert(support::is_source_of<spy_of<std::vector<bool>&>, bool&&, bool>);
static_assert(support::is_source_of<spy_of<cogen::enumerate_source<cogen::iter_t<std::list<int>>, int>>,
                                    std::pair<int, int>&&, std::pair<int, int>>);

template <class Value>
std::vector<Value> copied(std::span<Value const> head) {
  return {head.begin(), head.end()};
}

}  // namespace

TEST_CASE("spy shows the first elements, which are still to come") {
  for (int length = 0; length != 6; ++length) {
    for (int n = 0; n != 6; ++n) {
      auto source = spy(counted(length), n);
      CHECK(copied(source.head()) == counted(std::min(length, n)));
      CHECK(copied(source.head()) == counted(std::min(length, n)));
      CHECK(collected(source) == counted(length));
      CHECK(support::stays_exhausted(source));
      CHECK(source.head().empty());
      CHECK(collected(spy(counted(length), n)) == counted(length));
    }
  }
}

TEST_CASE("spy shows one element where no number is given") {
  auto source = counted(3) | spy;
  CHECK(copied(source.head()) == counted(1));
  CHECK(collected(source) == counted(3));
  auto waiting = counted(3) | spy();
  CHECK(copied(waiting.head()) == counted(1));
}

TEST_CASE("spy can be taken apart as in Python") {
  auto [head, rest] = spy(std::list{1, 2, 3}, 2);
  CHECK(copied(head) == std::vector{1, 2});
  CHECK(collected(rest) == std::vector{1, 2, 3});
}

TEST_CASE("spy in the middle shows what comes next, and then what is left of it") {
  auto source = spy(counted(5), 2);
  CHECK(*source.pull() == 0);
  CHECK(copied(source.head()) == std::vector{1, 2});
  CHECK(*source.pull() == 1);
  CHECK(copied(source.head()) == std::vector{2});
  CHECK(collected(source) == std::vector{2, 3, 4});
}

TEST_CASE("spy pulls no more than it shows and nothing before it is asked") {
  support::pull_log log;
  auto source = spy(support::pulled(log), 3);
  CHECK(log.pulls == 0);
  CHECK(source.head().size() == 3);
  CHECK(log.pulls == 3);
  for (int i = 0; i != 3; ++i) CHECK(*source.pull() == i);
  CHECK(log.pulls == 3);
  CHECK(*source.pull() == 3);
  CHECK(log.pulls == 4);
}

TEST_CASE("spy keeps what it has read when the source throws") {
  for (int at = 1; at != 5; ++at) {
    support::pull_log log;
    log.throw_at = at;
    auto source = spy(support::pulled(log, 3), 5);
    CHECK_THROWS_AS(source.head(), support::pull_failed);
    CHECK(copied(source.head()) == counted(3));
    CHECK(collected(source) == counted(3));
  }
}

TEST_CASE("spy shows and hands on move-only elements of an input range") {
  support::lifetime_check check;
  support::input_only<support::move_only> range(counted<support::move_only>(4));
  auto const counts = range.counts();
  auto source = spy(std::move(range), 2);
  CHECK(source.head()[1] == 1);
  auto const kept = collected(source);
  REQUIRE(kept.size() == 4);
  CHECK(kept[0] == 0);
  CHECK(kept[3] == 3);
  CHECK(counts->dereferences == 4);
}

TEST_CASE("spy copies of a borrowed range only what it shows") {
  support::lifetime_check check;
  auto const values = counted<support::tracked>(5);
  auto source = spy(values, 2);
  CHECK(source.head().size() == 2);
  int sum = 0;
  while (auto const* const element = source.pull()) sum += element->value();
  CHECK(sum == 10);
  CHECK(check->copied == 2);
}

TEST_CASE("spy passes segments on, those of the head first") {
  std::mt19937 random(42);
  support::check_segments(random, [] {
    auto source = spy(counted(20), 7);
    (void)source.head();
    return source;
  });
  support::check_segments(random, [] { return spy(counted(20), 7); });
  std::vector values{1, 2, 3};
  auto source = spy(values, 2);
  CHECK(source.segment(1)[0] == 1);
  CHECK(source.head().size() == 2);
  CHECK(source.segment(5).size() == 2);
  CHECK(source.pull() == nullptr);
}

TEST_CASE("spy works with bools and with pairs of references") {
  std::vector<bool> const bits{true, false, true};
  auto source = spy(bits, 2);
  CHECK(copied(source.head()) == std::vector{true, false});
  CHECK(collected(source) == bits);
  auto pairs = cogen::enumerate(std::vector<std::string>{"a", "b"}, 1) | spy(1);
  CHECK(pairs.head()[0] == std::pair<int, std::string>(1, "a"));
  CHECK(collected(pairs) == std::vector<std::pair<int, std::string>>{{1, "a"}, {2, "b"}});
}

TEST_CASE("spy refuses a negative n by name in every form") {
  auto values = counted(3);
  std::string const rule = "cogen::spy: n must be at least 0, not -1";
  CHECK(support::refusal([&] { (void)spy(values, -1); }) == rule);
  CHECK(support::refusal([&] { (void)spy(-1); }) == rule);
  CHECK(support::refusal([&] { (void)(values | spy(-1)); }) == rule);
}

TEST_CASE("spy is the same called and piped and composed, borrows an lvalue source, and can be moved") {
  support::pull_log log;
  support::pulled numbers(log);
  CHECK(collected(numbers | spy(1) | cogen::take(2)) == counted(2));
  CHECK(*numbers.pull() == 2);
  auto const composed = spy(2) | cogen::take(1);
  CHECK(collected(counted(3) | composed) == counted(1));
  support::check_moving([] {
    auto source = spy(std::list{1, 2, 3, 4}, 2);
    (void)source.head();
    return source;
  });
}

TEST_CASE("spy allocates once for what it shows, and not for what is not there") {
  auto const values = counted(100);
  support::allocation_count count;
  auto source = spy(values, 50);
  bool const shown = source.head().size() == 50 && source.head()[49] == 49;
  auto const allocations = count.allocations();
  CHECK(shown);
  CHECK(allocations == 1);
  support::allocation_count huge;
  CHECK(spy(values, std::size_t{1} << 40).head().size() == 100);
  CHECK(huge.bytes() < 16'384);
}

TEST_CASE("spy allocates nothing when nothing is shown") {
  auto const values = counted(100);
  support::allocation_count count;
  int sum = 0;
  for (int const value : spy(values, 5)) sum += value;
  auto const allocations = count.allocations();
  CHECK(sum == 4950);
  CHECK(allocations == 0);
}
