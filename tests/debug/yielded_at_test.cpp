#include <cogen/generator.hpp>

#include "support/catch.hpp"

#include <list>
#include <source_location>
#include <string>
#include <string_view>
#include <vector>

using cogen::from;
using cogen::generator;

namespace {

unsigned this_line(std::source_location here = std::source_location::current()) { return here.line(); }

generator<int> two_lines(unsigned& first) {
  co_yield 1;
  first = this_line() - 1;
  co_yield 2;
}

generator<std::string> strings(std::string const& kept) {
  co_yield "made here";
  co_yield kept;
}

generator<int> over(generator<int>& inner) {
  co_yield 0;
  co_yield from(inner);
}

template <class Range>
generator<int> over_range(Range range) {
  co_yield from(range);  // the line that is asked for
}

generator<int, int> itself(generator<int, int>*& self, std::vector<unsigned>& seen) {
  seen.push_back(self->yielded_at().line());
  co_yield 1;
  seen.push_back(self->yielded_at().line());
}

bool in_this_file(std::source_location const& where) {
  return std::string_view(where.file_name()).ends_with("yielded_at_test.cpp");
}

}  // namespace

TEST_CASE("a generator knows the line of its last co_yield") {
  unsigned first = 0;
  auto g = two_lines(first);
  CHECK(g.yielded_at().line() == 0);
  g.next();
  unsigned const at_first = g.yielded_at().line();
  CHECK(in_this_file(g.yielded_at()));
  CHECK(std::string(g.yielded_at().function_name()).find("two_lines") != std::string::npos);
  g.next();
  CHECK(at_first == first);
  CHECK(g.yielded_at().line() == first + 2);
  g.next();
  CHECK(g.yielded_at().line() == 0);
  CHECK(generator<int>().yielded_at().line() == 0);
}

TEST_CASE("the line is known for elements of every kind") {
  std::string const kept(40, 'k');
  auto g = strings(kept);
  g.next();
  unsigned const made = g.yielded_at().line();
  CHECK(in_this_file(g.yielded_at()));
  g.next();
  CHECK(g.yielded_at().line() == made + 1);
}

TEST_CASE("a generator that delegates is where the innermost one is") {
  unsigned first = 0;
  auto inner = two_lines(first);
  auto g = over(inner);
  g.next();
  unsigned const own = g.yielded_at().line();
  g.next();
  unsigned const at_first = g.yielded_at().line();
  g.next();
  CHECK(at_first == first);
  CHECK(g.yielded_at().line() == first + 2);
  CHECK(own != first + 2);
  CHECK(inner.yielded_at().line() == first + 2);
}

TEST_CASE("a generator that delegates to a range is at its own co_yield, not inside the library") {
  auto window = over_range(std::vector<int>{1, 2, 3});
  auto one_by_one = over_range(std::list<int>{1, 2, 3});
  window.next();
  one_by_one.next();
  CHECK(in_this_file(window.yielded_at()));
  CHECK(in_this_file(one_by_one.yielded_at()));
  CHECK(window.yielded_at().line() != 0);
  CHECK(window.yielded_at().line() == one_by_one.yielded_at().line());
}

TEST_CASE("a body that runs knows its last co_yield") {
  std::vector<unsigned> seen;
  generator<int, int>* self = nullptr;
  auto g = itself(self, seen);
  self = &g;
  g.next();
  unsigned const at = g.yielded_at().line();
  g.next();
  CHECK(seen == std::vector<unsigned>{0, at});
}
