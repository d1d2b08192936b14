// The examples of docs/reference: sources.
#include "show.hpp"

#include <cogen.hpp>

#include <cstddef>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace {

void counting() {
  // [count]
  show(cogen::count(10) | cogen::take(3));
  show(cogen::count(0, -5) | cogen::take(3));
  show(cogen::count(0.0, 0.1) | cogen::drop(8) | cogen::take(2));  // i * step: errors do not add up
  // [/count]
}

void ranges() {
  // [range]
  show(cogen::range(3));
  show(cogen::range(10, 0, -3));
  auto numbers = cogen::range(1, 6);
  numbers.next();
  show(numbers.size());  // how many are left
  // [/range]
}

void repeating() {
  // [repeat]
  show(cogen::repeat(std::string("ab"), 3));
  show(cogen::zip(cogen::range(3), cogen::repeat('x')));  // without end: as often as is asked for
  // [/repeat]
}

void cycling() {
  // [cycle]
  show(std::vector{1, 2, 3} | cogen::cycle | cogen::take(7));
  // [/cycle]
}

void iterating() {
  // [iterate]
  show(cogen::iterate(1, [](int n) { return 2 * n; }) | cogen::take(6));
  // [/iterate]
}

void calling() {
  // [call_until]
  std::vector<int> stack{1, 2, 3};
  auto pop = [&stack]() -> std::optional<int> {
    if (stack.empty()) return std::nullopt;
    std::optional<int> const top = stack.back();
    stack.pop_back();
    return top;
  };
  show(cogen::call_until(pop, std::nullopt));
  show(cogen::call_until([n = 0]() mutable { return n++; }, 4));
  // [/call_until]
}

void reading_lines() {
  // [lines]
  std::istringstream file("first\nsecond\r\nlast");
  show(cogen::lines(file));                              // or cogen::lines("file.txt")
  show(cogen::lines(std::istringstream("a=1\n\nb=2\n"))  //
       | cogen::filter([](std::string_view line) { return !line.empty(); }));
  // [/lines]
}

void reading_chunks() {
  // [read_chunks]
  std::istringstream file("0123456789");
  show(cogen::read_chunks(file, 4));  // or cogen::read_chunks("file.bin", 4)
  // [/read_chunks]
}

// [paginate]
struct page {
  std::vector<int> items;
  int next;  // 0: none
};

page fetch(int number) { return {{10 * number, 10 * number + 1}, number < 3 ? number + 1 : 0}; }

void use_pages() {
  auto next = [](page const& got) { return got.next != 0 ? std::optional(got.next) : std::nullopt; };
  auto items = [](page&& got) { return std::move(got.items); };
  show(cogen::paginate(1, fetch, next) | cogen::map(items) | cogen::flatten);

  auto two = cogen::paginate(1, fetch, next, {.max_pages = 2});
  cogen::consume(two);
  show(two.next_request());  // where to go on
}
// [/paginate]

}  // namespace

int main() {
  part("count");
  counting();
  shown("[10, 11, 12]\n[0, -5, -10]\n[0.8, 0.9]\n");
  part("range");
  ranges();
  shown("[0, 1, 2]\n[10, 7, 4, 1]\n4\n");
  part("repeat");
  repeating();
  shown("['ab', 'ab', 'ab']\n[(0, 'x'), (1, 'x'), (2, 'x')]\n");
  part("cycle");
  cycling();
  shown("[1, 2, 3, 1, 2, 3, 1]\n");
  part("iterate");
  iterating();
  shown("[1, 2, 4, 8, 16, 32]\n");
  part("call_until");
  calling();
  shown("[3, 2, 1]\n[0, 1, 2, 3]\n");
  part("lines");
  reading_lines();
  shown("['first', 'second', 'last']\n['a=1', 'b=2']\n");
  part("read_chunks");
  reading_chunks();
  shown("['0123', '4567', '89']\n");
  part("paginate");
  use_pages();
  shown("[10, 11, 20, 21, 30, 31]\n3\n");
}
