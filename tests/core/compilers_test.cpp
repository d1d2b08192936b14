#include <cogen/generator.hpp>

#include "support/catch.hpp"
#include "support/tracked.hpp"

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <ranges>
#include <span>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

// The constructs in a generator's body that every supported compiler gets right, as users may write them. (g++ 12.2
// gets some neighbours of these wrong: see the guide.) Each body runs to its end with 10 sent to every co_yield, is
// destroyed at every suspension, and has an exception thrown into every suspension; its temporaries and locals must be
// destroyed exactly once.

namespace {

using cogen::from;
using cogen::generator;
using support::move_only;
using support::tracked;

using numbers = generator<int, int>;
using objects = generator<tracked, int>;

int value_of(int element) { return element; }
int value_of(tracked const& element) { return element.value(); }
template <class Other>
int value_of(Other const& element) {
  return static_cast<int>(std::size(element));
}

// Advances a generator as far as `steps` elements; false if it ended before.
template <class Generator>
bool advance(Generator& g, int steps, std::vector<int>& seen) {
  for (int i = 0; i != steps; ++i) {
    auto element = i == 0 ? g.next() : g.send(10);
    if (!element) return false;
    seen.push_back(value_of(*element));
  }
  return true;
}

// Runs make() in all these ways and returns the elements of the complete run.
template <class Make>
std::vector<int> in_every_way(Make make) {
  for (int steps = 0;; ++steps) {
    std::vector<int> seen;
    bool ended = false;
    {
      support::lifetime_check destroyed;
      auto g = make();
      ended = !advance(g, steps, seen);
    }
    if (ended) return seen;
    support::lifetime_check thrown_into;
    auto g = make();
    std::vector<int> ignored;
    advance(g, steps, ignored);
    bool arrived = false;
    try {
      while (g.throw_(7)) {
      }
    } catch (int) {
      arrived = true;
    }
    CHECK(arrived == (g.state() == cogen::generator_state::closed));
  }
}

using values = std::vector<int>;

tracked add(tracked left, tracked const& right) { return tracked(left.value() + right.value()); }
tracked pass(tracked element) { return element; }

}  // namespace

TEST_CASE("co_yield of a constructor call") {
  auto body = []() -> objects {
    int const second = 2;
    co_yield tracked(1);
    co_yield tracked(second);
  };
  CHECK(in_every_way(body) == values{1, 2});
}

TEST_CASE("co_yield of a call with temporaries as arguments") {
  auto body = []() -> objects {
    tracked const local(5);
    co_yield add(tracked(1), tracked(2));
    co_yield add(pass(tracked(3)), local);
  };
  CHECK(in_every_way(body) == values{3, 8});
}

TEST_CASE("co_yield of a local, copied and moved") {
  auto body = []() -> objects {
    tracked local(1);
    co_yield local;
    co_yield std::move(local);
  };
  CHECK(in_every_way(body) == values{1, 1});
}

TEST_CASE("co_yield of an expression of strings") {
  auto body = []() -> generator<std::string, int> {
    std::string const text = "a string that is too long to be stored in place";
    co_yield text + "!";
    co_yield std::string("x") + text;
    co_yield text.substr(2);
  };
  CHECK(in_every_way(body) == values{48, 48, 45});
}

TEST_CASE("co_yield of string views") {
  auto body = [](std::string text) -> generator<std::string_view, int> {
    std::string const more = text + text;
    co_yield text;
    co_yield more;
    co_yield "literal";
  };
  CHECK(in_every_way([&] { return body("a string that is too long to be stored in place"); }) == values{47, 94, 7});
}

TEST_CASE("co_yield of pairs, tuples, optionals and variants") {
  auto pairs = []() -> generator<std::pair<tracked, std::string>, int> {
    std::string const name = "name";
    co_yield std::make_pair(tracked(1), name);
    co_yield std::pair<tracked, std::string>(2, "two");
  };
  auto tuples = []() -> generator<std::tuple<tracked, int>, int> {
    int const second = 2;
    co_yield std::make_tuple(tracked(1), second);
    co_yield std::tuple<tracked, int>(3, 4);
  };
  auto optionals = []() -> generator<std::optional<tracked>, int> {
    std::optional<tracked> local(1);
    co_yield local;
    co_yield std::nullopt;
    co_yield tracked(3);
  };
  auto variants = []() -> generator<std::variant<tracked, std::string>, int> {
    std::variant<tracked, std::string> local(std::in_place_index<1>, "text");
    co_yield local;
    co_yield tracked(3);
    co_yield std::string("more text");
  };
  auto run = [](auto body) {
    int count = 0;
    for (int steps = 0; steps != 5; ++steps) {
      support::lifetime_check check;
      auto g = body();
      for (int i = 0; i != steps; ++i) count += g.pull() != nullptr;
    }
    return count;
  };
  CHECK(run(pairs) == 0 + 1 + 2 + 2 + 2);
  CHECK(run(tuples) == 0 + 1 + 2 + 2 + 2);
  CHECK(run(optionals) == 0 + 1 + 2 + 3 + 3);
  CHECK(run(variants) == 0 + 1 + 2 + 3 + 3);
}

