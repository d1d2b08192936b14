// [program]
#include <cogen.hpp>

#include <cstdio>
#include <utility>

cogen::generator<long> fibonacci() {
  long a = 0;
  long b = 1;
  for (;;) {
    co_yield a;
    a = std::exchange(b, a + b);
  }
}

int main() {
  auto even = [](long n) { return n % 2 == 0; };
  for (auto&& batch : fibonacci() | cogen::filter(even) | cogen::take(10) | cogen::batch(4)) {
    for (long n : batch) std::printf("%ld ", n);
    std::printf("\n");
  }
}
// [/program]
