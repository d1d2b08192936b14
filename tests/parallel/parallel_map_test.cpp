#include <cogen/adaptor.hpp>
#include <cogen/generator.hpp>
#include <cogen/parallel.hpp>
#include <cogen/source.hpp>

#include "parallel/support.hpp"
#include "support/catch.hpp"
#include "support/sources.hpp"
#include "support/tracked.hpp"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

using cogen::parallel_map;
using support::collected;
using support::counted;
using support::watch;
using support::watched;

namespace {

auto const same = [](int value) { return value; };
auto const square = [](int value) { return value * value; };

template <class Range, class Function>
using mapped = decltype(parallel_map(std::declval<Range>(), std::declval<Function>()));
using text_of = std::string (*)(int);
static_assert(support::is_source_of<mapped<std::vector<int>&, text_of>, std::string&&, std::string>);
static_assert(support::is_source_of<mapped<std::vector<int>, bool (*)(int)>, bool&&, bool>);
static_assert(support::is_source_of<mapped<std::vector<int>, int const& (*)(int)>, int&&, int>);
static_assert(support::is_source_of<mapped<std::vector<std::string>, std::size_t (std::string::*)() const>,
                                    std::size_t&&, std::size_t>);

struct function_failed : std::runtime_error {
  explicit function_failed(int value) : std::runtime_error(std::to_string(value)) {}
};

// The function that fails for some values, in different order each time.
template <class Fails>
auto failing(Fails fails) {
  return [fails](int value) {
    support::dawdle(static_cast<unsigned>(value) * 7919U);
    if (fails(value)) throw function_failed(value);
    return value;
  };
}

// square(), which takes some time, of its own for each value.
struct slow_square_fn {
  unsigned noise;
  int operator()(int value) const {
    support::dawdle(static_cast<unsigned>(value) * noise);
    return square(value);
  }
};
struct random_trial {
  std::vector<int> values;
  std::size_t workers;
  std::size_t window;
  slow_square_fn slow_square;
};
random_trial trial(std::mt19937& random) {
  auto values = support::random_ints(random, 60);
  auto const workers = static_cast<std::size_t>(support::pick(random, 4) + 1);
  auto const window = static_cast<std::size_t>(support::pick(random, 9) + 1);
  auto const noise = static_cast<unsigned>(support::pick(random, 1000));
  return {std::move(values), workers, window, {noise}};
}

std::vector<int> sorted(std::vector<int> values) {
  std::sort(values.begin(), values.end());
  return values;
}

}  // namespace

TEST_CASE("parallel_map gives the results of map in the same order") {
  std::mt19937 random(1);
  for (int round = 0; round != 150; ++round) {
    auto const [values, workers, window, slow_square] = trial(random);
    auto const expected = collected(values | cogen::map(square));
    CHECK(collected(parallel_map(values, slow_square, {.workers = workers, .window = window})) == expected);
    CHECK(collected(values | parallel_map(slow_square, {.workers = workers})) == expected);
    CHECK(collected(parallel_map(slow_square, {.window = window})(std::vector(values))) == expected);
    CHECK(collected(values | parallel_map(slow_square) | cogen::batch(3) | cogen::flatten) == expected);
  }
}

TEST_CASE("parallel_map without order gives each result once") {
  std::mt19937 random(2);
  for (int round = 0; round != 150; ++round) {
    auto const [values, workers, window, slow_square] = trial(random);
    auto results = parallel_map(values, slow_square, {.workers = workers, .window = window, .ordered = false});
    CHECK(sorted(collected(results)) == sorted(collected(values | cogen::map(square))));
    CHECK(support::stays_exhausted(results));
  }
}

TEST_CASE("parallel_map without order hands out what is ready before what is not") {
  support::milestone handed_out;
  auto const first_is_slow = [&](int value) {
    if (value == 0) handed_out.wait_for(3);
    return value;
  };
  auto results = counted(4) | parallel_map(first_is_slow, {.workers = 2, .window = 2, .ordered = false});
  for (int i = 1; i != 4; ++i) {
    CHECK(*results.pull() == i);
    handed_out.add();
  }
  CHECK(*results.pull() == 0);
  CHECK(results.pull() == nullptr);
}

