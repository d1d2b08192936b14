// Logs to try the program on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>

namespace log_analysis {

// Writes HOST/app.log, app.log.1, app.log.2.gz ... for three hosts into `folder`: half an hour in `lines` lines, with a
// burst of errors on one host and a stack trace on another. The same seed makes the same logs. Throws std::runtime_error.
void make_logs(std::filesystem::path const& folder, std::uint64_t seed, std::size_t lines);

}  // namespace log_analysis
