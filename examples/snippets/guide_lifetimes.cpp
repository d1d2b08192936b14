#include <cogen.hpp>

#include "check.hpp"

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using cogen::generator;

// [parameters]
generator<char> by_reference(std::string const& text) {  // keeps the reference
  for (char c : text) co_yield c;
}
generator<char> by_value(std::string text) {  // keeps a string of its own
  for (char c : text) co_yield c;
}
// [/parameters]

// [capture]
generator<int> wrong(int factor) {
  auto const multiples = [factor](int count) -> generator<int> {
    for (int n = factor; n <= count; n += factor) co_yield n;  // reads the lambda's member `factor`
  };
  return multiples(20);  // and the lambda ends here: the generator dangles
}
// [/capture]

// [captured]
generator<int> with_co_invoke(int factor) {
  return cogen::co_invoke(
      [factor](int count) -> generator<int> {
        for (int n = factor; n <= count; n += factor) co_yield n;
      },
      20);
}
generator<int> with_parameters(int factor) {
  return [](int count, int step) -> generator<int> {  // captures nothing
    for (int n = step; n <= count; n += step) co_yield n;
  }(20, factor);
}
// [/captured]

// [member]
class table {
 public:
  explicit table(std::vector<int> rows) : rows_(std::move(rows)) {}
  generator<int> rows() const& {  // keeps `this`: the table must outlive it
    for (int row : rows_) co_yield row;
  }
  generator<int> rows() && { return owning(std::move(rows_)); }  // of a temporary: takes the rows along

 private:
  static generator<int> owning(std::vector<int> rows) {
    for (int row : rows) co_yield row;
  }
  std::vector<int> rows_;
};
// [/member]

// [pipes]
auto short_words(std::vector<std::string> const& all) {  // lent: `all` must outlive what is returned
  return all | cogen::filter([](std::string const& word) { return word.size() < 4; });
}
auto owned_short_words(std::vector<std::string> all) {  // owned: nothing has to
  return std::move(all) | cogen::filter([](std::string const& word) { return word.size() < 4; });
}
// [/pipes]

generator<int> numbers() {
  for (int n = 1;; ++n) co_yield n;
}

generator<std::string> names() {
  co_yield "Ada";
  co_yield "Bob";
}

int main() {
  {
    // [parameters_used]
    std::string const kept = "abc";
    auto good = by_reference(kept);
    auto also_good = by_value("abc");
    // auto dangling = by_reference("abc");  // the temporary string ends with this line
    check(cogen::length(good) == 3 && cogen::length(also_good) == 3);
    // [/parameters_used]
  }
  static_cast<void>(&wrong);
  check(cogen::sum(with_co_invoke(5)) == 50 && cogen::sum(with_parameters(5)) == 50);
  {
    // [member_used]
    table const stays({1, 2, 3});
    auto lent = stays.rows();
    auto owned = table({4, 5}).rows();
    check(cogen::sum(lent) == 6 && cogen::sum(owned) == 9);
    // [/member_used]
  }
  {
    // [pipes_used]
    std::vector<std::string> const words{"a", "long", "word"};
    auto lent = short_words(words);
    auto owned = owned_short_words({"an", "owned", "one"});
    check(cogen::length(lent) == 1 && cogen::length(owned) == 2);
    // [/pipes_used]
  }
  {
    // [sources]
    auto all = numbers();
    auto first = all | cogen::take(2);  // borrows `all`
    check(cogen::sum(first) == 1 + 2);
    check(all.next() == 3);  // goes on behind it

    auto rest = std::move(all) | cogen::take(2);  // owns it; `all` is closed now
    check(cogen::sum(rest) == 4 + 5);
    check(!all.next());
    // [/sources]
  }
  {
    // [elements]
    auto texts = names();
    std::string* const ada = texts.pull();  // valid until the next pull
    std::string const kept = std::move(*ada);
    check(*texts.pull() == "Bob" && kept == "Ada");

    auto windows = cogen::range(5) | cogen::sliding_window(2);
    auto const copies = windows | cogen::to<std::vector>();  // kept as vectors: spans would dangle
    check(copies.size() == 4 && copies.back() == std::vector{3, 4});
    // [/elements]
  }
  {
    // [moving]
    auto g = numbers();
    check(g.next() == 1);
    auto moved = std::move(g);  // the frame stays where it is: nothing in it moves
    check(moved.next() == 2);
    check(g.state() == cogen::generator_state::closed && !g.next());  // moved-from: closed, never undefined
    // [/moving]
  }
  {
    // [loops]
    auto g = numbers();
    for (int n : g) {
      if (n == 3) break;
    }
    for (int n : g) {  // a second begin() goes on
      check(n == 4);
      break;
    }
    // [/loops]
  }
}