TEST_CASE("parallel_map calls the function in all of its workers at once and in no more threads") {
  for (int workers = 1; workers != 5; ++workers) {
    support::crowd inside;
    support::milestone met;
    auto const meet = [&](int value) {
      inside.enter();
      met.add();
      if (value < workers) met.wait_for(workers);
      inside.leave();
      return value;
    };
    auto results = counted(40) | parallel_map(meet, {.workers = static_cast<std::size_t>(workers), .window = 20});
    CHECK(collected(results) == counted(40));
    CHECK(inside.most() == workers);
    CHECK(results.statistics().threads == static_cast<std::size_t>(workers));
  }
}

TEST_CASE("parallel_map has at most window elements in flight and that many if need be") {
  for (bool const ordered : {true, false}) {
    for (int window = 1; window != 6; ++window) {
      watch log;
      support::milestone handed_out;
      std::atomic<int> most = 0;
      auto const look = [&](int value) {
        if (value < 3) log.pulls.wait_for(window);  // all workers, until the window is full
        int const in_flight = log.pulls.reached() - handed_out.reached();
        for (int seen = most; in_flight > seen && !most.compare_exchange_weak(seen, in_flight);) {
        }
        return value;
      };
      auto results = watched(log, 1000) |
                     parallel_map(look, {.workers = 3, .window = static_cast<std::size_t>(window), .ordered = ordered});
      for (int i = 0; i != 31; ++i) {
        REQUIRE(results.pull() != nullptr);
        handed_out.add();
        REQUIRE(log.pulls.reached() - handed_out.reached() <= window);
      }
      CHECK(results.statistics().most == static_cast<std::size_t>(window));
      CHECK(most <= window);
    }
  }
}

TEST_CASE("parallel_map reads no further while there is a result") {
  support::milestone begun;
  int reads = 0;
  // When the worker has begun with 1, the result of 0 is there.
  auto const numbers = [](support::milestone& seen, int& pulls) -> cogen::generator<int> {
    for (int i = 0;; ++i) {
      ++pulls;
      if (i == 2) seen.wait_for(2);
      co_yield i;
    }
  };
  auto const note = [&begun](int value) {
    begun.add();
    return value;
  };
  auto results = numbers(begun, reads) | parallel_map(note, {.workers = 1, .window = 50});
  CHECK(*results.pull() == 0);
  CHECK(reads <= 3);
}

TEST_CASE("parallel_map reads one element at most for a result that is there and none while there is much to do") {
  watch log;
  support::milestone begun;
  support::milestone released;
  auto const note = [&](int value) {
    begun.add();
    if (value == 0) log.pulls.wait_for(8);
    released.wait_for(value - 1);
    return value;
  };
  auto results = watched(log, 100) | parallel_map(note, {.workers = 1, .window = 8});
  CHECK(*results.pull() == 0);
  begun.wait_for(3);  // the only worker has begun with 2: 1 is finished
  CHECK(log.pulls.reached() == 8);
  CHECK(*results.pull() == 1);
  CHECK(log.pulls.reached() == 8);  // there are five to do
  released.add(5);
  begun.wait_for(8);  // 6 is finished, and there is nothing to do
  for (int i = 2; i != 7; ++i) {
    CHECK(*results.pull() == i);
    CHECK(log.pulls.reached() == std::min(7 + i, 12));
  }
  released.add(100);
}

TEST_CASE("parallel_map has four elements in flight for each worker if nothing else is asked for") {
  watch log;
  auto const hold = [&](int value) {
    log.pulls.wait_for(8);
    return value;
  };
  auto results = watched(log, 100) | parallel_map(hold, {.workers = 2});
  CHECK(*results.pull() == 0);
  CHECK(results.statistics().most == 8);
}

TEST_CASE("parallel_map has a window for however many workers") {
  for (std::size_t const workers : {SIZE_MAX, SIZE_MAX / 2 + 1, SIZE_MAX / 4 + 1}) {
    CHECK(collected(counted(20) | parallel_map(same, {.workers = workers})) == counted(20));
  }
}

