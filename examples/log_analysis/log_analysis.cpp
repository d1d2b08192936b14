// Logs of many hosts, rotated and gzipped, as one stream in order of time; and what it tells.
#include <cogen.hpp>

#include <fmt/format.h>
#include <unistd.h>
#include <CLI/CLI.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../support/command_line.hpp"
#include "../support/temporary_folder.hpp"
#include "log_entry.hpp"
#include "log_files.hpp"
#include "make_logs.hpp"
#include "report.hpp"

namespace {

using namespace log_analysis;
using cogen::generator;

// [entries]
// The entries of a log, one of its files open at a time, in order of time. Lines that are no entries are counted.
generator<entry const&> entries(rotated_log const& log, line_count& read) {
  entry found;
  found.host = log.host;
  timestamp latest = timestamp::min();
  for (std::filesystem::path const& file : log.files) {
    for (auto&& [number, line] : log_lines(file) | cogen::enumerate(1)) {
      ++read.lines;
      if (!parse_entry(line, found)) {
        read.refuse(file, number, line);
        continue;
      }
      if (found.time < latest) {
        ++read.late;
        found.time = latest;
      }
      latest = found.time;
      co_yield found;
    }
  }
}
// [/entries]

// [bursts]
// Where at least `least` errors come within `within`. Windows that overlap are one burst.
generator<burst> bursts(auto error_times, std::size_t least, milliseconds within) {
  burst open;
  std::size_t counted = 0;  // errors up to the end of the open burst
  for (auto&& [first, window] : error_times | cogen::sliding_window(least) | cogen::enumerate(std::size_t{0})) {
    if (window.back() - window.front() > within) continue;
    if (open.errors != 0 && first >= counted) {
      co_yield open;
      open.errors = 0;
    }
    if (open.errors == 0) {
      open.first = window.front();
      counted = first;
    }
    open.last = window.back();
    open.errors += first + least - counted;
    counted = first + least;
  }
  if (open.errors != 0) co_yield open;
}
// [/bursts]

// Says on stderr how it goes, if that takes long.
class progress_line {
 public:
  progress_line() = default;
  progress_line(progress_line const&) = delete;
  progress_line& operator=(progress_line const&) = delete;
  ~progress_line() {
    if (begun_) fmt::print(stderr, "\n");
  }
  cogen::progress_options options() const { return {.interval = std::chrono::milliseconds(terminal_ ? 200 : 2'000)}; }
  void operator()(cogen::progress_report const& now) {
    if (now.finished) return;
    fmt::print(stderr, "{}{} entries, {:.0f}/s{}", terminal_ ? "\r" : "", now.count, now.rate(),
               terminal_ ? "\033[K" : "\n");
    std::fflush(stderr);
    begun_ = terminal_;
  }

 private:
  bool const terminal_ = isatty(STDERR_FILENO) == 1;
  bool begun_ = false;  // a line that is not ended
};

struct options {
  std::string folder;
  std::string since;
  std::string until;
  std::string level{level_names.front()};
  std::size_t burst_errors = 20;
  double burst_seconds = 5;
  std::size_t top = 5;
  std::size_t lines = 300'000;
  std::uint64_t seed = 42;
};

struct choice {
  timestamp since = timestamp::min();
  timestamp until = timestamp::max();
  level least = level::debug;
};

entry_count analyse(found_logs const& found, options const& given, choice const& chosen, line_count& read) {
  entry_count count(given.top);
  for (rotated_log const& log : found.logs) count.hosts[log.host] = {};
  auto const within = std::chrono::milliseconds(static_cast<std::int64_t>(given.burst_seconds * 1000));
  auto const early = [&chosen](entry const& one) { return one.time < chosen.since; };
  auto const before_end = [&chosen](entry const& one) { return one.time < chosen.until; };
  auto const severe = [&chosen](entry const& one) { return one.severity >= chosen.least; };
  progress_line line;

  // [pipeline]
  auto logs = found.logs | cogen::map([&](rotated_log const& log) { return entries(log, read); });
  auto wanted = std::move(logs) | cogen::merge_from(std::less<>(), &entry::time)  //
                | cogen::progress(std::ref(line), line.options())                 //
                | cogen::drop_while(early) | cogen::take_while(before_end) | cogen::filter(severe);
  auto error_times = std::move(wanted) | cogen::inspect([&](entry const& one) { count.add(one); })  //
                     | cogen::filter(is_error) | cogen::map(&entry::time);
  for (burst const& each : bursts(std::move(error_times), given.burst_errors, within)) count.add(each);
  // [/pipeline]
  count.finish();
  return count;
}

void run(options const& given, choice const& chosen) {
  std::optional<temporary_folder> own;
  if (given.folder.empty()) make_logs(own.emplace().path(), given.seed, given.lines);
  found_logs const found = find_logs(own ? own->path() : std::filesystem::path(given.folder));
  if (found.logs.empty()) throw std::runtime_error(fmt::format("there is no *.log file in {}", given.folder));

  line_count read;
  entry_count const count = analyse(found, given, chosen, read);
  print_report(found, read, count,
               fmt::format("{} errors or more within {} s", given.burst_errors, given.burst_seconds));
}

void describe(CLI::App& app, options& given) {
  CLI::Option* const folder =
      app.add_option("folder", given.folder,
                     "Where the logs are: NAME.log, NAME.log.1, NAME.log.2.gz ... in a folder for each host.\n"
                     "Without it the program makes some to show what it does")
          ->check(CLI::ExistingDirectory);
  app.add_option("--since", given.since, "Only entries from this time on: 2024-03-01T12:00:00Z");
  app.add_option("--until", given.until, "Only entries before this time; what comes later is not read");
  app.add_option("--level", given.level, "Only entries of this level and above")
      ->check(CLI::IsMember(std::vector<std::string>(level_names.begin(), level_names.end())))
      ->capture_default_str();
  app.add_option("--burst-errors", given.burst_errors, "A burst has at least so many errors")
      ->check(CLI::Range(std::size_t{1}, std::size_t{1'000'000}))
      ->capture_default_str();
  app.add_option("--burst-seconds", given.burst_seconds, "within so many seconds")
      ->check(CLI::Range(0.0, 1e6))
      ->capture_default_str();
  app.add_option("--top", given.top, "Length of the lists")
      ->check(CLI::Range(std::size_t{1}, std::size_t{1'000}))
      ->capture_default_str();
  std::string const own = "The logs that the program makes without a folder";
  app.add_option("--lines", given.lines, "Lines in all")
      ->check(CLI::Range(std::size_t{1}, std::size_t{1'000'000'000}))
      ->capture_default_str()
      ->group(own)
      ->excludes(folder);
  app.add_option("--seed", given.seed, "The same seed makes the same logs")
      ->check(at_least(0))
      ->capture_default_str()
      ->group(own)
      ->excludes(folder);
}

timestamp time_option(char const* name, std::string const& text, timestamp otherwise) {
  if (text.empty()) return otherwise;
  if (auto const time = parse_timestamp(text)) return *time;
  throw std::invalid_argument(fmt::format("{}: \"{}\" is not a time like 2024-03-01T12:00:00Z", name, text));
}

choice chosen_entries(options const& given) {
  choice chosen;
  chosen.since = time_option("--since", given.since, chosen.since);
  chosen.until = time_option("--until", given.until, chosen.until);
  chosen.least = static_cast<level>(std::ranges::find(level_names, given.level) - level_names.begin());
  return chosen;
}

}  // namespace

int main(int argc, char** argv) {
  options given;
  choice chosen;
  CLI::App app{
      "Reports on the logs of many hosts, read as one stream in order of time: counts by level and host, errors per\n"
      "minute, bursts of errors, slowest requests. Exit code: 0 done, 1 failed, 2 bad options.\n",
      "log_analysis"};
  describe(app, given);
  return run_program(app, argc, argv, [&] { chosen = chosen_entries(given); }, [&] { run(given, chosen); });
}
