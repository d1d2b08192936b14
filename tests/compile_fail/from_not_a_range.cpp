// expect: co_yield from\(x\) needs a generator or a range
#include <cogen/generator.hpp>

cogen::generator<int> make() { co_yield cogen::from(5); }
