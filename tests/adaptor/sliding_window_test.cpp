#include <cogen/adaptor/batch.hpp>
#include <cogen/adaptor/map.hpp>
#include <cogen/adaptor/sliding_window.hpp>
#include <cogen/adaptor/take.hpp>

#include "support/catch.hpp"
#include "support/counting.hpp"
#include "support/input_only.hpp"
#include "support/pulled.hpp"
#include "support/sources.hpp"
#include "support/tracked.hpp"

#include <array>
#include <cstdint>
#include <list>
#include <numeric>
#include <ranges>
#include <set>
#include <span>
#include <string>
#include <vector>

using cogen::sliding_window;
using support::collected;
using support::counted;
using windows = std::vector<std::vector<int>>;

namespace {

template <class Range>
using windows_over = decltype(sliding_window(std::declval<Range>(), 2));
static_assert(support::is_source_of<windows_over<std::vector<int>&>, std::span<int const>&&, std::vector<int>>);
static_assert(support::is_source_of<windows_over<std::vector<int> const&>, std::span<int const>&&, std::vector<int>>);
static_assert(support::is_source_of<windows_over<std::list<int>>, std::span<int const>&&, std::vector<int>>);

windows slid(std::vector<int> const& values, std::size_t size, std::size_t step) {
  windows result;
  for (std::size_t i = 0; i + size <= values.size(); i += step) {
    auto const begin = values.begin() + static_cast<std::ptrdiff_t>(i);
    result.emplace_back(begin, begin + static_cast<std::ptrdiff_t>(size));
  }
  return result;
}

}  // namespace

TEST_CASE("sliding_window gives windows of n consecutive elements") {
  CHECK(collected(sliding_window(counted(0), 3)).empty());
  CHECK(collected(sliding_window(counted(2), 3)).empty());
  CHECK(collected(sliding_window(counted(3), 3)) == windows{{0, 1, 2}});
  CHECK(collected(sliding_window(counted(5), 3)) == windows{{0, 1, 2}, {1, 2, 3}, {2, 3, 4}});
  CHECK(collected(sliding_window(counted(2), 1)) == windows{{0}, {1}});
}

TEST_CASE("sliding_window steps by less than and as much as and more than n") {
  CHECK(collected(sliding_window(counted(7), 3, 2)) == windows{{0, 1, 2}, {2, 3, 4}, {4, 5, 6}});
  CHECK(collected(sliding_window(counted(7), 3, 3)) == windows{{0, 1, 2}, {3, 4, 5}});
  CHECK(collected(sliding_window(counted(9), 2, 4)) == windows{{0, 1}, {4, 5}});
  CHECK(collected(sliding_window(counted(10), 2, 4)) == windows{{0, 1}, {4, 5}, {8, 9}});
}

TEST_CASE("sliding_window agrees with a loop on random input") {
  std::mt19937 random(13);
  for (int round = 0; round != 500; ++round) {
    auto const values = support::random_ints(random, 90);
    std::list<int> const linked(values.begin(), values.end());
    auto const size = static_cast<std::size_t>(support::pick(random, 30) + 1);
    auto const step = static_cast<std::size_t>(support::pick(random, 35) + 1);
    CHECK(collected(sliding_window(values, size, step)) == slid(values, size, step));
    CHECK(collected(sliding_window(linked, size)) == slid(values, size, 1));
  }
}

TEST_CASE("sliding_window with a step of n gives the whole batches") {
  std::mt19937 random(14);
  for (int round = 0; round != 300; ++round) {
    auto const values = support::random_ints(random, 40);
    int const n = support::pick(random, 9) + 1;
    auto whole = collected(cogen::batch(values, n));
    if (!whole.empty() && whole.back().size() != static_cast<std::size_t>(n)) whole.pop_back();
    CHECK(collected(sliding_window(values, n, n)) == whole);
  }
}

TEST_CASE("sliding_window pulls n elements and then step for a window") {
  for (int step = 1; step != 7; ++step) {
    support::pull_log log;
    auto slides = sliding_window(support::pulled(log), 3, step);
    CHECK(log.pulls == 0);
    for (int i = 0; i != 20; ++i) {
      CHECK(slides.pull()->front() == i * step);
      CHECK(log.pulls == 3 + i * step);
    }
  }
}

