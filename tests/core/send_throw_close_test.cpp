#include <cogen/generator.hpp>

#include "support/catch.hpp"
#include "support/collect.hpp"
#include "support/trace.hpp"
#include "support/tracked.hpp"

#include <exception>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

// PEP 342. Where a test shows a trace, CPython 3.11 and later print the same.

namespace {

using cogen::generator;
using cogen::generator_exit;
using cogen::generator_state;
using support::collect;
using support::finally;
using support::trace;
using support::tracked;

std::string sent(std::optional<int> const& value) { return value ? "got " + std::to_string(*value) : "got nothing"; }

// def echo():
//     for i in count(1): log(f'got {yield i}')
generator<int, int> echo(trace& log) {
  for (int i = 1;; ++i) {
    auto value = co_yield i;
    log(sent(value));
  }
}

// Tells of every exception and goes on.
generator<int, int> stubborn(trace& log) {
  for (int i = 1;; ++i) {
    try {
      auto value = co_yield i;
      log(sent(value));
    } catch (std::runtime_error const& error) {
      log(error.what());
    } catch (generator_exit const&) {
      log("exit");
    }
  }
}

}  // namespace

TEST_CASE("send gives the value to the co_yield that the body is suspended in") {
  trace log;
  auto g = echo(log);
  CHECK(g.next() == 1);
  CHECK(g.send(10) == 2);
  CHECK(g.send(20) == 3);
  CHECK(log == trace{"got 10", "got 20"});
}

TEST_CASE("co_yield evaluates to an empty optional after next, iteration and pull") {
  trace log;
  auto g = echo(log);
  CHECK(g.next() == 1);
  CHECK(g.send(10) == 2);
  CHECK(g.next() == 3);
  CHECK(*g.begin() == 4);
  CHECK(*g.pull() == 5);
  CHECK(g.send(50) == 6);
  CHECK(log == trace{"got 10", "got nothing", "got nothing", "got nothing", "got 50"});
}

TEST_CASE("send before the first next throws generator_not_started and changes nothing") {
  trace log;
  auto g = echo(log);
  CHECK_THROWS_AS(g.send(10), cogen::generator_not_started);
  CHECK(g.state() == generator_state::created);
  CHECK(g.next() == 1);
  CHECK(g.send(10) == 2);
  CHECK(log == trace{"got 10"});
}

TEST_CASE("send to a closed generator is empty") {
  auto make = []() -> generator<int, int> {
    auto value = co_yield 1;
    CHECK(value == 10);
  };
  auto g = make();
  CHECK(g.next() == 1);
  CHECK_FALSE(g.send(10));
  CHECK(g.state() == generator_state::closed);
  CHECK_FALSE(g.send(10));
  CHECK_FALSE(g.send(10));
}

TEST_CASE("an exception that the body throws in answer to send arrives there") {
  auto make = []() -> generator<int, int> {
    auto value = co_yield 1;
    throw std::runtime_error(sent(value));
  };
  auto g = make();
  CHECK(g.next() == 1);
  CHECK_THROWS_WITH(g.send(10), "got 10");
  CHECK(g.state() == generator_state::closed);
}

TEST_CASE("what is sent can be used in a loop condition") {
  auto average = []() -> generator<double, double> {
    double sum = 0;
    double result = 0;
    int count = 0;
    while (auto value = co_yield result) {
      sum += *value;
      result = sum / ++count;
    }
  };
  auto g = average();
  CHECK(g.next() == 0.0);
  CHECK(g.send(10) == 10.0);
  CHECK(g.send(20) == 15.0);
  CHECK(g.send(30) == 20.0);
  CHECK_FALSE(g.next());
}

TEST_CASE("what is sent may be move-only") {
  auto make = []() -> generator<int, std::unique_ptr<int>> {
    int last = 0;
    for (;;) {
      auto value = co_yield last;
      if (!value) co_return;
      last = **value;
    }
  };
  auto g = make();
  CHECK(g.next() == 0);
  CHECK(g.send(std::make_unique<int>(5)) == 5);
  auto six = std::make_unique<int>(6);
  CHECK(g.send(std::move(six)) == 6);
  CHECK(six == nullptr);
  CHECK_FALSE(g.next());
}