TEST_CASE("an aggregate is named first") {
  struct row {
    tracked key;
    std::string name;
  };
  auto body = []() -> generator<row, int> {
    row first{tracked(1), "one"};
    co_yield std::move(first);
    row second{tracked(2), "two"};
    co_yield second;
  };
  int sum = 0;
  for (int steps = 0; steps != 4; ++steps) {
    support::lifetime_check check;
    auto g = body();
    for (int i = 0; i != steps; ++i) {
      if (auto* const element = g.pull()) sum += element->key.value();
    }
  }
  CHECK(sum == 0 + 1 + 3 + 3);
}

TEST_CASE("a choice is made before the co_yield") {
  auto body = [](bool which) -> objects {
    tracked chosen = which ? tracked(1) : tracked(2);
    co_yield chosen;
    if (which) {
      co_yield tracked(3);
    } else {
      co_yield tracked(4);
    }
  };
  CHECK(in_every_way([&] { return body(true); }) == values{1, 3});
  CHECK(in_every_way([&] { return body(false); }) == values{2, 4});
}

TEST_CASE("a choice between numbers or lvalues may stand in the co_yield") {
  auto body = [](bool which) -> numbers {
    int const left = 1;
    int const right = 2;
    co_yield which ? left : right;
    co_yield which ? 3 : 4;
  };
  CHECK(in_every_way([&] { return body(true); }) == values{1, 3});
  CHECK(in_every_way([&] { return body(false); }) == values{2, 4});
}

TEST_CASE("a lambda is named before the co_yield") {
  auto body = []() -> numbers {
    tracked const local(5);
    auto with_capture = [captured = local](int add_to) { return captured.value() + add_to; };
    co_yield with_capture(1);
    std::function<int(int)> const erased = with_capture;
    co_yield erased(2);
  };
  CHECK(in_every_way(body) == values{6, 7});
}

TEST_CASE("a lambda that captures references or nothing may stand in the co_yield") {
  auto body = []() -> numbers {
    tracked const local(5);
    co_yield [&local] { return local.value(); }();
    co_yield [](int argument) { return argument; }(6);
  };
  CHECK(in_every_way(body) == values{5, 6});
}

TEST_CASE("a container is named before the co_yield") {
  auto body = []() -> generator<std::vector<tracked>, int> {
    std::vector<tracked> local(3);
    co_yield local;
    co_yield std::move(local);
    std::vector<tracked> listed{tracked(1), tracked(2)};
    co_yield std::move(listed);
    co_yield std::vector<tracked>(4);
  };
  CHECK(in_every_way(body) == values{3, 3, 2, 4});
}

TEST_CASE("a loop over an initializer list may contain a co_yield") {
  auto body = []() -> numbers {
    for (int number : {1, 2, 3}) co_yield number;
    for (tracked const& object : {tracked(4), tracked(5)}) co_yield object.value();
  };
  CHECK(in_every_way(body) == values{1, 2, 3, 4, 5});
}

TEST_CASE("what was sent is taken into a variable") {
  auto body = []() -> numbers {
    auto first = co_yield 1;
    std::optional<int> const second = co_yield *first + 1;
    auto third = co_yield *second + *first;
    CHECK(third == 10);
  };
  CHECK(in_every_way(body) == values{1, 11, 20});
}

TEST_CASE("co_yield in the declaration of an if, a while and a switch") {
  auto body = []() -> numbers {
    int count = 0;
    if (auto sent = co_yield 1) count += *sent;
    if (auto sent = co_yield count; sent && *sent == 10) ++count;
    while (auto sent = co_yield count) {
      count += *sent;
      if (count > 25) break;
    }
    switch (auto sent = co_yield count; *sent) {
      case 10:
        co_yield 100;
        break;
      default:
        co_yield 200;
    }
  };
  CHECK(in_every_way(body) == values{1, 10, 11, 21, 31, 100});
}

