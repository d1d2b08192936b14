#include <cogen/generator.hpp>

#include "support/catch.hpp"
#include "support/collect.hpp"
#include "support/trace.hpp"

#include <algorithm>
#include <exception>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

// PEP 380, generators that delegate to generators. The traces are those of the same program in CPython; where it says
// "end x", Python raises StopIteration(x). (What close() returns is that of Python 3.13.)

namespace {

using cogen::from;
using cogen::generator;
using cogen::generator_exit;
using cogen::generator_state;
using support::collect;
using support::finally;
using support::trace;

using teller = generator<int, int, std::string>;

std::string text(std::optional<int> const& value) { return value ? std::to_string(*value) : "nothing"; }

// Notes what an operation on a generator gives: a value, the end, or an exception.
template <class Operation>
void note(trace& log, teller& g, Operation operation) {
  try {
    if (std::optional<int> const value = operation()) {
      log("-> " + text(value));
      return;
    }
    try {
      log("-> end " + g.result());
    } catch (cogen::generator_no_result const&) {
      log("-> end");
    }
  } catch (std::exception const& error) {
    log(std::string("!! ") + error.what());
  } catch (generator_exit const&) {
    log("!! exit");
  }
}
void note_next(trace& log, teller& g) {
  note(log, g, [&] { return g.next(); });
}
void note_send(trace& log, teller& g, int value) {
  note(log, g, [&] { return g.send(value); });
}
void note_throw(trace& log, teller& g, char const* what) {
  note(log, g, [&] { return g.throw_(std::runtime_error(what)); });
}
void note_throw_exit(trace& log, teller& g) {
  note(log, g, [&] { return g.throw_(generator_exit()); });
}
void note_close(trace& log, teller& g) {
  try {
    std::optional<std::string> const answer = g.close();
    log("closed" + (answer ? " " + *answer : std::string()));
  } catch (std::exception const& error) {
    log(std::string("!! ") + error.what());
  }
}

// Yields 1, 2, ..., last, and tells what it is told.
teller leaf(trace& log, int last = 3) {
  finally left(log, "leaf left");
  for (int i = 1; i <= last; ++i) {
    try {
      auto value = co_yield i;
      log("leaf got " + text(value));
    } catch (std::runtime_error const& error) {
      log(std::string("leaf caught ") + error.what());
      if (std::string(error.what()) == "out") throw;
    } catch (generator_exit const&) {
      log("leaf exit");
      throw;
    }
  }
  co_return "leaf";
}

// Delegates, and tells what comes of it.
teller stage(trace& log, std::string name, teller inner) {
  finally left(log, name + " left");
  log(name + " entered");
  std::string answer;
  try {
    auto result = co_yield from(std::move(inner));
    log(name + " has " + result);
    answer = name + "(" + result + ")";
  } catch (std::runtime_error const& error) {
    log(name + " caught " + error.what());
    throw;
  } catch (generator_exit const&) {
    log(name + " exit");
    throw;
  }
  co_return answer;
}

teller staged(trace& log, int depth) {
  auto g = leaf(log);
  for (int i = 1; i <= depth; ++i) g = stage(log, "s" + std::to_string(i), std::move(g));
  return g;
}

// Catches whatever the inner one throws; answers with 99 or by returning.
teller guard(trace& log, teller& inner, bool yields_on) {
  finally left(log, "guard left");
  bool caught = false;
  try {
    auto result = co_yield from(inner);
    log("guard has " + result);
  } catch (generator_exit const&) {
    log("guard exit");
    throw;
  } catch (std::exception const& error) {
    log(std::string("guard caught ") + error.what());
    caught = true;
  }
  if (caught && yields_on) {
    auto value = co_yield 99;
    log("guard got " + text(value));
  }
  co_return "guard";
}

// Delegates and does nothing about it.
teller pass(trace& log, teller& inner) {
  finally left(log, "pass left");
  auto result = co_yield from(inner);
  co_return "pass(" + result + ")";
}

teller ignores_exit(trace& log) {
  for (int i = 1;; ++i) {
    try {
      auto value = co_yield i;
      log("ignores got " + text(value));
    } catch (generator_exit const&) {
      log("ignored");
    }
  }
}

teller errs_on_exit(trace& log) {
  try {
    auto value = co_yield 1;
    log("errs got " + text(value));
  } catch (generator_exit const&) {
    log("errs");
    throw std::runtime_error("can't close");
  }
  co_return "errs";
}

teller returns_on_exit(trace& log) {
  try {
    auto value = co_yield 1;
    log("returns got " + text(value));
  } catch (generator_exit const&) {
    log("returns");
  }
  co_return "returned";
}

generator<int> count_to(int last) {
  for (int i = 1; i <= last; ++i) co_yield i;
}

generator<int> delegate(generator<int>& inner) { co_yield from(inner); }

generator<int> own(generator<int> inner) { co_yield from(std::move(inner)); }

constexpr char const* ignored_exit = "!! cogen: the generator ignored generator_exit and yielded again";

}  // namespace

TEST_CASE("next, send, throw_ and the return value pass through one level of delegation") {
  trace log;
  auto g = staged(log, 1);
  note_next(log, g);
  note_send(log, g, 5);
  note_throw(log, g, "in");
  note_next(log, g);
  note_next(log, g);
  CHECK(log == trace{"s1 entered", "-> 1", "leaf got 5", "-> 2", "leaf caught in", "-> 3", "leaf got nothing",
                     "leaf left", "s1 has leaf", "s1 left", "-> end s1(leaf)", "-> end s1(leaf)"});
}

