#include <cogen/generator.hpp>

#include "support/catch.hpp"
#include "support/collect.hpp"
#include "support/input_only.hpp"
#include "support/pulled.hpp"
#include "support/trace.hpp"
#include "support/tracked.hpp"

#include <array>
#include <cstddef>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <ranges>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// co_yield from(range): windows over contiguous ranges, the elements of others one by one.

namespace {

using cogen::from;
using cogen::generator;
using cogen::generator_state;
using support::collect;
using support::trace;
using support::tracked;

// Borrows a range.
template <class Yield, class Range>
generator<Yield> over(Range& range) {
  co_yield from(range);
}

// Owns it.
template <class Yield, class Range>
generator<Yield> owning(Range range) {
  co_yield from(std::move(range));
}

template <class Yield>
std::vector<std::remove_cvref_t<Yield>> all(generator<Yield> g) {
  return collect(g);
}

// 0, 1, ..., last - 1 by the names `begin` and `end` that only argument-dependent lookup finds.
namespace elsewhere {
struct numbers {
  int following;
  int last;
};
struct numbers_iterator {
  numbers* range;
  int operator*() const { return range->following; }
  numbers_iterator& operator++() {
    ++range->following;
    return *this;
  }
};
struct numbers_end {};
inline bool operator!=(numbers_iterator it, numbers_end) { return it.range->following != it.range->last; }
inline numbers_iterator begin(numbers& range) { return {&range}; }
inline numbers_end end(numbers&) { return {}; }
}  // namespace elsewhere

}  // namespace

TEST_CASE("a window hands out the very elements of the range") {
  std::vector<int> numbers{1, 2, 3};
  SECTION("by reference") {
    auto g = over<int&>(numbers);
    for (int& number : numbers) CHECK(g.next() == &number);
    CHECK(g.next() == nullptr);
  }
  SECTION("by const reference") {
    auto g = over<int const&>(numbers);
    for (int& number : numbers) CHECK(g.next() == &number);
    CHECK(g.next() == nullptr);
    auto c = over<int const&>(std::as_const(numbers));
    for (int& number : numbers) CHECK(c.next() == &number);
    CHECK(c.next() == nullptr);
  }
  SECTION(
      "but a generator of values hands out small ones as copies, so that changing one changes nothing in the range") {
    auto g = over<int>(numbers);
    for (int expected : {1, 2, 3}) {
      int* const element = g.pull();
      REQUIRE(element != nullptr);
      CHECK(std::exchange(*element, 0) == expected);
    }
    CHECK(g.pull() == nullptr);
    CHECK(numbers == std::vector<int>{1, 2, 3});
  }
}

TEST_CASE("every contiguous range is a window of its elements") {
  std::vector<int> const expected{1, 2, 3};
  std::vector<int> numbers = expected;
  std::array<int, 3> standard_array{1, 2, 3};
  int builtin_array[] = {1, 2, 3};
  CHECK(all(over<int>(numbers)) == expected);
  CHECK(all(over<int>(std::as_const(numbers))) == expected);
  CHECK(all(owning<int>(numbers)) == expected);
  CHECK(all(over<int>(standard_array)) == expected);
  CHECK(all(over<int>(std::as_const(standard_array))) == expected);
  CHECK(all(over<int>(builtin_array)) == expected);
  CHECK(all(over<int>(std::as_const(builtin_array))) == expected);
  CHECK(all(owning<int>(std::span<int>(numbers))) == expected);
  CHECK(all(owning<int>(std::span<int const>(numbers))) == expected);
  CHECK(all(owning<int>(std::span<int, 3>(builtin_array))) == expected);
  CHECK(all(owning<int>(std::initializer_list<int>{1, 2, 3})) == expected);
  CHECK(all(over<int&>(builtin_array)) == expected);
  CHECK(all(over<int const&>(std::as_const(builtin_array))) == expected);
  CHECK(all(owning<int const&>(numbers | std::views::take(3))) == expected);
  CHECK(all(owning<char>(std::string("abc"))) == std::vector<char>{'a', 'b', 'c'});
  CHECK(all(owning<char>(std::string_view("abc"))) == std::vector<char>{'a', 'b', 'c'});
  CHECK(all(owning<char const&>(std::string_view("abc"))) == std::vector<char>{'a', 'b', 'c'});
}

