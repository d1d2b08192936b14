#include <cogen.hpp>

cogen::generator<int> count_to(int last) {
  for (int i = 1; i <= last; ++i) {
    co_yield i;
  }
}

int main() {
  int sum = 0;
  for (int number : count_to(4)) {
    sum += number;
  }
  return sum == 10 ? 0 : 1;
}
