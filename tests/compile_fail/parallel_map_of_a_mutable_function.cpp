// expect: several threads call the function at the same time
#include <cogen/parallel/parallel_map.hpp>

#include <vector>

void map(std::vector<int> const& values) {
  int calls = 0;
  (void)cogen::parallel_map(values, [calls](int value) mutable { return value + ++calls; });
}
