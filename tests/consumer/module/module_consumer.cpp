// What co_yield needs: a module hands on no names of the standard library.
#include <coroutine>
#include <iostream>
#include <optional>

import cogen;

cogen::generator<int> count_to(int last) {
  for (int i = 1; i <= last; ++i) {
    co_yield i;
  }
}

int main() {
  auto numbers = count_to(4);
  auto const first = numbers.next();
  auto const doubled_then_large = cogen::map([](int i) { return 2 * i; }) | cogen::filter([](int i) { return i > 4; });
  auto const sum = numbers | doubled_then_large | cogen::sum;
  std::cout << first.value_or(0) << " and " << sum << '\n';
  return first == 1 && sum == 14 ? 0 : 1;
}
