#include <cogen/adaptor/filter.hpp>
#include <cogen/adaptor/islice.hpp>
#include <cogen/adaptor/map.hpp>
#include <cogen/adaptor/take.hpp>
#include <cogen/generator.hpp>
#include <cogen/sink/join.hpp>
#include <cogen/sink/length.hpp>
#include <cogen/sink/none.hpp>
#include <cogen/sink/sum.hpp>
#include <cogen/sink/to.hpp>
#include <cogen/source/count.hpp>
#include <cogen/source/range.hpp>

#include "check.hpp"

#include <cstdint>
#include <cstdio>
#include <optional>
#include <utility>
#include <vector>

// [talkative]
cogen::generator<int> talkative() {
  std::printf("starting\n");
  co_yield 1;
  std::printf("between\n");
  co_yield 2;
  std::printf("ending\n");
}
// [/talkative]

// [fibonacci]
cogen::generator<long> fibonacci() {
  long a = 0;
  long b = 1;
  for (;;) {
    co_yield a;
    a = std::exchange(b, a + b);
  }
}
// [/fibonacci]

// [solution]
cogen::generator<int> primes() {
  for (int n = 2;; ++n) {
    auto const divides_n = [n](int d) { return n % d == 0; };
    bool const prime = cogen::none(cogen::range(2, n), divides_n);
    if (prime) co_yield n;
  }
}
// [/solution]

int main() {
  part("talkative");
  {
    // [talkative_used]
    auto numbers = talkative();
    std::printf("made\n");
    while (std::optional<int> n = numbers.next()) std::printf("got %d\n", *n);
    // [/talkative_used]
  }
  part("fibonacci");
  // [fibonacci_used]
  for (long number : fibonacci() | cogen::take(10)) std::printf("%ld\n", number);
  // [/fibonacci_used]
  {
    // [exactly]
    auto numbers = fibonacci();
    auto const some = numbers | cogen::islice(3, 6) | cogen::to<std::vector>();
    check(some == std::vector<long>{2, 3, 5});
    check(numbers.next() == 8);  // the very next one: no element was asked for in vain
    // [/exactly]
  }
  {
    // [expression]
    int calls = 0;
    auto const square = [&calls](int n) {
      ++calls;
      return n * n;
    };
    auto const is_even = [](int n) { return n % 2 == 0; };
    auto even_squares = cogen::range(1'000'000) | cogen::map(square) | cogen::filter(is_even);
    check(calls == 0);  // nothing has happened so far

    check(even_squares.next() == 0);
    check(even_squares.next() == 4);
    check(calls == 3);  // of 0, 1 and 2
    // [/expression]
  }
  {
    // [memory]
    auto const square = [](std::int64_t n) { return n * n; };
    auto const all = cogen::range(std::int64_t{1'000'000}) | cogen::map(square) | cogen::to<std::vector>();
    auto lazy = cogen::range(std::int64_t{1'000'000}) | cogen::map(square);
    check(all.size() * sizeof(all[0]) == 8'000'000);  // bytes
    check(sizeof(lazy) <= 64);                        // bytes
    check(cogen::sum(all) == cogen::sum(lazy));
    // [/memory]
  }
  {
    // [once]
    auto const square = [](int n) { return n * n; };
    auto squares = cogen::range(5) | cogen::map(square);
    check(cogen::sum(squares) == 30);
    check(cogen::sum(squares) == 0);  // used up

    auto const make_squares = [=] { return cogen::range(5) | cogen::map(square); };
    check(cogen::sum(make_squares()) == 30);
    check(cogen::length(make_squares()) == 5);  // new ones each time
    // [/once]
  }
  part("solution");
  // [solution_used]
  for (int prime : primes() | cogen::take(5)) std::printf("%d\n", prime);
  // [/solution_used]
}