TEST_CASE("sliding_window stays exhausted") {
  for (int length = 0; length != 9; ++length) {
    for (int step = 1; step != 5; ++step) {
      auto slides = sliding_window(counted(length), 3, step);
      CHECK(support::stays_exhausted(slides));
    }
  }
}

TEST_CASE("sliding_window borrows an lvalue source and leaves it behind its last element") {
  support::pull_log log;
  support::pulled numbers(log);
  CHECK(collected(numbers | sliding_window(2) | cogen::take(2)) == windows{{0, 1}, {1, 2}});
  CHECK(*numbers.pull() == 3);
}

TEST_CASE("sliding_window loses nothing when its source throws") {
  for (int step = 1; step != 5; ++step) {
    for (int at = 1; at != 10; ++at) {
      support::pull_log log;
      log.throw_at = at;
      auto slides = sliding_window(support::pulled(log, 9), 3, step);
      windows seen;
      CHECK_THROWS_AS(support::append_rest(slides, seen), support::pull_failed);
      support::append_rest(slides, seen);
      CHECK(seen == slid(counted(9), 3, static_cast<std::size_t>(step)));
    }
  }
}

TEST_CASE("sliding_window copies each borrowed element once") {
  support::lifetime_check check;
  {
    auto const values = counted<support::tracked>(20);
    auto slides = sliding_window(values, 3);
    while (slides.pull() != nullptr) {
    }
    CHECK(check->copied == 20);
  }
  CHECK(check->live == 0);
}

TEST_CASE("sliding_window moves each element that is given away once where windows do not overlap") {
  support::lifetime_check check;
  auto slides = sliding_window(counted<support::move_only>(20), 4, 4);
  while (slides.pull() != nullptr) {
  }
  CHECK(check->moved == 20);
}