TEST_CASE("parallel_map starts no more threads than it has something to do for") {
  auto one = counted(1) | parallel_map(same, {.workers = 8});
  CHECK(one.statistics().threads == 0);
  CHECK(collected(one) == counted(1));
  CHECK(one.statistics().threads == 1);
  auto none = counted(0) | parallel_map(same, {.workers = 8});
  CHECK(none.pull() == nullptr);
  CHECK(none.statistics().threads == 0);
  auto narrow = counted(100) | parallel_map(same, {.workers = 8, .window = 2});
  CHECK(collected(narrow) == counted(100));
  CHECK(narrow.statistics().threads <= 2);
}

TEST_CASE("parallel_map throws what the function threw behind the results before it") {
  for (int fails_at = 0; fails_at != 12; ++fails_at) {
    for (std::size_t window = 1; window != 6; ++window) {
      watch log;
      auto results = watched(log, 100) | parallel_map(failing([=](int value) { return value >= fails_at; }),
                                                      {.workers = 3, .window = window});
      for (int i = 0; i != fails_at; ++i) REQUIRE(*results.pull() == i);
      try {
        results.pull();
        FAIL("no exception");
      } catch (function_failed const& error) {
        CHECK(error.what() == std::to_string(fails_at));
      }
      CHECK(log.destroyed == 1);
      CHECK(log.pulls.reached() <= fails_at + static_cast<int>(window));
      CHECK(results.statistics().depth == 0);
      CHECK(support::stays_exhausted(results));
    }
  }
}

TEST_CASE("parallel_map calls the function for nothing behind an exception") {
  watch log;
  std::atomic<int> calls = 0;
  auto const fail = [&](int value) {
    ++calls;
    log.pulls.wait_for(9);
    return value < 0 ? value : throw function_failed(value);
  };
  auto results = watched(log, 100) | parallel_map(fail, {.workers = 1, .window = 9});
  CHECK_THROWS_AS(results.pull(), function_failed);
  CHECK(calls == 1);
  CHECK(log.pulls.reached() == 9);
}

TEST_CASE("parallel_map throws what the range threw behind all results before it") {
  for (bool const ordered : {true, false}) {
    for (int throws_at = 0; throws_at != 12; ++throws_at) {
      watch log;
      auto results = watched(log, 100, throws_at) |
                     parallel_map(failing([](int) { return false; }), {.workers = 3, .window = 5, .ordered = ordered});
      std::vector<int> seen;
      for (int i = 0; i != throws_at; ++i) {
        auto* const result = results.pull();
        REQUIRE(result != nullptr);
        seen.push_back(*result);
      }
      CHECK(sorted(seen) == counted(throws_at));
      CHECK_THROWS_AS(results.pull(), support::source_failed);
      CHECK(log.destroyed == 1);
      CHECK(log.pulls.reached() == throws_at + 1);
      CHECK(support::stays_exhausted(results));
    }
  }
}

TEST_CASE("parallel_map throws what the function threw before what the range throws later") {
  watch log;
  auto results =
      watched(log, 100, 3) | parallel_map(failing([](int value) { return value == 1; }), {.workers = 2, .window = 8});
  CHECK(*results.pull() == 0);
  CHECK_THROWS_AS(results.pull(), function_failed);
  CHECK(results.pull() == nullptr);
}

TEST_CASE("parallel_map without order throws what the function threw when it comes") {
  for (int round = 0; round != 50; ++round) {
    auto results = counted(100) | parallel_map(failing([](int value) { return value == 20; }),
                                               {.workers = 3, .window = 7, .ordered = false});
    std::vector<int> seen;
    try {
      while (auto* const result = results.pull()) seen.push_back(*result);
      FAIL("no exception");
    } catch (function_failed const& error) {
      CHECK(std::string(error.what()) == "20");
    }
    CHECK(seen.size() >= 14);  // no more than six others were in flight
    CHECK(std::count(seen.begin(), seen.end(), 20) == 0);
    CHECK(support::stays_exhausted(results));
  }
}

TEST_CASE("parallel_map can be left in every state and neither leaks nor repeats an element") {
  support::lifetime_check check;
  auto const pass = [](support::move_only object) {
    support::dawdle(static_cast<unsigned>(object.value()) * 7919U);
    return object;
  };
  for (bool const ordered : {true, false}) {
    for (int length = 0; length != 6; ++length) {
      for (std::size_t window = 1; window != 5; ++window) {
        for (int taken = 0; taken != length + 2; ++taken) {
          watch log;
          {
            auto objects = watched<support::move_only>(log, length) |
                           parallel_map(pass, {.workers = 2, .window = window, .ordered = ordered});
            for (int i = 0; i != taken; ++i) {
              auto* const object = objects.pull();
              REQUIRE((object != nullptr) == (i < length));
              if (object != nullptr && ordered) REQUIRE(object->value() == i);
            }
          }
          REQUIRE(log.destroyed == 1);
        }
      }
    }
  }
}

