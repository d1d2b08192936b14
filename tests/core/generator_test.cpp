#include <cogen/generator.hpp>

#include "support/catch.hpp"
#include "support/collect.hpp"
#include "support/opaque.hpp"
#include "support/trace.hpp"
#include "support/tracked.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

using cogen::from;
using cogen::generator;
using cogen::generator_state;
using support::collect;
using support::finally;
using support::lifetime_check;
using support::move_only;
using support::trace;
using support::tracked;

template <class Expected, class Actual>
constexpr bool same = std::is_same_v<Expected, Actual>;

static_assert(same<generator<int>::reference, int&&>);
static_assert(same<generator<int&>::reference, int&>);
static_assert(same<generator<int const&>::reference, int const&>);
static_assert(same<generator<int&&>::reference, int&&>);
static_assert(same<generator<int const>::reference, int const&&>);

static_assert(same<generator<int>::next_type, std::optional<int>>);
static_assert(same<generator<int&>::next_type, int*>);
static_assert(same<generator<int const&>::next_type, int const*>);
static_assert(same<generator<int&&>::next_type, int*>);
static_assert(same<generator<int const>::next_type, std::optional<int>>);

static_assert(same<decltype(std::declval<generator<int>&>().next()), std::optional<int>>);
static_assert(same<decltype(std::declval<generator<int&>&>().next()), int*>);
static_assert(same<decltype(std::declval<generator<int, int>&>().send(1)), std::optional<int>>);
static_assert(same<decltype(std::declval<generator<int&, int>&>().send(1)), int*>);
static_assert(same<decltype(std::declval<generator<int>&>().close()), void>);
static_assert(same<decltype(std::declval<generator<int, void, long>&>().close()), std::optional<long>>);
static_assert(same<decltype(std::declval<generator<int, void, long>&>().result()), long&>);

static_assert(std::is_nothrow_default_constructible_v<generator<int>>);
static_assert(std::is_nothrow_move_constructible_v<generator<int>>);
static_assert(std::is_nothrow_move_assignable_v<generator<int>>);
static_assert(std::is_nothrow_destructible_v<generator<int>>);
static_assert(!std::is_copy_constructible_v<generator<int>>);
static_assert(!std::is_copy_assignable_v<generator<int>>);
static_assert(std::is_nothrow_swappable_v<generator<int>>);

generator<int> count_to(int last) {
  for (int i = 1; i <= last; ++i) co_yield i;
}

generator<int, int, std::string> count_and_return(int last) {
  for (int i = 1; i <= last; ++i) co_yield i;
  co_return "done";
}

generator<int> fails_at(int last) {
  for (int i = 1; i <= last; ++i) co_yield i;
  throw std::runtime_error("failed");
}

}  // namespace

TEST_CASE("nothing of the body runs before the first element is asked for") {
  trace log;
  auto traced = [](trace& to) -> generator<int> {
    to("started");
    co_yield 1;
  };
  auto g = traced(log);
  CHECK(log.empty());
  CHECK(g.state() == generator_state::created);
  CHECK(g.next() == 1);
  CHECK(log == trace{"started"});
}

TEST_CASE("a generator that is never started runs nothing, and destroys its parameters") {
  lifetime_check check;
  trace log;
  auto traced = [](trace& to, tracked) -> generator<int> {
    to("started");
    co_yield 1;
  };
  {
    auto g = traced(log, tracked(1));
  }
  CHECK(log.empty());
  CHECK(check->live == 0);
}

TEST_CASE("next hands out the elements in order and then is empty for ever") {
  auto g = count_to(3);
  CHECK(g.next() == 1);
  CHECK(g.next() == 2);
  CHECK(g.next() == 3);
  for (int i = 0; i != 3; ++i) CHECK(g.next() == std::nullopt);
  CHECK(g.pull() == nullptr);
  CHECK(g.begin() == g.end());
}

TEST_CASE("a body that yields nothing is empty") {
  auto g = count_to(0);
  CHECK(g.state() == generator_state::created);
  CHECK_FALSE(g.next().has_value());
  CHECK(g.state() == generator_state::closed);
}

