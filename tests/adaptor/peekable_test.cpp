#include <cogen/adaptor/enumerate.hpp>
#include <cogen/adaptor/map.hpp>
#include <cogen/adaptor/peekable.hpp>
#include <cogen/adaptor/take.hpp>
#include <cogen/generator.hpp>

#include "support/catch.hpp"
#include "support/counting.hpp"
#include "support/input_only.hpp"
#include "support/opaque.hpp"
#include "support/pulled.hpp"
#include "support/sources.hpp"
#include "support/tracked.hpp"

#include <array>
#include <list>
#include <memory>
#include <ranges>
#include <string>
#include <vector>

using cogen::peekable;
using support::collected;
using support::counted;

namespace {

template <class Range>
using peekable_of = decltype(peekable(std::declval<Range>()));
static_assert(support::is_source_of<peekable_of<std::vector<int>&>, int&, int>);
static_assert(support::is_source_of<peekable_of<std::vector<int>>, int&&, int>);
static_assert(support::is_source_of<peekable_of<std::list<int> const&>, int const&, int>);
static_assert(cogen::segmented<peekable_of<std::vector<int>&>>);
static_assert(!cogen::segmented<peekable_of<std::list<int>&>>);

}  // namespace

TEST_CASE("peekable gives the elements that it shows") {
  auto none = peekable(counted(0));
  CHECK(none.peek() == nullptr);
  CHECK_FALSE(static_cast<bool>(none));
  CHECK(support::stays_exhausted(none));
  auto two = peekable(std::list{7, 8});
  CHECK(*two.peek() == 7);
  CHECK(*two.peek() == 7);
  CHECK(*two.pull() == 7);
  CHECK(*two.pull() == 8);
  CHECK_FALSE(static_cast<bool>(two));
  CHECK(two.peek() == nullptr);
  CHECK(support::stays_exhausted(two));
}

TEST_CASE("peekable gives the same elements wherever it is peeked into") {
  std::mt19937 random(40);
  for (int round = 0; round != 300; ++round) {
    auto const values = support::random_ints(random, 20);
    auto source = peekable(values);
    std::vector<int> seen;
    for (;;) {
      auto const* const shown = support::pick(random, 1) == 0 ? source.peek() : nullptr;
      auto const* const element = source.pull();
      if (shown != nullptr) CHECK(shown == element);
      if (element == nullptr) break;
      seen.push_back(*element);
    }
    CHECK(seen == values);
  }
}

TEST_CASE("peekable parses with one element of look-ahead") {
  auto digits = peekable(std::string("12+345"));
  auto const number = [&digits] {
    int value = 0;
    while (digits && *digits.peek() != '+') value = 10 * value + (*digits.pull() - '0');
    return value;
  };
  CHECK(number() == 12);
  CHECK(*digits.pull() == '+');
  CHECK(number() == 345);
}

TEST_CASE("peekable pulls each element once, by the peek or by the pull") {
  support::pull_log log;
  auto source = peekable(support::pulled(log, 3));
  CHECK(log.pulls == 0);
  CHECK(*source.pull() == 0);
  CHECK(log.pulls == 1);
  CHECK(*source.peek() == 1);
  CHECK(log.pulls == 2);
  CHECK(static_cast<bool>(source));
  CHECK(*source.pull() == 1);
  CHECK(log.pulls == 2);
}

TEST_CASE("peekable is the very element: it can be changed and moved from") {
  support::lifetime_check check;
  auto values = counted(2);
  auto source = peekable(values);
  *source.peek() = 5;
  CHECK(*source.pull() == 5);
  CHECK(values[0] == 5);
  auto owned = peekable(counted<support::move_only>(2));
  CHECK(*owned.peek() == 0);
  support::move_only const taken(std::move(*owned.pull()));
  CHECK(taken == 0);
  CHECK(check->moved == 1);
}

TEST_CASE("peekable passes segments on, but not past an element that was looked at") {
  std::vector values{1, 2, 3, 4};
  auto source = peekable(values);
  CHECK(source.segment(1).size() == 1);
  CHECK(*source.peek() == 2);
  CHECK(source.segment(5).empty());
  CHECK(*source.pull() == 2);
  CHECK(source.segment(5).size() == 2);
  std::mt19937 random(41);
  support::check_segments(random, [] { return peekable(counted(20)); });
}

TEST_CASE("peekable goes on behind an exception") {
  support::pull_log log;
  log.throw_at = 2;
  auto source = peekable(support::pulled(log, 3));
  CHECK(*source.pull() == 0);
  CHECK_THROWS_AS(source.peek(), support::pull_failed);
  CHECK(*source.peek() == 1);
  CHECK(collected(source) == std::vector{1, 2});
}

TEST_CASE("peekable can be moved while an element is looked at, wherever that element lies") {
  auto const check_peeked = [](auto make) {
    auto const expected = collected(cogen::iter(make()));
    using source = decltype(peekable(make()));
    auto first = std::make_unique<source>(peekable(make()));
    CHECK(first->peek() != nullptr);
    source second(std::move(*first));
    CHECK(first->peek() == nullptr);
    CHECK(support::stays_exhausted(*first));
    first.reset();
    CHECK(second.peek() != nullptr);
    std::vector<cogen::value_t<source>> seen;
    support::append_rest(second, seen);
    CHECK(seen == expected);
  };
  check_peeked([] { return std::array{1, 2, 3}; });
  check_peeked([] { return std::array<std::string const, 2>{"one", "two"}; });
  check_peeked([] { return std::list{1, 2, 3}; });
  check_peeked(
      [] { return cogen::map(std::vector{1, 2}, [](int i) { return std::to_string(i) + " is a text long enough"; }); });
  check_peeked([] { return cogen::enumerate(cogen::map(std::vector{1, 2}, [](int i) { return std::to_string(i); })); });
  support::check_moving([] { return peekable(std::list{1, 2, 3}); });
}

TEST_CASE("peekable looks into generators and input ranges") {
  auto const count = []() -> cogen::generator<int> {
    for (int i = 0; i != 3; ++i) co_yield i;
  };
  auto numbers = count() | peekable;
  CHECK(*numbers.peek() == 0);
  CHECK(collected(numbers) == counted(3));
  support::input_only<support::move_only> range(counted<support::move_only>(2));
  auto const counts = range.counts();
  auto source = peekable(std::move(range));
  CHECK(*source.peek() == 0);
  CHECK(collected(source).size() == 2);
  CHECK(counts->dereferences == 2);
}

TEST_CASE("peekable is the same called and piped and composed, and borrows an lvalue source") {
  support::pull_log log;
  support::pulled numbers(log);
  CHECK(collected(numbers | peekable | cogen::take(2)) == counted(2));
  CHECK(*numbers.pull() == 2);
  auto const composed = peekable() | cogen::take(1);
  CHECK(collected(counted(3) | composed) == counted(1));
}

TEST_CASE("peekable allocates once in all") {
  auto const values = counted(100);
  support::allocation_count count;
  int sum = 0;
  auto source = peekable(values);
  auto* const seen = support::opaque(&source);  // else clang leaves the allocation out
  while (*seen) sum += *seen->pull();
  auto const allocations = count.allocations();
  CHECK(sum == 4950);
  CHECK(allocations == 1);
}

TEST_CASE("peekable that was moved from has no segment") {
  auto source = peekable(counted(3));
  auto moved = std::move(source);
  CHECK(source.segment(3).empty());  // NOLINT(bugprone-use-after-move)
  CHECK(source.peek() == nullptr);
  CHECK(moved.segment(3).size() == 3);
}
