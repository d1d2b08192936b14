#include <cogen/adaptor/drop.hpp>
#include <cogen/adaptor/inspect.hpp>
#include <cogen/adaptor/map.hpp>
#include <cogen/adaptor/merge.hpp>
#include <cogen/adaptor/peekable.hpp>
#include <cogen/adaptor/spy.hpp>
#include <cogen/adaptor/tee.hpp>
#include <cogen/adaptor/zip.hpp>
#include <cogen/generator.hpp>
#include <cogen/iter.hpp>
#include <cogen/sink/max.hpp>
#include <cogen/sink/sum.hpp>
#include <cogen/sink/to.hpp>
#include <cogen/source/lines.hpp>

#include "check.hpp"

#include <cstdio>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// [sensor]
int reads = 0;

cogen::generator<int> sensor() {
  for (int value : {20, 22, 25, 24}) {
    ++reads;
    co_yield value;
  }
}
// [/sensor]

// [number]
// Takes the digits in front, and not one character more.
template <class Characters>
int number(Characters& characters) {
  int result = 0;
  while (characters && *characters.peek() >= '0' && *characters.peek() <= '9') {
    result = result * 10 + (*characters.pull() - '0');
  }
  return result;
}
// [/number]

// [solution]
template <class A, class B>
cogen::generator<int> merged(A first, B second) {
  auto a = cogen::peekable(std::move(first));
  auto b = cogen::peekable(std::move(second));
  while (a && b) {
    bool const from_a = *a.peek() <= *b.peek();
    int const smaller = from_a ? *a.pull() : *b.pull();
    co_yield smaller;
  }
  co_yield cogen::from(a);
  co_yield cogen::from(b);
}
// [/solution]

int main() {
  {
    // [tee]
    auto [for_sum, for_max] = sensor() | cogen::tee<2>();
    check(cogen::sum(for_sum) == 91);
    check(cogen::max(for_max) == 25);
    check(reads == 4);  // each value once
    // [/tee]
  }
  part("lockstep");
  {
    // [lockstep]
    auto [before, after] = sensor() | cogen::tee<2>();
    for (auto&& [old_value, new_value] : cogen::zip(before, after | cogen::drop(1))) {
      std::printf("%d -> %d\n", old_value, new_value);
    }
    // [/lockstep]
  }
  part("zip");
  // [zip]
  std::vector<std::string> const towns{"Oslo", "Rome", "Cairo"};
  std::vector const winds{7, 3, 5};
  for (auto&& [value, town, wind] : cogen::zip(sensor(), towns, winds)) {
    std::printf("%s %d degrees, wind %d\n", town.c_str(), value, wind);
  }
  // [/zip]
  {
    // [peek]
    std::string const text = "12+305";
    auto characters = cogen::peekable(text);
    check(number(characters) == 12);
    check(*characters.pull() == '+');  // still there
    check(number(characters) == 305);
    check(!characters);
    // [/peek]
  }
  part("spy");
  // [spy]
  std::istringstream file("name;age\nAnn;31\nBob;45\n");
  auto [head, rows] = cogen::lines(file) | cogen::spy(1);
  char const separator = head[0].find(';') != std::string::npos ? ';' : ',';
  for (std::string const& row : rows) {  // the header is still among them
    std::printf("%s\n", row.substr(0, row.find(separator)).c_str());
  }
  // [/spy]
  {
    // [solution_used]
    std::vector const odd{1, 3, 5};
    std::vector const even{2, 4, 6, 8};
    auto const both = merged(cogen::iter(odd), cogen::iter(even)) | cogen::to<std::vector>();
    check(both == std::vector{1, 2, 3, 4, 5, 6, 8});
    check(both == (cogen::merge(odd, even) | cogen::to<std::vector>()));
    // [/solution_used]
  }
}
