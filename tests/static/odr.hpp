#pragma once
// What each of two translation units sees of cogen; main.cpp checks that it is the same.
#include <cogen.hpp>
#ifdef COGEN_TEST_ARROW
#include <cogen/arrow.hpp>
#endif

struct seen {
  int sum;
  const void* batch;
};

inline cogen::generator<int> one_two_three() {
  for (int i = 1; i <= 3; ++i) {
    co_yield i;
  }
}

inline int sum_of(cogen::generator<int> numbers) {
  int sum = 0;
  for (int number : numbers) {
    sum += number;
  }
  return sum;
}

seen seen_by_one();
seen seen_by_two();
