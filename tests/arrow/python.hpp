// Runs read_back.py: pyarrow, pandas and DuckDB read what was written.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "support/catch.hpp"

namespace arrow_tests {

// What the script says, with its errors: "agree\n" if all is well.
inline std::string read_back(std::filesystem::path const& path, long long rows, long long sum, std::string const& counts) {
    char const* const chosen = std::getenv("COGEN_PYTHON");
    std::string const python = chosen ? chosen : COGEN_TEST_PYTHON;
    auto const script = std::filesystem::path(__FILE__).parent_path() / "read_back.py";
    // LD_PRELOAD is a sanitizer's, which must not reach Python.
    auto const command = "LD_PRELOAD= '" + python + "' '" + script.string() + "' '" + path.string() + "' " + std::to_string(rows) + ' '
        + std::to_string(sum) + " '" + counts + "' 2>&1";
    std::FILE* const output = ::popen(command.c_str(), "r");
    REQUIRE(output != nullptr);
    std::string said;
    char buffer[4096];
    while (std::fgets(buffer, sizeof buffer, output)) said += buffer;
    ::pclose(output);
    return said;
}

} // namespace arrow_tests
