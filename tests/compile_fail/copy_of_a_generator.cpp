// expect: deleted (function|copy constructor)|implicitly-deleted copy constructor
#include <cogen/generator.hpp>

cogen::generator<int> copy(cogen::generator<int> const& g) { return g; }
