// The command line of a program that takes no arguments.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string_view>

// The first thing in main: with `--help` says what the program shows and ends it, refuses any other argument.
inline void explain(int argc, char** argv, char const* shows) {
  if (argc < 2) return;
  if (argc == 2 && std::string_view(argv[1]) == "--help") {
    std::puts(shows);
    std::exit(EXIT_SUCCESS);
  }
  std::fprintf(stderr, "%s: takes no arguments but --help\n", argv[0]);
  std::exit(2);
}
