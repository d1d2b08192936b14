// expect: can't advance a const generator
#include <cogen/generator.hpp>

cogen::generator<int> borrow(cogen::generator<int> const& inner) { co_yield cogen::from(inner); }