TEST_CASE("parallel_map reads and destroys the range in the consumer's thread") {
  for (bool const finish : {true, false}) {
    watch log;
    {
      auto results = watched(log, 50) | parallel_map(same, {.workers = 3});
      CHECK(*results.pull() == 0);
      if (finish) CHECK(collected(results).size() == 49);
    }
    CHECK(log.one_thread);
    CHECK(log.pulled_by.load() == std::this_thread::get_id());
    CHECK(log.destroyed == 1);
    CHECK(log.destroyed_by.load() == std::this_thread::get_id());
  }
}

TEST_CASE("parallel_map keeps the range until the last result is handed out") {
  auto const whole = [](std::string_view word) { return word; };
  std::size_t letters = 0;
  for (std::string_view const word : support::words() | parallel_map(whole, {.workers = 2, .window = 20})) {
    letters += static_cast<std::size_t>(std::count(word.begin(), word.end(), 'x'));
  }
  CHECK(letters == 1000);
}

TEST_CASE("parallel_map copies what it borrows once and moves what is given away") {
  support::lifetime_check check;
  auto const value_of = [](support::tracked const& object) { return object.value(); };
  auto const values = counted<support::tracked>(10);
  CHECK(collected(values | parallel_map(value_of, {.workers = 2})) == counted(10));
  CHECK(check->copied == 10);
  CHECK(check->moved == 0);
  CHECK(collected(counted<support::tracked>(10) | parallel_map(value_of, {.workers = 2})) == counted(10));
  CHECK(check->copied == 10);
  CHECK(check->moved == 10);
}

TEST_CASE("parallel_map destroys a result with the next pull") {
  support::lifetime_check check;
  auto objects = counted(3) | parallel_map([](int value) { return support::move_only(value); }, {.window = 4});
  for (int i = 0; i != 3; ++i) CHECK(*objects.pull() == i);
  CHECK(check->live == 1);
  CHECK(objects.pull() == nullptr);
  CHECK(check->live == 0);
}

TEST_CASE("parallel_map makes results where they stay") {
  struct pinned {
    explicit pinned(int given) : value(given) {}
    pinned(pinned const&) = delete;
    pinned& operator=(pinned const&) = delete;
    int value;
  };
  auto results = counted(10) | parallel_map([](int value) { return pinned(value); }, {.workers = 2});
  for (int i = 0; i != 10; ++i) CHECK(results.pull()->value == i);
  CHECK(results.pull() == nullptr);
}

TEST_CASE("parallel_map calls members and whatever else can be called") {
  std::vector<std::string> const words{"a", "bb", "ccc"};
  CHECK(collected(words | parallel_map(&std::string::size)) == std::vector<std::size_t>{1, 2, 3});
  CHECK(collected(counted(4) | cogen::sliding_window(2) | parallel_map([](std::vector<int> window) {
                    return window.front() + window.back();
                  })) == std::vector{1, 3, 5});
}

TEST_CASE("parallel_map can be moved at any time and leaves an exhausted source behind") {
  support::check_moving([] { return counted(10) | parallel_map(square, {.workers = 2}); });
  auto first = counted(10) | parallel_map(same, {.workers = 2});
  CHECK(*first.pull() == 0);
  auto second = std::move(first);
  CHECK(first.pull() == nullptr);  // NOLINT(bugprone-use-after-move)
  CHECK(first.statistics().depth == 0);
  CHECK(*second.pull() == 1);
  first = counted(3) | parallel_map(same);
  second = std::move(first);
  CHECK(collected(second) == counted(3));
}

TEST_CASE("parallel_map behind prefetch overlaps a slow range too") {
  watch log;
  auto results = watched(log, 60) | cogen::prefetch(20) | parallel_map(square, {.workers = 2, .window = 4});
  CHECK(*results.pull() == 0);
  log.pulls.wait_for(20);
  CHECK(collected(results) == collected(cogen::range(1, 60) | cogen::map(square)));
}