TEST_CASE("next, send, throw_ and the return value pass through two levels of delegation") {
  trace log;
  auto g = staged(log, 2);
  note_next(log, g);
  note_send(log, g, 5);
  note_throw(log, g, "in");
  note_next(log, g);
  CHECK(log == trace{"s2 entered", "s1 entered", "-> 1", "leaf got 5", "-> 2", "leaf caught in", "-> 3",
                     "leaf got nothing", "leaf left", "s1 has leaf", "s1 left", "s2 has s1(leaf)", "s2 left",
                     "-> end s2(s1(leaf))"});
}

TEST_CASE("next, send, throw_ and the return value pass through three levels of delegation") {
  trace log;
  auto g = staged(log, 3);
  note_next(log, g);
  note_send(log, g, 5);
  note_throw(log, g, "in");
  note_next(log, g);
  CHECK(log == trace{"s3 entered", "s2 entered", "s1 entered", "-> 1", "leaf got 5", "-> 2", "leaf caught in", "-> 3",
                     "leaf got nothing", "leaf left", "s1 has leaf", "s1 left", "s2 has s1(leaf)", "s2 left",
                     "s3 has s2(s1(leaf))", "s3 left", "-> end s3(s2(s1(leaf)))"});
}

TEST_CASE("an exception that the innermost lets pass unwinds every level, inner to outer") {
  trace log;
  SECTION("one level") {
    auto g = staged(log, 1);
    note_next(log, g);
    note_throw(log, g, "out");
    note_next(log, g);
    CHECK(log ==
          trace{"s1 entered", "-> 1", "leaf caught out", "leaf left", "s1 caught out", "s1 left", "!! out", "-> end"});
  }
  SECTION("three levels") {
    auto g = staged(log, 3);
    note_next(log, g);
    note_throw(log, g, "out");
    CHECK(log == trace{"s3 entered", "s2 entered", "s1 entered", "-> 1", "leaf caught out", "leaf left",
                       "s1 caught out", "s1 left", "s2 caught out", "s2 left", "s3 caught out", "s3 left", "!! out"});
    CHECK(g.state() == generator_state::closed);
  }
}

TEST_CASE("close closes inner to outer") {
  trace log;
  SECTION("one level") {
    auto g = staged(log, 1);
    note_next(log, g);
    note_close(log, g);
    CHECK(log == trace{"s1 entered", "-> 1", "leaf exit", "leaf left", "s1 exit", "s1 left", "closed"});
  }
  SECTION("three levels") {
    auto g = staged(log, 3);
    note_next(log, g);
    note_close(log, g);
    CHECK(log == trace{"s3 entered", "s2 entered", "s1 entered", "-> 1", "leaf exit", "leaf left", "s1 exit", "s1 left",
                       "s2 exit", "s2 left", "s3 exit", "s3 left", "closed"});
    CHECK(g.state() == generator_state::closed);
  }
}

TEST_CASE("throw_ of generator_exit closes inner to outer and comes back") {
  trace log;
  SECTION("one level") {
    auto g = staged(log, 1);
    note_next(log, g);
    note_throw_exit(log, g);
    CHECK(log == trace{"s1 entered", "-> 1", "leaf exit", "leaf left", "s1 exit", "s1 left", "!! exit"});
  }
  SECTION("three levels") {
    auto g = staged(log, 3);
    note_next(log, g);
    note_throw_exit(log, g);
    CHECK(log == trace{"s3 entered", "s2 entered", "s1 entered", "-> 1", "leaf exit", "leaf left", "s1 exit", "s1 left",
                       "s2 exit", "s2 left", "s3 exit", "s3 left", "!! exit"});
  }
  SECTION("as an exception_ptr") {
    auto g = staged(log, 1);
    note_next(log, g);
    note(log, g, [&] { return g.throw_(std::make_exception_ptr(generator_exit())); });
    CHECK(log == trace{"s1 entered", "-> 1", "leaf exit", "leaf left", "s1 exit", "s1 left", "!! exit"});
  }
}

TEST_CASE("throw_ of an exception_ptr reaches the inner one that is suspended, as the very object") {
  auto inner = [](std::exception_ptr& seen) -> generator<int> {
    int const answer = 2;
    try {
      co_yield 1;
    } catch (...) {
      seen = std::current_exception();
    }
    co_yield answer;
  };
  auto outer = [](generator<int> delegated) -> generator<int> { co_yield from(std::move(delegated)); };
  std::exception_ptr const thrown = std::make_exception_ptr(std::runtime_error("held"));
  std::exception_ptr seen;
  auto g = outer(inner(seen));
  CHECK(g.next() == 1);
  CHECK(g.throw_(thrown) == 2);
  CHECK(seen == thrown);
}

TEST_CASE("destruction unwinds inner to outer without raising the exit") {
  trace log;
  {
    auto g = staged(log, 3);
    note_next(log, g);
  }
  CHECK(log == trace{"s3 entered", "s2 entered", "s1 entered", "-> 1", "leaf left", "s1 left", "s2 left", "s3 left"});
}

TEST_CASE("an inner one that returns when closed is closed, and the outer one is told to exit all the same") {
  trace log;
  SECTION("by close") {
    auto inner = returns_on_exit(log);
    auto g = guard(log, inner, false);
    note_next(log, g);
    note_close(log, g);
    CHECK(log == trace{"-> 1", "returns", "guard exit", "guard left", "closed"});
    CHECK(inner.state() == generator_state::closed);
    CHECK(inner.result() == "returned");
  }
  SECTION("by throw_ of generator_exit") {
    auto inner = returns_on_exit(log);
    auto g = guard(log, inner, false);
    note_next(log, g);
    note_throw_exit(log, g);
    CHECK(log == trace{"-> 1", "returns", "guard exit", "guard left", "!! exit"});
  }
}

