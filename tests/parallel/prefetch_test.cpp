#include <cogen/adaptor.hpp>
#include <cogen/generator.hpp>
#include <cogen/parallel/prefetch.hpp>
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
#include <list>
#include <new>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

using cogen::prefetch;
using support::collected;
using support::counted;
using support::watch;
using support::watched;

namespace {

template <class Range>
using prefetch_of = decltype(prefetch(std::declval<Range>(), 1));
static_assert(support::is_source_of<prefetch_of<std::vector<int>&>, int&&, int>);
static_assert(support::is_source_of<prefetch_of<std::vector<std::string> const&>, std::string&&, std::string>);
static_assert(
    support::is_source_of<prefetch_of<watched<support::move_only>>, support::move_only&&, support::move_only>);
using spans = decltype(cogen::sliding_window(std::vector<int>(), 2));
static_assert(support::is_source_of<prefetch_of<spans>, std::vector<int>&&, std::vector<int>>);

auto const ten_bytes = [](int) { return 10; };

}  // namespace

TEST_CASE("prefetch changes no element and no order") {
  std::mt19937 random(1);
  for (int round = 0; round != 100; ++round) {
    auto const values = support::random_ints(random, 60);
    int const n = support::pick(random, 7) + 1;
    CHECK(collected(prefetch(values, n)) == values);
    CHECK(collected(std::list(values.begin(), values.end()) | prefetch(n)) == values);
    CHECK(collected(prefetch(n)(values)) == values);
    CHECK(collected(values | prefetch(n, ten_bytes, support::pick(random, 50) + 1)) == values);
    CHECK(collected(values | prefetch(n) | prefetch(1) | cogen::batch(3) | prefetch(2) | cogen::flatten) == values);
  }
}

TEST_CASE("prefetch stays exhausted and so does one without elements") {
  auto numbers = prefetch(counted(5), 2);
  CHECK(support::stays_exhausted(numbers));
  auto none = prefetch(std::vector<int>(), 2);
  CHECK(support::stays_exhausted(none));
}

TEST_CASE("prefetch reads n elements ahead and not one more") {
  for (int n = 1; n != 5; ++n) {
    for (int taken = 1; taken != 4; ++taken) {
      watch log;
      {
        auto numbers = watched(log, 100) | prefetch(n);
        CHECK(log.pulls.reached() == 0);
        for (int i = 0; i != taken; ++i) CHECK(*numbers.pull() == i);
        while (numbers.statistics().depth != static_cast<std::size_t>(n)) std::this_thread::yield();
        for (unsigned i = 0; i != 20; ++i) std::this_thread::yield();
      }
      CHECK(log.pulls.reached() == taken + n);
    }
  }
}

TEST_CASE("prefetch reads ahead while the consumer does something else") {
  watch log;
  auto numbers = watched(log, 100) | prefetch(50);
  CHECK(*numbers.pull() == 0);
  log.pulls.wait_for(51 - 50 / 8);
  CHECK(collected(numbers).size() == 99);
}

TEST_CASE("prefetch keeps at most max_bytes ready") {
  watch log;
  {
    auto numbers = watched(log, 100) | prefetch(50, ten_bytes, 35);
    CHECK(*numbers.pull() == 0);
    log.pulls.wait_for(5);  // one taken, three ready, and one that waits for room
    for (unsigned i = 0; i != 20; ++i) std::this_thread::yield();
    CHECK(numbers.statistics().depth == 3);
    CHECK(*numbers.pull() == 1);
    log.pulls.wait_for(6);
    CHECK(numbers.statistics().most == 3);
  }
  CHECK(log.pulls.reached() == 6);
}

TEST_CASE("prefetch lets an element through that is larger than max_bytes and has none beside it") {
  auto numbers = counted(20) | prefetch(8, [](int value) { return value % 3 == 0 ? 1000 : 1; }, 2);
  CHECK(collected(numbers) == counted(20));
  CHECK(numbers.statistics().most <= 2);
}

