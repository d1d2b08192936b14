// expect: cogen: what is yielded must convert to the generator's Yield
#include <cogen/generator.hpp>

cogen::generator<int> make() { co_yield "not a number"; }
