#include <cogen/generator.hpp>

#include "support/catch.hpp"
#include "support/collect.hpp"
#include "support/death.hpp"
#include "support/trace.hpp"
#include "support/tracked.hpp"

#include <list>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

// What lives how long: locals, parameters, temporaries and frames, at every way out of a body.

namespace {

using cogen::from;
using cogen::generator;
using cogen::generator_exit;
using cogen::generator_state;
using support::finally;
using support::lifetime_check;
using support::trace;
using support::tracked;

generator<int> with_locals(trace& log) {
  finally first(log, "first");
  finally second(log, "second");
  co_yield 1;
  {
    finally inner(log, "inner");
    co_yield 2;
  }
  co_yield 3;
}

}  // namespace

TEST_CASE("locals are destroyed in reverse when the generator is destroyed where it is suspended") {
  trace log;
  SECTION("before its start") {
    {
      auto g = with_locals(log);
    }
    CHECK(log.empty());
  }
  SECTION("at the first yield") {
    {
      auto g = with_locals(log);
      CHECK(g.next() == 1);
      CHECK(log.empty());
    }
    CHECK(log == trace{"second", "first"});
  }
  SECTION("in an inner scope") {
    {
      auto g = with_locals(log);
      CHECK(g.next() == 1);
      CHECK(g.next() == 2);
    }
    CHECK(log == trace{"inner", "second", "first"});
  }
  SECTION("behind it") {
    {
      auto g = with_locals(log);
      for (int i = 1; i <= 3; ++i) CHECK(g.next() == i);
      CHECK(log == trace{"inner"});
    }
    CHECK(log == trace{"inner", "second", "first"});
  }
}

TEST_CASE("locals are destroyed when the body ends, not when the generator is destroyed") {
  trace log;
  auto g = with_locals(log);
  CHECK(support::collect(g).size() == 3);
  CHECK(log == trace{"inner", "second", "first"});
}

TEST_CASE("locals are destroyed by close and by an exception") {
  trace log;
  auto closed = with_locals(log);
  CHECK(closed.next() == 1);
  closed.close();
  CHECK(log == trace{"second", "first"});
  log.clear();
  auto thrown = with_locals(log);
  CHECK(thrown.next() == 1);
  CHECK(thrown.next() == 2);
  CHECK_THROWS_AS(thrown.throw_(1), int);
  CHECK(log == trace{"inner", "second", "first"});
}

TEST_CASE("parameters live until the frame is destroyed") {
  lifetime_check check;
  auto make = [](tracked parameter) -> generator<int> { co_yield parameter.value(); };
  auto g = make(tracked(1));
  CHECK(check->live == 1);
  CHECK(g.next() == 1);
  CHECK_FALSE(g.next());
  CHECK(check->live == 1);
  g = generator<int>();
  CHECK(check->live == 0);
}

TEST_CASE("what close and throw_ do before the start destroys the parameters at once") {
  lifetime_check check;
  auto make = [](tracked parameter) -> generator<int> { co_yield parameter.value(); };
  auto closed = make(tracked(1));
  closed.close();
  CHECK(check->live == 0);
  auto thrown = make(tracked(1));
  CHECK_THROWS_AS(thrown.throw_(1), int);
  CHECK(check->live == 0);
}

TEST_CASE("the temporaries of a co_yield live until the body goes on") {
  lifetime_check check;
  auto both = [](tracked const& left, tracked const& right) { return left.value() + right.value(); };
  auto make = [](auto function) -> generator<int> {
    int const last = 9;
    co_yield function(tracked(1), tracked(2));
    co_yield last;
  };
  auto g = make(both);
  CHECK(g.next() == 3);
  CHECK(check->live == 2);
  CHECK(g.next() == 9);
  CHECK(check->live == 0);
}

TEST_CASE("the temporaries of a co_yield from live until the body goes on") {
  lifetime_check check;
  auto inner = [](tracked const& by_reference) -> generator<int> {
    co_yield by_reference.value();
    co_yield by_reference.value();
  };
  auto make = [](auto delegated) -> generator<int> {
    int const last = 9;
    co_yield from(delegated(tracked(1)));
    co_yield last;
  };
  SECTION("to the end") {
    auto g = make(inner);
    CHECK(g.next() == 1);
    CHECK(g.next() == 1);
    CHECK(check->live == 1);
    CHECK(g.next() == 9);
    CHECK(check->live == 0);
  }
  SECTION("destroyed in between") {
    auto g = make(inner);
    CHECK(g.next() == 1);
    CHECK(check->live == 1);
    g = generator<int>();
    CHECK(check->live == 0);
  }
}

