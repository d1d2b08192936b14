#include <cogen/adaptor/filter.hpp>
#include <cogen/adaptor/inspect.hpp>
#include <cogen/generator.hpp>
#include <cogen/sink/consume.hpp>
#include <cogen/sink/length.hpp>

#include "support/catch.hpp"
#include "support/counting.hpp"
#include "support/input_only.hpp"
#include "support/pulled.hpp"
#include "support/sources.hpp"
#include "support/tracked.hpp"

#include <list>
#include <string>
#include <vector>

using cogen::consume;
using cogen::length;
using support::counted;

static_assert(std::is_same_v<decltype(length(counted(1))), std::size_t>);

TEST_CASE("length counts the elements") {
  CHECK(length(counted(0)) == 0);
  CHECK(length(counted(1)) == 1);
  CHECK(length(std::list{1, 2, 3}) == 3);
  CHECK((counted(10) | cogen::filter([](int value) { return value > 6; }) | length) == 3);
  CHECK((counted(10) | length()) == 10);
}

TEST_CASE("length takes whole segments") {
  support::windowed_log log;
  CHECK(length(support::windowed(log, {{0, 1, 2}, {}, {3}, {4, 5}})) == 6);
  CHECK(log.pulls == 4);
  CHECK(log.by_segment == 3);
}

TEST_CASE("length of an input range reads each element at most once and leaves nothing") {
  support::input_only<support::move_only> range(counted<support::move_only>(4));
  auto const counts = range.counts();
  CHECK(length(std::move(range)) == 4);
  CHECK(counts->increments == 4);
  support::pull_log log;
  support::pulled numbers(log, 3);
  CHECK(length(numbers) == 3);
  CHECK(numbers.pull() == nullptr);
}

TEST_CASE("consume runs a range to its end for what it does") {
  std::vector<int> seen;
  counted(3) | cogen::inspect([&](int value) { seen.push_back(value); }) | consume;
  CHECK(seen == counted(3));
  consume(counted(0));
  support::pull_log log;
  consume(support::pulled(log, 3));
  CHECK(log.pulls == 4);
  support::pulled(log, 3) | consume();
  CHECK(log.pulls == 8);
}

TEST_CASE("consume takes exactly n elements of a borrowed source") {
  for (int n = 0; n != 6; ++n) {
    support::pull_log log;
    support::pulled numbers(log);
    consume(numbers, n);
    CHECK(log.pulls == n);
    CHECK(*numbers.pull() == n);
    support::windowed_log windows_log;
    support::windowed windows(windows_log, {{0, 1}, {}, {2, 3, 4, 5, 6}});
    windows | consume(n);
    CHECK(*windows.pull() == n);
  }
}

TEST_CASE("consume takes all where there are fewer than n") {
  support::pull_log log;
  support::pulled numbers(log, 3);
  consume(numbers, 10);
  CHECK(log.pulls == 4);
  CHECK(log.pulls_after_end == 0);
}

TEST_CASE("consume takes whole segments, within n") {
  support::windowed_log log;
  support::windowed windows(log, {{0, 1, 2}, {3, 4, 5}});
  consume(windows, 5);
  CHECK(log.pulls == 2);
  CHECK(log.by_segment == 3);
}

TEST_CASE("consume moves a generator on by n elements") {
  auto const numbers = []() -> cogen::generator<int> {
    for (int i = 0;; ++i) co_yield i;
  };
  auto source = numbers();
  consume(source, 3);
  CHECK(*source.pull() == 3);
}

TEST_CASE("consume refuses a negative n by name in every form and then pulls nothing") {
  support::pull_log log;
  support::pulled numbers(log);
  std::string const rule = "cogen::consume: n must be at least 0, not -1";
  CHECK(support::refusal([&] { consume(numbers, -1); }) == rule);
  CHECK(support::refusal([&] { (void)consume(-1); }) == rule);
  CHECK(support::refusal([&] { numbers | consume(-1); }) == rule);
  CHECK(log.pulls == 0);
}

TEST_CASE("consume and length pass on what their source throws, and allocate nothing") {
  support::pull_log log;
  log.throw_at = 3;
  support::pulled numbers(log);
  CHECK_THROWS_AS(consume(numbers), support::pull_failed);
  CHECK(*numbers.pull() == 2);
  auto const values = counted(100);
  support::allocation_count count;
  auto const counted_length = length(values);
  consume(values, 50);
  auto const allocations = count.allocations();
  CHECK(counted_length == 100);
  CHECK(allocations == 0);
}
