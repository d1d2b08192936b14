#include <cogen/generator.hpp>

#include "support/catch.hpp"
#include "support/collect.hpp"
#include "support/tracked.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace {

using cogen::co_invoke;
using cogen::generator;
using cogen::generator_state;
using support::collect;
using support::tracked;

// The lambdas are gone when this returns; only what co_invoke keeps is left.
generator<std::string> repeated(std::string text, int times) {
  auto lambda = [text, times]() -> generator<std::string> {
    for (int i = 0; i != times; ++i) co_yield text + std::to_string(i);
  };
  return co_invoke(std::move(lambda));
}

}  // namespace

TEST_CASE("co_invoke keeps the captures of a lambda coroutine alive") {
  auto g = repeated("a string that is too long to be stored in place ", 2);
  CHECK(g.state() == generator_state::created);
  CHECK(collect(g) == std::vector<std::string>{"a string that is too long to be stored in place 0",
                                               "a string that is too long to be stored in place 1"});
}

TEST_CASE("co_invoke copies an lvalue lambda once, and destroys its copy with the generator") {
  support::lifetime_check check;
  tracked captured(7);
  auto lambda = [captured]() -> generator<int> { co_yield captured.value(); };
  int const copies = check->copied;
  {
    auto g = co_invoke(lambda);
    CHECK(g.next() == 7);
    CHECK(check->copied == copies + 1);
    CHECK(check->live == 3);
  }
  CHECK(check->live == 2);
}

TEST_CASE("co_invoke runs nothing before the first element") {
  int runs = 0;
  auto lambda = [&runs]() -> generator<int> {
    ++runs;
    co_yield 1;
  };
  auto g = co_invoke(lambda);
  CHECK(runs == 0);
  CHECK(g.next() == 1);
  CHECK(runs == 1);
}

TEST_CASE("co_invoke passes arguments, copied or moved as by std::thread") {
  support::lifetime_check check;
  tracked const copied(1);
  auto lambda = [](tracked const& first, tracked second, std::unique_ptr<int> third) -> generator<int> {
    co_yield first.value();
    co_yield second.value();
    co_yield *third;
  };
  auto g = co_invoke(lambda, copied, tracked(2), std::make_unique<int>(3));
  CHECK(check->copied == 1);
  CHECK(collect(g) == std::vector<int>{1, 2, 3});
}

TEST_CASE("co_invoke keeps arguments alive that the lambda takes by reference") {
  auto make = [] {
    auto lambda = [](std::string const& text) -> generator<char> {
      for (char letter : text) co_yield letter;
    };
    return co_invoke(lambda, std::string("abc"));
  };
  auto g = make();
  CHECK(collect(g) == std::vector<char>{'a', 'b', 'c'});
}

TEST_CASE("co_invoke passes on what is sent, thrown in, closed and returned") {
  int exits = 0;
  auto lambda = [&exits](int first) -> generator<int, int, std::string> {
    int last = first;
    try {
      for (;;) {
        auto value = co_yield last;
        if (!value) break;
        last = *value;
      }
    } catch (int thrown) {
      last = thrown;
    } catch (cogen::generator_exit const&) {
      ++exits;
      throw;
    }
    co_return "ended at " + std::to_string(last);
  };
  auto ended = co_invoke(lambda, 1);
  CHECK(ended.next() == 1);
  CHECK(ended.send(5) == 5);
  CHECK_FALSE(ended.next());
  CHECK(ended.result() == "ended at 5");
  auto thrown = co_invoke(lambda, 1);
  CHECK(thrown.next() == 1);
  CHECK_FALSE(thrown.throw_(9));
  CHECK(thrown.result() == "ended at 9");
  auto closed = co_invoke(lambda, 1);
  CHECK(closed.next() == 1);
  CHECK(closed.close() == std::nullopt);
  CHECK(exits == 1);
}

TEST_CASE("co_invoke returns a move-only result") {
  auto lambda = [](int number) -> generator<int, void, std::unique_ptr<int>> {
    auto result = std::make_unique<int>(number);
    co_yield 1;
    co_return result;
  };
  auto g = co_invoke(lambda, 7);
  CHECK(collect(g) == std::vector<int>{1});
  CHECK(*g.result() == 7);
}

TEST_CASE("co_invoke calls functions and function objects too") {
  auto g = co_invoke(repeated, "x", 2);
  CHECK(collect(g) == std::vector<std::string>{"x0", "x1"});
  struct countdown {
    int first;
    generator<int> operator()() {
      while (first != 0) co_yield first--;
    }
  };
  auto h = co_invoke(countdown{3});
  CHECK(collect(h) == std::vector<int>{3, 2, 1});
}

TEST_CASE("co_invoke works for generators of references") {
  std::vector<int> numbers{1, 2};
  auto lambda = [&numbers]() -> generator<int&> {
    for (int& number : numbers) co_yield number;
  };
  for (int& number : co_invoke(lambda)) number *= 10;
  CHECK(numbers == std::vector<int>{10, 20});
}

TEST_CASE("an exception of the lambda comes out of co_invoke's generator") {
  auto lambda = [](int thrown) -> generator<int> {
    co_yield 1;
    throw thrown;
  };
  auto g = co_invoke(lambda, 5);
  CHECK(g.next() == 1);
  CHECK_THROWS_AS(g.next(), int);
  CHECK(g.state() == generator_state::closed);
}