TEST_CASE("next of a generator of references points at the very object, and is null at the end") {
  std::vector<int> numbers{1, 2};
  auto each = [](std::vector<int>& from_these) -> generator<int&> {
    for (int& number : from_these) co_yield number;
  };
  auto g = each(numbers);
  int* const first = g.next();
  CHECK(first == &numbers[0]);
  *first = 10;
  CHECK(g.next() == &numbers[1]);
  CHECK(g.next() == nullptr);
  CHECK(g.next() == nullptr);
  CHECK(numbers == std::vector<int>{10, 2});
}

TEST_CASE("next of a generator of const references points at the very object") {
  std::string const word = "word";
  auto twice = [](std::string const& text) -> generator<std::string const&> {
    co_yield text;
    co_yield text;
  };
  auto g = twice(word);
  CHECK(g.next() == &word);
  CHECK(g.next() == &word);
  CHECK(g.next() == nullptr);
}

TEST_CASE("a generator of const references also hands out temporaries, which live until the next pull") {
  lifetime_check check;
  auto make = []() -> generator<tracked const&> {
    co_yield tracked(1);
    co_yield tracked(2);
  };
  auto g = make();
  CHECK(*g.next() == 1);
  CHECK(check->live == 1);
  CHECK(*g.next() == 2);
  CHECK(check->live == 1);
  CHECK(g.next() == nullptr);
  CHECK(check->copied + check->moved == 0);
}

TEST_CASE("the elements of a generator of rvalue references are taken from the body's own objects") {
  auto move_out = [](std::vector<std::string>& words) -> generator<std::string&&> {
    for (auto& word : words) co_yield std::move(word);
  };
  std::vector<std::string> words{"a long string that is not stored in place", "another string of more than that"};
  auto g = move_out(words);
  std::string* const first = g.next();
  REQUIRE(first == &words[0]);
  std::string const taken = std::move(*first);
  CHECK(taken == "a long string that is not stored in place");
  CHECK(words[0].empty());
  CHECK(g.next() == &words[1]);
  CHECK(g.next() == nullptr);
}

TEST_CASE("an lvalue yielded from a generator of rvalue references is copied") {
  lifetime_check check;
  auto make = []() -> generator<tracked&&> {
    tracked local(7);
    co_yield local;
    CHECK(local == 7);
  };
  auto g = make();
  tracked const taken = std::move(*g.next());
  CHECK(taken == 7);
  CHECK(check->copied == 1);
  CHECK(g.next() == nullptr);
}

TEST_CASE("state is created, suspended and closed as Python's") {
  auto g = count_to(1);
  CHECK(g.state() == generator_state::created);
  CHECK(g.next() == 1);
  CHECK(g.state() == generator_state::suspended);
  CHECK_FALSE(g.next());
  CHECK(g.state() == generator_state::closed);
}

TEST_CASE("state is running when seen from inside the body") {
  std::vector<generator_state> seen;
  generator<int> g;
  auto look = [](generator<int> const& self, std::vector<generator_state>& states) -> generator<int> {
    states.push_back(self.state());
    co_yield 1;
    states.push_back(self.state());
  };
  g = look(g, seen);
  CHECK(g.next() == 1);
  CHECK(g.state() == generator_state::suspended);
  CHECK_FALSE(g.next());
  CHECK(seen == std::vector<generator_state>(2, generator_state::running));
  CHECK(g.state() == generator_state::closed);
}

TEST_CASE("state is running when seen from inside during send, throw_, close and iteration") {
  std::vector<generator_state> seen;
  generator<int, int> g;
  auto look = [](generator<int, int> const& self, std::vector<generator_state>& states) -> generator<int, int> {
    auto first = co_yield 1;
    states.push_back(self.state());
    try {
      auto second = co_yield 2;
      CHECK_FALSE(second);
    } catch (int) {
      states.push_back(self.state());
    }
    auto third = co_yield 3;
    states.push_back(self.state());
    CHECK(first == 5);
    CHECK_FALSE(third);
    try {
      auto fourth = co_yield 4;
      CHECK_FALSE(fourth);
    } catch (cogen::generator_exit const&) {
      states.push_back(self.state());
    }
  };
  g = look(g, seen);
  CHECK(g.next() == 1);
  CHECK(g.send(5) == 2);
  CHECK(g.throw_(0) == 3);
  CHECK(*g.begin() == 4);
  g.close();
  CHECK(seen == std::vector<generator_state>(4, generator_state::running));
}

