#pragma once

#include "support/catch.hpp"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

namespace support {

/// What a Python script writes. COGEN_PYTHON in the environment chooses another Python than the one that the build
/// found.
inline std::string run_python(std::filesystem::path const& script, std::string const& arguments) {
  char const* const chosen = std::getenv("COGEN_PYTHON");
  std::string const python = chosen != nullptr ? chosen : COGEN_TEST_PYTHON;
  // LD_PRELOAD is a sanitizer's, which must not reach Python.
  std::string const command = "LD_PRELOAD= '" + python + "' '" + script.string() + "' " + arguments;
  std::FILE* const output = ::popen(command.c_str(), "r");
  REQUIRE(output != nullptr);
  std::string said;
  char buffer[4096];
  while (std::fgets(buffer, sizeof buffer, output) != nullptr) said += buffer;
  REQUIRE(::pclose(output) == 0);
  return said;
}

}  // namespace support
