// Runs read_back.py: pyarrow, pandas and DuckDB read what was written.
#pragma once

#include "support/python.hpp"

#include <filesystem>
#include <string>

namespace arrow_tests {

// What the script says, with its errors: "agree\n" if all is well.
inline std::string read_back(std::filesystem::path const& path, long long rows, long long sum,
                             std::string const& counts) {
  return support::run_python("arrow/read_back.py", "'" + path.string() + "' " + std::to_string(rows) + ' ' +
                                                       std::to_string(sum) + " '" + counts + "' 2>&1 || true");
}

}  // namespace arrow_tests
