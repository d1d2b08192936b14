#pragma once

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

#include <unistd.h>

namespace support {

/// Aborts where something takes longer than a minute, and says what: a deadlock is found by nobody else, and ctest alone
/// would not tell in which of thousands of runs. Needs no thread of its own. One at a time.
class watchdog {
 public:
  watchdog() { before_ = std::signal(SIGALRM, &bark); }
  watchdog(watchdog const&) = delete;
  watchdog& operator=(watchdog const&) = delete;
  ~watchdog() {
    ::alarm(0);
    std::signal(SIGALRM, before_);
  }
  /// Now this begins, and what began before is done.
  void begins(std::string const& what) {
    ::alarm(0);
    message_ = "no end after " + std::to_string(patience) + " seconds: " + what + "\n";
    ::alarm(patience);
  }

 private:
  static constexpr unsigned patience = 60;

  static void bark(int) {
    [[maybe_unused]] auto const written = ::write(STDERR_FILENO, message_.data(), message_.size());
    std::abort();
  }

  static inline std::string message_;
  void (*before_)(int) = nullptr;
};

}  // namespace support