TEST_CASE("a copied element lives until the body goes on") {
  lifetime_check check;
  auto make = [](tracked const& mine) -> generator<tracked> {
    int const last = 2;
    co_yield mine;
    co_yield tracked(last);
  };
  tracked const mine(1);
  auto g = make(mine);
  CHECK(*g.pull() == 1);
  CHECK(check->live == 2);
  CHECK(*g.pull() == 2);
  CHECK(check->live == 2);
  CHECK(g.pull() == nullptr);
  CHECK(check->live == 1);
}

TEST_CASE("what was sent lives no longer than the optional that the body has it in") {
  lifetime_check check;
  auto make = [](lifetime_check& counts) -> generator<int, tracked> {
    {
      auto value = co_yield 1;
      CHECK(*value == 5);
    }
    co_yield counts->live;
  };
  auto g = make(check);
  CHECK(g.next() == 1);
  // The argument is the caller's, alive until the end of the statement.
  CHECK(g.send(tracked(5)) <= 2);
  CHECK(check->live == 0);
}

TEST_CASE("a result lives as long as the generator, close gives it away") {
  lifetime_check check;
  auto make = []() -> generator<int, void, tracked> {
    tracked result(7);
    try {
      co_yield 1;
    } catch (generator_exit const&) {
    }
    co_return result;
  };
  auto ended = make();
  CHECK(ended.next() == 1);
  CHECK_FALSE(ended.next());
  CHECK(check->live == 1);
  CHECK(ended.result() == 7);
  ended = generator<int, void, tracked>();
  CHECK(check->live == 0);
  auto closed = make();
  CHECK(closed.next() == 1);
  {
    auto const answer = closed.close();
    REQUIRE(answer);
    CHECK(*answer == 7);
  }
  CHECK(check->copied == 0);
}

TEST_CASE("an owned inner generator is destroyed when it has ended, before the outer one goes on") {
  lifetime_check check;
  auto inner = [](tracked parameter) -> generator<int, void, int> {
    co_yield parameter.value();
    co_return 5;
  };
  auto outer = [](generator<int, void, int> delegated, lifetime_check& counts,
                  std::vector<int>& live) -> generator<int> {
    auto result = co_yield from(std::move(delegated));
    live.push_back(counts->live);
    co_yield result;
  };
  std::vector<int> live;
  auto g = outer(inner(tracked(1)), check, live);
  CHECK(g.next() == 1);
  CHECK(check->live == 1);
  CHECK(g.next() == 5);
  CHECK(live == std::vector<int>{0});
}

TEST_CASE("an owned inner generator that throws is destroyed before the outer one's handler runs") {
  lifetime_check check;
  auto inner = [](tracked parameter) -> generator<int> {
    co_yield parameter.value();
    throw std::runtime_error("inner");
  };
  auto outer = [](generator<int> delegated, lifetime_check& counts, std::vector<int>& live) -> generator<int> {
    try {
      co_yield from(std::move(delegated));
    } catch (std::runtime_error const&) {
      live.push_back(counts->live);
    }
    co_yield 9;
  };
  std::vector<int> live;
  auto g = outer(inner(tracked(1)), check, live);
  CHECK(g.next() == 1);
  CHECK(g.next() == 9);
  CHECK(live == std::vector<int>{0});
}

TEST_CASE("an exception thrown by the body keeps what it holds until it is handled") {
  lifetime_check check;
  auto make = []() -> generator<int> {
    co_yield 1;
    throw tracked(3);
  };
  auto g = make();
  CHECK(g.next() == 1);
  int caught = 0;
  try {
    g.next();
  } catch (tracked const& thrown) {
    caught = thrown.value();
    CHECK(check->live == 1);
  }
  CHECK(caught == 3);
  CHECK(check->live == 0);
}

TEST_CASE("destroying a generator that is executing ends the program with a message") {
  auto make = [](generator<int>& self) -> generator<int> {
    int const second = 2;
    co_yield 1;
    self = generator<int>();
    co_yield second;
  };
  auto const seen = support::dies([&] {
    generator<int> g;
    g = make(g);
    g.next();
    g.next();
  });
  CHECK(seen.aborted);
  CHECK_THAT(seen.message, Catch::Contains("destroyed while it was executing or being delegated to"));
}

TEST_CASE("destroying a generator that another one delegates to ends the program with a message") {
  auto endless = []() -> generator<int> {
    for (int i = 0;; ++i) co_yield i;
  };
  auto delegate = [](generator<int>& inner) -> generator<int> { co_yield from(inner); };
  auto const seen = support::dies([&] {
    auto inner = endless();
    auto outer = delegate(inner);
    outer.next();
    inner = generator<int>();
  });
  CHECK(seen.aborted);
  CHECK_THAT(seen.message, Catch::Contains("destroyed while it was executing or being delegated to"));
}