TEST_CASE("an inner one that ignores the exit is an error in the outer one at the from") {
  trace log;
  auto inner = ignores_exit(log);
  trace const told{"-> 1", "ignored", "guard caught cogen: the generator ignored generator_exit and yielded again"};
  auto with = [&](trace rest) {
    trace all = told;
    all.insert(all.end(), rest.begin(), rest.end());
    return all;
  };
  SECTION("by throw_ of generator_exit, answered with a yield") {
    auto g = guard(log, inner, true);
    note_next(log, g);
    note_throw_exit(log, g);
    note_next(log, g);
    CHECK(log == with({"-> 99", "guard got nothing", "guard left", "-> end guard"}));
  }
  SECTION("by close, answered with a yield") {
    auto g = guard(log, inner, true);
    note_next(log, g);
    note_close(log, g);
    CHECK(log == with({ignored_exit}));
    CHECK(g.state() == generator_state::suspended);
    note_next(log, g);
    CHECK(log == with({ignored_exit, "guard got nothing", "guard left", "-> end guard"}));
  }
  SECTION("by close, answered by returning") {
    auto g = guard(log, inner, false);
    note_next(log, g);
    note_close(log, g);
    CHECK(log == with({"guard left", "closed guard"}));
  }
  SECTION("by close, not caught") {
    auto g = pass(log, inner);
    note_next(log, g);
    note_close(log, g);
    CHECK(log == trace{"-> 1", "ignored", "pass left", ignored_exit});
    CHECK(g.state() == generator_state::closed);
  }
  // The borrowed one is where it yielded when it should have exited: at 2.
  CHECK(inner.state() == generator_state::suspended);
  log.clear();
  note_next(log, inner);
  CHECK(log == trace{"ignores got nothing", "-> 3"});
}

TEST_CASE("an owned inner one that ignores the exit is destroyed before the outer one goes on") {
  trace log;
  auto stubborn = [](trace& to) -> generator<int> {
    finally left(to, "inner left");
    for (int i = 1;; ++i) {
      try {
        co_yield i;
      } catch (generator_exit const&) {
        to("ignored");
      }
    }
  };
  auto outer = [](trace& to, generator<int> inner) -> generator<int> {
    bool caught = false;
    try {
      co_yield from(std::move(inner));
    } catch (cogen::generator_ignored_exit const&) {
      caught = true;
    }
    if (caught) to("outer caught");
  };
  auto g = outer(log, own(stubborn(log)));
  CHECK(g.next() == 1);
  g.close();
  // own() is told that its inner one ignored the exit and passes that on; the innermost frame is gone by then.
  CHECK(log == trace{"ignored", "inner left", "outer caught"});
}

TEST_CASE("an inner one that ignores the exit by delegating keeps its own delegates") {
  trace log;
  auto evasive = [](trace& to, generator<int> next) -> generator<int> {
    finally left(to, "evasive left");
    bool told = false;
    try {
      co_yield 1;
    } catch (generator_exit const&) {
      told = true;
    }
    if (told) co_yield from(std::move(next));
  };
  auto inner = evasive(log, count_to(3));
  auto outer = delegate(inner);
  CHECK(outer.next() == 1);
  CHECK_THROWS_AS(outer.close(), cogen::generator_ignored_exit);
  CHECK(outer.state() == generator_state::closed);
  CHECK(inner.state() == generator_state::suspended);
  CHECK(inner.next() == 2);
  CHECK(inner.next() == 3);
  CHECK_FALSE(inner.next());
  CHECK(log == trace{"evasive left"});

  auto owning = own(own(evasive(log, count_to(3))));
  CHECK(owning.next() == 1);
  CHECK_THROWS_AS(owning.close(), cogen::generator_ignored_exit);
  CHECK(log == trace{"evasive left", "evasive left"});
}

TEST_CASE("an inner one that ignores the exit with a window is where the window begins") {
  auto evasive = [](std::vector<int> const& numbers) -> generator<int const&> {
    bool told = false;
    try {
      co_yield numbers[0];
    } catch (generator_exit const&) {
      told = true;
    }
    if (told) co_yield from(numbers);
  };
  auto outer = [](generator<int const&>& inner) -> generator<int const&> { co_yield from(inner); };
  std::vector<int> const numbers{10, 20, 30};
  auto inner = evasive(numbers);
  auto g = outer(inner);
  CHECK(*g.next() == 10);
  CHECK_THROWS_AS(g.close(), cogen::generator_ignored_exit);
  CHECK(*inner.next() == 20);
  CHECK(*inner.next() == 30);
  CHECK(inner.next() == nullptr);
}

TEST_CASE("an inner one that throws something else when closed is that error in the outer one at the from") {
  trace log;
  auto inner = errs_on_exit(log);
  SECTION("by throw_ of generator_exit") {
    auto g = guard(log, inner, true);
    note_next(log, g);
    note_throw_exit(log, g);
    note_next(log, g);
    CHECK(log == trace{"-> 1", "errs", "guard caught can't close", "-> 99", "guard got nothing", "guard left",
                       "-> end guard"});
  }
  SECTION("by close, caught") {
    auto g = guard(log, inner, false);
    note_next(log, g);
    note_close(log, g);
    CHECK(log == trace{"-> 1", "errs", "guard caught can't close", "guard left", "closed guard"});
  }
  SECTION("by close, not caught") {
    auto g = pass(log, inner);
    note_next(log, g);
    note_close(log, g);
    CHECK(log == trace{"-> 1", "errs", "pass left", "!! can't close"});
  }
  CHECK(inner.state() == generator_state::closed);
}