TEST_CASE("prefetch hands out all before an exception of the range and is exhausted behind it") {
  for (int throws_at = 0; throws_at != 6; ++throws_at) {
    for (int n = 1; n != 5; ++n) {
      watch log;
      auto numbers = watched(log, 100, throws_at) | prefetch(n);
      for (int i = 0; i != throws_at; ++i) CHECK(*numbers.pull() == i);
      CHECK_THROWS_AS(numbers.pull(), support::source_failed);
      CHECK(log.destroyed == 1);
      CHECK(log.pulls.reached() == throws_at + 1);
      CHECK(support::stays_exhausted(numbers));
    }
  }
}

TEST_CASE("prefetch hands out all before an exception of the size function") {
  auto numbers = counted(10) | prefetch(3, [](int value) { return value < 4 ? 1 : throw support::source_failed(); }, 9);
  for (int i = 0; i != 4; ++i) CHECK(*numbers.pull() == i);
  CHECK_THROWS_AS(numbers.pull(), support::source_failed);
  CHECK(numbers.pull() == nullptr);
  auto negative = counted(10) | prefetch(3, [](int) { return -1; }, 9);
  CHECK(support::refusal([&] { negative.pull(); }) ==
        "cogen::prefetch: the size of an element must be at least 0, not -1");
}

TEST_CASE("prefetch can be left in every state") {
  support::lifetime_check check;
  for (int length = 0; length != 5; ++length) {
    for (int n = 1; n != 4; ++n) {
      for (int taken = 0; taken != length + 2; ++taken) {
        for (unsigned wait = 0; wait != 3; ++wait) {
          watch log;
          {
            auto objects = watched<support::move_only>(log, length) | prefetch(n);
            for (int i = 0; i != taken; ++i) {
              auto* const object = objects.pull();
              REQUIRE((object != nullptr) == (i < length));
              if (object != nullptr) REQUIRE(object->value() == i);
            }
            support::dawdle(3 * wait);
          }
          REQUIRE(log.destroyed == 1);
        }
      }
    }
  }
}

TEST_CASE("prefetch runs the destructors of a generator that is left in the thread that ran its body") {
  std::thread::id created;
  std::thread::id destroyed;
  struct guard {
    explicit guard(std::thread::id& tell) : at_end(tell) {}
    guard(guard const&) = delete;
    guard& operator=(guard const&) = delete;
    ~guard() { at_end = std::this_thread::get_id(); }
    std::thread::id& at_end;
  };
  auto const numbers = [](std::thread::id& begin, std::thread::id& end) -> cogen::generator<int> {
    begin = std::this_thread::get_id();
    guard const local(end);
    for (int i = 0;; ++i) co_yield i;
  };
  {
    auto ahead = numbers(created, destroyed) | prefetch(3);
    CHECK(*ahead.pull() == 0);
  }
  CHECK(created != std::thread::id());
  CHECK(created != std::this_thread::get_id());
  CHECK(destroyed == created);
}

TEST_CASE("prefetch never uses the range in two threads and destroys it in its own") {
  watch log;
  CHECK(collected(watched(log, 50) | prefetch(3)) == counted(50));
  CHECK(log.one_thread);
  CHECK(log.pulled_by.load() != std::this_thread::get_id());
  CHECK(log.destroyed == 1);
  CHECK(log.destroyed_by.load() == log.pulled_by.load());
}

TEST_CASE("prefetch keeps the range until the consumer has come to its end") {
  std::size_t letters = 0;
  for (std::string_view const word : support::words() | prefetch(20)) {
    letters += static_cast<std::size_t>(std::count(word.begin(), word.end(), 'x'));
  }
  CHECK(letters == 1000);
}

