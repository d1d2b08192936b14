// Ctrl-C and SIGTERM end the program in an orderly way: what is half written is finished or removed.
#pragma once

#include <chrono>

namespace api_to_parquet {

// Not a std::exception: no retry takes it for a failure of the API.
struct interrupted {
  int signal;
};

// From now on SIGINT and SIGTERM are noted; a second one ends the process at once.
void note_interruptions();

// The signal that has come, or 0. Any thread may ask.
int noted_signal() noexcept;

// Throw interrupted if one of them has come.
void stop_if_interrupted();
void sleep_unless_interrupted(std::chrono::milliseconds time);

}  // namespace api_to_parquet