TEST_CASE("each level is told what came of the closing of the level below it") {
  trace log;
  auto inner = ignores_exit(log);
  SECTION("the middle one makes it good, so the outer one is told to exit") {
    auto middle = guard(log, inner, false);
    auto g = pass(log, middle);
    note_next(log, g);
    note_close(log, g);
    CHECK(log == trace{"-> 1", "ignored", "guard caught cogen: the generator ignored generator_exit and yielded again",
                       "guard left", "pass left", "closed"});
  }
  SECTION("the middle one yields too, so the outer one is told that") {
    auto middle = guard(log, inner, true);
    auto g = pass(log, middle);
    note_next(log, g);
    note_close(log, g);
    CHECK(log == trace{"-> 1", "ignored", "guard caught cogen: the generator ignored generator_exit and yielded again",
                       "pass left", ignored_exit});
    CHECK(middle.state() == generator_state::suspended);
    note_next(log, middle);
    CHECK(log.back() == "-> end guard");
  }
}

TEST_CASE("an inner one that raises an exit of its own is closed") {
  trace log;
  auto raises = [](trace& to) -> teller {
    bool told = false;
    try {
      auto value = co_yield 1;
      to(text(value));
    } catch (generator_exit const&) {
      told = true;
    }
    if (told) throw generator_exit();
    co_return "";
  };
  auto inner = raises(log);
  auto g = pass(log, inner);
  note_next(log, g);
  note_close(log, g);
  CHECK(log == trace{"-> 1", "pass left", "closed"});
}

TEST_CASE("the outer one gets the very exit that was thrown in, whatever the inner one raised in answer") {
  auto inner = []() -> generator<int> {
    bool told = false;
    try {
      co_yield 1;
    } catch (generator_exit const&) {
      told = true;
    }
    if (told) throw generator_exit();
  };
  auto outer = [](std::exception_ptr& seen, generator<int> delegated) -> generator<int> {
    try {
      co_yield from(std::move(delegated));
    } catch (generator_exit const&) {
      seen = std::current_exception();
    }
  };
  std::exception_ptr const thrown = std::make_exception_ptr(generator_exit());
  std::exception_ptr seen;
  auto g = outer(seen, inner());
  CHECK(g.next() == 1);
  CHECK_FALSE(g.throw_(thrown));
  CHECK(seen == thrown);
}

TEST_CASE("close returns what the outer one returns, not the inner one") {
  auto inner = []() -> generator<int, void, int> {
    try {
      co_yield 1;
    } catch (generator_exit const&) {
    }
    co_return 5;
  };
  auto outer = [](generator<int, void, int> delegated) -> generator<int, void, int> {
    int answer = 0;
    try {
      auto result = co_yield from(std::move(delegated));
      answer = result;
    } catch (generator_exit const&) {
      answer = 6;
    }
    co_return answer;
  };
  auto g = outer(inner());
  CHECK(g.next() == 1);
  CHECK(g.close() == 6);
}

TEST_CASE("an exception of the inner one can be caught around the from, and the outer one yields on") {
  trace log;
  auto fails = []() -> teller {
    auto value = co_yield 1;
    throw std::runtime_error("inner failed with " + text(value));
  };
  auto inner = fails();
  auto g = guard(log, inner, true);
  note_next(log, g);
  note_send(log, g, 5);
  note_next(log, g);
  CHECK(log ==
        trace{"-> 1", "guard caught inner failed with 5", "-> 99", "guard got nothing", "guard left", "-> end guard"});
}

TEST_CASE("an inner one that fails before its first yield is an exception at the from") {
  trace log;
  auto fails = [](bool fail) -> teller {
    if (fail) throw std::runtime_error("at once");
    auto value = co_yield 1;
    co_return text(value);
  };
  auto inner = fails(true);
  auto g = guard(log, inner, true);
  note_next(log, g);
  CHECK(log == trace{"guard caught at once", "-> 99"});
}

TEST_CASE("an exception thrown in that the inner one answers by returning is the result of the from") {
  trace log;
  auto answers = []() -> generator<int, void, int> {
    int answer = 0;
    try {
      co_yield 1;
    } catch (int error) {
      answer = error;
    }
    co_return answer;
  };
  auto outer = [](trace& to, generator<int, void, int> inner) -> generator<int> {
    auto result = co_yield from(std::move(inner));
    to(std::to_string(result));
    co_yield 2;
  };
  auto g = outer(log, answers());
  CHECK(g.next() == 1);
  CHECK(g.throw_(42) == 2);
  CHECK(log == trace{"42"});
}

TEST_CASE("throw_ into a delegating generator that has not started never starts the inner one") {
  trace log;
  auto g = staged(log, 2);
  note_throw(log, g, "early");
  CHECK(log == trace{"!! early"});
  CHECK(g.state() == generator_state::closed);
}