TEST_CASE("prefetch copies what it borrows once and moves what is given away") {
  support::lifetime_check check;
  auto const values = counted<support::tracked>(10);
  int sum = 0;
  for (auto&& value : values | prefetch(3)) sum += value.value();
  CHECK(sum == 45);
  CHECK(check->copied == 10);
  CHECK(check->moved == 0);
  for (auto&& value : counted<support::tracked>(10) | prefetch(3)) sum += value.value();
  CHECK(sum == 90);
  CHECK(check->copied == 10);
  CHECK(check->moved == 10);
}

TEST_CASE("prefetch keeps what windows show") {
  auto const pieces = collected(counted(5) | cogen::sliding_window(2) | prefetch(4));
  CHECK(pieces == std::vector<std::vector<int>>{{0, 1}, {1, 2}, {2, 3}, {3, 4}});
}

TEST_CASE("prefetch that borrows leaves the range behind what it has read ahead") {
  watch log;
  watched numbers(log, 100);
  {
    auto ahead = numbers | prefetch(3);
    CHECK(*ahead.pull() == 0);
    log.pulls.wait_for(4);
  }
  CHECK(log.destroyed == 0);
  CHECK(*numbers.pull() == 4);
}

TEST_CASE("prefetch can be moved at any time and leaves an exhausted source behind") {
  support::check_moving([] { return counted(10) | prefetch(3); });
  auto first = counted(10) | prefetch(3);
  CHECK(*first.pull() == 0);
  auto second = std::move(first);
  CHECK(first.pull() == nullptr);  // NOLINT(bugprone-use-after-move)
  CHECK(first.statistics().depth == 0);
  CHECK(*second.pull() == 1);
  first = counted(3) | prefetch(1);
  second = std::move(first);
  CHECK(collected(second) == counted(3));
}

TEST_CASE("prefetch says how it does") {
  auto idle = counted(5) | prefetch(8);  // has room for all: the thread never waits
  CHECK(idle.statistics().threads == 0);
  CHECK(collected(idle) == counted(5));
  CHECK(idle.statistics().producers_stalled.count() == 0);
  CHECK(idle.statistics().depth == 0);
  CHECK(idle.statistics().most >= 1);
  CHECK(idle.statistics().threads == 1);
}

TEST_CASE("prefetch says that somebody waits while he still does") {
  std::function<cogen::parallel_statistics()> ask;
  auto const until_the_consumer_waits = [&](int value) {
    while (ask().consumer_stalled.count() == 0) std::this_thread::yield();
    return value;
  };
  auto late = counted(5) | cogen::map(until_the_consumer_waits) | prefetch(8);
  ask = [&] { return late.statistics(); };
  CHECK(collected(late) == counted(5));
  CHECK(ask().consumer_stalled == ask().consumer_stalled);  // nobody waits any more
  CHECK(ask().producers_stalled.count() == 0);

  auto early = cogen::count(0) | prefetch(1);
  ask = [&] { return early.statistics(); };
  CHECK(*early.pull() == 0);
  while (ask().depth != 1) std::this_thread::yield();  // the thread may have waited before that, too
  auto const since = ask().producers_stalled;
  while (ask().producers_stalled <= since) std::this_thread::yield();
  CHECK(ask().depth == 1);
  CHECK(ask().most == 1);
}

TEST_CASE("prefetch tells any thread how it does") {
  for (int const n : {1, 5, 40}) {
    auto numbers = counted(3000) | prefetch(n);
    std::atomic<bool> done = false;
    support::milestone asked;
    std::size_t most = 0;
    std::thread asking([&] {
      while (!done) {
        auto const now = numbers.statistics();
        for (std::size_t const seen : {now.depth, now.most}) most = seen > most ? seen : most;
        asked.add();
      }
    });
    asked.wait_for(1);
    CHECK(collected(numbers) == counted(3000));
    done = true;
    asking.join();
    CHECK(most <= static_cast<std::size_t>(n));
    CHECK(numbers.statistics().most >= 1);
  }
}

