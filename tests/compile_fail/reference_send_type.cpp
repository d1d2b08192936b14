// expect: Send must be void or a movable object type
#include <cogen/generator.hpp>

cogen::generator<int, int&> make() { co_yield 1; }