TEST_CASE("the elements of an rvalue container are moved out of it") {
  std::vector<std::string> words{"a string that is too long to be stored in place",
                                 "and another that is as long as that"};
  std::vector<char const*> const stored{words[0].data(), words[1].data()};
  auto g = owning<std::string>(std::move(words));
  for (char const* expected : stored) {
    std::optional<std::string> const word = g.next();
    REQUIRE(word);
    CHECK(word->data() == expected);
  }
  CHECK_FALSE(g.next());
}

TEST_CASE("the elements of an lvalue container are copied, not moved from") {
  std::vector<std::string> const expected{"a string that is too long to be stored in place", "and another"};
  std::vector<std::string> words = expected;
  CHECK(all(over<std::string>(words)) == expected);
  CHECK(words == expected);
  CHECK(all(over<std::string>(std::as_const(words))) == expected);
  CHECK(all(owning<std::string>(std::span<std::string>(words))) == expected);
  CHECK(all(owning<std::string>(std::span<std::string const>(words))) == expected);
  CHECK(all(owning<std::string>(words | std::views::take(2))) == expected);
  CHECK(words == expected);
}

TEST_CASE("the elements of a const rvalue container are copied") {
  std::vector<std::string> const words{"a string that is too long to be stored in place"};
  auto make = [](std::vector<std::string> const held) -> generator<std::string> {
    co_yield from(std::move(held));
    CHECK(held.front().size() == 47);
  };
  auto g = make(words);
  CHECK(collect(g) == words);
}

TEST_CASE("move-only elements are moved out of an rvalue container") {
  std::vector<std::unique_ptr<int>> pointers;
  pointers.push_back(std::make_unique<int>(1));
  pointers.push_back(std::make_unique<int>(2));
  auto g = owning<std::unique_ptr<int>>(std::move(pointers));
  CHECK(**g.next() == 1);
  CHECK(**g.next() == 2);
  CHECK_FALSE(g.next());
}

TEST_CASE("a window copies and moves nothing by itself, copies of an lvalue are one for each element") {
  support::lifetime_check check;
  std::vector<tracked> objects;
  objects.reserve(2);
  objects.emplace_back(1);
  objects.emplace_back(2);
  int sum = 0;
  for (auto&& element : over<tracked const&>(objects)) sum += element.value();
  CHECK(check->copied + check->moved == 0);
  for (auto&& element : over<tracked>(objects)) sum += element.value();
  CHECK(check->copied == 2);
  CHECK(check->moved == 0);
  for (auto&& element : owning<tracked>(std::move(objects))) sum += element.value();
  CHECK(check->copied == 2);
  CHECK(check->moved == 0);
  CHECK(sum == 9);
}

TEST_CASE("a consumer who changes its element changes no element of a const container") {
  std::vector<int> const numbers{1, 2, 3};
  for (int&& element : over<int>(numbers)) element = 99;
  CHECK(numbers == std::vector<int>{1, 2, 3});
}

TEST_CASE("long const runs come complete and in order") {
  struct large {
    int numbers[100];
  };
  for (std::size_t size : {0U, 1U, 255U, 256U, 257U, 1000U}) {
    std::vector<int> numbers(size);
    for (std::size_t i = 0; i != size; ++i) numbers[i] = static_cast<int>(i);
    CHECK(all(over<int>(std::as_const(numbers))) == numbers);
  }
  std::vector<large> objects(20);
  for (int i = 0; i != 20; ++i) objects[static_cast<std::size_t>(i)].numbers[99] = i;
  int expected = 0;
  for (large&& element : over<large>(std::as_const(objects))) CHECK(element.numbers[99] == expected++);
  CHECK(expected == 20);
}

