// Generators whose bodies the consumer can't see: they are compiled in another translation unit.
#pragma once

#include <cogen/generator.hpp>

#include "support/recursive_generator.hpp"
#include "support/textbook_generator.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <version>
#if defined(__cpp_lib_generator)
#include <generator>
#endif

namespace bench::elsewhere {

cogen::generator<int> integers(int end);
cogen::generator<int, int, int> integers_both_ways(int end);
// Its frames come from std::allocator, not from the pool.
using unpooled = cogen::generator<int, void, void, std::allocator<std::byte>>;
unpooled integers_unpooled(int end);
textbook::generator<int> textbook_integers(int end);
// A body that something may be thrown in, as every body of cogen's.
textbook::generator<int> textbook_integers_that_may_throw(int end, int bad);
recursive::generator<int> recursive_integers(int end);
#if defined(__cpp_lib_generator)
std::generator<int> std_integers(int end);
#endif

// Yields what it was sent last.
cogen::generator<int, int> echo();

// Catches each std::runtime_error that is thrown in and yields how many these were.
cogen::generator<int> catching();
// Throws a std::runtime_error and catches it.
int throw_and_catch(int caught);

}  // namespace bench::elsewhere
