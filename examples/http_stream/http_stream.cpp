// Events that a server streams as newline-delimited JSON, counted as they arrive.
#include <cogen.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <limits>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>

#include "../support/command_line.hpp"
#include "../support/safe_text.hpp"
#include "event.hpp"
#include "event_server.hpp"
#include "http_chunks.hpp"
#include "stream_lines.hpp"

namespace {

using namespace http_stream;

struct options {
  std::string url;
  std::uint64_t limit = std::numeric_limits<std::uint64_t>::max();
  std::size_t max_line_bytes = std::size_t{1} << 20U;
  std::uint64_t every = 20;
  std::int64_t pause_ms = 0;
  std::int64_t timeout_ms = 30'000;
  std::int64_t delay_ms = 10;
  event_server_options server;
};

// Shows what has come so far; stdout is flushed, so that a pipe sees it at once.
class running_report {
 public:
  explicit running_report(std::uint64_t every) : every_(every) {}

  void add(event const& one) {
    totals_.add(one);
    if (totals_.all().events % every_ != 0) return;
    double const seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
    fmt::print("{:>8.2f} s {:>9} events {:>14.2f}   latest: {} {:.2f}\n", seconds, totals_.all().events,
               totals_.all().amount, shown(one.type), one.amount);
    flush_stdout();
  }
  void print_totals() const {
    fmt::print("\n{:<12}{:>10}{:>16}\n", "type", "events", "amount");
    for (auto const& [type, sum] : totals_.by_type()) print_row(shown(type), sum);
    print_row("all", totals_.all());
    flush_stdout();
  }

 private:
  static void print_row(std::string const& type, running_totals::total const& sum) {
    fmt::print("{:<12}{:>10}{:>16.2f}\n", type, sum.events, sum.amount);
  }
  static std::string shown(std::string_view type) { return safe_text(type, 40); }

  std::uint64_t const every_;
  std::chrono::steady_clock::time_point const start_ = std::chrono::steady_clock::now();
  running_totals totals_;
};

// [pipeline]
// Line by line, as the server sends: nothing is read that is not needed for the next event. At the end of the function
// the pipeline is gone, and with it the connection.
void count_events(options const& given, std::string const& url, running_report& report) {
  auto chunks = http_chunks(url, std::chrono::milliseconds(given.timeout_ms));
  auto events = stream_lines(std::move(chunks), given.max_line_bytes)  //
                | cogen::map(parse_event)                              //
                | cogen::take(given.limit);
  for (event const& one : events) {
    report.add(one);
    std::this_thread::sleep_for(std::chrono::milliseconds(given.pause_ms));
  }
}
// [/pipeline]

void run(options const& given) {
  std::optional<event_server> own;
  if (given.url.empty()) own.emplace(given.server);
  running_report report(given.every);
  try {
    count_events(given, own ? own->url() : given.url, report);
  } catch (std::runtime_error const&) {
    report.print_totals();  // of what had come
    throw;
  }
  report.print_totals();
  if (own) fmt::print("The server has sent {} of its {} events.\n", own->stop(), given.server.events);
}

void describe(CLI::App& app, options& given) {
  CLI::Option* const url = app.add_option("--url", given.url,
                                          "Where to read from: a line a JSON object with id, type and amount.\n"
                                          "Without it the program serves a stream to itself, on loopback");
  app.add_option("--limit", given.limit, "Hang up after so many events")->check(at_least(1));
  app.add_option("--max-line-bytes", given.max_line_bytes, "A longer line is an error")
      ->check(CLI::Range(std::size_t{1}, std::size_t{1} << 30U))
      ->capture_default_str();
  app.add_option("--every", given.every, "Show the totals after so many events")
      ->check(at_least(1))
      ->capture_default_str();
  app.add_option("--pause-ms", given.pause_ms, "Spend so many milliseconds on each event: then the server has to wait")
      ->check(CLI::Range(0, 60'000))
      ->capture_default_str();
  app.add_option("--timeout-ms", given.timeout_ms, "Give up when nothing is received for so long")
      ->check(CLI::Range(1, 3'600'000))
      ->capture_default_str();

  std::string const own = "The stream that the program serves without --url";
  app.add_option("--events", given.server.events, "Events in all")
      ->check(at_least(0))
      ->capture_default_str()
      ->group(own)
      ->excludes(url);
  app.add_option("--delay-ms", given.delay_ms, "Milliseconds before each")
      ->check(CLI::Range(0, 60'000))
      ->capture_default_str()
      ->group(own)
      ->excludes(url);
  app.add_option("--seed", given.server.seed, "The same seed makes the same events")
      ->check(at_least(0))
      ->capture_default_str()
      ->group(own)
      ->excludes(url);
  app.add_option("--lose-after", given.server.lose_after, "Lose the connection after so many events")
      ->check(at_least(0))
      ->group(own)
      ->excludes(url);
  app.add_option("--malformed-at", given.server.malformed_at, "Send something else as this event")
      ->check(at_least(0))
      ->group(own)
      ->excludes(url);
}

}  // namespace

int main(int argc, char** argv) {
  options given;
  CLI::App app{
      "Counts the events of a stream of newline-delimited JSON over HTTP as they arrive, one line in memory at a "
      "time.\n"
      "Exit code: 0 done, 1 failed (what had come has been counted), 2 bad options.\n",
      "http_stream"};
  describe(app, given);
  auto const settle = [&] { given.server.delay = std::chrono::milliseconds(given.delay_ms); };
  return run_program(app, argc, argv, settle, [&] { run(given); });
}