TEST_CASE("a generator that another one delegates to is running") {
  auto inner = count_to(2);
  auto delegate = [](generator<int>& to) -> generator<int> {
    co_yield from(to);
    co_yield 9;
  };
  auto outer = delegate(inner);
  CHECK(outer.next() == 1);
  CHECK(inner.state() == generator_state::running);
  CHECK(outer.state() == generator_state::suspended);
  CHECK(outer.next() == 2);
  CHECK(outer.next() == 9);
  CHECK(inner.state() == generator_state::closed);
}

namespace {

using full_generator = generator<int, int, std::string>;

void check_closed(full_generator& g) {
  CHECK(g.state() == generator_state::closed);
  CHECK_FALSE(g.next());
  CHECK(g.pull() == nullptr);
  CHECK(g.segment(8).empty());
  CHECK_FALSE(g.send(1));
  CHECK(g.begin() == g.end());
  CHECK_THROWS_AS(g.throw_(7), int);
  CHECK(g.close() == std::nullopt);
  CHECK(g.close() == std::nullopt);
  CHECK_THROWS_AS(g.result(), cogen::generator_no_result);
  CHECK(collect(g).empty());
  CHECK(g.state() == generator_state::closed);
}

}  // namespace

TEST_CASE("a default-constructed generator is closed") {
  full_generator g;
  check_closed(g);
}

TEST_CASE("a moved-from generator is closed") {
  auto g = count_and_return(2);
  CHECK(g.next() == 1);
  full_generator const other = std::move(g);
  check_closed(g);
  CHECK(other.state() == generator_state::suspended);
}

TEST_CASE("a generator closed before its start is closed") {
  auto g = count_and_return(2);
  CHECK(g.close() == std::nullopt);
  check_closed(g);
}

TEST_CASE("a closed generator that was suspended is closed") {
  auto g = count_and_return(2);
  CHECK(g.next() == 1);
  CHECK(g.close() == std::nullopt);
  check_closed(g);
}

TEST_CASE("a closed generator can be assigned to and goes on as the new one") {
  full_generator g;
  g = count_and_return(1);
  CHECK(g.next() == 1);
  CHECK_FALSE(g.next());
  CHECK(g.result() == "done");
}

TEST_CASE("a moved generator goes on where it was") {
  auto g = count_to(4);
  CHECK(g.next() == 1);
  auto moved = std::move(g);
  CHECK(moved.next() == 2);
  generator<int> assigned;
  assigned = std::move(moved);
  CHECK(assigned.next() == 3);
  CHECK(assigned.state() == generator_state::suspended);
  CHECK(moved.state() == generator_state::closed);
}

TEST_CASE("move assignment destroys what was there before") {
  trace log;
  auto traced = [](trace& to, int value) -> generator<int> {
    finally at_end(to, "left " + std::to_string(value));
    co_yield value;
  };
  auto g = traced(log, 1);
  auto h = traced(log, 2);
  CHECK(g.next() == 1);
  CHECK(h.next() == 2);
  g = std::move(h);
  CHECK(log == trace{"left 1"});
  CHECK_FALSE(g.next());
  CHECK(log == trace{"left 1", "left 2"});
}

TEST_CASE("self-move keeps a generator as it is") {
  auto g = count_to(2);
  CHECK(g.next() == 1);
  auto& self = g;
  g = std::move(self);
  CHECK(g.state() == generator_state::suspended);
  CHECK(g.next() == 2);
}

