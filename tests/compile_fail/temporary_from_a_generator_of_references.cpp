// expect: cogen: a generator of references can only yield what its Yield binds to
#include <cogen/generator.hpp>

cogen::generator<int&> make() { co_yield 1; }
