// What the program shows, each a part of its output.
#pragma once

#include <cstddef>
#include <cstdint>

namespace primes {

struct job {
  std::size_t workers;
  std::uint64_t tasks = 64;
  std::uint64_t size = 50'000;
  std::uint64_t tiny = 200'000;
  std::size_t batch = 1000;
};

// Each returns whether all results are those of a loop.
bool ordered(job const& what);    // 1, 2, 4, ... workers
bool unordered(job const& what);  // results as they come
bool failing(job const& what);    // an exception comes at its place
bool tiny(job const& what);       // tasks too small to hand over one by one

}  // namespace primes
