// Everything that can throw in a generator does so, at each place in turn: see support/faults.hpp. The coroutines are
// noinline: clang would leave out the frames of those that it sees.
#include <cogen/generator.hpp>

#include "support/catch.hpp"
#include "support/faults.hpp"

#include <list>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

using cogen::from;
using cogen::generator;
using support::faults;
using support::open;
using support::stream;
using support::tracked;

namespace {

constexpr auto never = support::promise::never;
constexpr auto some = support::promise::some;
constexpr auto refuses = support::promise::refuses;

[[gnu::noinline]] generator<tracked> lvalues(int first, int last) {
  for (int i = first; i <= last; ++i) {
    faults::in_source();
    tracked element(i);
    co_yield element;
  }
}
[[gnu::noinline]] generator<tracked> rvalues(int first, int last) {
  for (int i = first; i <= last; ++i) {
    faults::in_source();
    tracked element(i);
    co_yield std::move(element);
  }
}
[[gnu::noinline]] generator<tracked const&> lent(int first, int last) {
  for (int i = first; i <= last; ++i) {
    faults::in_source();
    tracked const element(i);
    co_yield element;
  }
}
[[gnu::noinline]] generator<tracked> tree(int depth) {
  faults::in_source();
  if (depth == 0) co_return;
  co_yield from(tree(depth - 1));
  tracked element(depth);
  co_yield element;
  co_yield from(tree(depth - 1));
}
[[gnu::noinline]] generator<tracked> borrowing() {
  auto inner = lvalues(1, 3);
  co_yield from(inner);
}
[[gnu::noinline]] generator<tracked> over_ranges() {
  std::vector<tracked> elements;
  elements.reserve(2);
  elements.emplace_back(1);
  elements.emplace_back(2);
  std::list<tracked> linked;
  linked.emplace_back(3);
  linked.emplace_back(4);
  co_yield from(elements);
  co_yield from(linked);
  co_yield from(std::move(linked));
  co_yield from(std::move(elements));
}
[[gnu::noinline]] generator<tracked> parameter(tracked element, std::unique_ptr<tracked> owned) {
  faults::in_source();
  co_yield std::move(element);
  co_yield std::move(*owned);
}
[[gnu::noinline]] generator<tracked> parameters() {
  tracked first(1);
  co_yield from(parameter(first, std::make_unique<tracked>(2)));
  co_yield from(parameter(std::move(first), std::make_unique<tracked>(3)));
}
[[gnu::noinline]] generator<tracked> captured() {
  tracked element(1);
  auto lambda = [element](tracked other) -> generator<tracked> {
    faults::in_source();
    co_yield element;
    co_yield std::move(other);
  };
  co_yield from(cogen::co_invoke(lambda, tracked(2)));
}
[[gnu::noinline]] generator<tracked, void, tracked> returning(int value) {
  faults::in_source();
  tracked element(value);
  co_yield element;
  co_return element;
}
[[gnu::noinline]] generator<tracked, void, tracked> results() {
  auto first = co_yield from(returning(1));
  co_yield std::move(first);
  auto second = co_yield from(returning(2));
  co_return second;
}
// Goes on whatever a child, or the want of memory for one, throws.
[[gnu::noinline]] generator<tracked> patient() {
  for (int i = 0; i != 3; ++i) {
    try {
      co_yield from(lvalues(3 * i, 3 * i + 2));
    } catch (...) {
    }
  }
}
[[gnu::noinline]] generator<tracked> with_allocator(std::allocator_arg_t, std::allocator<int>, int depth) {
  faults::in_source();
  if (depth != 0) co_yield from(with_allocator(std::allocator_arg, {}, depth - 1));
  tracked element(depth);
  co_yield element;
}
[[gnu::noinline]] generator<int, tracked> echo() {
  int last = 0;
  for (;;) {
    faults::in_source();
    auto told = co_yield last;
    last = told ? told->value() : -1;
  }
}
struct error {
  tracked object;
};
[[gnu::noinline]] generator<int> catching() {
  int last = 0;
  for (;;) {
    try {
      faults::in_source();
      co_yield last;
    } catch (error const& caught) {
      last = caught.object.value();
    }
  }
}
[[gnu::noinline]] generator<int, void, tracked> answering() {
  tracked answer(7);
  try {
    co_yield 1;
  } catch (cogen::generator_exit const&) {
  }
  faults::in_source();
  co_return answer;
}

// What a consumer does, step by step, until it returns false.
template <class Generator, class Step>
class steps : public stream {
 public:
  steps(Generator stepped, Step step) : generator_(std::move(stepped)), step_(step) {}
  bool pull(std::vector<int>& seen) override {
    if (!step_(generator_, number_, seen)) return false;
    ++number_;
    return true;
  }

