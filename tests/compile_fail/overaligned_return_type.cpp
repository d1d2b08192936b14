// expect: an over-aligned Return is not supported
#include <cogen/generator.hpp>

struct alignas(64) line {
  int value;
};
cogen::generator<int, void, line> make() {
  line result{1};
  co_yield 1;
  co_return result;
}