TEST_CASE("what is sent is converted to the Send type") {
  auto make = []() -> generator<std::string, std::string> {
    std::string last = "-";
    for (;;) {
      auto value = co_yield last;
      last = *value;
    }
  };
  auto g = make();
  CHECK(g.next() == "-");
  CHECK(g.send("a literal") == "a literal");
  std::string const lvalue = "an lvalue";
  CHECK(g.send(lvalue) == "an lvalue");
  CHECK(lvalue == "an lvalue");
  CHECK(g.send({}) == "");
}

TEST_CASE("what is sent is copied once from an lvalue and never from an rvalue") {
  support::lifetime_check check;
  auto make = []() -> generator<int, support::tracked> {
    int last = 0;
    for (;;) {
      auto value = co_yield last;
      last = value->value();
    }
  };
  auto g = make();
  support::tracked const mine(1);
  CHECK(g.next() == 0);
  CHECK(g.send(mine) == 1);
  CHECK(check->copied == 1);
  CHECK(g.send(support::tracked(2)) == 2);
  CHECK(check->copied == 1);
}

TEST_CASE("a value whose conversion throws is not sent") {
  struct refuses {
    operator int() const { throw std::runtime_error("refused"); }
  };
  trace log;
  auto g = echo(log);
  CHECK(g.next() == 1);
  CHECK_THROWS_WITH(g.send(refuses()), "refused");
  CHECK(g.state() == generator_state::suspended);
  CHECK(g.send(5) == 2);
  CHECK(log == trace{"got 5"});
}

TEST_CASE("send works with every kind of element") {
  SECTION("references") {
    auto make = [](int& number) -> generator<int&, int> {
      auto value = co_yield number;
      number = *value;
      value = co_yield number;
    };
    int number = 1;
    auto g = make(number);
    CHECK(g.next() == &number);
    CHECK(g.send(5) == &number);
    CHECK(number == 5);
    CHECK(g.send(6) == nullptr);
  }
  SECTION("copied lvalues and temporaries") {
    auto make = []() -> generator<std::string, int> {
      std::string local = "local";
      auto value = co_yield local;
      local += std::to_string(*value);
      value = co_yield local + "!";
      local += std::to_string(*value);
      value = co_yield std::move(local);
    };
    auto g = make();
    CHECK(g.next() == "local");
    CHECK(g.send(1) == "local1!");
    CHECK(g.send(2) == "local12");
    CHECK(g.send(3) == std::nullopt);
  }
}

TEST_CASE("throw_ throws at the co_yield, and returns what is yielded in answer") {
  trace log;
  auto g = stubborn(log);
  CHECK(g.next() == 1);
  CHECK(g.throw_(std::runtime_error("first")) == 2);
  CHECK(g.send(5) == 3);
  CHECK(g.throw_(std::runtime_error("second")) == 4);
  CHECK(g.next() == 5);
  CHECK(log == trace{"first", "got 5", "second", "got nothing"});
  CHECK(g.state() == generator_state::suspended);
}

TEST_CASE("throw_ is empty when the body returns in answer") {
  auto make = []() -> generator<int, void, int> {
    int answer = 0;
    try {
      co_yield 1;
    } catch (int error) {
      answer = error;
    }
    co_return answer;
  };
  auto g = make();
  CHECK(g.next() == 1);
  CHECK(g.throw_(42) == std::nullopt);
  CHECK(g.state() == generator_state::closed);
  CHECK(g.result() == 42);
}

TEST_CASE("an exception that the body does not catch comes back, with its type, and closes the generator") {
  trace log;
  auto make = [](trace& to) -> generator<int> {
    finally at_end(to, "cleaned up");
    co_yield 1;
  };
  auto g = make(log);
  CHECK(g.next() == 1);
  CHECK_THROWS_AS(g.throw_(std::out_of_range("far out")), std::out_of_range);
  CHECK(log == trace{"cleaned up"});
  CHECK(g.state() == generator_state::closed);
  CHECK_FALSE(g.next());
}

TEST_CASE("a body may answer throw_ with another exception") {
  auto make = []() -> generator<int> {
    std::string reason;
    try {
      co_yield 1;
    } catch (std::exception const& error) {
      reason = error.what();
    }
    throw std::logic_error("because of " + reason);
  };
  auto g = make();
  CHECK(g.next() == 1);
  CHECK_THROWS_AS(g.throw_(std::runtime_error("this")), std::logic_error);

  auto again = make();
  CHECK(again.next() == 1);
  CHECK_THROWS_WITH(again.throw_(std::runtime_error("this")), "because of this");
}