TEST_CASE("a generator can delegate in a try, after a handler, and several times") {
  trace log;
  auto fails = []() -> generator<int> {
    co_yield 1;
    throw std::runtime_error("failed");
  };
  auto outer = [](trace& to, generator<int> first, generator<int> second) -> generator<int> {
    bool failed = false;
    try {
      throw std::runtime_error("before");
    } catch (std::runtime_error const& error) {
      to(error.what());
      failed = true;
    }
    if (failed) co_yield from(std::move(first));
    try {
      co_yield from(std::move(second));
    } catch (std::runtime_error const& error) {
      to(error.what());
    }
    auto last = count_to(2);
    co_yield from(last);
  };
  auto g = outer(log, count_to(1), fails());
  CHECK(collect(g) == std::vector<int>{1, 1, 1, 2});
  CHECK(log == trace{"before", "failed"});
}

TEST_CASE("a generator advanced while an exception is being handled leaves that exception current") {
  auto fails_inside = []() -> generator<int> {
    int caught = 0;
    try {
      throw std::logic_error("inside");
    } catch (std::logic_error const&) {
      ++caught;
    }
    co_yield caught;
    co_yield caught;
  };
  auto g = own(fails_inside());
  try {
    throw std::runtime_error("outside");
  } catch (...) {
    CHECK(g.next() == 1);
    CHECK(g.next() == 1);
    CHECK_THROWS_WITH(std::rethrow_exception(std::current_exception()), "outside");
  }
}

TEST_CASE("the elements of the inner one come where it stands, before and after the outer one's own") {
  auto outer = [](generator<int> inner) -> generator<int> {
    co_yield 10;
    co_yield from(std::move(inner));
    co_yield 20;
  };
  auto g = outer(count_to(2));
  CHECK(collect(g) == std::vector<int>{10, 1, 2, 20});
}

TEST_CASE("a generator of const references delegates to one of values, by reference and without a copy") {
  auto texts = []() -> generator<std::string> {
    std::string const second = "two";
    co_yield "one";
    co_yield second;
  };
  auto outer = [](generator<std::string> inner) -> generator<std::string const&> {
    co_yield "zero";
    co_yield from(std::move(inner));
  };
  auto g = outer(texts());
  CHECK(collect(g) == std::vector<std::string>{"zero", "one", "two"});
}

TEST_CASE("a generator of references delegates to one, elements stay the very objects") {
  auto leaf_of = [](std::vector<int>& numbers) -> generator<int&> {
    for (int& number : numbers) co_yield number;
  };
  auto outer = [](generator<int&> inner) -> generator<int&> { co_yield from(std::move(inner)); };
  std::vector<int> numbers{1, 2};
  for (int& number : outer(outer(leaf_of(numbers)))) number *= 10;
  CHECK(numbers == std::vector<int>{10, 20});
}

TEST_CASE("elements move through the levels without a copy") {
  auto words = []() -> generator<std::string> {
    std::string word = "a string that is too long to be stored in place";
    co_yield std::move(word);
  };
  auto outer = [](generator<std::string> inner) -> generator<std::string> { co_yield from(std::move(inner)); };
  auto g = outer(outer(words()));
  std::string const taken = *g.next();
  CHECK(taken == "a string that is too long to be stored in place");
}

TEST_CASE("a borrowed generator can be used after it was delegated to") {
  auto inner = count_to(2);
  auto outer = delegate(inner);
  CHECK(collect(outer) == std::vector<int>{1, 2});
  CHECK(inner.state() == generator_state::closed);
  CHECK_FALSE(inner.next());
}

TEST_CASE("the result of a borrowed generator is taken by the from") {
  trace log;
  auto inner = leaf(log, 1);
  auto g = pass(log, inner);
  note_next(log, g);
  note_next(log, g);
  CHECK(log == trace{"-> 1", "leaf got nothing", "leaf left", "pass left", "-> end pass(leaf)"});
  CHECK_THROWS_AS(inner.result(), cogen::generator_no_result);
}

TEST_CASE("a borrowed generator stays where it was when the outer one is destroyed") {
  trace log;
  auto inner = leaf(log, 5);
  {
    auto outer = pass(log, inner);
    note_next(log, outer);
    note_next(log, outer);
  }
  CHECK(inner.state() == generator_state::suspended);
  note_send(log, inner, 7);
  note_throw(log, inner, "in");
  note_close(log, inner);
  CHECK(log == trace{"-> 1", "leaf got nothing", "-> 2", "pass left", "leaf got 7", "-> 3", "leaf caught in", "-> 4",
                     "leaf exit", "leaf left", "closed"});
}

TEST_CASE("a borrowed generator stays where it was in the middle of a window") {
  auto inner_of = [](std::vector<int> const& numbers) -> generator<int> {
    co_yield from(std::vector<int>(numbers));
    co_yield 9;
  };
  std::vector<int> const numbers{1, 2, 3, 4};
  auto inner = inner_of(numbers);
  {
    auto outer = delegate(inner);
    CHECK(outer.next() == 1);
    CHECK(outer.next() == 2);
  }
  CHECK(inner.state() == generator_state::suspended);
  CHECK(inner.segment(1).size() == 1);
  CHECK(collect(inner) == std::vector<int>{4, 9});
}

TEST_CASE("a borrowed generator keeps its own chain when the outer one is destroyed") {
  trace log;
  auto inner = staged(log, 2);
  auto outermost_first = [&] {
    auto outer = pass(log, inner);
    note_next(log, outer);
  };
  outermost_first();
  CHECK(log == trace{"s2 entered", "s1 entered", "-> 1", "pass left"});
  log.clear();
  note_send(log, inner, 5);
  note_close(log, inner);
  CHECK(log ==
        trace{"leaf got 5", "-> 2", "leaf exit", "leaf left", "s1 exit", "s1 left", "s2 exit", "s2 left", "closed"});
}

