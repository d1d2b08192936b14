// The most memory that a program needs.
#pragma once

#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "examples/program.hpp"
#include "support/catch.hpp"
#include "support/python.hpp"

// A sanitizer needs much memory of its own: what a program needs can't be told then.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define COGEN_TEST_SANITIZED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define COGEN_TEST_SANITIZED
#endif
#endif

namespace example_tests {

// The most resident memory, in KiB, of a command, which must succeed.
inline double peak_memory(std::vector<std::string> command,
                          std::filesystem::path const& directory = std::filesystem::temp_directory_path()) {
  command.insert(command.begin(), (support::tests_folder() / "examples" / "peak_memory.py").string());
  program running(support::python(), command, directory);
  outcome const result = running.wait();
  CAPTURE(result.out, result.err);
  std::istringstream numbers(result.out);
  int exit_code = -1;
  double kib = 0;
  numbers >> exit_code >> kib;
  REQUIRE(exit_code == 0);
  REQUIRE(kib > 0);
  return kib;
}

}  // namespace example_tests