TEST_CASE("swap exchanges two generators wherever they are") {
  auto g = count_to(2);
  auto h = count_to(9);
  CHECK(g.next() == 1);
  g.swap(h);
  CHECK(g.state() == generator_state::created);
  CHECK(h.next() == 2);
  std::swap(g, h);
  CHECK_FALSE(g.next());
  CHECK(h.next() == 1);
  h.swap(h);
  CHECK(h.next() == 2);
}

TEST_CASE("result is there after the end and only then") {
  auto g = count_and_return(1);
  CHECK_THROWS_AS(g.result(), cogen::generator_no_result);
  CHECK(g.next() == 1);
  CHECK_THROWS_AS(g.result(), cogen::generator_no_result);
  CHECK_FALSE(g.next());
  CHECK(g.result() == "done");
  g.result() += "!";
  std::string const taken = std::move(g.result());
  CHECK(taken == "done!");
}

TEST_CASE("result may be move-only") {
  auto make = []() -> generator<int, void, std::unique_ptr<int>> {
    auto value = std::make_unique<int>(7);
    co_yield 1;
    co_return value;
  };
  auto g = make();
  CHECK(g.next() == 1);
  CHECK_FALSE(g.next());
  auto const taken = std::move(g.result());
  CHECK(*taken == 7);
}

TEST_CASE("result may have neither a default constructor nor an assignment") {
  struct fixed {
    explicit fixed(int number) : value(number) {}
    int const value;
  };
  auto make = []() -> generator<int, void, fixed> {
    fixed result(3);
    co_yield 1;
    co_return result;
  };
  auto g = make();
  CHECK(collect(g) == std::vector<int>{1});
  CHECK(g.result().value == 3);
}

TEST_CASE("there is no result after an exception") {
  auto make = [](bool fail) -> generator<int, void, int> {
    co_yield 1;
    if (fail) throw std::runtime_error("failed");
    co_return 2;
  };
  auto g = make(true);
  CHECK(g.next() == 1);
  CHECK_THROWS_AS(g.next(), std::runtime_error);
  CHECK_THROWS_AS(g.result(), cogen::generator_no_result);
}

TEST_CASE("an exception from the body arrives at next and closes the generator") {
  auto g = fails_at(1);
  CHECK(g.next() == 1);
  CHECK_THROWS_WITH(g.next(), "failed");
  CHECK(g.state() == generator_state::closed);
  CHECK_FALSE(g.next());
  CHECK_FALSE(g.next());
  CHECK(g.begin() == g.end());
}

TEST_CASE("an exception before the first yield arrives at the first next") {
  auto g = fails_at(0);
  CHECK_THROWS_WITH(g.next(), "failed");
  CHECK(g.state() == generator_state::closed);
  CHECK_FALSE(g.next());
}

TEST_CASE("an exception from the body arrives at the increment of a loop, after the elements before it") {
  auto g = fails_at(2);
  std::vector<int> seen;
  auto loop = [&] {
    for (int i : g) seen.push_back(i);
  };
  CHECK_THROWS_WITH(loop(), "failed");
  CHECK(seen == std::vector<int>{1, 2});
  CHECK(g.state() == generator_state::closed);
  loop();
  CHECK(seen == std::vector<int>{1, 2});
}

TEST_CASE("any type can be thrown out of a body") {
  auto make = []() -> generator<int> {
    co_yield 1;
    throw 42;
  };
  auto g = make();
  CHECK(g.next() == 1);
  CHECK_THROWS_AS(g.next(), int);
}

TEST_CASE("parameters are copied or moved into the frame once") {
  lifetime_check check;
  auto take = [](tracked by_value) -> generator<int> { co_yield by_value.value(); };
  tracked const mine(3);
  {
    auto g = take(mine);
    // One copy into the parameter, one move of the parameter into the frame.
    CHECK(check->copied == 1);
    CHECK(check->moved == 1);
    CHECK(g.next() == 3);
    CHECK(check->live == 2);
  }
  CHECK(check->live == 1);
  auto g = take(tracked(4));
  CHECK(check->copied == 1);
  CHECK(check->moved == 2);
  CHECK(g.next() == 4);
}

