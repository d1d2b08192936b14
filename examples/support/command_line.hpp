// The command line of a program with options.
#pragma once

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <cstdio>
#include <exception>
#include <stdexcept>
#include <type_traits>

// What main() returns: 0 done, 1 failed, 2 bad options. Parses the command line; then settle() makes of the options what
// follows from them, and run() does the work, and may return false if it has said why it failed. Whatever is thrown is
// told in one line; a std::invalid_argument is a bad option.
template <class Settle, class Run>
int run_program(CLI::App& app, int argc, char** argv, Settle settle, Run run) {
  auto const tell = [&app](std::exception const& error, char const* hint) {
    fmt::print(stderr, "{}: {}{}\n", app.get_name(), error.what(), hint);
  };
  char const* const see_help = " (see --help)";
  try {
    app.parse(argc, argv);
    settle();
  } catch (CLI::CallForHelp const& help) {
    return app.exit(help);
  } catch (std::exception const& error) {
    tell(error, see_help);
    return 2;
  }
  try {
    if constexpr (std::is_void_v<decltype(run())>) {
      run();
    } else {
      if (!run()) return 1;
    }
    // What is still to be written may not fit any more.
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) throw std::runtime_error("cannot write to stdout");
    return 0;
  } catch (std::invalid_argument const& error) {
    tell(error, see_help);
    return 2;
  } catch (std::exception const& error) {
    tell(error, "");
    return 1;
  }
}
template <class Run>
int run_program(CLI::App& app, int argc, char** argv, Run run) {
  return run_program(app, argc, argv, [] {}, run);
}