TEST_CASE("throw_ into a generator that has not started closes it, and its body never runs") {
  trace log;
  auto g = stubborn(log);
  CHECK_THROWS_WITH(g.throw_(std::runtime_error("early")), "early");
  CHECK(g.state() == generator_state::closed);
  CHECK_FALSE(g.next());
  CHECK(log.empty());
}

TEST_CASE("throw_ into a closed generator throws just that") {
  trace log;
  auto g = stubborn(log);
  CHECK_THROWS_AS(g.throw_(1), int);
  CHECK_THROWS_WITH(g.throw_(std::runtime_error("late")), "late");
  CHECK_THROWS_AS(g.throw_(generator_exit()), generator_exit);
  CHECK(log.empty());
}

TEST_CASE("throw_ takes an exception_ptr and throws what it holds, the very object") {
  std::exception_ptr const held = std::make_exception_ptr(std::runtime_error("held"));
  trace log;
  auto g = stubborn(log);
  CHECK(g.next() == 1);
  CHECK(g.throw_(held) == 2);
  CHECK(log == trace{"held"});

  auto look = [](std::exception_ptr& seen) -> generator<int> {
    int const second = 2;
    try {
      co_yield 1;
    } catch (...) {
      seen = std::current_exception();
    }
    co_yield second;
  };
  std::exception_ptr seen;
  auto h = look(seen);
  CHECK(h.next() == 1);
  CHECK(h.throw_(held) == 2);
  CHECK(seen == held);
}

TEST_CASE("throw_ copies no exception: it is moved into the throw") {
  auto answer = [](int yields) -> generator<int> {
    for (int i = 0; i < yields; ++i) {
      int caught = i;
      try {
        co_yield caught;
        continue;
      } catch (tracked const& thrown) {
        caught = thrown.value();
      }
      co_yield caught;
    }
  };
  support::lifetime_check check;
  {
    auto g = answer(2);
    CHECK(g.next() == 0);
    CHECK(g.throw_(tracked(7)) == 7);
  }
  CHECK(check->copied == 0);
  CHECK(check->moved == 1);

  auto boxed = answer(1);
  CHECK(boxed.next() == 0);
  CHECK_THROWS_AS(boxed.throw_(std::make_unique<int>(8)), std::unique_ptr<int>);
  CHECK_THROWS_AS(boxed.throw_(std::make_unique<int>(9)), std::unique_ptr<int>);
}

TEST_CASE("throw_ of a null exception_ptr is a generator_error and changes nothing") {
  trace log;
  auto g = stubborn(log);
  CHECK_THROWS_AS(g.throw_(std::exception_ptr()), cogen::generator_error);
  CHECK(g.state() == generator_state::created);
  CHECK(g.next() == 1);
  CHECK_THROWS_AS(g.throw_(std::exception_ptr()), cogen::generator_error);
  CHECK_THROWS_WITH(g.throw_(std::exception_ptr()), Catch::Contains("null exception_ptr"));
  CHECK(g.next() == 2);
  CHECK(log == trace{"got nothing"});
  auto closed = echo(log);
  closed.close();
  CHECK_THROWS_AS(closed.throw_(std::exception_ptr()), cogen::generator_error);
}

TEST_CASE("throw_ of generator_exit comes back when the body lets it pass, and may be answered") {
  trace log;
  auto g = echo(log);
  CHECK(g.next() == 1);
  CHECK_THROWS_AS(g.throw_(generator_exit()), generator_exit);
  CHECK(g.state() == generator_state::closed);

  auto h = stubborn(log);
  CHECK(h.next() == 1);
  CHECK(h.throw_(generator_exit()) == 2);
  CHECK(log == trace{"exit"});
}

TEST_CASE("close throws generator_exit at the co_yield and runs what cleans up") {
  trace log;
  auto make = [](trace& to) -> generator<int> {
    finally at_end(to, "cleaned up");
    bool caught = false;
    try {
      co_yield 1;
    } catch (generator_exit const&) {
      caught = true;
    }
    if (caught) to("exit");
  };
  auto g = make(log);
  CHECK(g.next() == 1);
  g.close();
  CHECK(log == trace{"exit", "cleaned up"});
  CHECK(g.state() == generator_state::closed);
  CHECK_FALSE(g.next());
}

