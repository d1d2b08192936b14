// The main job: a paginated HTTP API into Parquet, in constant memory.
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <stdexcept>
#include <string>

#include "compare.hpp"
#include "interruption.hpp"
#include "options.hpp"
#include "pipeline.hpp"
#include "report.hpp"

namespace {

using namespace api_to_parquet;

constexpr int failed = 1;
constexpr int bad_options = 2;
constexpr int by_signal = 128;  // and the signal's number, as shells have it

// A line on stderr; if there is no stderr any more, that is no reason to fail.
void tell(std::string const& text) { std::fputs(("api_to_parquet: " + text + '\n').c_str(), stderr); }

// Closed standard streams would be the next files that are opened, and what is said to people would get into them.
void have_standard_streams() {
  for (int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(stream, F_GETFD) < 0) static_cast<void>(::open("/dev/null", O_RDWR));
  }
}

// What is said when it is done.
void say_what_was_done(options const& chosen, outcome const& done, double seconds) {
  std::string const output = chosen.what.output.show();
  if (done.was_complete) {
    fmt::print("Nothing to do: {} rows are in {}, and that is all\n", grouped(done.rows), output);
  } else {
    auto const files = done.parts == 0 ? "" : fmt::format("{} file{} in ", done.parts, done.parts == 1 ? "" : "s");
    auto const rows = done.rows - done.earlier;
    auto const rate = static_cast<std::int64_t>(static_cast<double>(rows) / std::max(seconds, 1e-9));
    fmt::print("Wrote {} rows to {}{} in {:.2f} s ({} rows/s), peak memory {:.0f} MiB\n", grouped(done.rows), files,
               output, seconds, grouped(rate), peak_resident_mib());
    if (done.earlier != 0) fmt::print("{} of them had been written by an earlier run\n", grouped(done.earlier));
  }
  if (chosen.what.bad_rows == on_bad_row::skip) fmt::print("Skipped {} bad rows\n", grouped(done.rejected));
  if (chosen.what.bad_rows == on_bad_row::quarantine)
    fmt::print("Put {} bad rows into {}\n", grouped(done.rejected), chosen.what.rejected_rows.string());
}

void run_job(options& chosen, outcome& so_far) {
  auto const own = serve(chosen);
  job& what = chosen.what;
  auto const start = std::chrono::steady_clock::now();
  {
    progress shown(chosen.quiet);
    what.on_rows = [&shown](std::size_t more) { shown.add(more); };
    what.retry.sleep = sleep_unless_interrupted;
    what.retry.before_retry = [&shown](cogen::retry_notice const& notice) {
      shown.note(fmt::format("{}; trying again in {} ms", notice.failure.what(), notice.wait.count()));
    };
    run(what, chosen.mode == "lazy" ? mode::lazy : mode::eager, so_far);
  }
  if (chosen.quiet) {
    if (chosen.what.bad_rows == on_bad_row::skip && so_far.rejected != 0)
      tell(fmt::format("{} bad rows were left out", grouped(so_far.rejected)));
    return;
  }
  double const seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  say_what_was_done(chosen, so_far, seconds);
  if (what.output.is_local()) print_preview(what.output.path(), chosen.preview);
}

void run_comparison(options& chosen) {
  job const& what = chosen.what;
  if (!what.partition_by.empty() || what.in_parts())
    throw std::invalid_argument("compare writes single files: leave out --partition-by, --checkpoint and --max-...");
  if (what.synthetic || !chosen.since.empty() || what.from.tolerate_bad_rows)
    throw std::invalid_argument("compare reads all rows of an API: leave out --source, --since and --on-bad-row");
  auto const own = serve(chosen);
  // clang-format off
  compare("/proc/self/exe", {"--url", what.from.url,
                             "--api", chosen.style,
                             "--workers", std::to_string(what.workers),
                             "--limit", std::to_string(what.limit),
                             "--page-size", std::to_string(what.from.page_size),
                             "--batch-size", std::to_string(what.batch_size),
                             "--compression", chosen.compression,
                             "--row-group-rows", std::to_string(what.parquet.row_group_rows),
                             "--row-group-bytes", std::to_string(what.parquet.row_group_bytes),
                             "--attempts", std::to_string(what.retry.attempts)});
  // clang-format on
}

// What is left after a run that did not come to its end.
std::string what_is_kept(options const& chosen, outcome const& so_far) {
  if (!chosen.what.in_parts()) return "nothing was written; with --checkpoint a run can be resumed";
  auto const kept =
      fmt::format("{} rows in {} file{} are kept", grouped(so_far.rows), so_far.parts, so_far.parts == 1 ? "" : "s");
  if (chosen.what.checkpoint.empty()) return kept;
  return kept + ", and the same command goes on behind them";
}

}  // namespace

int main(int argc, char** argv) {
  have_standard_streams();
  options chosen;
  chosen.served.rows = 100'000;
  CLI::App app{
      "Writes a paginated HTTP API of transactions to Parquet, some pages in memory at a time.\n"
      "Without options it serves 100,000 synthetic transactions to itself and writes transactions.parquet.\n"
      "A file appears whole or not at all. Exit code: 0 done, 1 failed, 2 bad options, 130 interrupted.\n",
      "api_to_parquet"};
  describe(app, chosen);
  CLI::App* const comparison = app.add_subcommand(
      "compare", "Run the job in both modes, into temporary files, and show time and peak memory side by side");
  comparison->fallthrough();

  try {
    app.parse(argc, argv);
    settle(chosen);
  } catch (CLI::CallForHelp const& help) {
    return app.exit(help);
  } catch (std::exception const& error) {
    tell(fmt::format("{} (see --help)", error.what()));
    return bad_options;
  }

  note_interruptions();
  outcome so_far;
  try {
    if (comparison->parsed()) {
      run_comparison(chosen);
    } else {
      run_job(chosen, so_far);
    }
    return 0;
  } catch (interrupted const& error) {
    tell(fmt::format("interrupted; {}", what_is_kept(chosen, so_far)));
    return by_signal + error.signal;
  } catch (std::invalid_argument const& error) {
    tell(fmt::format("{} (see --help)", error.what()));
    return bad_options;
  } catch (std::exception const& error) {
    auto const kept = so_far.parts != 0 ? "; " + what_is_kept(chosen, so_far) : "";
    tell(fmt::format("{}{}", error.what(), kept));
    return failed;
  }
}
