#include <cogen/adaptor/islice.hpp>

#include "support/catch.hpp"
#include "support/counting.hpp"
#include "support/input_only.hpp"
#include "support/pulled.hpp"
#include "support/sources.hpp"
#include "support/tracked.hpp"

#include <array>
#include <cstdint>
#include <list>
#include <optional>
#include <ranges>
#include <set>
#include <string>
#include <vector>

using cogen::islice;
using support::collected;
using support::counted;

namespace {

template <class Range>
using islice_of = decltype(islice(std::declval<Range>(), 1, std::nullopt, 2));
static_assert(support::is_source_of<islice_of<std::vector<int>&>, int&, int>);
static_assert(support::is_source_of<islice_of<std::vector<int> const&>, int const&, int>);
static_assert(support::is_source_of<islice_of<std::vector<int>>, int&&, int>);
static_assert(cogen::segmented<islice_of<std::vector<int>&>>);

// Python's values[start:stop:step].
std::vector<int> sliced(std::vector<int> const& values, std::size_t start, std::size_t stop, std::size_t step) {
  std::vector<int> slice;
  for (std::size_t i = start; i < values.size() && i < stop; i += step) slice.push_back(values[i]);
  return slice;
}

}  // namespace

TEST_CASE("islice is Python's slice for every start and stop and step") {
  for (int length = 0; length != 7; ++length) {
    auto const values = counted(length);
    std::list<int> const linked(values.begin(), values.end());
    for (int start = 0; start != 8; ++start) {
      for (int step = 1; step != 5; ++step) {
        auto const from = static_cast<std::size_t>(start);
        auto const by = static_cast<std::size_t>(step);
        CHECK(collected(islice(values, start, std::nullopt, step)) == sliced(values, from, SIZE_MAX, by));
        for (int stop = 0; stop != 9; ++stop) {
          auto const to = static_cast<std::size_t>(stop);
          CHECK(collected(islice(values, start, stop, step)) == sliced(values, from, to, by));
          CHECK(collected(islice(linked, start, stop, step)) == sliced(values, from, to, by));
        }
      }
    }
  }
}

TEST_CASE("islice has Python's shorter forms") {
  auto const values = counted(6);
  CHECK(collected(islice(values, 2)) == std::vector{0, 1});
  CHECK(collected(islice(values, 2, 4)) == std::vector{2, 3});
  CHECK(collected(islice(values, 4, std::nullopt)) == std::vector{4, 5});
  CHECK(collected(islice(values, 0)).empty());
}

TEST_CASE("islice pulls up to the last element that it hands out and no further") {
  support::pull_log log;
  auto slice = islice(support::pulled(log), 2, 11, 3);
  CHECK(log.pulls == 0);
  CHECK(*slice.pull() == 2);
  CHECK(log.pulls == 3);
  CHECK(*slice.pull() == 5);
  CHECK(log.pulls == 6);
  CHECK(*slice.pull() == 8);
  CHECK(log.pulls == 9);
  CHECK(support::stays_exhausted(slice));
  CHECK(log.pulls == 9);
}

TEST_CASE("islice that stops at or before its start pulls nothing") {
  for (int stop : {0, 2, 3}) {
    support::pull_log log;
    auto slice = islice(support::pulled(log), 3, stop, 2);
    CHECK(support::stays_exhausted(slice));
    CHECK(log.pulls == 0);
  }
}

TEST_CASE("islice of an infinite source without a stop has no end") {
  support::pull_log log;
  auto slice = islice(support::pulled(log), 1, std::nullopt, 10);
  for (int i = 0; i != 100; ++i) CHECK(*slice.pull() == 1 + 10 * i);
  CHECK(log.pulls == 992);
}

TEST_CASE("islice asks once for the end of a shorter source") {
  for (int length = 0; length != 9; ++length) {
    support::pull_log log;
    auto slice = islice(support::pulled(log, length), 1, 20, 3);
    CHECK(support::stays_exhausted(slice));
    CHECK(log.pulls == length + 1);
    CHECK(log.pulls_after_end == 0);
  }
}

TEST_CASE("islice borrows an lvalue source which goes on behind the last element") {
  support::pull_log log;
  support::pulled numbers(log);
  CHECK(collected(islice(numbers, 1, 4, 2)) == std::vector{1, 3});
  CHECK(*numbers.pull() == 4);
}

TEST_CASE("islice counts only pulls that did not throw") {
  for (int at = 1; at != 9; ++at) {
    support::pull_log log;
    log.throw_at = at;
    auto slice = islice(support::pulled(log), 1, 8, 3);
    std::vector<int> seen;
    CHECK_THROWS_AS(support::append_rest(slice, seen), support::pull_failed);
    support::append_rest(slice, seen);
    CHECK(seen == std::vector{1, 4, 7});
  }
}

TEST_CASE("islice lets move-only elements be moved out of an rvalue") {
  support::lifetime_check check;
  {
    auto slice = counted<support::move_only>(6) | islice(1, 6, 2);
    std::vector<int> seen;
    for (auto&& element : slice) seen.push_back(support::move_only(std::move(element)).value());
    CHECK(seen == std::vector{1, 3, 5});
    CHECK(check->moved == 3);
    CHECK(check->live == 6);
  }
  CHECK(check->live == 0);
}

TEST_CASE("islice reads an input range no further than its last element") {
  support::input_only<int&&> range(counted(9));
  auto const counts = range.counts();
  CHECK(collected(islice(std::move(range), 1, 6, 2)) == std::vector{1, 3, 5});
  CHECK(counts->dereferences <= 6);
  CHECK(counts->increments == 5);
}

