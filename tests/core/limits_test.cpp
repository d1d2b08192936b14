#include <cogen/generator.hpp>

#include "support/catch.hpp"
#include "support/counting.hpp"

#include <pthread.h>

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

// A million of everything, on a stack of 8 MiB, at any optimisation level and under the sanitizers.

namespace {

using cogen::from;
using cogen::generator;
using cogen::generator_state;

constexpr int million = 1'000'000;

// Runs a function on a thread whose stack is 8 MiB, whatever the limits of the process, and hands on what it throws.
template <class Function>
void on_a_usual_stack(Function function) {
  struct task {
    Function* run;
    std::exception_ptr thrown;
  } mine{&function, nullptr};
  auto const start = [](void* argument) -> void* {
    auto& todo = *static_cast<task*>(argument);
    try {
      (*todo.run)();
    } catch (...) {
      todo.thrown = std::current_exception();
    }
    return nullptr;
  };
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  REQUIRE(pthread_attr_setstacksize(&attributes, std::size_t{8} << 20) == 0);
  pthread_t thread;
  int const error = pthread_create(&thread, &attributes, start, &mine);
  if (error == 0) pthread_join(thread, nullptr);
  pthread_attr_destroy(&attributes);
  REQUIRE(error == 0);  // not before: Catch is not to be used on two threads at once
  if (mine.thrown) std::rethrow_exception(mine.thrown);
}

// Echoes what is sent to the innermost; every level adds 1 to the result.
generator<int, int, int> chain(int depth) {
  int below = 0;
  if (depth != 0) {
    auto result = co_yield from(chain(depth - 1));
    below = result;
  } else {
    auto value = co_yield 0;
    while (value) value = co_yield *value;
  }
  co_return below + 1;
}

generator<int> empty() { co_return; }

// Three frames once it has been advanced: 1, 2, ..., last.
[[gnu::noinline]] generator<int> count_to(int last) {
  for (int i = 1; i <= last; ++i) co_yield i;
}
[[gnu::noinline]] generator<int> twice_removed(int last, int removed = 2) {
  if (removed == 0) {
    co_yield from(count_to(last));
  } else {
    co_yield from(twice_removed(last, removed - 1));
  }
}

// Hands generators from one thread to another.
class channel {
 public:
  void put(generator<int> passed) {
    std::lock_guard const lock(mutex_);
    passed_.push_back(std::move(passed));
    changed_.notify_one();
  }
  generator<int> take() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !passed_.empty(); });
    auto taken = std::move(passed_.front());
    passed_.pop_front();
    return taken;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<generator<int>> passed_;
};

template <class Function>
void on_threads(int count, Function function) {
  std::vector<std::thread> threads;
  for (int i = 0; i != count; ++i) threads.emplace_back(function, i);
  for (auto& thread : threads) thread.join();
}

}  // namespace

TEST_CASE("a chain of a million delegations is built, advanced, sent into and run to its end") {
  on_a_usual_stack([] {
    auto g = chain(million);
    bool right = g.next() == 0;
    for (int i = 1; i != 100; ++i) right = right && g.send(i) == i;
    right = right && !g.next();
    CHECK(right);
    CHECK(g.result() == million + 1);
  });
}

TEST_CASE("an exception is thrown through a chain of a million delegations") {
  on_a_usual_stack([] {
    auto g = chain(million);
    CHECK(g.next() == 0);
    CHECK_THROWS_AS(g.throw_(7), int);
    CHECK(g.state() == generator_state::closed);
  });
}

TEST_CASE("a chain of a million delegations is closed") {
  on_a_usual_stack([] {
    auto g = chain(million);
    CHECK(g.next() == 0);
    CHECK(g.close() == std::nullopt);
    CHECK(g.state() == generator_state::closed);
  });
}

TEST_CASE("a chain of a million delegations is destroyed") {
  on_a_usual_stack([] {
    auto g = chain(million);
    CHECK(g.next() == 0);
    g = {};
    CHECK(g.state() == generator_state::closed);
  });
}

TEST_CASE("a chain of a million delegations is left by a borrowed generator in its middle") {
  on_a_usual_stack([] {
    struct make {
      static generator<int, int, int> above(generator<int, int, int>& borrowed, int depth) {
        int result = 0;
        if (depth != 0) {
          auto below = co_yield from(above(borrowed, depth - 1));
          result = below;
        } else {
          auto below = co_yield from(borrowed);
          result = below;
        }
        co_return result;
      }
    };
    auto borrowed = chain(million / 2);
    auto g = make::above(borrowed, million / 2);
    CHECK(g.next() == 0);
    CHECK(g.send(5) == 5);
    g = {};
    CHECK(borrowed.state() == generator_state::suspended);
    CHECK(borrowed.send(6) == 6);
  });
}

TEST_CASE("a chain of a million delegations may be built from the inside out") {
  on_a_usual_stack([] {
    auto outer = [](generator<int, int, int> inner) -> generator<int, int, int> {
      auto result = co_yield from(std::move(inner));
      co_return result + 1;
    };
    auto g = chain(0);
    for (int i = 0; i != million; ++i) g = outer(std::move(g));
    CHECK(g.next() == 0);
    CHECK(g.send(5) == 5);
    CHECK_FALSE(g.next());
    CHECK(g.result() == million + 1);
  });
}

// One destroys the next, as nested objects do: the one thing that a deep nest takes stack for.
TEST_CASE("generators that never started and own each other as parameters are destroyed") {
  on_a_usual_stack([] {
    auto outer = [](generator<int, int, int> inner) -> generator<int, int, int> {
      auto result = co_yield from(std::move(inner));
      co_return result;
    };
    auto g = chain(0);
    for (int i = 0; i != 1000; ++i) g = outer(std::move(g));
    g = {};
    CHECK(g.state() == generator_state::closed);
  });
}

