// expect: yield_value
#include <cogen/generator.hpp>

cogen::generator<int> make() { co_yield "not a number"; }
