#include <cogen/adaptor/map.hpp>
#include <cogen/adaptor/take.hpp>
#include <cogen/generator.hpp>
#include <cogen/sink/length.hpp>
#include <cogen/sink/to.hpp>
#include <cogen/source/lines.hpp>

#include "check.hpp"

#include <cstddef>
#include <cstdio>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using cogen::from;
using cogen::generator;

// [result]
generator<int, void, int> section(int first, int count) {  // yields numbers, returns their sum
  int sum = 0;
  for (int n = first; n != first + count; ++n) {
    sum += n;
    co_yield n;
  }
  co_return sum;
}

generator<int, void, int> document() {
  int const head = co_yield from(section(1, 3));  // its elements are ours, its result is the value
  int const body = co_yield from(section(10, 2));
  co_return head + body;
}
// [/result]

// [ranges]
generator<std::string> table(std::vector<std::string> rows) {
  std::vector<std::string> const header{"name", "town"};
  co_yield from(header);           // lent: copied
  co_yield from(std::move(rows));  // given away: moved out
}
// [/ranges]

// [tree]
struct folder {
  std::string name;
  std::vector<folder> inside;
};

generator<std::string> paths(folder const& at, std::string above) {
  std::string const path = above + "/" + at.name;
  co_yield path;
  for (folder const& each : at.inside) co_yield from(paths(each, path));
}
// [/tree]

// [permutations]
generator<std::string const&> permutations(std::string& letters, std::size_t fixed) {
  if (fixed == letters.size()) co_yield letters;
  for (std::size_t i = fixed; i < letters.size(); ++i) {
    std::swap(letters[fixed], letters[i]);
    co_yield from(permutations(letters, fixed + 1));
    std::swap(letters[fixed], letters[i]);
  }
}
// [/permutations]

// [million]
generator<int> nested(int depth) {
  if (depth > 0) co_yield from(nested(depth - 1));
  co_yield depth;
}
// [/million]

// [converted]
generator<long> as_long(generator<int> numbers) {
  auto widened = std::move(numbers) | cogen::map([](int n) { return long{n}; });
  co_yield from(std::move(widened));
}
// [/converted]

// [borrowed]
generator<std::string> first_part(generator<std::string>& pages) { co_yield from(pages); }
// [/borrowed]

generator<std::string> pages() {
  for (int n = 1; n <= 9; ++n) {
    std::string page = "page " + std::to_string(n);
    co_yield std::move(page);
  }
}

// [through]
generator<int, int, int> until_zero() {
  int sum = 0;
  while (auto sent = co_yield sum) {
    if (*sent == 0) break;
    sum += *sent;
  }
  co_return sum;
}

generator<int, int> sums() {
  for (;;) {
    int const sum = co_yield from(until_zero());  // send() goes to the innermost generator
    std::printf("a sum of %d\n", sum);
  }
}
// [/through]

// [failing]
generator<int> unreliable(int failing) {
  co_yield 10 * failing;
  if (failing == 2) throw std::runtime_error("connection reset");
  co_yield 10 * failing + 1;
}

generator<int> all_that_works() {
  for (int n = 1; n <= 3; ++n) {
    try {
      co_yield from(unreliable(n));
    } catch (std::runtime_error const& error) {  // comes out of the from
      std::printf("%d: %s\n", n, error.what());
    }
  }
}
// [/failing]

int main() {
  {
    // [result_used]
    auto g = document();
    check(cogen::to<std::vector>(g) == std::vector{1, 2, 3, 10, 11});
    check(g.result() == 27);
    // [/result_used]
  }
  check(cogen::length(table({"Ada", "London"})) == 4);
  part("tree");
  {
    // [tree_used]
    folder const root{"shelf", {{"ada", {{"notes", {}}}}, {"bob", {}}}};
    for (std::string const& path : paths(root, "")) std::printf("%s\n", path.c_str());
    // [/tree_used]
  }
  part("permutations");
  {
    // [permutations_used]
    std::string letters = "abc";
    for (std::string const& word : permutations(letters, 0)) std::printf("%s ", word.c_str());
    std::printf("\n");
    // [/permutations_used]
  }
  {
    // [million_used]
    auto deep = nested(1'000'000);  // a chain of a million generators
    check(deep.next() == 0);        // built in a loop: the stack does not grow
    check(deep.next() == 1);
    // [/million_used]
  }  // and so is it destroyed
  check(cogen::length(as_long(nested(3))) == 4);
  {
    // [borrowed_used]
    auto all = pages();
    {
      auto some = first_part(all);
      check(some.next() == "page 1");
      check(some.next() == "page 2");
      try {
        all.next();  // it serves `some` now
        check(false);
      } catch (cogen::generator_running const&) {
      }
    }
    check(all.next() == "page 3");  // the borrower is gone: it goes on where it stood
    // [/borrowed_used]
  }
  part("through");
  {
    // [through_used]
    auto g = sums();
    g.next();
    for (int n : {1, 2, 0, 10, 20, 0}) g.send(n);
    // [/through_used]
  }
  part("failing");
  {
    // [failing_used]
    for (int n : all_that_works()) std::printf("%d\n", n);
    // [/failing_used]
  }
}