TEST_CASE("sliding_window takes move-only elements and moves each a bounded number of times") {
  for (int const n : {1, 2, 10, 1000}) {
    for (int const step : {1, 3, n / 2 + 1, n}) {
      support::lifetime_check check;
      auto slides = sliding_window(counted<support::move_only>(20'000), n, step);
      int seen = 0;
      int wrong = 0;
      while (auto* const window = slides.pull()) {
        wrong += window->size() != static_cast<std::size_t>(n);
        wrong += window->front().value() != seen * step;
        wrong += window->back().value() != seen * step + n - 1;
        ++seen;
      }
      CHECK(wrong == 0);
      CHECK(seen == (20'000 - n) / step + 1);
      CHECK(check->moved < 4 * 20'000);
      CHECK(check->live <= 20'000 + 2 * n);
    }
  }
}

TEST_CASE("sliding_window keeps one window where windows do not overlap") {
  support::lifetime_check check;
  support::pull_log log;
  for (int const step : {4, 7}) {
    auto slides =
        sliding_window(support::pulled(log) | cogen::map([](int i) { return support::move_only(i); }), 4, step);
    int most = 0;
    for (int i = 0; i != 50; ++i) {
      (void)slides.pull();
      most = most < check->live ? check->live : most;
    }
    CHECK(most == 4 + 1);  // and the element that map holds
  }
}

TEST_CASE("sliding_window owns an rvalue until it is destroyed") {
  support::lifetime_check check;
  {
    auto slides = sliding_window(counted<support::move_only>(5), 2);
    REQUIRE(slides.pull() != nullptr);
    CHECK(check->live == 7);  // five of which two are moved from, and a window
    auto moved = std::move(slides);
    CHECK(moved.pull()->back() == 2);
  }
  CHECK(check->live == 0);
}

TEST_CASE("sliding_window reads each element of an input range once") {
  support::input_only<int const&> range(counted(5));
  auto const counts = range.counts();
  CHECK(collected(range | sliding_window(3)) == slid(counted(5), 3, 1));
  CHECK(counts->dereferences == 5);
}

TEST_CASE("sliding_window gives a span that is valid until the next pull") {
  auto slides = sliding_window(counted(100), 4);
  auto const first = *slides.pull();
  CHECK(std::vector<int>(first.begin(), first.end()) == counted(4));
  auto const second = *slides.pull();
  CHECK(second.size() == 4);
  CHECK(second[3] == 4);
}

TEST_CASE("sliding_window allocates nothing in a steady state") {
  auto values = counted(50'000);
  for (int const n : {1, 2, 3, 17, 100}) {
    for (int const step : {1, 2, n, n + 5}) {
      auto slides = sliding_window(values, n, step);
      for (int i = 0; i != 2 * n + 2; ++i) (void)slides.pull();
      support::allocation_count count;
      long sum = 0;
      while (auto* const window = slides.pull()) sum += window->front();
      auto const allocations = count.allocations();
      CHECK(sum > 0);
      CHECK(allocations == 0);
    }
  }
}

TEST_CASE("sliding_window needs memory for two windows at the most and for no more than there is") {
  auto values = counted(10'000);
  support::allocation_count count;
  auto slides = sliding_window(values, 1000);
  while (slides.pull() != nullptr) {
  }
  auto const bytes = count.bytes();
  CHECK(bytes < 4 * 2 * 1000 * sizeof(int));  // all that was allocated while it grew
  for (std::size_t const n : {std::size_t{1} << 40, SIZE_MAX}) {
    support::allocation_count huge;
    auto none = sliding_window(values, n);
    bool const empty = none.pull() == nullptr;
    auto const huge_bytes = huge.bytes();
    CHECK(empty);
    CHECK(huge_bytes < 8 * values.size() * sizeof(int));
  }
}

TEST_CASE("sliding_window is the same called and piped and composed") {
  auto const values = counted(6);
  auto const sums =
      sliding_window(2) | cogen::map([](std::span<int const> w) { return w[0] + w[1]; }) | sliding_window(2, 2);
  CHECK(collected(sliding_window(values, 3, 2)) == slid(values, 3, 2));
  CHECK(collected(values | sliding_window(3, 2)) == slid(values, 3, 2));
  CHECK(collected(values | sliding_window(3)) == slid(values, 3, 1));
  CHECK(collected(values | sums) == windows{{1, 3}, {5, 7}});
}

TEST_CASE("sliding_window refuses each bad argument by name in every form") {
  auto values = counted(3);
  std::string const n = "cogen::sliding_window: n must be at least 1, not 0";
  std::string const step = "cogen::sliding_window: step must be at least 1, not -1";
  CHECK(support::refusal([&] { (void)sliding_window(values, 0); }) == n);
  CHECK(support::refusal([&] { (void)sliding_window(0); }) == n);
  CHECK(support::refusal([&] { (void)(values | sliding_window(0, 2)); }) == n);
  CHECK(support::refusal([&] { (void)sliding_window(values, 2, -1); }) == step);
  CHECK(support::refusal([&] { (void)sliding_window(2, -1); }) == step);
  CHECK(support::refusal([&] { (void)(values | sliding_window(2U, -1)); }) == step);
}

TEST_CASE("sliding_window accepts the greatest step") {
  CHECK(collected(sliding_window(counted(5), 2, SIZE_MAX)) == windows{{0, 1}});
}

TEST_CASE("sliding_window can be moved in the middle of what it owns") {
  support::check_moving([] { return sliding_window(std::array{1, 2, 3, 4, 5}, 2); });
  support::check_moving([] { return sliding_window(std::string("a text"), 3, 2); });
  support::check_moving([] { return sliding_window(std::list{1, 2, 3, 4, 5}, 2, 3); });
  support::check_moving([] { return sliding_window(std::set{1, 2, 3, 4, 5}, 3); });
  support::check_moving([] { return sliding_window(std::views::iota(0, 9) | std::views::drop(1), 2, 2); });
}

TEST_CASE("sliding_window is a range for std algorithms and views") {
  auto values = counted(5);
  std::vector<int> sums;
  for (int const sum : sliding_window(values, 3) |
                           std::views::transform([](auto w) { return std::accumulate(w.begin(), w.end(), 0); })) {
    sums.push_back(sum);
  }
  CHECK(sums == std::vector{3, 6, 9});
  CHECK(std::ranges::count_if(sliding_window(values, 2), [](auto w) { return w[0] > 1; }) == 2);
  CHECK(collected(values | std::views::reverse | sliding_window(4)) == windows{{4, 3, 2, 1}, {3, 2, 1, 0}});
}

TEST_CASE("sliding_window is right whatever the consumer makes of its window") {
  std::vector<int> values(600);
  std::iota(values.begin(), values.end(), 0);
  int seen = 0;
  for (auto&& window : values | cogen::sliding_window(3)) {
    CHECK(window.size() == 3);
    CHECK(window.front() == seen++);
    if (seen % 2 == 0) {
      window = {};
    } else {
      while (!window.empty()) window = window.subspan(1);
    }
  }
  CHECK(seen == 598);
}
