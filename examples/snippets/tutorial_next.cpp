#include <cogen/generator.hpp>

#include "check.hpp"

#include <cstdio>
#include <optional>
#include <vector>

// [all_at_once]
std::vector<int> all_squares(int last) {
  std::vector<int> squares;
  for (int n = 1; n <= last; ++n) squares.push_back(n * n);
  return squares;
}
// [/all_at_once]

cogen::generator<int> squares(int last) {
  for (int n = 1; n <= last; ++n) {
    int const square = n * n;
    co_yield square;
  }
}

// [solution]
cogen::generator<int> steps(int start, int stop, int step) {
  for (int n = start; step > 0 ? n < stop : n > stop; n += step) co_yield n;
}
// [/solution]

int main() {
  check(all_squares(4).back() == 16);
  part("next");
  {
    // [next]
    auto numbers = squares(3);
    while (std::optional<int> square = numbers.next()) std::printf("%d\n", *square);
    std::printf("no more\n");
    // [/next]
    check(!numbers.next());
  }
  {
    // [goes_on]
    auto numbers = squares(4);
    check(numbers.next() == 1);
    int rest = 0;
    for (int square : numbers) rest += square;  // begins behind the 1
    check(rest == 4 + 9 + 16);
    check(!numbers.next());  // used up, and it stays so
    // [/goes_on]
  }
  // [solution_used]
  int sum = 0;
  for (int n : steps(2, 10, 2)) sum += n;
  check(sum == 2 + 4 + 6 + 8);
  auto down = steps(3, 0, -1);
  check(down.next() == 3 && down.next() == 2 && down.next() == 1 && !down.next());
  // [/solution_used]
}
