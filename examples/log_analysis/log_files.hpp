// The logs of a folder, and the lines of one file, plain or gzipped.
#pragma once

#include <cogen/generator.hpp>

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace log_analysis {

// The files that one log was rotated into: "app.log.2.gz", "app.log.1", "app.log".
struct rotated_log {
  std::string host;                          // the name of the folder that they are in
  std::vector<std::filesystem::path> files;  // the oldest first
};

struct found_logs {
  std::vector<rotated_log> logs;  // in order of host and name
  std::size_t other_files = 0;    // those that are not named like a log
};

// All NAME.log[.NUMBER][.gz] in `folder` and below. Throws std::runtime_error where two files are the same rotation.
found_logs find_logs(std::filesystem::path const& folder);

// The lines of a file, without their ends, decompressed if it is named *.gz; one that is longer than 64 KiB is cut there.
// Valid until the next one. Memory: three blocks of 64 KiB and zlib's, whatever the file. Throws std::system_error if
// the file can't be read, std::runtime_error that names it if the gzip data is corrupt or ends too early.
cogen::generator<std::string_view> log_lines(std::filesystem::path file);

}  // namespace log_analysis