namespace {

using full_generator = generator<tracked, tracked, tracked>;

full_generator innermost(tracked parameter) {
  tracked local(10);
  co_yield local;
  {
    tracked scoped(11);
    auto value = co_yield std::move(scoped);
    if (value) local.set(value->value());
  }
  try {
    auto value = co_yield tracked(12);
    if (value) local.set(value->value());
  } catch (std::runtime_error const&) {
    local.set(13);
  }
  co_yield local;
  co_return parameter;
}

// A body with everything in it: locals, handlers, temporaries, owned and borrowed delegates, windows, other ranges.
full_generator everything(tracked parameter) {
  std::vector<tracked> window(2);
  std::list<tracked> list(2);
  auto owned = innermost(parameter);
  static_cast<void>(owned.next());
  auto result = co_yield from(std::move(owned));
  auto borrowed = innermost(std::move(result));
  try {
    auto second = co_yield from(borrowed);
    parameter = std::move(second);
    co_yield from(list);
  } catch (std::runtime_error const&) {
    parameter.set(99);
  }
  co_yield from(std::move(window));
  co_yield from(innermost(tracked(1)));
  co_return parameter;
}

full_generator over_everything(tracked parameter) {
  tracked const local(20);
  auto result = co_yield from(everything(std::move(parameter)));
  co_yield local;
  co_return result;
}

// The outermost frame keeps its parameter, and the result that the body has come to, as long as the generator lives.
int left_after_closing(full_generator const& g) {
  switch (g.state()) {
    case generator_state::created:
      return 0;
    case generator_state::closed:
      return 2;
    default:
      return 1;
  }
}

// Calls check(g) with the generator suspended at its n-th element, for every n, the last one at the end of the body.
template <class Check>
int at_every_suspension(Check check) {
  for (int steps = 0;; ++steps) {
    lifetime_check lifetimes;
    auto g = over_everything(tracked(1));
    bool ended = false;
    for (int i = 0; i != steps && !ended; ++i) ended = g.pull() == nullptr;
    check(g, *lifetimes.operator->());
    if (ended) return steps;
  }
}

}  // namespace

TEST_CASE("a generator can be destroyed at every suspension") {
  int const steps = at_every_suspension([](full_generator& g, support::tally const& counts) {
    g = full_generator();
    CHECK(counts.live == 0);
    CHECK(counts.misused == 0);
  });
  CHECK(steps == 3 + 4 + 2 + 2 + 4 + 1 + 1);
}

TEST_CASE("a generator can be closed at every suspension") {
  at_every_suspension([](full_generator& g, support::tally const& counts) {
    int const expected = left_after_closing(g);
    CHECK(g.close() == std::nullopt);
    CHECK(g.state() == generator_state::closed);
    CHECK(counts.live == expected);
    CHECK(counts.misused == 0);
  });
}

TEST_CASE("an exception can be thrown in at every suspension and come back") {
  at_every_suspension([](full_generator& g, support::tally const& counts) {
    int const expected = left_after_closing(g);
    CHECK_THROWS_AS(g.throw_(7), int);
    CHECK(g.state() == generator_state::closed);
    CHECK(counts.live == expected);
    CHECK(counts.misused == 0);
  });
}

TEST_CASE("an exception can be thrown in at every suspension, be caught and the body go on or not") {
  int caught = 0;
  at_every_suspension([&](full_generator& g, support::tally const& counts) {
    try {
      if (g.throw_(std::runtime_error("thrown in"))) ++caught;
      while (g.next()) {
      }
    } catch (std::runtime_error const&) {
    }
    CHECK(g.state() == generator_state::closed);
    CHECK(counts.misused == 0);
  });
  CHECK(caught == 1 + 4 + 2 + 1);
}

TEST_CASE("a value can be sent at every suspension") {
  at_every_suspension([](full_generator& g, support::tally const& counts) {
    try {
      while (g.send(tracked(5))) {
      }
    } catch (cogen::generator_error const&) {
      // Not started, or in a range.
    }
    CHECK(counts.misused == 0);
  });
}

TEST_CASE("a copy that throws at any point leaves nothing behind") {
  int failures = 0;
  for (int copies = 0;; ++copies) {
    lifetime_check check;
    bool failed = false;
    check->copies_before_throw = copies;
    try {
      auto g = over_everything(tracked(1));
      while (g.pull() != nullptr) {
      }
    } catch (support::copy_failed const&) {
      failed = true;
      ++failures;
    }
    CHECK(check->live == 0);
    if (!failed) break;
  }
  CHECK(failures > 5);
}
