#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <iterator>
#include <thread>

namespace support {

/// The threads of this process.
inline std::size_t thread_count() {
  std::filesystem::directory_iterator const tasks("/proc/self/task");
  return static_cast<std::size_t>(std::distance(begin(tasks), end(tasks)));
}

/// Waits until there are no more than so many, up to ten seconds: a thread that has been joined is listed for a moment.
inline bool threads_become(std::size_t most) {
  for (int turns = 0; turns != 10'000; ++turns) {
    if (thread_count() <= most) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return false;
}

/// How many there are while nothing is done: those of a sanitizer come with the first of ours.
inline std::size_t threads_at_rest() {
  std::thread([] {}).join();
  std::this_thread::sleep_for(std::chrono::milliseconds(10));
  return thread_count();
}

}  // namespace support
