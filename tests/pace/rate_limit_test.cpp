#include <cogen/adaptor.hpp>
#include <cogen/pace/rate_limit.hpp>
#include <cogen/pace/rate_limited.hpp>
#include <cogen/pace/retry.hpp>
#include <cogen/parallel/parallel_map.hpp>

#include "pace/fake_time.hpp"
#include "support/catch.hpp"
#include "support/pulled.hpp"
#include "support/sources.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <random>
#include <stdexcept>
#include <utility>
#include <vector>

using cogen::rate_limit;
using cogen::rate_limited;
using cogen::rate_limiter;
using support::collected;
using support::counted;
using namespace std::chrono_literals;

namespace {

using steady_time = support::fake_time<std::chrono::steady_clock, std::chrono::nanoseconds>;
using time_points = std::vector<std::chrono::steady_clock::time_point>;

cogen::rate_timing timing(steady_time& time) { return {.now = time.now(), .sleep = time.sleep()}; }

static_assert(support::is_source_of<decltype(rate_limit(std::declval<std::vector<int>&>(), 1, 1s)), int&, int>);

// Whether at most n of the times are within less than `per` of each other.
bool keeps(time_points const& times, std::size_t n, std::chrono::nanoseconds per) {
  for (std::size_t i = n; i < times.size(); ++i) {
    if (times[i] - times[i - n] < per) return false;
  }
  return true;
}

}  // namespace

TEST_CASE("rate_limit changes no element") {
  steady_time time;
  auto const values = counted(20);
  CHECK(collected(values | rate_limit(3, 1s, timing(time))) == values);
  CHECK(collected(rate_limit(values, 3, 1s, timing(time))) == values);
  auto none = rate_limit(counted(0), 3, 1s, timing(time));
  CHECK(support::stays_exhausted(none));
  int const* const first = values.data();
  CHECK((values | rate_limit(1, 1s)).pull() == first);
}

TEST_CASE("rate_limit hands out n elements at once and then waits") {
  steady_time time;
  support::pull_log log;
  auto numbers = support::pulled(log) | rate_limit(3, 1s, timing(time));
  CHECK(log.pulls == 0);
  for (int i = 0; i != 3; ++i) numbers.pull();
  CHECK(time.slept().empty());
  time.pass(300ms);
  numbers.pull();
  CHECK(time.slept() == std::vector<std::chrono::nanoseconds>{700ms});
  numbers.pull();
  numbers.pull();
  CHECK(time.slept().size() == 1);
  numbers.pull();
  CHECK(time.slept() == std::vector<std::chrono::nanoseconds>{700ms, 1s});
  CHECK(log.pulls == 7);
}

TEST_CASE("rate_limit lets no more than n through in any span of time") {
  std::mt19937 random(1);
  for (int round = 0; round != 50; ++round) {
    steady_time time;
    auto const n = static_cast<std::size_t>(support::pick(random, 4) + 1);
    auto const per = std::chrono::milliseconds(support::pick(random, 100));
    time_points seen;
    auto numbers = counted(60) | rate_limit(n, per, timing(time));
    while (numbers.pull() != nullptr) {
      seen.push_back(time.now()());
      time.pass(std::chrono::milliseconds(support::pick(random, 30)));
    }
    CHECK(seen.size() == 60);
    CHECK(keeps(seen, n, per));
  }
}

TEST_CASE("rate_limit does not wait where the elements are slow") {
  steady_time time;
  auto numbers = counted(20) | rate_limit(2, 1s, timing(time));
  while (numbers.pull() != nullptr) time.pass(500ms);
  CHECK(time.slept().empty());
}

TEST_CASE("rate_limit does not wait for the end, or behind it") {
  steady_time time;
  support::pull_log log;
  auto numbers = support::pulled(log, 1) | rate_limit(1, 1s, timing(time));
  CHECK(support::stays_exhausted(numbers));
  CHECK(time.slept().empty());
  CHECK(log.pulls_after_end == 0);
}

TEST_CASE("rate_limit loses no element where a sleep throws") {
  struct interrupted {};
  int interruptions = 3;
  steady_time time;
  auto const sleep = [&](std::chrono::nanoseconds span) {
    if (interruptions-- > 0) throw interrupted();
    time.sleep()(span);
  };
  auto limited = counted(3) | rate_limit(1, 1s, cogen::rate_timing{.now = time.now(), .sleep = sleep});
  CHECK(*limited.pull() == 0);
  for (int i = 0; i != 3; ++i) CHECK_THROWS_AS(limited.pull(), interrupted);
  CHECK(collected(limited) == std::vector{1, 2});

  // Nothing of an element that has waited goes along in a move.
  interruptions = 0;
  auto moving = counted(4) | cogen::map([](int value) { return std::vector(9, value); }) |
                rate_limit(1, 1s, cogen::rate_timing{.now = time.now(), .sleep = sleep});
  moving.pull();
  interruptions = 1;
  CHECK_THROWS_AS(moving.pull(), interrupted);
  auto moved = std::move(moving);
  CHECK(moved.pull()->front() == 2);
  CHECK(moving.pull() == nullptr);  // NOLINT(bugprone-use-after-move)
}

TEST_CASE("rate_limit can be moved in the middle") {
  support::check_moving(
      [] { return counted(5) | cogen::map([](int value) { return 2 * value; }) | rate_limit(1, 0s); });
}

