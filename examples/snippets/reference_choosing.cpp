// The examples of docs/reference: tools that choose elements.
#include "show.hpp"

#include <cogen.hpp>

#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

namespace {

bool is_small(int n) { return n < 5; }

void taking() {
  // [take]
  auto numbers = cogen::count(1);
  show(numbers | cogen::take(3));
  show(numbers.next());  // the 4 was not pulled: nothing is lost
  // [/take]
}

void dropping() {
  // [drop]
  show(cogen::range(6) | cogen::drop(4));
  show(cogen::drop(std::vector{1, 2}, 4));
  // [/drop]
}

void taking_while() {
  // [take_while]
  auto numbers = cogen::iter(std::vector{1, 4, 6, 3});
  show(numbers | cogen::take_while([](int n) { return n < 5; }));
  show(numbers);  // the 6 was pulled to see that it does not fit, and is lost
  // [/take_while]
}

void taking_until() {
  // [take_until]
  auto numbers = cogen::iter(std::vector{1, 4, 6, 3});
  show(numbers | cogen::take_until([](int n) { return n >= 5; }));  // with the one that ends it
  show(numbers);
  // [/take_until]
}

void dropping_while() {
  // [drop_while]
  show(std::vector{1, 4, 6, 3, 8} | cogen::drop_while(is_small));
  // [/drop_while]
}

void slicing() {
  // [islice]
  show(cogen::islice(cogen::count(), 3));
  show(cogen::count() | cogen::islice(2, 10, 3));
  show(cogen::range(6) | cogen::islice(2, std::nullopt, 2));  // no end: Python's None
  // [/islice]
}

void tailing() {
  // [tail]
  show(cogen::range(100) | cogen::tail(3));
  // [/tail]
}

void filtering() {
  // [filter]
  show(cogen::range(10) | cogen::filter([](int n) { return n % 3 == 0; }));
  // [/filter]
}

void filtering_out() {
  // [filter_false]
  show(cogen::range(10) | cogen::filter_false([](int n) { return n % 3 == 0; }));
  // [/filter_false]
}

void filtering_and_mapping() {
  // [filter_map]
  auto number_in = [](std::string const& text) -> std::optional<int> {
    char* end = nullptr;
    long const number = std::strtol(text.c_str(), &end, 10);
    if (text.empty() || *end != '\0') return std::nullopt;
    return static_cast<int>(number);
  };
  show(std::vector<std::string>{"1", "two", "3"} | cogen::filter_map(number_in));
  // [/filter_map]
}

void compressing() {
  // [compress]
  show(std::string("ABCDEF") | cogen::compress(std::vector{1, 0, 1, 0, 1, 1}));
  // [/compress]
}

void unique_neighbours() {
  // [unique_justseen]
  show(std::string("AAABBCAA") | cogen::unique_justseen);
  show(std::vector{1, -1, 2, 1} | cogen::unique_justseen([](int n) { return std::abs(n); }));
  // [/unique_justseen]
}

void unique_elements() {
  // [unique_everseen]
  show(std::string("AAABBCAA") | cogen::unique_everseen);
  show(std::vector{1, -1, 2, 1} | cogen::unique_everseen([](int n) { return std::abs(n); }));
  // [/unique_everseen]
}

}  // namespace

int main() {
  part("take");
  taking();
  shown("[1, 2, 3]\n4\n");
  part("drop");
  dropping();
  shown("[4, 5]\n[]\n");
  part("take_while");
  taking_while();
  shown("[1, 4]\n[3]\n");
  part("take_until");
  taking_until();
  shown("[1, 4, 6]\n[3]\n");
  part("drop_while");
  dropping_while();
  shown("[6, 3, 8]\n");
  part("islice");
  slicing();
  shown("[0, 1, 2]\n[2, 5, 8]\n[2, 4]\n");
  part("tail");
  tailing();
  shown("[97, 98, 99]\n");
  part("filter");
  filtering();
  shown("[0, 3, 6, 9]\n");
  part("filter_false");
  filtering_out();
  shown("[1, 2, 4, 5, 7, 8]\n");
  part("filter_map");
  filtering_and_mapping();
  shown("[1, 3]\n");
  part("compress");
  compressing();
  shown("['A', 'C', 'E', 'F']\n");
  part("unique_justseen");
  unique_neighbours();
  shown("['A', 'B', 'C', 'A']\n[1, 2, 1]\n");
  part("unique_everseen");
  unique_elements();
  shown("['A', 'B', 'C']\n[1, 2]\n");
}
