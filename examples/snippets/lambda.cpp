#include <cogen.hpp>

#include "check.hpp"

// [lambda]
cogen::generator<int> multiples(int of) {
  // The frame of a lambda coroutine holds a pointer to the lambda; co_invoke keeps the lambda alive with it.
  return cogen::co_invoke(
      [of](int count) -> cogen::generator<int> {
        for (int i = 1; i <= count; ++i) co_yield i* of;
      },
      3);
}
// [/lambda]

int main() {
  check((multiples(7) | cogen::fold(0, [](int sum, int n) { return sum + n; })) == 42);
}
