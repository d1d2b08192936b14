// Looks at what the library asks of the system: threads that there may be no more of, and to wait for those that there
// are.
#include <cogen/adaptor/map.hpp>
#include <cogen/parallel.hpp>

#include "parallel/support.hpp"
#include "support/catch.hpp"
#include "support/sources.hpp"

#include <dlfcn.h>
#include <pthread.h>

#include <atomic>
#include <cerrno>
#include <memory>
#include <system_error>
#include <thread>

using support::collected;
using support::counted;

namespace {
// How many more threads there can be; less than 0: no bound.
std::atomic<int> threads_left = -1;
// Threads that somebody has begun to wait for.
support::milestone joins;
}  // namespace

// These stand before those of the system, or of the sanitizer.
extern "C" int pthread_create(pthread_t* thread, pthread_attr_t const* attributes, void* (*body)(void*),
                              void* argument) {
  using function = int (*)(pthread_t*, pthread_attr_t const*, void* (*)(void*), void*);
  static auto const next = reinterpret_cast<function>(::dlsym(RTLD_NEXT, "pthread_create"));
  if (threads_left == 0) return EAGAIN;
  if (threads_left > 0) --threads_left;
  return next(thread, attributes, body, argument);
}
extern "C" int pthread_join(pthread_t thread, void** result) {
  using function = int (*)(pthread_t, void**);
  static auto const next = reinterpret_cast<function>(::dlsym(RTLD_NEXT, "pthread_join"));
  joins.add();
  return next(thread, result);
}

TEST_CASE("prefetch without a thread throws and the next pull tries again") {
  auto numbers = counted(5) | cogen::prefetch(2);
  threads_left = 0;
  CHECK_THROWS_AS(numbers.pull(), std::system_error);
  CHECK_THROWS_AS(numbers.pull(), std::system_error);
  threads_left = -1;
  CHECK(collected(numbers) == counted(5));
}

TEST_CASE("parallel_map without a thread throws and the next pull loses nothing") {
  for (std::size_t window = 1; window != 4; ++window) {
    auto numbers = counted(5) | cogen::parallel_map([](int value) { return value; }, {.workers = 2, .window = window});
    threads_left = 0;
    for (int i = 0; i != 7; ++i) CHECK_THROWS_AS(numbers.pull(), std::system_error);
    threads_left = -1;
    CHECK(collected(numbers) == counted(5));
  }
}

TEST_CASE("parallel_map goes on with the threads that there are") {
  support::crowd inside;
  auto const enter = [&](int value) {
    inside.enter();
    support::dawdle(static_cast<unsigned>(value));
    inside.leave();
    return value;
  };
  auto numbers = counted(50) | cogen::parallel_map(enter, {.workers = 8});
  threads_left = 2;
  CHECK(collected(numbers) == counted(50));
  threads_left = -1;
  CHECK(inside.most() <= 2);
  CHECK(numbers.statistics().threads <= 2);
}

TEST_CASE("a source that never had a thread is just destroyed") {
  support::watch log;
  {
    auto numbers = support::watched(log, 5) | cogen::prefetch(2);
    threads_left = 0;
    CHECK_THROWS_AS(numbers.pull(), std::system_error);
    threads_left = -1;
  }
  CHECK(log.destroyed == 1);
  CHECK(log.pulls.reached() == 0);
}

TEST_CASE("parallel_map that is left waits for the calls that have begun and begins no other") {
  for (bool const ordered : {true, false}) {
    support::watch log;
    support::milestone begun;
    support::milestone released;
    std::atomic<int> finished = 0;
    auto const wait = [&](int value) {
      begun.add();
      if (value == 0) {
        log.pulls.wait_for(9);  // until much is waiting
      } else {
        released.wait_for(1);
      }
      ++finished;
      return value;
    };
    auto const make = [&] {
      return support::watched(log, 100) | cogen::parallel_map(wait, {.workers = 2, .window = 9, .ordered = ordered});
    };
    auto results = std::make_unique<decltype(make())>(make());
    CHECK(*results->pull() == 0);
    begun.wait_for(3);  // both workers are held up
    int const before = joins.reached();
    std::thread leaving([&] { results.reset(); });
    joins.wait_for(before + 1);
    CHECK(log.destroyed == 0);
    released.add();
    leaving.join();
    CHECK(begun.reached() == 3);
    CHECK(finished == 3);
    CHECK(log.destroyed == 1);
    CHECK(log.pulls.reached() == 9);
  }
}

TEST_CASE("prefetch that is left waits for the range and asks it for no more") {
  support::milestone entered;
  support::milestone released;
  support::watch log;
  auto const hold = [&](int value) {
    entered.add();
    if (value != 0) released.wait_for(1);
    return value;
  };
  auto const make = [&] { return support::watched(log, 100) | cogen::map(hold) | cogen::prefetch(5); };
  auto ahead = std::make_unique<decltype(make())>(make());
  CHECK(*ahead->pull() == 0);
  entered.wait_for(2);
  int const before = joins.reached();
  std::thread leaving([&] { ahead.reset(); });
  joins.wait_for(before + 1);
  CHECK(log.destroyed == 0);
  released.add();
  leaving.join();
  CHECK(log.pulls.reached() == 2);
  CHECK(log.destroyed == 1);
}

TEST_CASE("a source that is exhausted starts no thread") {
  auto ahead = counted(3) | cogen::prefetch(2);
  auto results = counted(3) | cogen::parallel_map([](int value) { return value; }, {.workers = 2});
  CHECK(collected(ahead) == counted(3));
  CHECK(collected(results) == counted(3));
  threads_left = 0;
  CHECK(ahead.pull() == nullptr);
  CHECK(results.pull() == nullptr);
  threads_left = -1;
}
