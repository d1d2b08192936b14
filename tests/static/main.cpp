#include <cstdio>

#include "odr.hpp"

int main() {
  const seen one = seen_by_one();
  const seen two = seen_by_two();
  if (one.sum != 6 || two.sum != 6 || one.batch != two.batch) {
    std::fputs("two translation units see different cogens\n", stderr);
    return 1;
  }
}
