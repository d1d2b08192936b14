#include <cogen.hpp>

#include "check.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

using cogen::from;
using cogen::generator;

struct row {
  int id = 0;
  std::string name;
};

// [aggregate]
generator<row> rows() {
  for (int id = 1; id <= 2; ++id) {
    co_yield cogen::make<row>(id, "row " + std::to_string(id));  // not: co_yield row{id, ...}
  }
}
// [/aggregate]

// [conditional]
generator<std::string> signs(std::vector<int> numbers) {
  for (int number : numbers) {
    std::string sign = number < 0 ? "minus" : "plus";  // not: co_yield number < 0 ? std::string(...) : ...
    co_yield std::move(sign);
  }
}
// [/conditional]

// [lambda]
generator<int> scaled(std::vector<int> numbers, std::vector<int> factors) {
  auto scale = [factors](int number) { return number * factors.front(); };  // named first
  co_yield from(cogen::map(numbers, std::move(scale)));
}
// [/lambda]

// [received]
generator<int, int> running_sum() {
  int sum = 0;
  for (;;) {
    auto sent = co_yield sum;  // its own statement; not: sum += (co_yield sum).value_or(0)
    if (sent) sum += *sent;
  }
}
// [/received]

int main() {
  std::vector<row> const both = rows() | cogen::to<std::vector>();
  check(both.size() == 2 && both[1].name == "row 2");
  auto words = signs({-1, 1});
  check(words.next() == "minus" && words.next() == "plus" && !words.next());
  auto numbers = scaled({1, 2}, {10});
  check(numbers.next() == 10 && numbers.next() == 20 && !numbers.next());
  auto sum = running_sum();
  check(sum.next() == 0 && sum.send(3) == 3 && sum.send(4) == 7);
}