TEST_CASE("of two borrowed generators in a chain each stays with its owner") {
  auto innermost = count_to(9);
  auto middle = delegate(innermost);
  {
    auto outer = own(delegate(middle));
    CHECK(outer.next() == 1);
    CHECK(outer.next() == 2);
    CHECK(middle.state() == generator_state::running);
    CHECK(innermost.state() == generator_state::running);
  }
  CHECK(middle.state() == generator_state::suspended);
  CHECK(innermost.state() == generator_state::running);
  CHECK(middle.next() == 3);
  middle = generator<int>();
  CHECK(innermost.state() == generator_state::suspended);
  CHECK(innermost.next() == 4);
}

TEST_CASE("a borrowed generator can be delegated to again, by another one") {
  auto inner = count_to(5);
  {
    auto outer = delegate(inner);
    CHECK(outer.next() == 1);
  }
  {
    auto outer = own(delegate(inner));
    CHECK(outer.next() == 2);
  }
  CHECK(inner.next() == 3);
  auto outer = delegate(inner);
  CHECK(collect(outer) == std::vector<int>{4, 5});
}

TEST_CASE("a borrowed generator that lives in the outer one's frame is destroyed with it") {
  trace log;
  auto outer = [](trace& to) -> teller {
    auto inner = leaf(to);
    auto result = co_yield from(inner);
    co_return result;
  };
  {
    auto g = outer(log);
    note_next(log, g);
  }
  CHECK(log == trace{"-> 1", "leaf left"});
}

TEST_CASE("a borrowed generator can be moved while it is delegated to") {
  auto inner = count_to(3);
  auto outer = delegate(inner);
  CHECK(outer.next() == 1);
  auto moved = std::move(inner);
  CHECK(moved.state() == generator_state::running);
  CHECK(outer.next() == 2);
  outer = generator<int>();
  CHECK(moved.next() == 3);
}

TEST_CASE("a generator that has been advanced is delegated to from where it is") {
  auto inner = count_to(4);
  CHECK(inner.next() == 1);
  SECTION("borrowed") {
    auto outer = delegate(inner);
    CHECK(collect(outer) == std::vector<int>{2, 3, 4});
  }
  SECTION("owned") {
    auto outer = own(std::move(inner));
    CHECK(collect(outer) == std::vector<int>{2, 3, 4});
  }
  SECTION("with a chain of its own") {
    auto chained = own(own(std::move(inner)));
    CHECK(chained.next() == 2);
    auto outer = own(std::move(chained));
    CHECK(collect(outer) == std::vector<int>{3, 4});
  }
}

TEST_CASE("what is sent, thrown in and closed reaches a chain that was advanced before it was delegated to") {
  trace log;
  auto inner = staged(log, 2);
  note_next(log, inner);
  auto g = stage(log, "s3", std::move(inner));
  note_next(log, g);
  note_send(log, g, 5);
  note_close(log, g);
  CHECK(log == trace{"s2 entered", "s1 entered", "-> 1", "s3 entered", "leaf got nothing", "-> 2", "leaf got 5", "-> 3",
                     "leaf exit", "leaf left", "s1 exit", "s1 left", "s2 exit", "s2 left", "s3 exit", "s3 left",
                     "closed"});
}

TEST_CASE("the rest of a window of a generator that has been advanced comes first") {
  auto windowed = []() -> generator<int> {
    std::vector<int> numbers{1, 2, 3, 4};
    co_yield from(std::move(numbers));
    co_yield 9;
  };
  auto inner = windowed();
  SECTION("in the middle of the window") {
    CHECK(inner.next() == 1);
    CHECK(inner.next() == 2);
    auto outer = own(std::move(inner));
    CHECK(collect(outer) == std::vector<int>{3, 4, 9});
  }
  SECTION("at the last element of the window") {
    for (int i = 1; i <= 4; ++i) CHECK(inner.next() == i);
    auto outer = own(std::move(inner));
    CHECK(collect(outer) == std::vector<int>{9});
  }
  SECTION("in the window of a generator below it") {
    auto chained = own(own(std::move(inner)));
    CHECK(chained.next() == 1);
    auto outer = delegate(chained);
    CHECK(outer.next() == 2);
    outer = generator<int>();
    CHECK(chained.next() == 3);
    auto again = own(own(std::move(chained)));
    CHECK(collect(again) == std::vector<int>{4, 9});
  }
  SECTION("and may be segmented") {
    CHECK(inner.next() == 1);
    auto outer = own(std::move(inner));
    CHECK(outer.next() == 2);
    auto const rest = outer.segment(8);
    CHECK(std::vector<int>(rest.begin(), rest.end()) == std::vector<int>{3, 4});
    CHECK(outer.next() == 9);
  }
}

TEST_CASE("a generator that has ended is delegated to as an empty one, with its result") {
  trace log;
  auto inner = leaf(log, 0);
  note_next(log, inner);
  log.clear();
  auto g = pass(log, inner);
  note_next(log, g);
  CHECK(log == trace{"pass left", "-> end pass(leaf)"});

  auto ended = count_to(1);
  CHECK(collect(ended).size() == 1);
  auto borrowing = delegate(ended);
  CHECK_FALSE(borrowing.next());
  auto owning = own(std::move(ended));
  CHECK_FALSE(owning.next());
}