TEST_CASE("reference parameters are neither copied nor moved") {
  lifetime_check check;
  auto look = [](tracked const& by_reference) -> generator<int> { co_yield by_reference.value(); };
  tracked const mine(3);
  auto g = look(mine);
  CHECK(g.next() == 3);
  CHECK(check->copied + check->moved == 0);
}

TEST_CASE("an lvalue yielded from a generator of values is copied once") {
  lifetime_check check;
  auto make = []() -> generator<tracked> {
    tracked local(1);
    co_yield local;
    CHECK(local == 1);
  };
  auto g = make();
  for (auto&& element : g) {
    CHECK(element == 1);
    tracked const taken = std::move(element);
    CHECK(taken == 1);
  }
  CHECK(check->copied == 1);
  CHECK(check->moved == 1);
}

TEST_CASE("a const lvalue yielded from a generator of values is copied once") {
  lifetime_check check;
  auto make = [](tracked const& element) -> generator<tracked> { co_yield element; };
  tracked const mine(1);
  auto g = make(mine);
  CHECK(*g.begin() == 1);
  CHECK(check->copied == 1);
  CHECK(check->moved == 0);
}

TEST_CASE("rvalues yielded from a generator of values are neither copied nor moved by the way") {
  lifetime_check check;
  auto make = []() -> generator<tracked> {
    tracked local(2);
    co_yield tracked(1);
    co_yield std::move(local);
  };
  auto g = make();
  int sum = 0;
  for (auto&& element : g) sum += element.value();
  CHECK(sum == 3);
  CHECK(check->copied + check->moved == 0);
}

TEST_CASE("next moves each element once, into the optional") {
  lifetime_check check;
  auto make = []() -> generator<tracked> { co_yield tracked(1); };
  auto g = make();
  auto const element = g.next();
  CHECK(*element == 1);
  CHECK(check->copied == 0);
  CHECK(check->moved == 1);
}

TEST_CASE("a generator of references never copies or moves") {
  lifetime_check check;
  auto make = []() -> generator<tracked&> {
    tracked local(1);
    co_yield local;
    CHECK(local == 5);
    co_yield local;
  };
  auto g = make();
  g.next()->set(5);
  CHECK(*g.next() == 5);
  CHECK(g.next() == nullptr);
  CHECK(check->copied + check->moved == 0);
}

TEST_CASE("a consumer who changes its element changes no local of the body") {
  SECTION("of a small value") {
    auto make = []() -> generator<int> {
      int local = 1;
      co_yield local;
      co_yield local;
    };
    auto g = make();
    for (int&& element : g) {
      CHECK(element == 1);
      element = 99;
    }
  }
  SECTION("of a large plain struct") {
    struct large {
      int numbers[64];
    };
    auto make = []() -> generator<large> {
      large local{};
      local.numbers[63] = 1;
      co_yield local;
      co_yield local;
    };
    auto g = make();
    for (large&& element : g) {
      CHECK(element.numbers[63] == 1);
      element.numbers[63] = 99;
    }
  }
  SECTION("of a string") {
    auto make = []() -> generator<std::string> {
      std::string local = "a string that is too long to be stored in place";
      co_yield local;
      co_yield local;
    };
    auto g = make();
    for (std::string&& element : g) {
      CHECK(element == "a string that is too long to be stored in place");
      std::string const taken = std::move(element);
      CHECK(taken.size() == 47);
    }
  }
}

TEST_CASE("what is yielded is converted to the element type") {
  auto texts = []() -> generator<std::string> {
    char const* const second = "two";
    co_yield "one";
    co_yield second;
  };
  auto text = texts();
  CHECK(collect(text) == std::vector<std::string>{"one", "two"});
  auto numbers = []() -> generator<long> {
    short const second = 2;
    co_yield 1;
    co_yield second;
  };
  auto number = numbers();
  CHECK(collect(number) == std::vector<long>{1, 2});
  auto views = []() -> generator<std::string const&> {
    int const declared = 1;
    co_yield "a temporary string that lives until the next pull";
    CHECK(declared == 1);
  };
  auto view = views();
  CHECK(*view.next() == "a temporary string that lives until the next pull");
}

