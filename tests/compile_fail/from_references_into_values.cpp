// expect: needs a generator of the same Yield
#include <cogen/generator.hpp>

cogen::generator<int> take(cogen::generator<int&> inner) { co_yield cogen::from(std::move(inner)); }
