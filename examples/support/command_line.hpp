// The command line of a program with options.
#pragma once

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <csignal>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <stdexcept>
#include <string>
#include <type_traits>

// Shows what has been printed so far. Throws if nobody reads it any more: then the program ends, and cleans up.
inline void flush_stdout() {
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) throw std::runtime_error("cannot write to stdout");
}

// For options that count: CLI11 takes -1 for the greatest number there is, and its own checks show that in full.
inline CLI::Validator at_least(std::uint64_t least) {
  auto const check = [least](std::string& given) {
    std::uint64_t number = 0;
    bool const whole = !given.empty() && given.find_first_not_of("0123456789") == std::string::npos;
    if (whole && CLI::detail::lexical_cast(given, number) && number >= least) return std::string();
    return fmt::format("must be a whole number of at least {}, not {}", least, given);
  };
  return CLI::Validator(check, "");
}

// What main() returns: 0 done, 1 failed, 2 bad options. Parses the command line; then settle() makes of the options what
// follows from them, and run() does the work, and may return false if it has said why it failed. Whatever is thrown is
// told in one line; a std::invalid_argument is a bad option.
template <class Settle, class Run>
int run_program(CLI::App& app, int argc, char** argv, Settle settle, Run run) {
  std::signal(SIGPIPE, SIG_IGN);  // a reader that goes away is an error like any other
  auto const tell = [&app](std::exception const& error, char const* hint) {
    std::fputs(fmt::format("{}: {}{}\n", app.get_name(), error.what(), hint).c_str(), stderr);
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
    flush_stdout();
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
