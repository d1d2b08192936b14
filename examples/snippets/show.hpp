// What the examples of docs/reference print, and the check that it is what they promise.
#pragma once

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wrestrict"  // g++ 12 at -O3, of "'" + std::string (GCC bug 105651)
#endif

#include "../reference/row.hpp"
#include "check.hpp"

#include <cstdio>
#include <string>
#include <utility>

inline std::string shown_so_far;

// Prints a value as Python writes it: [1, 2] for a range, (1, 'a') for a pair, None for nothing.
template <class Value>
void show(Value&& value) {
  std::string text;
  reference::write(text, value);
  // A tuple's last comma, which only one of a single element needs in Python.
  for (auto at = text.find(", )"); at != text.npos; at = text.find(", )")) text.erase(at, 2);
  std::printf("%s\n", text.c_str());
  shown_so_far += text + "\n";
}

// A line of text.
inline void say(std::string const& text) {
  std::printf("%s\n", text.c_str());
  shown_so_far += text + "\n";
}

// Checks what was shown since the last time.
inline void shown(std::string const& expected) { check(std::exchange(shown_so_far, "") == expected); }
