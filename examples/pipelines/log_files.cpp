#include <cogen.hpp>

#include <fmt/format.h>

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "../support/explain.hpp"
#include "../support/temporary_folder.hpp"

struct problem {
  std::string file;
  std::string timestamp;
  std::string level;
  std::string message;
};

// The problems in all files, one file open at a time. A line is a timestamp, a level, and a message.
cogen::generator<problem> analyze_logs(std::vector<std::filesystem::path> files) {
  for (std::filesystem::path const& file : files) {
    for (std::string_view line : cogen::lines(file)) {
      std::size_t const level = line.find(' ') + 1;
      std::size_t const message = line.find(' ', level) + 1;
      if (level == 0 || message == 0) continue;
      std::string_view const found = line.substr(level, message - 1 - level);
      if (found != "ERROR" && found != "CRITICAL") continue;
      co_yield cogen::make<problem>(file.filename().string(), std::string(line.substr(0, level - 1)),
                                    std::string(found), std::string(line.substr(message)));
    }
  }
}

int main(int argc, char** argv) {
  explain(argc, argv, "Errors from several log files as one stream, parsed and counted.");

  temporary_folder const folder;
  std::vector<std::filesystem::path> const files = {
      folder.write("app1.log",
                   "2024-03-01T12:00:00 INFO started\n"
                   "2024-03-01T12:00:07 ERROR no route to host\n"),
      folder.write("app2.log", ""),
      folder.write("app3.log",
                   "2024-03-01T12:01:30 WARNING disk is 90% full\n"
                   "2024-03-01T12:02:11 CRITICAL disk is full\n"
                   "a line of another form\n"
                   "2024-03-01T12:02:12 ERROR can't write the journal\n"),
  };

  std::map<std::string, int> count_by_level;
  for (problem const& found : analyze_logs(files)) {
    fmt::print("{} {} {}: {}\n", found.file, found.timestamp, found.level, found.message);
    ++count_by_level[found.level];
  }
  for (auto const& [level, count] : count_by_level) fmt::print("{}: {}\n", level, count);
}
