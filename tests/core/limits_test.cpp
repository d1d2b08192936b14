#include <cogen/generator.hpp>

#include "support/catch.hpp"

#include <pthread.h>

#include <cstddef>
#include <exception>
#include <stdexcept>
#include <utility>

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
