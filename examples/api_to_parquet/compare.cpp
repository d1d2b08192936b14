#include "compare.hpp"

#include <fmt/format.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <stdexcept>

#include "../support/temporary_folder.hpp"
#include "interruption.hpp"

extern char** environ;

namespace api_to_parquet {

namespace {

struct measured {
  double seconds = 0;
  double peak_mib = 0;
  double file_mib = 0;
};

measured run_mode(std::filesystem::path const& program, std::vector<std::string> arguments, char const* mode) {
  temporary_folder const folder;
  std::filesystem::path const output = folder.path() / "compared.parquet";
  std::vector<std::string> const more{"--mode", mode, "--output", output.string(), "--preview", "0", "--quiet"};
  arguments.insert(arguments.begin(), program.string());
  arguments.insert(arguments.end(), more.begin(), more.end());
  std::vector<char*> raw;
  for (auto& argument : arguments) raw.push_back(argument.data());
  raw.push_back(nullptr);

  auto const start = std::chrono::steady_clock::now();
  pid_t child = 0;
  if (int const failed = posix_spawn(&child, program.c_str(), nullptr, nullptr, raw.data(), environ); failed != 0) {
    throw std::runtime_error(fmt::format("cannot run {}: {}", program.string(), std::strerror(failed)));
  }
  int status = 0;
  rusage usage{};
  while (wait4(child, &status, 0, &usage) < 0) {
    if (errno != EINTR)
      throw std::runtime_error(fmt::format("cannot wait for the {} run: {}", mode, std::strerror(errno)));
  }
  stop_if_interrupted();
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) throw std::runtime_error(fmt::format("the {} run failed", mode));

  measured result;
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  result.peak_mib = static_cast<double>(usage.ru_maxrss) / 1024;
  result.file_mib = static_cast<double>(std::filesystem::file_size(output)) / (1024 * 1024);
  return result;
}

}  // namespace

void compare(std::filesystem::path const& program, std::vector<std::string> const& arguments) {
  measured const lazy = run_mode(program, arguments, "lazy");
  measured const eager = run_mode(program, arguments, "eager");
  fmt::print("{:<18}{:>10}{:>10}{:>14}\n", "", "lazy", "eager", "lazy / eager");
  auto const line = [](char const* name, double lazily, double eagerly) {
    fmt::print("{:<18}{:>10.2f}{:>10.2f}{:>14.2f}\n", name, lazily, eagerly, eagerly > 0 ? lazily / eagerly : 0);
  };
  line("time, s", lazy.seconds, eager.seconds);
  line("peak memory, MiB", lazy.peak_mib, eager.peak_mib);
  line("file, MiB", lazy.file_mib, eager.file_mib);
}

}  // namespace api_to_parquet
