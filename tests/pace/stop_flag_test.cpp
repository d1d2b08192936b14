#include <cogen/pace/rate_limiter.hpp>
#include <cogen/pace/retry.hpp>
#include <cogen/pace/stop_flag.hpp>
#include <cogen/parallel/prefetch.hpp>
#include <cogen/source/paginate.hpp>

#include "support/catch.hpp"

#include <chrono>
#include <future>
#include <optional>
#include <stdexcept>
#include <thread>
#include <type_traits>

using cogen::stop_flag;
using cogen::stopped;
using namespace std::chrono_literals;

TEST_CASE("stop_flag sleeps as long as it is told") {
  stop_flag stop;
  auto const start = std::chrono::steady_clock::now();
  stop.sleep_for(2ms);
  stop.sleep()(0ms);
  CHECK(std::chrono::steady_clock::now() - start >= 2ms);
  CHECK_FALSE(stop.is_stopped());
}

TEST_CASE("stop_flag lets nobody sleep once it is stopped") {
  stop_flag stop;
  stop.stop();
  CHECK(stop.is_stopped());
  CHECK_THROWS_AS(stop.sleep_for(1h), stopped);
  CHECK_THROWS_AS(stop.sleep()(std::chrono::nanoseconds::max()), stopped);
}

TEST_CASE("stop_flag ends the longest sleep from another thread") {
  for (int round = 0; round != 20; ++round) {
    stop_flag stop;
    bool ended = false;
    std::thread sleeper([&] {
      try {
        stop.sleep_for(std::chrono::milliseconds::max());
      } catch (stopped const&) {
        ended = true;
      }
    });
    if (round % 2 == 0) std::this_thread::yield();
    stop.stop();
    sleeper.join();
    CHECK(ended);
  }
}

TEST_CASE("stop_flag ends a call that waits for its next attempt or for its turn") {
  static_assert(!std::is_base_of_v<std::exception, stopped>);
  stop_flag stop;
  cogen::rate_limiter limiter(1, std::chrono::nanoseconds::max(), {.sleep = stop.sleep()});
  limiter.acquire();
  int calls = 0;
  auto const fail = cogen::retry(
      [&calls] {
        ++calls;
        throw std::runtime_error("503");
      },
      {.base_delay = 24h, .max_delay = 24h, .before_retry = [&](auto const&) { stop.stop(); }, .sleep = stop.sleep()});
  CHECK_THROWS_AS(fail(), stopped);
  CHECK(calls == 1);
  CHECK_THROWS_AS(limiter.acquire(), stopped);
}

TEST_CASE("stop_flag lets a prefetch of pages be left while it waits for its next attempt") {
  stop_flag stop;
  std::promise<void> waiting;
  auto const fetch = cogen::retry(
      [](int number) {
        if (number == 2) throw std::runtime_error("503");
        return number;
      },
      {.advice = [](std::exception const&) { return cogen::retry_advice{.retry_after = "600"}; },
       .before_retry = [&waiting](auto const&) { waiting.set_value(); },
       .sleep = stop.sleep()});
  auto pages = cogen::paginate(1, fetch, [](int number) { return std::optional(number + 1); }) | cogen::prefetch(3);
  CHECK(*pages.pull() == 1);
  waiting.get_future().wait();
  stop.stop();
  CHECK_THROWS_AS(pages.pull(), stopped);
}