 private:
  Generator generator_;
  Step step_;
  int number_ = 0;
};
template <class Generator, class Step>
std::unique_ptr<stream> stepped(Generator made, Step step) {
  return std::make_unique<steps<Generator, Step>>(std::move(made), step);
}
bool note(std::vector<int>& seen, auto const& element) {
  if (element) support::describe(seen, *element);
  return static_cast<bool>(element);
}

//  {name, make, source, function, copy, move, allocation}
support::chain const chains[] = {
    {"lvalues", [] { return open(lvalues(1, 4)); }, refuses, never, refuses, never, never},
    {"rvalues", [] { return open(rvalues(1, 4)); }, refuses, never, never, never, never},
    {"elements that are lent", [] { return open(lent(1, 4)); }, refuses, never, never, never, never},
    {"a tree", [] { return open(tree(3)); }, refuses, never, refuses, never, refuses},
    {"a borrowed generator", [] { return open(borrowing()); }, refuses, never, refuses, never, refuses},
    {"ranges", [] { return open(over_ranges()); }, never, never, refuses, never, refuses},
    {"parameters", [] { return open(parameters()); }, refuses, never, refuses, refuses, refuses},
    {"co_invoke", [] { return open(captured()); }, refuses, never, refuses, refuses, refuses},
    {"results", [] { return open(results()); }, refuses, never, refuses, refuses, refuses},
    {"allocators", [] { return open(with_allocator(std::allocator_arg, {}, 3)); }, refuses, never, refuses, never,
     refuses},
    {"next, which may fail to move an element out",
     [] { return stepped(rvalues(1, 4), [](auto& g, int, auto& seen) { return note(seen, g.next()); }); }, refuses,
     never, never, some, never},
    {"send",
     [] {
       return stepped(echo(), [](auto& g, int number, auto& seen) {
         return number != 4 && note(seen, number == 0 ? g.next() : g.send(tracked(number)));
       });
     },
     refuses, never, never, some, never},
    {"throw_",
     [] {
       return stepped(catching(), [](auto& g, int number, auto& seen) {
         return number != 4 && note(seen, number == 0 ? g.next() : g.throw_(error{tracked(number)}));
       });
     },
     refuses, never, never, refuses, never},
    {"close",
     [] {
       return stepped(answering(), [](auto& g, int number, auto& seen) {
         return number == 0 ? note(seen, g.next()) : note(seen, g.close());
       });
     },
     refuses, never, never, refuses, never},
};

}  // namespace

TEST_CASE("generators keep what they promise when something throws") {
  for (auto const& each : chains) support::check_faults(each);
}

TEST_CASE("a generator goes on that catches what its delegates throw, or the want of memory for one") {
  support::chain const tested{"", [] { return open(patient()); }, some, some, some, some, some};
  auto const expected = support::detail::run(tested);
  REQUIRE(expected.ended);
  for (support::fault const who : {support::fault::source, support::fault::copy, support::fault::allocation}) {
    int fewer = 0;
    for (int at = 0; at != 12; ++at) {
      auto const seen = support::detail::run(tested, who, at);
      if (!seen.made) continue;
      INFO("fault " << static_cast<int>(who) << " at " << at);
      CHECK_FALSE(seen.leaks);
      CHECK(seen.ended);
      CHECK_FALSE(seen.happened);
      CHECK(seen.is_part_of(expected));
      if (!seen.same(expected)) ++fewer;
    }
    CHECK(fewer >= 1);
  }
}
