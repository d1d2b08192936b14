#pragma once

#include <csignal>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>

#include <sys/wait.h>
#include <unistd.h>

namespace support {

/// How a process ended.
struct death {
  bool aborted = false;
  std::string message;  ///< what it wrote to stderr
};

/// Runs a function that should abort the process in a process of its own.
template <class Function>
death dies(Function function) {
  death seen;
  int channel[2];
  if (pipe(channel) != 0) return seen;
  std::fflush(nullptr);
  pid_t const child = fork();
  if (child == 0) {
    dup2(channel[1], STDERR_FILENO);
    std::set_terminate(std::abort);  // the test framework has handlers of its own
    std::signal(SIGABRT, SIG_DFL);
    function();
    std::_Exit(0);
  }
  close(channel[1]);
  char buffer[256];
  for (ssize_t count = 0; (count = read(channel[0], buffer, sizeof buffer)) > 0;) {
    seen.message.append(buffer, static_cast<std::size_t>(count));
  }
  close(channel[0]);
  int status = 0;
  waitpid(child, &status, 0);
  seen.aborted = WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
  return seen;
}

}  // namespace support
