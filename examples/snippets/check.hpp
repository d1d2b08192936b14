// A check that is there in release builds too, and the parts of what a program prints.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <source_location>

inline void check(bool holds, std::source_location where = std::source_location::current()) {
  if (holds) return;
  std::fprintf(stderr, "%s:%u: check failed\n", where.file_name(), static_cast<unsigned>(where.line()));
  std::exit(1);
}

// Begins a part of the output that the documents show by itself: <!-- output: file.cpp#name -->.
inline void part(char const* name) { std::printf("=== %s\n", name); }
