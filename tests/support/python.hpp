#pragma once

#include "support/catch.hpp"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

namespace support {

/// The repository's tests/. Not by __FILE__, which tools such as ccache make relative.
inline std::filesystem::path tests_folder() { return COGEN_TEST_FOLDER; }

/// The Python that the build found, or another one: COGEN_PYTHON in the environment.
inline std::string python() {
  char const* const chosen = std::getenv("COGEN_PYTHON");
  return chosen != nullptr ? chosen : COGEN_TEST_PYTHON;
}

/// What a Python script writes, which must succeed. `script` is relative to tests/.
inline std::string run_python(std::filesystem::path const& script, std::string const& arguments) {
  // LD_PRELOAD is a sanitizer's, which must not reach Python.
  std::string const command =
      "LD_PRELOAD= '" + python() + "' '" + (tests_folder() / script).string() + "' " + arguments;
  std::FILE* const output = ::popen(command.c_str(), "r");
  REQUIRE(output != nullptr);
  std::string said;
  char buffer[4096];
  while (std::fgets(buffer, sizeof buffer, output) != nullptr) said += buffer;
  INFO(said);
  REQUIRE(::pclose(output) == 0);
  return said;
}

}  // namespace support