TEST_CASE("a generator without a result that should have one is generator_no_result at the from") {
  trace log;
  auto refused = [&](teller inner) {
    auto g = stage(log, "s", std::move(inner));
    CHECK_THROWS_AS(g.next(), cogen::generator_no_result);
    CHECK(g.state() == generator_state::closed);
  };
  refused(teller());
  auto closed = leaf(log);
  closed.close();
  refused(std::move(closed));
  auto failed = leaf(log);
  CHECK(failed.next() == 1);
  CHECK_THROWS_AS(failed.throw_(std::runtime_error("out")), std::runtime_error);
  refused(std::move(failed));
}

TEST_CASE("a closed generator without a return type is delegated to as an empty one") {
  auto outer = [](generator<int> inner) -> generator<int> {
    co_yield from(std::move(inner));
    co_yield 5;
  };
  SECTION("closed before it started") {
    auto inner = count_to(1);
    inner.close();
    auto g = outer(std::move(inner));
    CHECK(collect(g) == std::vector<int>{5});
  }
  SECTION("default-constructed") {
    auto g = outer(generator<int>());
    CHECK(collect(g) == std::vector<int>{5});
  }
  SECTION("borrowed") {
    generator<int> inner;
    auto g = delegate(inner);
    CHECK(collect(g).empty());
  }
  SECTION("closed when it was suspended") {
    auto inner = count_to(2);
    CHECK(inner.next() == 1);
    inner.close();
    auto g = outer(std::move(inner));
    CHECK(collect(g) == std::vector<int>{5});
  }
}

TEST_CASE("a generator that delegates to itself gets generator_running at the from") {
  trace log;
  generator<int> g;
  auto narcissist = [](generator<int>& self, trace& to) -> generator<int> {
    try {
      co_yield from(self);
    } catch (cogen::generator_running const&) {
      to("running");
    }
    co_yield 1;
  };
  g = narcissist(g, log);
  CHECK(g.next() == 1);
  CHECK(log == trace{"running"});
  CHECK_FALSE(g.next());
}

TEST_CASE("a generator that delegates to the one that delegates to it gets generator_running at the from") {
  generator<int> outer;
  auto back = [](generator<int>& to) -> generator<int> {
    co_yield 1;
    co_yield from(to);
  };
  auto inner = back(outer);
  outer = delegate(inner);
  CHECK(outer.next() == 1);
  CHECK_THROWS_AS(outer.next(), cogen::generator_running);
  CHECK(outer.state() == generator_state::closed);
  CHECK(inner.state() == generator_state::closed);
}

TEST_CASE("a generator that is being delegated to can't be used by another") {
  trace log;
  auto inner = leaf(log);
  auto outer = pass(log, inner);
  note_next(log, outer);
  CHECK_THROWS_AS(inner.next(), cogen::generator_running);
  CHECK_THROWS_AS(inner.send(1), cogen::generator_running);
  CHECK_THROWS_AS(inner.throw_(1), cogen::generator_running);
  CHECK_THROWS_AS(inner.close(), cogen::generator_running);
  CHECK_THROWS_AS(inner.begin(), cogen::generator_running);
  CHECK_THROWS_WITH(inner.next(), Catch::Contains("being delegated to"));
  CHECK(inner.segment(8).empty());

  auto other = guard(log, inner, true);
  note_next(log, other);
  note_next(log, outer);
  CHECK(log == trace{"-> 1", "guard caught cogen: the generator is already executing or being delegated to", "-> 99",
                     "leaf got nothing", "-> 2"});
}

TEST_CASE("the outer generator can't be used from inside the inner one") {
  trace log;
  generator<int, int> outer;
  auto inner = [](generator<int, int>& top, trace& to) -> generator<int, int> {
    auto attempt = [&](char const* what, auto action) {
      try {
        action();
        to(std::string(what) + " was let through");
      } catch (cogen::generator_running const&) {
        to(what);
      }
    };
    auto attempt_all = [&] {
      attempt("next", [&] { top.next(); });
      attempt("send", [&] { top.send(1); });
      attempt("throw_", [&] { top.throw_(1); });
      attempt("close", [&] { top.close(); });
    };
    attempt_all();
    auto value = co_yield 1;
    attempt_all();
    try {
      value = co_yield 2;
    } catch (int) {
      attempt_all();
    }
    value = co_yield 3;
  };
  auto delegating = [](generator<int, int> delegated) -> generator<int, int> { co_yield from(std::move(delegated)); };
  trace const expected{"next", "send", "throw_", "close"};
  auto told = [&] { return std::exchange(log, trace()); };
  outer = delegating(delegating(inner(outer, log)));
  CHECK(outer.next() == 1);
  CHECK(told() == expected);
  CHECK(outer.send(5) == 2);
  CHECK(told() == expected);
  CHECK(outer.throw_(5) == 3);
  CHECK(told() == expected);
}

TEST_CASE("the outer generator can't be used from inside the inner one while that is being closed") {
  trace log;
  generator<int> outer;
  auto inner = [](generator<int>& top, trace& to) -> generator<int> {
    bool told = false;
    try {
      co_yield 1;
    } catch (generator_exit const&) {
      told = true;
    }
    if (told) {
      to(top.state() == generator_state::running ? "running" : "not running");
      to(top.segment(8).empty() ? "no segment" : "a segment");
      try {
        to(top.pull() == nullptr ? "pulled nothing" : "pulled something");
      } catch (cogen::generator_running const&) {
        to("refused");
      }
    }
  };
  trace const expected{"running", "no segment", "refused"};
  outer = own(inner(outer, log));
  CHECK(outer.next() == 1);
  SECTION("by close") { outer.close(); }
  SECTION("by throw_ of generator_exit") { CHECK_THROWS_AS(outer.throw_(generator_exit()), generator_exit); }
  CHECK(log == expected);
}