TEST_CASE("elements may be move-only") {
  auto make = []() -> generator<std::unique_ptr<int>> {
    auto local = std::make_unique<int>(1);
    co_yield std::move(local);
    co_yield std::make_unique<int>(2);
  };
  auto g = make();
  auto const first = g.next();
  REQUIRE(first);
  CHECK(**first == 1);
  auto const second = g.next();
  REQUIRE(second);
  CHECK(**second == 2);
  CHECK_FALSE(g.next());
}

TEST_CASE("elements need no default constructor") {
  struct point {
    point(int horizontal, int vertical) : x(horizontal), y(vertical) {}
    int x;
    int y;
  };
  auto make = []() -> generator<point> {
    point local(1, 2);
    co_yield local;
    co_yield point(3, 4);
  };
  auto g = make();
  CHECK(g.next()->y == 2);
  CHECK(g.next()->x == 3);
}

TEST_CASE("elements that can't be moved can be iterated over") {
  struct pinned {
    explicit pinned(int number) : value(number) {}
    pinned(pinned const&) = delete;
    pinned& operator=(pinned const&) = delete;
    int value;
  };
  auto make = []() -> generator<pinned> {
    int const second = 2;
    co_yield pinned(1);
    co_yield pinned(second);
  };
  auto g = make();
  int sum = 0;
  for (pinned&& element : g) sum += element.value;
  CHECK(sum == 3);
}

TEST_CASE("elements may be const") {
  auto make = []() -> generator<std::string const> {
    std::string local = "local";
    co_yield local;
    co_yield std::move(local);
    co_yield "temporary";
  };
  auto g = make();
  CHECK(collect(g) == std::vector<std::string>{"local", "local", "temporary"});
  auto numbers = []() -> generator<int const> {
    int const second = 2;
    co_yield 1;
    co_yield second;
  };
  auto n = numbers();
  CHECK(n.next() == 1);
  CHECK(n.next() == 2);
  CHECK_FALSE(n.next());
}

TEST_CASE("elements may be pointers, bools and empty structs") {
  struct nothing {};
  auto pointers = [](int* here) -> generator<int*> {
    co_yield here;
    co_yield nullptr;
  };
  int number = 0;
  auto p = pointers(&number);
  CHECK(p.next() == &number);
  auto const null = p.next();
  REQUIRE(null.has_value());
  CHECK(*null == nullptr);
  CHECK_FALSE(p.next());
  auto bools = []() -> generator<bool> {
    bool const no = false;
    co_yield no;
    co_yield true;
  };
  auto b = bools();
  CHECK(collect(b) == std::vector<bool>{false, true});
  auto empties = [](int count) -> generator<nothing> {
    for (int i = 0; i != count; ++i) co_yield nothing();
  };
  auto e = empties(3);
  CHECK(collect(e).size() == 3);
}

namespace {

template <std::size_t Alignment>
struct alignas(Alignment) aligned {
  explicit aligned(int number) : value(number) {}
  aligned(aligned const& other) : value(other.value) {}  // keeps g++ from noting how it passes plain structs
  aligned& operator=(aligned const&) = delete;
  int value;
};

template <class T>
bool is_aligned(T& object) {
  return reinterpret_cast<std::uintptr_t>(support::opaque(&object)) % alignof(T) == 0;
}

template <std::size_t Alignment>
generator<aligned<Alignment>> aligned_locals(aligned<Alignment> parameter, int& wrong) {
  aligned<Alignment> local(2);
  wrong += !is_aligned(parameter);
  wrong += !is_aligned(local);
  co_yield local;
  wrong += !is_aligned(local);
  co_yield aligned<Alignment>(3);
  co_yield std::move(parameter);
}

template <std::size_t Alignment>
void check_alignment() {
  int wrong = 0;
  std::vector<generator<aligned<Alignment>>> kept;
  for (int i = 0; i != 20; ++i) {
    kept.push_back(aligned_locals(aligned<Alignment>(1), wrong));
    int sum = 0;
    for (auto&& element : kept.back()) {
      wrong += !is_aligned(element);
      sum += element.value;
    }
    CHECK(sum == 6);
    kept.push_back(aligned_locals(aligned<Alignment>(1), wrong));
    CHECK(kept.back().next()->value == 2);
  }
  CHECK(wrong == 0);
}

}  // namespace

