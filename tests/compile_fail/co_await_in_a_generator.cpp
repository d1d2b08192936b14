// expect: co_await is not possible in a generator
#include <cogen/generator.hpp>

cogen::generator<int> make() {
  co_await std::suspend_always();
  co_yield 1;
}