TEST_CASE("islice is the same called and piped and composed") {
  auto const values = counted(20);
  std::vector const expected{5, 11};
  auto const twice = islice(1, 15, 2) | islice(2, std::nullopt, 3);
  CHECK(collected(islice(islice(values, 1, 15, 2), 2, std::nullopt, 3)) == expected);
  CHECK(collected(values | islice(1, 15, 2) | islice(2, std::nullopt, 3)) == expected);
  CHECK(collected(values | twice) == expected);
  CHECK(collected(values | islice(2)) == collected(islice(values, 2)));
  CHECK(collected(values | islice(2, 5)) == collected(islice(values, 2, 5)));
  CHECK(collected(values | islice(18, std::nullopt)) == std::vector{18, 19});
}

TEST_CASE("islice refuses each bad argument by name in every form") {
  auto values = counted(3);
  std::string const stop = "cogen::islice: stop must be at least 0, not -1";
  std::string const start = "cogen::islice: start must be at least 0, not -2";
  std::string const step = "cogen::islice: step must be at least 1, not 0";
  CHECK(support::refusal([&] { (void)islice(values, -1); }) == stop);
  CHECK(support::refusal([&] { (void)islice(-1); }) == stop);
  CHECK(support::refusal([&] { (void)(values | islice(-1)); }) == stop);
  CHECK(support::refusal([&] { (void)islice(values, 0, -1); }) == stop);
  CHECK(support::refusal([&] { (void)islice(0, -1, 1); }) == stop);
  CHECK(support::refusal([&] { (void)islice(values, -2, 4); }) == start);
  CHECK(support::refusal([&] { (void)islice(-2, std::nullopt); }) == start);
  CHECK(support::refusal([&] { (void)(values | islice(-2, 1, 1)); }) == start);
  CHECK(support::refusal([&] { (void)islice(values, 0, 4, 0); }) == step);
  CHECK(support::refusal([&] { (void)islice(0, std::nullopt, 0); }) == step);
  CHECK(support::refusal([&] { (void)(values | islice(0, 4, 0)); }) == step);
}

TEST_CASE("islice accepts the greatest numbers and mixed integer types") {
  auto const values = counted(4);
  CHECK(collected(islice(values, 1, SIZE_MAX)) == std::vector{1, 2, 3});
  CHECK(collected(islice(values, SIZE_MAX, SIZE_MAX, SIZE_MAX)).empty());
  CHECK(collected(islice(values, 0U, SIZE_MAX, SIZE_MAX)) == std::vector{0});
  CHECK(collected(islice(values, static_cast<short>(1), 4L, 2U)) == std::vector{1, 3});
}

TEST_CASE("islice can be moved in the middle of what it owns") {
  support::check_moving([] { return islice(std::array{1, 2, 3, 4, 5}, 1, 5, 2); });
  support::check_moving([] { return islice(std::string("short"), 1, 4); });
  support::check_moving([] { return islice(std::list{1, 2, 3, 4}, 1, 4, 2); });
  support::check_moving([] { return islice(std::set{1, 2, 3, 4}, 0, std::nullopt, 3); });
  support::check_moving([] { return islice(std::views::iota(0, 9) | std::views::drop(2), 1, 7, 3); });
}

TEST_CASE("islice allocates nothing") {
  auto values = counted(100);
  support::allocation_count count;
  int sum = 0;
  auto slice = islice(values, 10, 90, 10);
  while (int* const value = slice.pull()) sum += *value;
  auto const allocations = count.allocations();
  CHECK(sum == 360);
  CHECK(allocations == 0);
}

TEST_CASE("islice passes segments on where its step is one and produces none") {
  std::mt19937 random(5);
  for (int round = 0; round != 500; ++round) {
    auto const windows = support::random_windows(random, support::random_ints(random, 30));
    int const start = support::pick(random, 12);
    int const stop = support::pick(random, 35);
    int const step = support::pick(random, 1) != 0 ? 1 : support::pick(random, 4) + 1;
    bool const endless = support::pick(random, 3) == 0;
    support::windowed_log log;
    support::check_segments(random, [&] {
      auto source = support::windowed(log, windows);
      return endless ? islice(std::move(source), start, std::nullopt, step)
                     : islice(std::move(source), start, stop, step);
    });
  }
  support::windowed_log log;
  auto slice = islice(support::windowed(log, {{0, 1, 2, 3, 4}, {5}}), 1, 4);
  CHECK(slice.segment(9).empty());
  CHECK(log.pulls == 0);
  CHECK(*slice.pull() == 1);
  CHECK(slice.segment(9).size() == 2);
  CHECK(slice.segment(9).empty());
  CHECK(log.windows == 1);
  auto stepped = islice(support::windowed(log, {{0, 1, 2, 3, 4}}), 0, 5, 2);
  CHECK(*stepped.pull() == 0);
  CHECK(stepped.segment(9).empty());
  CHECK(*stepped.pull() == 2);
}

TEST_CASE("islice is a range for std algorithms and views") {
  auto values = counted(9);
  std::vector<int> seen;
  for (int const value : islice(values, 1, 9, 3) | std::views::transform([](int i) { return -i; }))
    seen.push_back(value);
  CHECK(seen == std::vector{-1, -4, -7});
  CHECK(std::ranges::count(islice(values, 1, 9, 3), 4) == 1);
  CHECK(collected(values | std::views::reverse | islice(0, 4, 2)) == std::vector{8, 6});
}