TEST_CASE("parallel_map says who waits for whom while he still does") {
  std::function<cogen::parallel_statistics()> ask;
  auto const until_the_consumer_waits = [&](int value) {
    while (ask().consumer_stalled.count() == 0) std::this_thread::yield();
    return value;
  };
  auto late = counted(6) | parallel_map(until_the_consumer_waits, {.workers = 2});
  ask = [&] { return late.statistics(); };
  CHECK(collected(late) == counted(6));
  CHECK(ask().consumer_stalled == ask().consumer_stalled);  // nobody waits any more
  CHECK(ask().depth == 0);

  auto idle = cogen::count(0) | parallel_map(same, {.workers = 2, .window = 2});
  ask = [&] { return idle.statistics(); };
  CHECK(*idle.pull() == 0);
  auto const since = ask().producers_stalled;
  while (ask().producers_stalled <= since) std::this_thread::yield();
  CHECK(ask().depth <= 1);
}

TEST_CASE("parallel_map tells any thread how it does") {
  for (bool const ordered : {true, false}) {
    auto results = counted(2000) | parallel_map(same, {.workers = 3, .window = 7, .ordered = ordered});
    std::atomic<bool> done = false;
    support::milestone asked;
    std::size_t most = 0;
    std::thread asking([&] {
      while (!done) {
        auto const now = results.statistics();
        for (std::size_t const seen : {now.depth, now.most}) most = seen > most ? seen : most;
        asked.add();
      }
    });
    asked.wait_for(1);
    CHECK(sorted(collected(results)) == counted(2000));
    done = true;
    asking.join();
    CHECK(most <= 7);
    CHECK(results.statistics().most >= 1);
  }
}

TEST_CASE("parallel_map hands out all before an element that can't be moved or copied") {
  auto const by_value = [](support::tracked object) { return object.value(); };
  auto const by_reference = [](support::tracked const& object) { return object.value(); };
  for (int fails_at = 0; fails_at != 6; ++fails_at) {
    for (std::size_t window = 1; window != 4; ++window) {
      support::lifetime_check check;
      watch log;
      check->moves_before_throw = fails_at;
      auto moved = watched<support::tracked>(log, 20) | parallel_map(by_reference, {.workers = 2, .window = window});
      for (int i = 0; i != fails_at; ++i) CHECK(*moved.pull() == i);
      CHECK_THROWS_AS(moved.pull(), support::move_failed);
      CHECK(log.destroyed == 1);
      CHECK(log.pulls.reached() == fails_at + 1);
      CHECK(support::stays_exhausted(moved));

      auto const values = counted<support::tracked>(20);
      check->copies_before_throw = fails_at;
      auto copied = values | parallel_map(by_reference, {.workers = 2, .window = window});
      for (int i = 0; i != fails_at; ++i) CHECK(*copied.pull() == i);
      CHECK_THROWS_AS(copied.pull(), support::copy_failed);
      CHECK(support::stays_exhausted(copied));

      check->copies_before_throw = -1;
      check->moves_before_throw = fails_at;  // into the function
      auto given = values | parallel_map(by_value, {.workers = 1, .window = window});
      for (int i = 0; i != fails_at; ++i) CHECK(*given.pull() == i);
      CHECK_THROWS_AS(given.pull(), support::move_failed);
      CHECK(support::stays_exhausted(given));
    }
  }
}

TEST_CASE("parallel_map refuses no workers and no window by name") {
  CHECK(support::refusal([] { (void)parallel_map(same, {.workers = 0}); }) ==
        "cogen::parallel_map: workers must be at least 1, not 0");
  CHECK(support::refusal([] { (void)parallel_map(counted(3), same, {.workers = 0}); }) ==
        "cogen::parallel_map: workers must be at least 1, not 0");
  CHECK(support::refusal([] { (void)parallel_map(same, {.window = 0}); }) ==
        "cogen::parallel_map: window must be at least 1, not 0");
  CHECK(support::refusal([] { (void)parallel_map(counted(3), same, {.window = 0}); }) ==
        "cogen::parallel_map: window must be at least 1, not 0");
}
