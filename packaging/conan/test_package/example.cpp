#include <cogen.hpp>

cogen::generator<int> count_to(int last) {
  for (int i = 1; i <= last; ++i) co_yield i;
}

int main() { return (count_to(4) | cogen::sum) == 10 ? 0 : 1; }
