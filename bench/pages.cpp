// What does an element of a page cost? A thousand pages of a thousand integers, flattened by a generator that delegates
// to each page.
#include <cogen/adaptor/flatten.hpp>
#include <cogen/generator.hpp>
#include <cogen/sink/for_each.hpp>
#include <cogen/sink/sum.hpp>

#include <numeric>
#include <ranges>
#include <vector>

#include "support/measure.hpp"
#include "support/recursive_generator.hpp"
#include "support/sum_of.hpp"
#include "support/textbook_generator.hpp"

namespace {

using page = std::vector<int>;
constexpr int count = 1'000'000;

std::vector<page> const& pages() {
  static std::vector<page> const made = [] {
    std::vector<page> all(1000, page(1000));
    for (page& each : all) std::iota(each.begin(), each.end(), 0);
    return all;
  }();
  return made;
}

cogen::generator<int const&> elements(std::vector<page> const& all) {
  for (page const& each : all) co_yield cogen::from(each);
}
textbook::generator<int> textbook_elements(std::vector<page> const& all) {
  for (page const& each : all) {
    for (int element : each) co_yield element;
  }
}
recursive::generator<int const> recursive_elements_of(page const& each) {
  for (int const& element : each) co_yield element;
}
recursive::generator<int const> recursive_elements(std::vector<page> const& all) {
  for (page const& each : all) co_yield recursive::elements_of<int const>(recursive_elements_of(each));
}

long nested_loop() {
  long total = 0;
  for (page const& each : pages()) {
    for (int element : each) total += element;
  }
  return total;
}

}  // namespace

void bench::rows() {
  row("pages", "nested loop", count, nested_loop);
  row("pages", "vector of all", count, [] {
    std::vector<int> all;
    for (page const& each : pages()) all.insert(all.end(), each.begin(), each.end());
    return sum_at_once(all);
  });
  row("pages", "std::views::join", count, [] { return sum_at_once(pages() | std::views::join); });
  row("pages", "textbook", count, [] { return sum_at_once(textbook_elements(pages())); });
  row("pages", "symmetric transfer", count, [] { return sum_at_once(recursive_elements(pages())); });
  row("pages", "cogen, range-for", count, [] { return sum_at_once(elements(pages())); });
  row("pages", "cogen, sum", count, [] { return elements(pages()) | cogen::sum; });
  row("pages", "cogen, for_each", count, [] {
    long total = 0;
    cogen::for_each(elements(pages()), [&total](int element) { total += element; });
    return total;
  });
  row("pages", "cogen::flatten, sum", count, [] { return pages() | cogen::flatten | cogen::sum; });
}
