#include "interruption.hpp"

#include <algorithm>
#include <csignal>
#include <thread>

namespace api_to_parquet {

namespace {

std::sig_atomic_t volatile noted = 0;

void note(int signal) {
  noted = signal;
  std::signal(signal, SIG_DFL);
}

}  // namespace

void note_interruptions() {
  std::signal(SIGINT, note);
  std::signal(SIGTERM, note);
}

void stop_if_interrupted() {
  if (noted != 0) throw interrupted(noted);
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