TEST_CASE("co_yield in the middle of expressions that are not templates") {
  struct functions {
    static numbers body() {
      int sum = 0;
      sum += *(co_yield 1);
      sum = sum * 2 + *(co_yield sum);
      std::vector<int> list(1);
      list[0] = *(co_yield sum);
      co_yield list[0] + sum;
    }
  };
  CHECK(in_every_way(functions::body) == values{1, 10, 30, 40});
}

TEST_CASE("co_yield as an argument, next to temporaries") {
  struct functions {
    static objects body() {
      std::optional<int> sent;
      sent = co_yield tracked(1);
      auto const pointer = std::make_unique<tracked>(*(co_yield tracked(*sent)));
      tracked const sum = add(tracked(1), tracked(*(co_yield tracked(2))));
      co_yield add(sum, *pointer);
    }
  };
  CHECK(in_every_way(functions::body) == values{1, 10, 2, 21});
}

TEST_CASE("structured bindings stay alive across a co_yield") {
  auto body = []() -> objects {
    auto [first, second] = std::pair<tracked, tracked>(1, 2);
    co_yield first;
    co_yield second;
    std::map<int, tracked> map;
    map.emplace(3, 4);
    for (auto const& [key, object] : map) {
      co_yield tracked(key);
      co_yield object;
    }
  };
  CHECK(in_every_way(body) == values{1, 2, 3, 4});
}

TEST_CASE("lifetime-extended temporaries stay alive across a co_yield") {
  auto body = []() -> objects {
    tracked const& extended = pass(tracked(1));
    co_yield extended;
    co_yield extended;
    for (auto&& element : std::vector<tracked>(2)) co_yield element;
  };
  CHECK(in_every_way(body) == values{1, 1, 0, 0});
}

TEST_CASE("views in a body") {
  auto body = []() -> numbers {
    std::vector<int> const list{1, 2, 3, 4};
    for (int number : list | std::views::filter([](int n) { return n % 2 == 0; })) co_yield number;
    for (auto it = list.begin(); int number : list | std::views::take(1)) co_yield number + *it;
  };
  CHECK(in_every_way(body) == values{2, 4, 2});
}

TEST_CASE("co_yield in a try block, in nested ones, and after a handler") {
  auto body = []() -> objects {
    tracked caught(0);
    try {
      tracked const inside(1);
      co_yield inside;
      try {
        co_yield tracked(2);
        throw std::runtime_error("inner");
      } catch (std::runtime_error const&) {
        caught.set(3);
      }
      co_yield caught;
      throw 4;
    } catch (int thrown) {
      caught.set(thrown);
    }
    co_yield caught;
  };
  CHECK(in_every_way(body) == values{1, 2, 3, 4});
}

TEST_CASE("an exception is kept from a handler to behind it") {
  auto body = []() -> numbers {
    std::exception_ptr kept;
    try {
      throw tracked(5);
    } catch (tracked const&) {
      kept = std::current_exception();
    }
    co_yield 1;
    try {
      std::rethrow_exception(kept);
    } catch (tracked const& thrown) {
      kept = nullptr;
      co_return;
    }
  };
  CHECK(in_every_way(body) == values{1});
}

TEST_CASE("a value is named before it is thrown") {
  auto body = []() -> numbers {
    int result = 0;
    auto sent = co_yield 1;
    try {
      throw tracked(*sent);
    } catch (tracked const& thrown) {
      result = thrown.value();
    }
    co_yield result;
  };
  CHECK(in_every_way(body) == values{1, 10});
}

namespace {

numbers function_try_block(tracked parameter) try {
  tracked const local(2);
  co_yield parameter.value();
  co_yield local.value();
} catch (std::runtime_error const&) {
}

}  // namespace

TEST_CASE("a body may be a function try block") {
  CHECK(in_every_way([] { return function_try_block(tracked(1)); }) == values{1, 2});
}

TEST_CASE("switch, goto, break and continue between co_yields") {
  auto body = [](int start) -> numbers {
    int state = start;
  again:
    switch (state) {
      case 0:
        co_yield 10;
        [[fallthrough]];
      case 1:
        co_yield 11;
        break;
      default:
        co_yield 12;
    }
    if (state++ == 0) goto again;
    for (int i = 0;; ++i) {
      tracked const local(i);
      if (i == 1) continue;
      if (i == 3) break;
      co_yield local.value();
    }
    do {
      co_yield state;
    } while (--state > 0);
  };
  CHECK(in_every_way([&] { return body(0); }) == values{10, 11, 11, 0, 2, 2, 1});
}

TEST_CASE("an endless body") {
  auto body = []() -> objects {
    for (int i = 0;; ++i) co_yield tracked(i);
  };
  support::lifetime_check check;
  auto g = body();
  for (int i = 0; i != 10; ++i) CHECK(*g.next() == i);
}

