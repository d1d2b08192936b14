// Rows of docs/reference/python-to-cogen.md: Python's generators.
#include "row.hpp"

#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

using namespace cogen;
using reference::row;

namespace {

// [generators]
generator<int, void, int> count_up() {
  for (int n = 1; n <= 3; ++n) co_yield n;
  co_return 10;
}

generator<int, int> adder() {
  int total = 0;
  for (;;) {
    std::optional<int> sent = co_yield total;
    if (sent) total += *sent;
  }
}

generator<std::string> guarded() {
  try {
    for (;;) co_yield "working";
  } catch (std::invalid_argument const&) {
  }
  co_yield "stopped";
}

generator<int, void, std::string> closing() {
  try {
    co_yield 1;
  } catch (generator_exit const&) {
    co_return "closed early";
  }
  co_return "ran out";
}

generator<int> stubborn() {
  try {
    co_yield 1;
  } catch (generator_exit const&) {
  }
  co_yield 2;
}

generator<int> delegating() {
  int result = co_yield from(count_up());
  co_yield result;
  std::vector<int> const more{20, 30};
  co_yield from(more);
}

generator<int> selfish(std::vector<generator<int>>& box) {
  auto next = box[0].next();
  co_yield *next;
}
// [/generators]

}  // namespace

int main() {
  row("count_up()", [] { return count_up(); });
  row("g = count_up(); next(g); list(g)", [] {
    auto g = count_up();
    g.next();
    return g | to<std::vector>();
  });
  row("next(count_up())", [] { return count_up().next(); });
  row("g = count_up(); list(g); next(g)", [] {
    auto g = count_up();
    consume(g);
    return g.next();
  });
  row("next(iter([]), 7)", [] { return iter(std::vector<int>()).next().value_or(7); });
  row("g = adder(); next(g); g.send(5); g.send(2)", [] {
    auto g = adder();
    g.next();
    g.send(5);
    return g.send(2);
  });
  row("adder().send(5)", [] { return adder().send(5); });
  row("g = guarded(); next(g); g.throw(ValueError())", [] {
    auto g = guarded();
    g.next();
    return g.throw_(std::invalid_argument(""));
  });
  row("g = count_up(); next(g); g.throw(ValueError())", [] {
    auto g = count_up();
    g.next();
    return g.throw_(std::invalid_argument(""));
  });
  row("g = closing(); next(g); g.close()", [] {
    auto g = closing();
    g.next();
    return g.close();
  });
  row("g = stubborn(); next(g); g.close()", [] {
    auto g = stubborn();
    g.next();
    g.close();
  });
  row("delegating()", [] { return delegating(); });
  row("result_of(count_up())", [] {
    auto g = count_up();
    consume(g);
    return g.result();
  });
  row("(n * n for n in range(6) if n % 2)",
      [] { return range(6) | filter([](int n) { return n % 2 != 0; }) | map([](int n) { return n * n; }); });
  row("g = count_up(); inspect.getgeneratorstate(g) == inspect.GEN_CREATED", [] {
    auto g = count_up();
    return g.state() == generator_state::created;
  });
  row("g = count_up(); next(g); g.gi_suspended", [] {
    auto g = count_up();
    g.next();
    return g.state() == generator_state::suspended;
  });
  row("g = count_up(); next(g); g.gi_running", [] {
    auto g = count_up();
    g.next();
    return g.state() == generator_state::running;
  });
  row("g = count_up(); g.close(); inspect.getgeneratorstate(g) == inspect.GEN_CLOSED", [] {
    auto g = count_up();
    g.close();
    return g.state() == generator_state::closed;
  });
  row("box = []; box.append(selfish(box)); next(box[0])", [] {
    std::vector<generator<int>> box;
    box.push_back(selfish(box));
    return box[0].next();
  });
  row("g = consumer(adder)(); g.send(5)", [] {
    auto g = adder();
    g.next();
    return g.send(5);
  });
}
