// expect: yield_value|cannot bind|non-const lvalue
#include <cogen/generator.hpp>

cogen::generator<int&> make() { co_yield 1; }
