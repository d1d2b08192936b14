// expect: cogen::parallel_map: the function must return something
#include <cogen/parallel/parallel_map.hpp>

#include <vector>

void map(std::vector<int> const& values) {
  (void)cogen::parallel_map(values, [](int) {});
}