TEST_CASE("over-aligned locals, parameters and elements are aligned") {
  SECTION("to 32 bytes") { check_alignment<32>(); }
  SECTION("to 64 bytes") { check_alignment<64>(); }
}

TEST_CASE("an element whose copy throws is an exception of the body at the co_yield") {
  lifetime_check check;
  auto make = [](lifetime_check& counts) -> generator<tracked> {
    tracked local(1);
    try {
      co_yield local;
    } catch (support::copy_failed const&) {
      counts->copies_before_throw = -1;
      local.set(2);
    }
    co_yield local;
  };
  auto g = make(check);
  check->copies_before_throw = 0;
  CHECK(*g.next() == 2);
  CHECK_FALSE(g.next());

  auto uncaught = make(check);
  CHECK(*uncaught.next() == 1);
  check->copies_before_throw = 0;
  CHECK_THROWS_AS(uncaught.next(), support::copy_failed);
  CHECK(uncaught.state() == generator_state::closed);
}

TEST_CASE("an element whose move into the optional throws leaves the generator suspended behind it") {
  lifetime_check check;
  auto make = []() -> generator<tracked> {
    int const second = 2;
    co_yield tracked(1);
    co_yield tracked(second);
  };
  auto g = make();
  check->moves_before_throw = 0;
  CHECK_THROWS_AS(g.next(), support::move_failed);
  check->moves_before_throw = -1;
  CHECK(g.state() == generator_state::suspended);
  CHECK(*g.next() == 2);
  CHECK_FALSE(g.next());
}

TEST_CASE("two generators of one coroutine are independent") {
  auto g = count_to(3);
  auto h = count_to(3);
  CHECK(g.next() == 1);
  CHECK(g.next() == 2);
  CHECK(h.next() == 1);
  CHECK(g.next() == 3);
  CHECK(h.next() == 2);
}

TEST_CASE("generators can be kept in containers") {
  std::vector<generator<int>> many;
  for (int i = 1; i <= 20; ++i) many.push_back(count_to(i));
  int sum = 0;
  for (auto& g : many) {
    for (int element : g) sum += element;
  }
  CHECK(sum == 1540);
  std::optional<generator<int>> maybe = count_to(1);
  CHECK(maybe->next() == 1);
  maybe.reset();
}

TEST_CASE("an endless generator that throws destroys its locals once") {
  // clang 14 to 19 destroy them twice where unhandled_exception rethrows and the end of the body can't be reached.
  lifetime_check check;
  auto make = [](int last) -> generator<int> {
    tracked local(1);
    for (int i = 1;; ++i) {
      if (i > last) throw std::runtime_error("enough");
      co_yield i;
    }
  };
  {
    auto g = make(1);
    CHECK(g.next() == 1);
    CHECK_THROWS_WITH(g.next(), "enough");
    CHECK(check->live == 0);
  }
  CHECK(check->constructed == 1);
  CHECK(check->destroyed == 1);
}

TEST_CASE("every error of the library is a generator_error, generator_exit is not even a std::exception") {
  static_assert(std::is_base_of_v<std::logic_error, cogen::generator_error>);
  static_assert(std::is_base_of_v<cogen::generator_error, cogen::generator_not_started>);
  static_assert(std::is_base_of_v<cogen::generator_error, cogen::generator_running>);
  static_assert(std::is_base_of_v<cogen::generator_error, cogen::generator_ignored_exit>);
  static_assert(std::is_base_of_v<cogen::generator_error, cogen::generator_no_result>);
  static_assert(!std::is_base_of_v<std::exception, cogen::generator_exit>);
  CHECK_THROWS_WITH(full_generator().result(), Catch::Contains("no result"));
}