TEST_CASE("empty inner generators are passed over") {
  auto outer = [](int count) -> generator<int> {
    for (int i = 0; i != count; ++i) co_yield from(count_to(0));
    co_yield 1;
    for (int i = 0; i != count; ++i) co_yield from(count_to(0));
  };
  auto g = outer(10);
  CHECK(collect(g) == std::vector<int>{1});
}

namespace {

struct tree {
  int value;
  std::vector<tree> children;
};

generator<int> visit(tree const& node) {
  co_yield node.value;
  for (tree const& child : node.children) co_yield from(visit(child));
}

generator<std::string const&> permutations(std::string& letters, std::size_t fixed) {
  if (fixed == letters.size()) co_yield letters;
  for (std::size_t i = fixed; i != letters.size(); ++i) {
    std::swap(letters[fixed], letters[i]);
    co_yield from(permutations(letters, fixed + 1));
    std::swap(letters[fixed], letters[i]);
  }
}

generator<int, void, int> depth_of(int depth) {
  int below = 0;
  if (depth > 0) {
    auto result = co_yield from(depth_of(depth - 1));
    below = result;
  }
  co_yield depth;
  co_return below + 1;
}

}  // namespace

TEST_CASE("recursion: a tree in preorder") {
  tree const root{1, {{2, {{3, {}}, {4, {}}}}, {5, {}}, {6, {{7, {}}}}}};
  auto g = visit(root);
  CHECK(collect(g) == std::vector<int>{1, 2, 3, 4, 5, 6, 7});
}

TEST_CASE("recursion: permutations") {
  std::string letters = "abcd";
  auto g = permutations(letters, 0);
  auto all = collect(g);
  CHECK(all.size() == 24);
  std::sort(all.begin(), all.end());
  CHECK(std::unique(all.begin(), all.end()) == all.end());
  CHECK(letters == "abcd");
}

TEST_CASE("recursion: every level's return value") {
  auto g = depth_of(4);
  CHECK(collect(g) == std::vector<int>{0, 1, 2, 3, 4});
  CHECK(g.result() == 5);
}

TEST_CASE("a generator that takes nothing drops what is sent through it") {
  auto deaf = []() -> generator<int> {
    co_yield 1;
    co_yield 2;
  };
  auto outer = [](trace& to, generator<int> inner) -> generator<int, int> {
    co_yield from(std::move(inner));
    auto value = co_yield 3;
    to(text(value));
  };
  trace log;
  auto g = outer(log, deaf());
  CHECK(g.next() == 1);
  CHECK(g.send(5) == 2);
  CHECK(g.send(6) == 3);
  CHECK_FALSE(g.send(7));
  CHECK(log == trace{"7"});
}

TEST_CASE("a generator that takes another type gets nothing of what is sent through it") {
  auto texts = [](trace& to) -> generator<int, std::string> {
    auto value = co_yield 1;
    to(value ? "a string" : "no string");
    value = co_yield 2;
    to(value ? "a string" : "no string");
  };
  auto outer = [](generator<int, std::string> inner) -> generator<int, int> { co_yield from(std::move(inner)); };
  trace log;
  auto inner = texts(log);
  CHECK(inner.next() == 1);
  auto g = outer(std::move(inner));
  CHECK(g.next() == 2);
  CHECK_FALSE(g.send(5));
  CHECK(log == trace{"no string", "no string"});
}

TEST_CASE("what is sent passes a level that takes nothing on its way to one that does") {
  auto numbers = [](trace& to) -> generator<int, int> {
    auto value = co_yield 1;
    to(text(value));
  };
  auto deaf = [](generator<int, int> inner) -> generator<int> { co_yield from(std::move(inner)); };
  auto outer = [](generator<int> inner) -> generator<int, int> { co_yield from(std::move(inner)); };
  trace log;
  auto g = outer(deaf(numbers(log)));
  CHECK(g.next() == 1);
  CHECK_FALSE(g.send(5));
  CHECK(log == trace{"5"});
}

TEST_CASE("generators with other result and allocator types can be delegated to") {
  auto with_result = []() -> generator<int, void, std::string> {
    co_yield 1;
    co_return "result";
  };
  auto with_allocator = [](std::string& result,
                           generator<int, void, std::string> inner) -> generator<int, int, void, std::allocator<int>> {
    auto value = co_yield from(std::move(inner));
    result = value;
  };
  auto outer = [](generator<int, int, void, std::allocator<int>> inner) -> generator<int> {
    co_yield from(std::move(inner));
  };
  std::string result;
  auto g = outer(with_allocator(result, with_result()));
  CHECK(collect(g) == std::vector<int>{1});
  CHECK(result == "result");
}

TEST_CASE("the value of a from may be move-only and used at once") {
  auto inner = []() -> generator<int, void, std::unique_ptr<int>> {
    auto value = std::make_unique<int>(3);
    co_yield 1;
    co_return value;
  };
  auto outer = [](generator<int, void, std::unique_ptr<int>> delegated) -> generator<int> {
    auto value = co_yield from(std::move(delegated));
    co_yield *value;
  };
  auto g = outer(inner());
  CHECK(collect(g) == std::vector<int>{1, 3});
}