TEST_CASE("empty ranges are passed over") {
  auto make = []() -> generator<int> {
    std::vector<int> empty;
    std::list<int> const empty_list;
    co_yield from(empty);
    co_yield from(std::vector<int>());
    co_yield from(std::as_const(empty));
    co_yield from(empty_list);
    co_yield 1;
    co_yield from(empty);
  };
  auto g = make();
  CHECK(collect(g) == std::vector<int>{1});
}

TEST_CASE("windows follow each other and single elements") {
  auto make = []() -> generator<int> {
    std::vector<int> numbers{2, 3};
    co_yield 1;
    co_yield from(numbers);
    co_yield from(numbers);
    co_yield 4;
  };
  auto g = make();
  CHECK(collect(g) == std::vector<int>{1, 2, 3, 2, 3, 4});
  auto nested = owning<int>(owning<int>(make()));
  CHECK(collect(nested) == std::vector<int>{1, 2, 3, 2, 3, 4});
}

TEST_CASE("a range that the body changes behind a window is seen as it is at the from") {
  auto make = []() -> generator<int> {
    std::vector<int> page;
    for (int i = 0; i != 3; ++i) {
      page.assign(2, i);
      co_yield from(page);
    }
  };
  auto g = make();
  CHECK(collect(g) == std::vector<int>{0, 0, 1, 1, 2, 2});
}

TEST_CASE("throw_ in a window throws at the from, and the rest of the window is dropped") {
  trace log;
  auto make = [](trace& to) -> generator<int> {
    std::vector<int> numbers{1, 2, 3};
    try {
      co_yield from(numbers);
      to("not reached");
    } catch (std::runtime_error const& error) {
      to(error.what());
    }
    co_yield 9;
  };
  auto g = make(log);
  CHECK(g.next() == 1);
  CHECK(g.throw_(std::runtime_error("thrown in")) == 9);
  CHECK_FALSE(g.next());
  CHECK(log == trace{"thrown in"});
  auto nested = owning<int>(make(log));
  CHECK(nested.next() == 1);
  CHECK(nested.next() == 2);
  CHECK(nested.throw_(std::runtime_error("again")) == 9);
  CHECK(log == trace{"thrown in", "again"});
}

TEST_CASE("close in a window raises the exit at the from") {
  trace log;
  auto make = [](trace& to) -> generator<int> {
    std::vector<int> numbers{1, 2, 3};
    try {
      co_yield from(numbers);
    } catch (cogen::generator_exit const&) {
      to("exit");
      throw;
    }
  };
  auto g = make(log);
  CHECK(g.next() == 1);
  g.close();
  CHECK(log == trace{"exit"});
  CHECK(g.state() == generator_state::closed);
}

namespace {

// Python raises AttributeError at the `yield from`: a list iterator has no send().
template <class Range>
generator<int, int> guarded(trace& log, Range range) {
  try {
    co_yield from(range);
    log("not reached");
  } catch (cogen::generator_error const& error) {
    log(error.what());
  }
  auto value = co_yield 50;
  log(value ? "got " + std::to_string(*value) : "got nothing");
}

template <class Range>
void check_send_into(Range range) {
  trace log;
  auto g = guarded(log, std::move(range));
  CHECK(g.next() == 1);
  CHECK(g.next() == 2);
  CHECK(g.send(5) == 50);
  CHECK_FALSE(g.send(6));
  CHECK(log == trace{"cogen: send() while the generator delegates to a range, which takes no values", "got 6"});
}

}  // namespace

