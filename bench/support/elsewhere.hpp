// Generators whose bodies the consumer can't see: they are compiled in another translation unit.
#pragma once

#include <cogen/generator.hpp>

#include "support/recursive_generator.hpp"
#include "support/textbook_generator.hpp"

#include <string>

namespace bench::elsewhere {

cogen::generator<int> integers(int end);
cogen::generator<int, int, int> integers_both_ways(int end);
textbook::generator<int> textbook_integers(int end);
recursive::generator<int> recursive_integers(int end);

// Yields what it was sent last.
cogen::generator<int, int> echo();

// Catches each std::runtime_error that is thrown in and yields how many these were.
cogen::generator<int> catching();
// Throws a std::runtime_error and catches it.
int throw_and_catch(int caught);

}  // namespace bench::elsewhere