TEST_CASE("rate_limiter is shared by ranges and other calls") {
  steady_time time;
  rate_limiter limiter(2, 1s, timing(time));
  auto one = counted(5) | rate_limit(std::ref(limiter));
  auto other = rate_limit(counted(5), std::ref(limiter));
  one.pull();
  other.pull();
  CHECK(time.slept().empty());
  limiter.acquire();
  CHECK(time.slept().size() == 1);
  one.pull();
  CHECK(time.slept().size() == 1);
  other.pull();
  CHECK(time.slept().size() == 2);
}

TEST_CASE("rate_limiter holds for threads together") {
  steady_time time;
  rate_limiter limiter(3, 1s, timing(time));
  std::mutex mutex;
  time_points seen;
  auto const call = [&](int value) {
    limiter.acquire();
    std::lock_guard const lock(mutex);
    seen.push_back(time.now()());
    return value;
  };
  CHECK(collected(counted(60) | cogen::parallel_map(call, {.workers = 4})) == counted(60));
  CHECK(seen.size() == 60);
  CHECK(time.slept().size() == 19);
  CHECK(time.now()() == std::chrono::steady_clock::time_point(19s));
}

TEST_CASE("rate_limit waits by the real clock too") {
  auto const start = std::chrono::steady_clock::now();
  CHECK(collected(counted(3) | rate_limit(1, 1ms)) == counted(3));
  CHECK(std::chrono::steady_clock::now() - start >= 2ms);
}

TEST_CASE("rate_limit refuses what makes no sense by name") {
  CHECK(support::refusal([] { (void)rate_limit(0, 1s); }) == "cogen::rate_limit: n must be at least 1, not 0");
  CHECK(support::refusal([] { (void)rate_limit(counted(1), -1, 1s); }) ==
        "cogen::rate_limit: n must be at least 1, not -1");
  CHECK(support::refusal([] { (void)rate_limit(1, -1ns); }) == "cogen::rate_limit: per must be at least 0, not -1");
  CHECK(support::refusal([] { rate_limiter(0, 1s); }) == "cogen::rate_limit: n must be at least 1, not 0");
}

TEST_CASE("rate_limiter keeps the longest span of time too") {
  steady_time time(std::chrono::steady_clock::time_point(1h));
  std::vector<std::chrono::nanoseconds> slept;
  struct interrupted {};
  auto const sleep = [&](std::chrono::nanoseconds span) {
    slept.push_back(span);
    throw interrupted();
  };
  rate_limiter limiter(1, std::chrono::nanoseconds::max(), {.now = time.now(), .sleep = sleep});
  limiter.acquire();
  time.pass(1s);
  CHECK_THROWS_AS(limiter.acquire(), interrupted);
  CHECK(slept == std::vector{std::chrono::nanoseconds::max() - 1s});
}

TEST_CASE("rate_limited waits before each call") {
  steady_time time;
  time_points called;
  auto limited = rate_limited(
      [&](int& changed, std::unique_ptr<int> taken) -> int& {
        called.push_back(time.now()());
        changed += *taken;
        return changed;
      },
      2, 1s, timing(time));
  int value = 0;
  for (int i = 0; i != 5; ++i) CHECK(&limited(value, std::make_unique<int>(i)) == &value);
  CHECK(value == 10);
  std::chrono::steady_clock::time_point const start;
  CHECK(called == time_points{start, start, start + 1s, start + 1s, start + 2s});
}

TEST_CASE("rate_limited shares its limiter with its copies or with all who are given one") {
  steady_time time;
  auto const echo = [](int value) { return value; };
  auto const limited = rate_limited(echo, 1, 1s, timing(time));
  auto const copy = limited;
  CHECK(limited(1) + copy(2) == 3);
  CHECK(time.slept().size() == 1);
  rate_limiter limiter(1, 1s, timing(time));
  auto const one = rate_limited(echo, std::ref(limiter));
  auto const other = rate_limited(echo, std::ref(limiter));
  CHECK(one(1) + other(2) == 3);
  CHECK(time.slept().size() == 2);
  CHECK(support::refusal([&] { (void)rate_limited(echo, 0, 1s); }) == "cogen::rate_limit: n must be at least 1, not 0");
}

TEST_CASE("rate_limited within retry counts each attempt") {
  steady_time time;
  int calls = 0;
  auto const flaky = [&calls](cogen::retry_attempt attempt, int value) {
    ++calls;
    if (attempt.number != 3) throw std::runtime_error("503");
    return value;
  };
  auto const fetch =
      cogen::retry(rate_limited(flaky, 1, 1s, timing(time)), {.sleep = [](std::chrono::milliseconds) {}});
  CHECK(fetch(7) == 7);
  CHECK(calls == 3);
  CHECK(time.slept().size() == 2);
}

TEST_CASE("rate_limit that is assigned to goes on as the other one") {
  steady_time time;
  cogen::rate_timing interrupted = timing(time);
  interrupted.sleep = [](std::chrono::nanoseconds) { throw std::runtime_error("interrupted"); };
  auto numbers = std::vector{10, 11} | rate_limit(1, 1s, interrupted);
  CHECK(*numbers.pull() == 10);
  CHECK_THROWS_AS(numbers.pull(), std::runtime_error);  // 11 waits
  numbers = std::vector{20, 21} | rate_limit(1, 1s, timing(time));
  CHECK(collected(numbers) == std::vector{20, 21});
}
