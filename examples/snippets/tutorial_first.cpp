// [program]
#include <cogen.hpp>

#include <cstdio>

cogen::generator<int> squares(int last) {
  for (int n = 1; n <= last; ++n) {
    int const square = n * n;
    co_yield square;
  }
}

int main() {
  for (int square : squares(4)) std::printf("%d\n", square);
}
// [/program]