TEST_CASE("close lets generator_exit end the body") {
  trace log;
  auto make = [](trace& to) -> generator<int> {
    finally at_end(to, "cleaned up");
    try {
      co_yield 1;
    } catch (generator_exit const&) {
      to("exit");
      throw;
    }
    to("not reached");
  };
  auto g = make(log);
  CHECK(g.next() == 1);
  g.close();
  CHECK(log == trace{"exit", "cleaned up"});
}

TEST_CASE("close before the start runs nothing") {
  trace log;
  auto g = stubborn(log);
  g.close();
  CHECK(g.state() == generator_state::closed);
  CHECK(log.empty());
  CHECK_FALSE(g.next());
}

TEST_CASE("close is idempotent, also after the end and after an exception") {
  trace log;
  auto make = [](trace& to) -> generator<int> {
    finally at_end(to, "cleaned up");
    co_yield 1;
    throw std::runtime_error("failed");
  };
  auto closed = make(log);
  CHECK(closed.next() == 1);
  closed.close();
  closed.close();
  CHECK(log == trace{"cleaned up"});
  auto failed = make(log);
  CHECK(failed.next() == 1);
  CHECK_THROWS_AS(failed.next(), std::runtime_error);
  failed.close();
  CHECK(log == trace{"cleaned up", "cleaned up"});
  generator<int> empty;
  empty.close();
  CHECK(empty.state() == generator_state::closed);
}

TEST_CASE("a body that yields again ignores the exit, is suspended then, and can be closed again") {
  trace log;
  auto make = [](trace& to) -> generator<int> {
    finally at_end(to, "cleaned up");
    int i = 1;
    for (; i != 4; ++i) {
      try {
        co_yield i;
      } catch (generator_exit const&) {
        to("ignored");
      }
    }
    co_yield i;
  };
  auto g = make(log);
  CHECK(g.next() == 1);
  CHECK_THROWS_AS(g.close(), cogen::generator_ignored_exit);
  CHECK(g.state() == generator_state::suspended);
  CHECK(g.next() == 3);
  CHECK_THROWS_AS(g.close(), cogen::generator_ignored_exit);
  CHECK(g.state() == generator_state::suspended);
  CHECK(log == trace{"ignored", "ignored"});
  g.close();
  CHECK(g.state() == generator_state::closed);
  CHECK(log == trace{"ignored", "ignored", "cleaned up"});
}

TEST_CASE("a body may move its generator away while it is closed") {
  using returning = generator<int, void, int>;
  auto body = [](returning*& self, returning& elsewhere) -> returning {
    try {
      co_yield 1;
    } catch (generator_exit const&) {
      elsewhere = std::move(*self);
    }
    co_return 7;
  };
  returning* self = nullptr;
  returning elsewhere;
  auto g = body(self, elsewhere);
  self = &g;
  CHECK(g.next() == 1);
  CHECK(g.close() == 7);
  CHECK(g.state() == generator_state::closed);
  CHECK(elsewhere.state() == generator_state::closed);
}

TEST_CASE("close returns what the body returns in answer, as Python 3.13") {
  auto make = [](bool answers) -> generator<int, void, std::string> {
    std::string answer;
    try {
      co_yield 1;
      answer = "at the end";
    } catch (generator_exit const&) {
      if (!answers) throw;
      answer = "when closed";
    }
    co_return answer;
  };
  SECTION("suspended, the body returns") {
    auto g = make(true);
    CHECK(g.next() == 1);
    CHECK(g.close() == "when closed");
    CHECK_THROWS_AS(g.result(), cogen::generator_no_result);
    CHECK(g.close() == std::nullopt);
  }
  SECTION("suspended, the exit passes") {
    auto g = make(false);
    CHECK(g.next() == 1);
    CHECK(g.close() == std::nullopt);
    CHECK_THROWS_AS(g.result(), cogen::generator_no_result);
  }
  SECTION("not started") {
    auto g = make(true);
    CHECK(g.close() == std::nullopt);
  }
  SECTION("at its end, where the result stays") {
    auto g = make(true);
    CHECK(g.next() == 1);
    CHECK_FALSE(g.next());
    CHECK(g.close() == std::nullopt);
    CHECK(g.result() == "at the end");
  }
}

