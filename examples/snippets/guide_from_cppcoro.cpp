#include <cogen.hpp>

#include "check.hpp"

#include <cstddef>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

using cogen::from;
using cogen::generator;

// [fibonacci]
generator<std::size_t> fibonacci() {  // cppcoro::generator<const std::uint64_t>
  std::size_t a = 0;
  std::size_t b = 1;
  for (;;) {
    co_yield b;
    a = std::exchange(b, a + b);
  }
}
// [/fibonacci]

// [recursive]
struct folder {
  std::string name;
  std::vector<folder> inside;
};

generator<folder const&> everything(folder const& at) {  // cppcoro::recursive_generator<const folder>
  co_yield at;
  for (folder const& each : at.inside) co_yield from(everything(each));  // co_yield everything(each)
}
// [/recursive]

// [change]
generator<int> counter() {
  for (int n = 1; n <= 3; ++n) co_yield n;  // a copy: the consumer can't reach n
}
generator<int&> adjustable() {
  for (int n = 1; n <= 3; ++n) co_yield n;  // n itself, as cppcoro's generator<int>
}
// [/change]

// [early]
generator<int> fails_at_once() {
  throw std::runtime_error("no such folder");
  co_yield 1;
}
generator<int> delegates() {
  co_yield 0;
  co_yield from(fails_at_once());
}
// [/early]

int main() {
  {
    // [fmap]
    auto squares = fibonacci() | cogen::map([](std::size_t n) { return n * n; })  // cppcoro::fmap(f)
                   | cogen::take(4);
    check(cogen::to<std::vector>(squares) == std::vector<std::size_t>{1, 1, 4, 9});
    // [/fmap]
  }
  {
    folder const root{"home", {{"ada", {}}, {"bob", {{"notes", {}}}}}};
    check(cogen::length(everything(root)) == 4);
  }
  {
    // [change_used]
    int seen = 0;
    for (int&& n : counter()) {
      n = 100;  // changes the element, not the loop of the body
      ++seen;
    }
    check(seen == 3);
    for (int& n : adjustable()) {
      n = 100;  // changes the body's variable, which ends its loop
      ++seen;
    }
    check(seen == 4);
    // [/change_used]
  }
  {
    // [early_used]
    auto g = delegates();
    check(g.next() == 0);
    try {
      g.next();
      check(false);
    } catch (std::runtime_error const&) {  // not lost
    }
    // [/early_used]
  }
}