TEST_CASE("send into a range throws generator_error at the from") {
  SECTION("a window") { check_send_into(std::vector<int>{1, 2, 3}); }
  SECTION("a window at its last element") { check_send_into(std::vector<int>{1, 2}); }
  SECTION("a run of const elements") { check_send_into(std::span<int const>(std::array<int, 3>{1, 2, 3})); }
  SECTION("a list") { check_send_into(std::list<int>{1, 2, 3}); }
  SECTION("an input-only range") { check_send_into(support::input_only<int>({1, 2, 3})); }
}

TEST_CASE("send into an rvalue range throws generator_error at the from") {
  auto make = [](std::list<int> numbers) -> generator<int, int> { co_yield from(std::move(numbers)); };
  auto g = make({1, 2});
  CHECK(g.next() == 1);
  CHECK_THROWS_AS(g.send(5), cogen::generator_error);
  CHECK(g.state() == generator_state::closed);
}

namespace {

// A generator that is told through another that takes ints.
template <class Send, class Range>
void check_sent_through(Range range) {
  trace log;
  auto inner = [](trace& to, Range held) -> generator<int, Send> {
    try {
      co_yield from(held);
    } catch (cogen::generator_error const&) {
      to("refused");
    }
    co_yield 50;
  };
  auto outer = [](generator<int, Send> delegated) -> generator<int, int> { co_yield from(std::move(delegated)); };
  auto g = outer(inner(log, std::move(range)));
  CHECK(g.next() == 1);
  CHECK(g.send(5) == 50);
  CHECK(log == trace{"refused"});
}

}  // namespace

TEST_CASE("send into a range is refused at the from, also in a generator that takes nothing") {
  SECTION("a window") { check_sent_through<void>(std::vector<int>{1, 2, 3}); }
  SECTION("a list") { check_sent_through<void>(std::list<int>{1, 2, 3}); }
}

TEST_CASE("send into a range is refused at the from, also in a generator that takes another type") {
  SECTION("a window") { check_sent_through<std::string>(std::vector<int>{1, 2, 3}); }
  SECTION("a list") { check_sent_through<std::string>(std::list<int>{1, 2, 3}); }
}

TEST_CASE("a list is handed out element by element") {
  std::list<int> numbers{1, 2, 3};
  auto by_reference = over<int&>(numbers);
  for (int& number : numbers) CHECK(by_reference.next() == &number);
  CHECK(by_reference.next() == nullptr);
  CHECK(all(over<int const&>(numbers)) == std::vector<int>{1, 2, 3});
  CHECK(all(over<int const&>(std::as_const(numbers))) == std::vector<int>{1, 2, 3});
  CHECK(all(over<int>(numbers)) == std::vector<int>{1, 2, 3});
}

TEST_CASE("the elements of an rvalue list are moved out, those of an lvalue copied") {
  support::lifetime_check check;
  std::list<tracked> objects;
  objects.emplace_back(1);
  objects.emplace_back(2);
  int sum = 0;
  for (auto&& element : over<tracked>(objects)) sum += element.value();
  CHECK(check->copied == 2);
  for (auto&& element : owning<tracked>(std::move(objects))) {
    tracked const taken = std::move(element);
    sum += taken.value();
  }
  CHECK(check->copied == 2);
  CHECK(check->moved == 2);
  CHECK(sum == 6);
  std::list<std::unique_ptr<int>> pointers;
  pointers.push_back(std::make_unique<int>(7));
  auto g = owning<std::unique_ptr<int>>(std::move(pointers));
  CHECK(**g.next() == 7);
}

