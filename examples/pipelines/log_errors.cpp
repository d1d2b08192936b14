#include <cogen.hpp>

#include <fmt/format.h>

#include <string_view>

#include "../support/explain.hpp"
#include "../support/temporary_folder.hpp"

bool is_error(std::string_view line) { return line.find("ERROR") != std::string_view::npos; }

std::string_view timestamp(std::string_view line) { return line.substr(0, line.find(' ')); }

int main(int argc, char** argv) {
  explain(argc, argv, "The error lines of a log, and their timestamps, a line in memory at a time.");

  temporary_folder const folder;
  auto file = folder.write("app.log",
                           "2024-03-01T12:00:00 INFO started\n"
                           "2024-03-01T12:00:07 ERROR no route to host\n"
                           "2024-03-01T12:00:09 INFO retried\n"
                           "2024-03-01T12:01:30 WARNING disk is 90% full\n"
                           "2024-03-01T12:02:11 ERROR disk is full\n");

  for (std::string_view line : cogen::lines(file) | cogen::filter(is_error)) fmt::print("{}\n", line);
  for (std::string_view time : cogen::lines(file) | cogen::filter(is_error) | cogen::map(timestamp)) {
    fmt::print("error at {}\n", time);
  }
}
