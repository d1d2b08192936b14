// Runs the job in both modes, each in a process of its own, and shows time and peak memory side by side.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace api_to_parquet {

// `program` with `arguments` is run with --mode lazy and --mode eager, writing to temporary files. Throws
// std::runtime_error if one of them fails; it has said why on stderr.
void compare(std::filesystem::path const& program, std::vector<std::string> const& arguments);

}  // namespace api_to_parquet