TEST_CASE("an input-only range is dereferenced and incremented once for each element, and begun once") {
  SECTION("of values") {
    support::input_only<int> range({1, 2, 3});
    auto const counts = range.counts();
    auto g = owning<int>(std::move(range));
    CHECK(g.next() == 1);
    CHECK(counts->dereferences == 1);
    CHECK(counts->increments == 0);
    CHECK(collect(g) == std::vector<int>{2, 3});
    CHECK(counts->begins == 1);
    CHECK(counts->dereferences == 3);
    CHECK(counts->increments == 3);
  }
  SECTION("of values, handed out by const reference") {
    CHECK(all(owning<std::string const&>(support::input_only<std::string>({"a", "b"}))) ==
          std::vector<std::string>{"a", "b"});
  }
  SECTION("of references, borrowed") {
    support::input_only<int&> range({1, 2, 3});
    auto g = over<int&>(range);
    CHECK(*g.next() == 1);
    CHECK(*g.next() == 2);
    g = generator<int&>();
    CHECK(range.counts()->increments == 1);
  }
  SECTION("of references, in a generator of values: copied") {
    support::lifetime_check check;
    std::vector<tracked> objects;
    objects.emplace_back(1);
    support::input_only<tracked&> range(std::move(objects));
    auto g = over<tracked>(range);
    CHECK(*g.next() == 1);
    CHECK(check->copied == 1);
    CHECK_FALSE(g.next());
  }
  SECTION("of rvalue references: moved") {
    support::input_only<std::string&&> range({"a string that is too long to be stored in place"});
    CHECK(all(over<std::string>(range)) == std::vector<std::string>{"a string that is too long to be stored in place"});
  }
  SECTION("of move-only values") {
    std::vector<std::unique_ptr<int>> pointers;
    pointers.push_back(std::make_unique<int>(5));
    auto g = owning<std::unique_ptr<int>>(support::input_only<std::unique_ptr<int>>(std::move(pointers)));
    CHECK(**g.next() == 5);
    CHECK_FALSE(g.next());
  }
}

TEST_CASE("the views of std are ranges like any other") {
  CHECK(all(owning<int>(std::views::iota(1, 4))) == std::vector<int>{1, 2, 3});
  std::vector<int> const numbers{1, 2, 3, 4};
  auto even = numbers | std::views::filter([](int number) { return number % 2 == 0; });
  CHECK(all(owning<int>(even)) == std::vector<int>{2, 4});
  CHECK(all(over<int const&>(even)) == std::vector<int>{2, 4});
  auto texts = numbers | std::views::transform([](int number) { return std::to_string(number); });
  CHECK(all(owning<std::string>(texts)) == std::vector<std::string>{"1", "2", "3", "4"});
  auto reversed = numbers | std::views::reverse;
  CHECK(all(owning<int>(reversed)) == std::vector<int>{4, 3, 2, 1});
}

TEST_CASE("elements are converted to the element type") {
  std::vector<char const*> const literals{"one", "two"};
  CHECK(all(over<std::string>(literals)) == std::vector<std::string>{"one", "two"});
  std::vector<short> const numbers{1, 2};
  CHECK(all(over<int>(numbers)) == std::vector<int>{1, 2});
  std::vector<bool> const bits{true, false};
  CHECK(all(over<bool>(bits)) == std::vector<bool>{true, false});
}

TEST_CASE("a map hands out its pairs") {
  std::map<int, std::string> const words{{1, "one"}, {2, "two"}};
  std::string seen;
  for (auto const& [number, word] : over<std::pair<int const, std::string> const&>(words)) {
    seen += std::to_string(number) + word;
  }
  CHECK(seen == "1one2two");
}

TEST_CASE("begin and end are found by argument-dependent lookup, as a range-for does") {
  CHECK(all(owning<int>(elsewhere::numbers{0, 3})) == std::vector<int>{0, 1, 2});
  elsewhere::numbers borrowed{0, 3};
  auto g = over<int>(borrowed);
  CHECK(g.next() == 0);
  CHECK(g.next() == 1);
  CHECK(borrowed.following == 1);
}

TEST_CASE("a pull source is a range like any other, and is pulled exactly") {
  support::pull_log log;
  support::pulled source(log);
  {
    auto g = over<int>(source);
    CHECK(g.next() == 0);
    CHECK(g.next() == 1);
    CHECK(log.pulls == 2);
  }
  CHECK(source.next() == 2);
  support::pull_log owned;
  CHECK(all(owning<int>(support::pulled(owned, 3))) == std::vector<int>{0, 1, 2});
  CHECK(owned.pulls == 4);
  CHECK(owned.pulls_after_end == 0);
}

