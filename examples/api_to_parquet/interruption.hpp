// Ctrl-C and SIGTERM end the program in an orderly way: what is half written is removed.
#pragma once

#include <chrono>
#include <stdexcept>

namespace api_to_parquet {

struct interrupted : std::runtime_error {
  explicit interrupted(int by) : std::runtime_error("interrupted"), signal(by) {}
  int signal;
};

// From now on SIGINT and SIGTERM are noted; a second one ends the process at once.
void note_interruptions();

// Throw interrupted if one of them has come.
void stop_if_interrupted();
void sleep_unless_interrupted(std::chrono::milliseconds time);

}  // namespace api_to_parquet
