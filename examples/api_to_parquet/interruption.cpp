#include "interruption.hpp"

#include <algorithm>
#include <atomic>
#include <csignal>
#include <thread>

namespace api_to_parquet {

namespace {

// Written by a handler of signals, read by all threads.
std::atomic<int> noted = 0;
static_assert(std::atomic<int>::is_always_lock_free);

void note(int signal) {
  noted = signal;
  std::signal(signal, SIG_DFL);
}

}  // namespace

void note_interruptions() {
  std::signal(SIGINT, note);
  std::signal(SIGTERM, note);
}

int noted_signal() noexcept { return noted; }

void stop_if_interrupted() {
  if (int const signal = noted; signal != 0) throw interrupted{signal};
}

void sleep_unless_interrupted(std::chrono::milliseconds time) {
  using clock = std::chrono::steady_clock;
  auto const end = clock::now() + time;
  for (auto now = clock::now(); now < end; now = clock::now()) {
    stop_if_interrupted();
    // Short naps, for std::this_thread::sleep_for goes on after a signal.
    std::this_thread::sleep_for(std::min<clock::duration>(end - now, std::chrono::milliseconds(50)));
  }
  stop_if_interrupted();
}

}  // namespace api_to_parquet