TEST_CASE("an exception of a range arrives at the from") {
  support::pull_log log;
  log.throw_at = 2;
  trace told;
  auto make = [](support::pulled source, trace& to) -> generator<int> {
    try {
      co_yield from(std::move(source));
    } catch (support::pull_failed const&) {
      to("failed");
    }
    co_yield 9;
  };
  auto g = make(support::pulled(log), told);
  CHECK(g.next() == 0);
  CHECK(g.next() == 9);
  CHECK(told == trace{"failed"});
}

TEST_CASE("an owned range is destroyed before the body goes on, a borrowed one is not") {
  support::lifetime_check check;
  auto make = [](support::lifetime_check& counts, trace& to) -> generator<tracked const&> {
    std::list<tracked> objects(2);
    co_yield from(objects);
    to(std::to_string(counts->live) + " live after borrowing");
    co_yield from(std::move(objects));
    to(std::to_string(counts->live) + " live after owning");
  };
  trace log;
  auto g = make(check, log);
  int count = 0;
  for (tracked const& element : g) {
    count += 1 + element.value();
  }
  CHECK(count == 4);
  CHECK(log == trace{"2 live after borrowing", "0 live after owning"});
}

TEST_CASE("segment returns what is there of a window behind the current element, and pull goes on right after it") {
  std::vector<int> numbers{1, 2, 3, 4, 5, 6};
  auto make = [](std::vector<int>& window, trace& to) -> generator<int&> {
    to("started");
    co_yield from(window);
    to("after the window");
    co_yield window[0];
    to("after the element");
  };
  trace log;
  auto g = make(numbers, log);
  CHECK(g.segment(8).empty());
  CHECK(log.empty());
  CHECK(g.state() == generator_state::created);
  CHECK(g.next() == &numbers[0]);
  CHECK(g.segment(0).empty());
  auto const two = g.segment(2);
  CHECK(two.data() == &numbers[1]);
  CHECK(two.size() == 2);
  CHECK(g.state() == generator_state::suspended);
  CHECK(g.next() == &numbers[3]);
  auto const rest = g.segment(100);
  CHECK(rest.data() == &numbers[4]);
  CHECK(rest.size() == 2);
  CHECK(g.segment(100).empty());
  CHECK(log == trace{"started"});
  CHECK(g.next() == &numbers[0]);
  CHECK(log == trace{"started", "after the window"});
  CHECK(g.segment(100).empty());
  CHECK(log == trace{"started", "after the window"});
  CHECK(g.next() == nullptr);
  CHECK(g.segment(100).empty());
}

TEST_CASE("segment reaches into the window of the innermost generator") {
  auto leaf = []() -> generator<int> {
    std::vector<int> numbers{1, 2, 3};
    co_yield from(numbers);
    co_yield 4;
    co_yield from(numbers);
  };
  auto g = owning<int>(owning<int>(leaf()));
  CHECK(g.next() == 1);
  auto const rest = g.segment(8);
  CHECK(std::vector<int>(rest.begin(), rest.end()) == std::vector<int>{2, 3});
  CHECK(g.next() == 4);
  CHECK(g.segment(8).empty());
  CHECK(g.next() == 1);
  CHECK(g.segment(1).front() == 2);
  CHECK(collect(g) == std::vector<int>{3});
}

TEST_CASE("what is thrown in after a segment arrives at the from") {
  trace log;
  auto make = [](trace& to) -> generator<int> {
    std::vector<int> numbers{1, 2, 3};
    try {
      co_yield from(numbers);
    } catch (int) {
      to("caught");
    }
    co_yield 4;
  };
  auto g = make(log);
  CHECK(g.next() == 1);
  CHECK(g.segment(2).size() == 2);
  CHECK(g.throw_(0) == 4);
  CHECK(log == trace{"caught"});
}