TEST_CASE("co_return of temporaries, braces, moved locals and in a try") {
  auto returned = [](int which) -> generator<int, int, std::pair<tracked, std::string>> {
    std::pair<tracked, std::string> local(3, "local");
    co_yield which;
    try {
      if (which == 0) co_return {tracked(1), "braces"};
      if (which == 1) co_return std::pair<tracked, std::string>(2, "temporary");
    } catch (std::runtime_error const&) {
    }
    co_return local;
  };
  for (int which : {0, 1, 2}) {
    CHECK(in_every_way([&] { return returned(which); }) == values{which});
    support::lifetime_check check;
    auto g = returned(which);
    CHECK(g.next() == which);
    CHECK_FALSE(g.next());
    CHECK(g.result().first == which + 1);
  }
}

namespace {

struct base {
  virtual ~base() = default;
  virtual numbers overridden() = 0;
};
struct derived : base {
  explicit derived(int value) : member(value) {}
  numbers overridden() override {
    int const first = member;
    co_yield first;
  }
  numbers constant() const& {
    int const first = member;
    co_yield first;
  }
  numbers rvalue() && {
    int const first = member;
    co_yield first;
  }
  static numbers without_object(tracked parameter) { co_yield parameter.value(); }
  numbers operator()(int add_to) const {
    int const first = member + add_to;
    co_yield first;
  }
  template <class... Values>
  objects of_pack(Values... pack) {
    (static_cast<void>(pack), ...);
    std::vector<tracked> all;
    (all.push_back(pack), ...);
    for (auto& element : all) co_yield std::move(element);
    co_yield tracked(member);
  }
  friend numbers of_friend(derived& object) {
    int const first = object.member;
    co_yield first;
  }

  int member;
};

template <class Value>
generator<Value, Value> function_template(Value first) {
  auto sent = co_yield first;
  if (sent) co_yield std::move(*sent);
}

numbers abbreviated(auto const& list) {
  for (auto const& element : list) co_yield element.value();
}

numbers never_throws(int last) noexcept {
  for (int i = 0; i != last; ++i) co_yield i;
}

}  // namespace

TEST_CASE("coroutines of every kind of function") {
  derived object(5);
  base& interface = object;
  CHECK(in_every_way([&] { return interface.overridden(); }) == values{5});
  CHECK(in_every_way([&] { return std::as_const(object).constant(); }) == values{5});
  CHECK(in_every_way([&] { return std::move(object).rvalue(); }) == values{5});
  CHECK(in_every_way([] { return derived::without_object(tracked(3)); }) == values{3});
  CHECK(in_every_way([&] { return object(2); }) == values{7});
  CHECK(in_every_way([&] { return object.of_pack(tracked(1), tracked(2)); }) == values{1, 2, 5});
  CHECK(in_every_way([&] { return of_friend(object); }) == values{5});
  CHECK(in_every_way([] { return function_template(4); }) == values{4, 10});
  CHECK(in_every_way([] { return never_throws(2); }) == values{0, 1});
  std::vector<tracked> const list(2);
  auto g = abbreviated(list);
  CHECK(g.next() == 0);
  std::function<numbers(int)> const erased = never_throws;
  CHECK(in_every_way([&] { return erased(1); }) == values{0});
}

TEST_CASE("templates take what was sent into a variable") {
  auto body = [](auto first) -> generator<decltype(first), int> {
    auto sent = co_yield first;
    if (sent) first = decltype(first)(*sent);
    co_yield first;
    while (auto more = co_yield first) {
      if (*more == 10) break;
    }
  };
  CHECK(in_every_way([&] { return body(1); }) == values{1, 10, 10});
  CHECK(in_every_way([&] { return body(tracked(1)); }) == values{1, 10, 10});
}

TEST_CASE("locals of every kind stay alive across a co_yield") {
  auto body = []() -> numbers {
    struct bits {
      unsigned low : 3;
      unsigned high : 5;
    };
    enum class color { red = 1, green = 2 };
    union either {
      int number;
      float other;
    };
    static std::atomic<int> const shared{4};
    constexpr int constant = 5;
    tracked array[2] = {tracked(6), tracked(7)};
    tracked& reference = array[1];
    bits field{3, 9};
    either one{8};
    color const shade = color::green;
    co_yield static_cast<int>(field.low + field.high);
    co_yield static_cast<int>(shade);
    co_yield shared + constant;
    co_yield array[0].value();
    co_yield reference.value();
    co_yield one.number;
    {
      int const constant_of_the_block = constant + 1;
      co_yield constant_of_the_block;
    }
  };
  CHECK(in_every_way(body) == values{12, 2, 9, 6, 7, 8, 6});
}