TEST_CASE("prefetch of many elements goes on when half of them are taken") {
  watch log;
  auto numbers = watched(log, 1000) | prefetch(20);
  CHECK(*numbers.pull() == 0);
  while (numbers.statistics().producers_stalled.count() == 0) std::this_thread::yield();
  int const before = log.pulls.reached();
  while (numbers.statistics().depth > 11) numbers.pull();
  for (unsigned i = 0; i != 20; ++i) std::this_thread::yield();
  CHECK(log.pulls.reached() == before);
  for (int i = 0; i != 3; ++i) numbers.pull();
  log.pulls.wait_for(before + 10);
  CHECK(numbers.statistics().most <= 20);
}

TEST_CASE("prefetch hands out all before an element that can't be moved or copied") {
  for (int fails_at = 0; fails_at != 6; ++fails_at) {
    for (int n = 1; n != 4; ++n) {
      support::lifetime_check check;
      watch log;
      check->moves_before_throw = fails_at;
      auto moved = watched<support::tracked>(log, 20) | prefetch(n);
      for (int i = 0; i != fails_at; ++i) CHECK(*moved.pull() == i);
      CHECK_THROWS_AS(moved.pull(), support::move_failed);
      CHECK(log.destroyed == 1);
      CHECK(support::stays_exhausted(moved));

      auto const values = counted<support::tracked>(20);
      check->copies_before_throw = fails_at;
      auto copied = values | prefetch(n);
      for (int i = 0; i != fails_at; ++i) CHECK(*copied.pull() == i);
      CHECK_THROWS_AS(copied.pull(), support::copy_failed);
      CHECK(support::stays_exhausted(copied));
    }
  }
}

TEST_CASE("prefetch destroys what nobody has taken before the range and in its thread") {
  struct state {
    bool lives = true;
    int destroyed_behind = 0;
    int elsewhere = 0;
    std::thread::id reader;
  };
  struct looking {
    explicit looking(state& given) : of(&given) {}
    looking(looking&& other) noexcept : of(std::exchange(other.of, nullptr)) {}
    looking& operator=(looking&&) = delete;
    ~looking() {
      if (of == nullptr) return;
      if (!of->lives) ++of->destroyed_behind;
      if (std::this_thread::get_id() != of->reader) ++of->elsewhere;
    }
    state* of;
  };
  struct range_end {
    explicit range_end(state& given) : of(given) {}
    range_end(range_end const&) = delete;
    range_end& operator=(range_end const&) = delete;
    ~range_end() { of.lives = false; }
    state& of;
  };
  auto const endless = [](state& now) -> cogen::generator<looking> {
    now.reader = std::this_thread::get_id();
    range_end const end(now);
    for (;;) {
      looking next(now);
      co_yield std::move(next);
    }
  };
  state now;
  {
    auto ahead = endless(now) | prefetch(4);
    CHECK(ahead.pull() != nullptr);
    while (ahead.statistics().depth != 4) std::this_thread::yield();
  }
  CHECK_FALSE(now.lives);
  CHECK(now.destroyed_behind == 0);
  CHECK(now.elsewhere == 1);  // the one that the consumer had
}

TEST_CASE("prefetch refuses bounds below one by name") {
  CHECK(support::refusal([] { (void)prefetch(0); }) == "cogen::prefetch: n must be at least 1, not 0");
  CHECK(support::refusal([] { (void)prefetch(counted(3), -2); }) == "cogen::prefetch: n must be at least 1, not -2");
  CHECK(support::refusal([] { (void)prefetch(2, ten_bytes, 0); }) ==
        "cogen::prefetch: max_bytes must be at least 1, not 0");
  CHECK(support::refusal([] { (void)prefetch(counted(3), 2, ten_bytes, -1); }) ==
        "cogen::prefetch: max_bytes must be at least 1, not -1");
}

TEST_CASE("prefetch of more than there is memory for throws when it is made") {
  CHECK_THROWS_AS((void)prefetch(counted(3), SIZE_MAX), std::bad_alloc);
  CHECK_THROWS_AS((void)prefetch(counted(3), SIZE_MAX / 2), std::bad_alloc);
}
