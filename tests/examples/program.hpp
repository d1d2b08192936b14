// Runs api_to_parquet, or another program, as a user would.
#pragma once

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/catch.hpp"

extern char** environ;

namespace example_tests {

struct outcome {
  int exit_code = -1;  // -1 if a signal ended it
  int signal = 0;
  std::string out;
  std::string err;
};

// A program that has been started. What it says is kept in files outside its directory; it does not outlive the object.
class program {
 public:
  // `terminal`, if there is one, is its stderr.
  program(std::filesystem::path const& executable, std::vector<std::string> arguments,
          std::filesystem::path const& directory, int terminal = -1) {
    arguments.insert(arguments.begin(), executable.string());
    std::vector<char*> raw;
    for (auto& argument : arguments) raw.push_back(argument.data());
    raw.push_back(nullptr);

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, out_.descriptor(), STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, terminal >= 0 ? terminal : err_.descriptor(), STDERR_FILENO);
    posix_spawn_file_actions_addchdir_np(&actions, directory.c_str());
    int const failed = posix_spawn(&child_, executable.c_str(), &actions, nullptr, raw.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (failed != 0) throw std::runtime_error("cannot run " + executable.string());
  }
  program(program const&) = delete;
  program& operator=(program const&) = delete;
  ~program() {
    if (child_ == 0) return;
    ::kill(child_, SIGKILL);
    ::waitpid(child_, nullptr, 0);
  }

  void send(int signal) const { ::kill(child_, signal); }

  bool running() const {
    siginfo_t state{};
    return ::waitid(P_PID, static_cast<id_t>(child_), &state, WEXITED | WNOHANG | WNOWAIT) == 0 && state.si_pid == 0;
  }

  outcome wait() {
    int status = 0;
    if (::waitpid(std::exchange(child_, 0), &status, 0) < 0) throw std::runtime_error("cannot wait for the program");
    outcome result;
    if (WIFEXITED(status)) result.exit_code = WEXITSTATUS(status);
    if (WIFSIGNALED(status)) result.signal = WTERMSIG(status);
    result.out = out_.text();
    result.err = err_.text();
    return result;
  }

 private:
  class temporary_file {
   public:
    temporary_file() {
      std::string name = (std::filesystem::temp_directory_path() / "cogen-said-XXXXXX").string();
      descriptor_ = ::mkostemp(name.data(), O_CLOEXEC);
      if (descriptor_ < 0) throw std::runtime_error("cannot make " + name);
      ::unlink(name.c_str());
    }
    temporary_file(temporary_file const&) = delete;
    temporary_file& operator=(temporary_file const&) = delete;
    ~temporary_file() { ::close(descriptor_); }
    int descriptor() const { return descriptor_; }
    std::string text() const {
      std::string text(static_cast<std::size_t>(::lseek(descriptor_, 0, SEEK_END)), '\0');
      if (::pread(descriptor_, text.data(), text.size(), 0) != static_cast<ssize_t>(text.size()))
        throw std::runtime_error("cannot read what the program said");
      return text;
    }

   private:
    int descriptor_ = -1;
  };

  temporary_file out_;
  temporary_file err_;
  pid_t child_ = 0;
};

inline bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

inline std::size_t lines(std::string const& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

// What every failure must look like: one line, which begins so, and nothing on stdout.
inline void check_failure_begins(outcome const& result, int exit_code, std::string const& beginning) {
  CAPTURE(result.err, result.out, beginning);
  CHECK(result.exit_code == exit_code);
  CHECK(lines(result.err) == 1);
  CHECK(result.err.rfind(beginning, 0) == 0);
  CHECK(result.out.empty());
}

}  // namespace example_tests
