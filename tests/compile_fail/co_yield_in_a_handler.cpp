// expect: (await expressions are not permitted in handlers|cannot be used in the handler of a try block)
#include <cogen/generator.hpp>

cogen::generator<int> make() {
  try {
    co_yield 1;
  } catch (int) {
    co_yield 2;
  }
}