TEST_CASE("a coroutine lambda inside a body") {
  auto body = []() -> numbers {
    tracked const local(3);
    auto inner = [](tracked object) -> numbers {
      int const value = object.value();
      co_yield value;
      co_yield value + 1;
    };
    co_yield from(inner(local));
    co_yield from(inner(tracked(7)));
  };
  CHECK(in_every_way(body) == values{3, 4, 7, 8});
}

TEST_CASE("co_yield from with temporaries in the call") {
  struct functions {
    static numbers inner(tracked const& object, std::vector<tracked> list) {
      co_yield object.value();
      for (auto& element : list) co_yield element.value();
    }
    static numbers body() {
      int const last = 9;
      co_yield from(inner(tracked(1), std::vector<tracked>(2)));
      co_yield last;
    }
  };
  CHECK(in_every_way(functions::body) == values{1, 0, 0, 9});
}

TEST_CASE("the result of a co_yield from in a declaration, an if, a binding and a co_return") {
  struct functions {
    static generator<int, int, std::pair<tracked, int>> inner(int first) {
      tracked object(first);
      co_yield object.value();
      co_return {std::move(object), first};
    }
    static generator<int, int, std::pair<tracked, int>> body() {
      auto result = co_yield from(inner(1));
      co_yield result.first.value();
      if (auto again = co_yield from(inner(2)); again.second == 2) co_yield 20;
      auto [object, number] = co_yield from(inner(3));
      co_yield object.value() + number;
      co_return co_yield from(inner(4));
    }
  };
  CHECK(in_every_way(functions::body) == values{1, 1, 2, 20, 3, 6, 4});
}

TEST_CASE("co_yield from of a range built in the call") {
  auto body = []() -> numbers {
    int const last = 9;
    std::vector<int> named{1, 2};
    co_yield from(std::move(named));
    co_yield from(std::vector<int>(2, 5));
    co_yield from(std::views::iota(6, 8));
    co_yield last;
  };
  auto g = body();
  CHECK(std::vector<int>{*g.next(), *g.next(), *g.next(), *g.next(), *g.next(), *g.next(), *g.next()} ==
        values{1, 2, 5, 5, 6, 7, 9});
}

TEST_CASE("move-only elements, sent values and results") {
  auto body = []() -> generator<move_only, move_only, move_only> {
    move_only local(1);
    auto sent = co_yield std::move(local);
    auto more = co_yield std::move(*sent);
    co_return std::move(*more);
  };
  support::lifetime_check check;
  auto g = body();
  CHECK(*g.next() == 1);
  CHECK(*g.send(move_only(2)) == 2);
  CHECK_FALSE(g.send(move_only(3)));
  CHECK(g.result() == 3);
}

TEST_CASE("parameters of every kind") {
  auto body = [](tracked by_value, tracked const& by_reference, std::unique_ptr<tracked> owner, int number) -> numbers {
    co_yield by_value.value();
    co_yield by_reference.value();
    co_yield owner->value();
    co_yield number;
  };
  support::lifetime_check check;
  tracked const lvalue(2);
  auto g = body(tracked(1), lvalue, std::make_unique<tracked>(3), 4);
  for (int expected = 1; expected <= 4; ++expected) CHECK(g.next() == expected);
  CHECK_FALSE(g.next());
}

TEST_CASE("assertions around sent values") {
  auto body = []() -> numbers {
    auto sent = co_yield 1;
    CHECK(sent.value_or(10) == 10);
    co_yield 2;
  };
  CHECK(in_every_way(body) == values{1, 2});
}

TEST_CASE("a stream chain in a body") {
  auto body = []() -> generator<std::string, int> {
    std::ostringstream out;
    auto sent = co_yield "first";
    out << "sent " << sent.value_or(0) << std::string(" and more");
    co_yield out.str();
  };
  CHECK(in_every_way(body) == values{5, 16});
}

TEST_CASE("a body begun on one thread goes on in another") {
  auto body = []() -> objects {
    thread_local int const of_this_thread = 1;
    tracked local(of_this_thread);
    co_yield local;
    local.set(2);
    co_yield std::move(local);
  };
  support::lifetime_check check;
  auto g = body();
  CHECK(*g.next() == 1);
  int seen = 0;
  std::thread([&] { seen = g.next()->value(); }).join();
  CHECK(seen == 2);
  CHECK_FALSE(g.next());
}