TEST_CASE("what the body throws in answer to close arrives there") {
  trace log;
  auto make = [](trace& to) -> generator<int> {
    finally at_end(to, "cleaned up");
    try {
      co_yield 1;
    } catch (generator_exit const&) {
      throw std::runtime_error("can't close");
    }
  };
  auto g = make(log);
  CHECK(g.next() == 1);
  CHECK_THROWS_WITH(g.close(), "can't close");
  CHECK(log == trace{"cleaned up"});
  CHECK(g.state() == generator_state::closed);
  g.close();
}

TEST_CASE("catch of std::exception does not swallow the exit") {
  trace log;
  auto make = [](trace& to) -> generator<int> {
    for (int i = 1;; ++i) {
      try {
        co_yield i;
      } catch (std::exception const& error) {
        to(error.what());
      }
    }
  };
  auto g = make(log);
  CHECK(g.next() == 1);
  CHECK(g.throw_(std::runtime_error("caught")) == 2);
  g.close();
  CHECK(g.state() == generator_state::closed);
  CHECK(log == trace{"caught"});
}

TEST_CASE("destruction does not raise generator_exit") {
  trace log;
  {
    auto g = stubborn(log);
    CHECK(g.next() == 1);
  }
  CHECK(log.empty());
}

TEST_CASE("a body that throws generator_exit by itself lets the caller of next see it") {
  auto make = []() -> generator<int> {
    co_yield 1;
    throw generator_exit();
  };
  auto g = make();
  CHECK(g.next() == 1);
  CHECK_THROWS_AS(g.next(), generator_exit);
  CHECK(g.state() == generator_state::closed);
}

namespace {

// Does everything that a running generator must not do to itself.
generator<int, int> selfish(generator<int, int>& self, trace& log) {
  auto attempt = [&log](char const* what, auto action) {
    try {
      action();
      log(std::string(what) + " was let through");
    } catch (cogen::generator_running const&) {
      log(what);
    }
  };
  auto attempt_all = [&] {
    attempt("next", [&] { self.next(); });
    attempt("send", [&] { self.send(1); });
    attempt("throw_", [&] { self.throw_(1); });
    attempt("close", [&] { self.close(); });
    attempt("begin", [&] { return self.begin(); });
    attempt("pull", [&] { self.pull(); });
  };
  attempt_all();
  auto value = co_yield 1;
  attempt_all();
  try {
    value = co_yield 2;
  } catch (int) {
    attempt_all();
  }
  try {
    value = co_yield 3;
  } catch (generator_exit const&) {
    attempt_all();
  }
  CHECK_FALSE(value.has_value());
}

}  // namespace

TEST_CASE("a generator can't be advanced, sent to, thrown into, closed or iterated over from inside") {
  trace log;
  trace const expected{"next", "send", "throw_", "close", "begin", "pull"};
  generator<int, int> g;
  g = selfish(g, log);
  auto told = [&] { return std::exchange(log, trace()); };
  CHECK(g.next() == 1);
  CHECK(told() == expected);
  CHECK(g.next() == 2);
  CHECK(told() == expected);
  CHECK(g.throw_(0) == 3);
  CHECK(told() == expected);
  g.close();
  CHECK(told() == expected);
}

TEST_CASE("an iterator can't be advanced from inside the body") {
  trace log;
  generator<int> g;
  generator<int>::iterator it;
  auto make = [](generator<int>::iterator& mine, trace& to) -> generator<int> {
    co_yield 1;
    try {
      ++mine;
    } catch (cogen::generator_running const&) {
      to("running");
    }
    co_yield 2;
  };
  g = make(it, log);
  it = g.begin();
  CHECK(*it == 1);
  CHECK(g.next() == 2);
  CHECK(log == trace{"running"});
}

TEST_CASE("generator_running that the body does not catch arrives outside and closes the generator") {
  generator<int> g;
  auto make = [](generator<int>& self) -> generator<int> {
    int const second = 2;
    co_yield 1;
    self.next();
    co_yield second;
  };
  g = make(g);
  CHECK(g.next() == 1);
  CHECK_THROWS_AS(g.next(), cogen::generator_running);
  CHECK(g.state() == generator_state::closed);
}

TEST_CASE("segment from inside the body is empty") {
  generator<int> g;
  auto make = [](generator<int>& self) -> generator<int> {
    std::size_t const there = self.segment(8).size();
    co_yield static_cast<int>(there);
  };
  g = make(g);
  CHECK(g.next() == 0);
}
