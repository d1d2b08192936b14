// The examples of docs/reference: sinks.
#include "show.hpp"

#include <cogen.hpp>

#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace {

void containing() {
  // [to]
  show(cogen::to<std::vector>(cogen::range(3)));
  std::set<int> const different = std::vector{3, 1, 3} | cogen::to<std::set>();
  show(different);
  show(cogen::zip(std::vector<std::string>{"a", "b"}, cogen::range(2)) | cogen::to<std::map>());
  // [/to]
}

void for_each_element() {
  // [for_each]
  cogen::range(3) | cogen::for_each([](int n) { show(n); });
  // [/for_each]
}

void folding() {
  // [fold]
  show(std::vector{1, 2, 3, 4} | cogen::fold(1, std::multiplies<>()));
  show(cogen::fold(std::vector{1, 2}, std::string(), [](std::string text, int n) { return text + std::to_string(n); }));
  // [/fold]
}

void summing() {
  // [sum]
  show(std::vector{1, 2, 3} | cogen::sum);
  show(std::vector{2'000'000'000, 2'000'000'000} | cogen::sum);  // ints are added in 64 bits
  show(cogen::sum(std::vector{0.5, 0.25}, 1.0));
  // [/sum]
}

void least() {
  // [min]
  show(std::vector{3, 1, 2} | cogen::min);
  show(std::vector<std::string>{"aaa", "b"} | cogen::min(std::less<>(), &std::string::size));  // Python's key
  show(std::vector<int>() | cogen::min);
  // [/min]
}

void greatest() {
  // [max]
  show(std::vector{3, 1, 4} | cogen::max);
  show(cogen::max(std::vector<int>()).value_or(0));  // Python's default
  // [/max]
}

void both() {
  // [minmax]
  auto const [least, greatest] = *cogen::minmax(std::vector{3, 1, 4, 1, 5});
  show(std::pair(least, greatest));
  // [/minmax]
}

void anything() {
  // [any]
  auto numbers = cogen::count(1);
  show(numbers | cogen::any([](auto n) { return n > 3; }));
  show(numbers.next());  // the first that was not asked
  // [/any]
}

void everything() {
  // [all]
  show(std::vector{1, 2, 0} | cogen::all);
  show(cogen::range(4) | cogen::all([](int n) { return n < 5; }));
  // [/all]
}

void nothing() {
  // [none]
  show(cogen::range(2, 97) | cogen::none([](int n) { return 97 % n == 0; }));  // 97 is prime
  // [/none]
}

void counting() {
  // [length]
  show(cogen::range(100) | cogen::filter([](int n) { return n % 7 == 0; }) | cogen::length);
  // [/length]
}

void the_first() {
  // [first]
  auto numbers = cogen::range(5, 8);
  show(numbers | cogen::first);
  show(numbers);  // the others
  // [/first]
}

void the_last() {
  // [last]
  show(cogen::range(5) | cogen::last);
  // [/last]
}

void the_nth() {
  // [nth]
  show(cogen::count(10) | cogen::nth(3));
  show(cogen::nth(cogen::range(3), 5));
  // [/nth]
}

void consuming() {
  // [consume]
  auto numbers = cogen::range(5);
  numbers | cogen::consume(3);
  show(numbers);
  // [/consume]
}

void joining() {
  // [join]
  show(std::vector<std::string>{"a", "b", "c"} | cogen::join(", "));
  // [/join]
}

void partitioning() {
  // [partition]
  auto [even, odd] = cogen::partition(cogen::range(6), [](int n) { return n % 2 != 0; });
  show(even);
  show(odd);
  // [/partition]
}

}  // namespace

int main() {
  part("to");
  containing();
  shown("[0, 1, 2]\n[1, 3]\n{'a': 0, 'b': 1}\n");
  part("for_each");
  for_each_element();
  shown("0\n1\n2\n");
  part("fold");
  folding();
  shown("24\n'12'\n");
  part("sum");
  summing();
  shown("6\n4000000000\n1.75\n");
  part("min");
  least();
  shown("1\n'b'\nNone\n");
  part("max");
  greatest();
  shown("4\n0\n");
  part("minmax");
  both();
  shown("(1, 5)\n");
  part("any");
  anything();
  shown("True\n5\n");
  part("all");
  everything();
  shown("False\nTrue\n");
  part("none");
  nothing();
  shown("True\n");
  part("length");
  counting();
  shown("15\n");
  part("first");
  the_first();
  shown("5\n[6, 7]\n");
  part("last");
  the_last();
  shown("4\n");
  part("nth");
  the_nth();
  shown("13\nNone\n");
  part("consume");
  consuming();
  shown("[3, 4]\n");
  part("join");
  joining();
  shown("'a, b, c'\n");
  part("partition");
  partitioning();
  shown("[0, 2, 4]\n[1, 3, 5]\n");
}
