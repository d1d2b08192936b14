// An S3 store on loopback for a test (s3_server.py).
#pragma once

#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/python.hpp"

extern char** environ;

namespace arrow_tests {

// One for all tests of the program, begun by the first. It ends with its standard input, so with us, however we end.
class s3_server {
 public:
  static s3_server& get() {
    static s3_server server;
    return server;
  }
  s3_server(s3_server const&) = delete;
  s3_server& operator=(s3_server const&) = delete;
  ~s3_server() {
    std::fclose(to_);
    std::fclose(from_);
    ::waitpid(process_, nullptr, 0);
  }

  // What s3_server.py says to a command.
  std::string operator()(std::string const& command) {
    std::fprintf(to_, "%s\n", command.c_str());
    std::fflush(to_);
    return line();
  }

  std::string uri(std::string const& path, std::string const& user = "") const {
    return "s3://" + user + path + "?scheme=http&region=us-east-1&endpoint_override=127.0.0.1:" + port_;
  }

 private:
  s3_server() {
    ::setenv("AWS_ACCESS_KEY_ID", "testing", 1);
    ::setenv("AWS_SECRET_ACCESS_KEY", "testing", 1);
    ::setenv("AWS_EC2_METADATA_DISABLED", "true", 1);
    int to[2];
    int from[2];
    if (::pipe2(to, O_CLOEXEC) != 0 || ::pipe2(from, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, to[0], STDIN_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions, from[1], STDOUT_FILENO);
    auto const script = (support::tests_folder() / "arrow/s3_server.py").string();
    // LD_PRELOAD is a sanitizer's, which must not reach Python.
    auto command = "LD_PRELOAD= exec '" + support::python() + "' '" + script + "'";
    std::string shell = "/bin/sh";
    std::string option = "-c";
    char* const arguments[] = {shell.data(), option.data(), command.data(), nullptr};
    int const failed = ::posix_spawn(&process_, shell.c_str(), &actions, nullptr, arguments, environ);
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(to[0]);
    ::close(from[1]);
    to_ = ::fdopen(to[1], "w");
    from_ = ::fdopen(from[0], "r");
    port_ = line();
    if (failed != 0 || port_.empty()) throw std::runtime_error("s3_server.py does not start: is moto[server] there?");
  }

  std::string line() {
    std::string said;
    for (int letter = std::fgetc(from_); letter != EOF && letter != '\n'; letter = std::fgetc(from_)) {
      said += static_cast<char>(letter);
    }
    return said;
  }

  ::pid_t process_ = -1;
  std::FILE* to_ = nullptr;
  std::FILE* from_ = nullptr;
  std::string port_;
};

}  // namespace arrow_tests