TEST_CASE("a chain of a million delegations that has been advanced is delegated to") {
  on_a_usual_stack([] {
    auto outer = [](generator<int, int, int> inner) -> generator<int, int, int> {
      auto result = co_yield from(std::move(inner));
      co_return result;
    };
    auto inner = chain(million);
    CHECK(inner.next() == 0);
    auto g = outer(std::move(inner));
    CHECK_FALSE(g.next());
    CHECK(g.result() == million + 1);
  });
}

// Would take minutes if each step walked the chain that it puts an element in front of.
TEST_CASE("elements are put in front of an advanced generator, a hundred thousand times") {
  on_a_usual_stack([] {
    auto before = [](int element, generator<int> rest) -> generator<int> {
      co_yield element;
      co_yield from(std::move(rest));
    };
    constexpr int times = 100'000;
    auto g = before(0, {});
    for (int i = 1; i <= times; ++i) {
      int const element = *g.next();
      g = before(element, std::move(g));
      if (i % 2 == 0) g = before(-i, std::move(g));
    }
    int count = 0;
    int last = 1;
    while (auto const element = g.next()) {
      ++count;
      last = *element;
    }
    CHECK(count == 1 + times / 2);
    CHECK(last == 0);
  });
}

TEST_CASE("a million empty generators are delegated to, one after the other") {
  on_a_usual_stack([] {
    auto make = []() -> generator<int> {
      for (int i = 0; i != million; ++i) co_yield from(empty());
      co_yield 1;
      for (int i = 0; i != million; ++i) co_yield from(empty());
    };
    auto g = make();
    CHECK(g.next() == 1);
    CHECK_FALSE(g.next());
  });
}

TEST_CASE("a million empty generators are delegated to deep in a chain") {
  on_a_usual_stack([] {
    struct make {
      static generator<int> nested(int depth) {
        int const each = million / 10;
        if (depth != 0) {
          co_yield from(nested(depth - 1));
          for (int i = 0; i != each; ++i) co_yield from(empty());
        }
      }
    };
    auto g = make::nested(10);
    CHECK_FALSE(g.next());
  });
}

TEST_CASE("a million generators that fail at once are delegated to, one after the other") {
  on_a_usual_stack([] {
    auto fails = [](bool fail) -> generator<int> {
      if (fail) throw 1;
      co_yield 2;
    };
    auto make = [](auto failing) -> generator<int> {
      int caught = 0;
      for (int i = 0; i != million / 10; ++i) {
        try {
          co_yield from(failing(true));
        } catch (int) {
          ++caught;
        }
      }
      co_yield caught;
    };
    auto g = make(fails);
    CHECK(g.next() == million / 10);
  });
}

TEST_CASE("right recursion, each generator delegating to the next at its end, goes a million deep") {
  on_a_usual_stack([] {
    struct make {
      static generator<int> count_from(int first, int last) {
        co_yield first;
        if (first != last) co_yield from(count_from(first + 1, last));
      }
    };
    long long sum = 0;
    for (int element : make::count_from(1, million)) sum += element;
    CHECK(sum == 500'000'500'000);
  });
}

TEST_CASE("ten thousand generators live on each of several threads") {
  constexpr std::size_t many = 10'000;
  std::atomic<long long> total = 0;
  on_threads(4, [&total](int) {
    std::vector<generator<int>> generators;
    for (std::size_t i = 0; i != many; ++i) generators.push_back(twice_removed(3));
    long long sum = 0;
    for (int round = 0; round != 4; ++round) {
      for (auto& g : generators) sum += g.next().value_or(0);
    }
    total += sum;
    for (std::size_t i = 0; i < many; i += 3) generators[i] = twice_removed(2);
    for (auto& g : generators) total += g.next().value_or(0);  // suspended when they are destroyed
  });
  CHECK(total == 4 * (6 * 10'000 + 3334));
}

TEST_CASE("generators are made on one thread, advanced on another and destroyed on a third, all at the same time") {
  constexpr int many = 2000;
  channel made;
  channel advanced;
  std::atomic<long long> total = 0;
  on_threads(3, [&](int which) {
    long long sum = 0;
    for (int i = 0; i != many; ++i) {
      if (which == 0) {
        made.put(twice_removed(3));
      } else if (which == 1) {
        auto g = made.take();
        sum += g.next().value_or(0);
        advanced.put(std::move(g));
      } else {
        auto g = advanced.take();
        sum += g.next().value_or(0);
        if (i % 2 == 0) sum += g.next().value_or(0);  // the others are destroyed where they are suspended
      }
    }
    total += sum;
  });
  CHECK(total == 3 * many + 3 * many / 2);
}

TEST_CASE("the frames of one thread are freed when another ends") {
  support::allocation_count const count;
  {
    std::vector<std::vector<generator<int>>> made(4);
    on_threads(4, [&made](int i) {
      for (int number = 0; number != 100; ++number) {
        made[static_cast<std::size_t>(i)].push_back(twice_removed(3));
        made[static_cast<std::size_t>(i)].back().next();
      }
    });
    on_threads(4, [&made](int i) {
      // One is destroyed before this thread's pool, the other after it.
      thread_local std::vector<generator<int>> after_the_pool;
      after_the_pool = std::move(made[static_cast<std::size_t>(i)]);
      after_the_pool.pop_back();
      thread_local std::vector<generator<int>> before_the_pool;
      before_the_pool.push_back(std::move(after_the_pool.back()));
    });
  }
  std::size_t const allocations = count.allocations();
  std::size_t const deallocations = count.deallocations();
  CHECK(allocations == deallocations);
}
