// The main job: a paginated HTTP API into Parquet, in constant memory.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <optional>
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

// What is said when it is done.
void say_what_was_done(options const& chosen, outcome const& done, std::int64_t before, double seconds) {
  std::string const output = chosen.what.output.show();
  if (done.complete && done.resumed && done.rows == before) {
    fmt::print("Nothing to do: {} rows are in {}, and that is all\n", grouped(done.rows), output);
  } else {
    auto const files = done.parts == 0 ? "" : fmt::format("{} file{} in ", done.parts, done.parts == 1 ? "" : "s");
    auto const rows = done.rows - before;
    auto const rate = static_cast<std::int64_t>(static_cast<double>(rows) / std::max(seconds, 1e-9));
    fmt::print("Wrote {} rows to {}{} in {:.2f} s ({} rows/s), peak memory {:.0f} MiB\n", grouped(done.rows), files,
               output, seconds, grouped(rate), peak_resident_mib());
    if (before != 0) fmt::print("{} of them had been written by an earlier run\n", grouped(before));
  }
  if (chosen.what.bad_rows == on_bad_row::skip) fmt::print("Skipped {} bad rows\n", grouped(done.rejected));
  if (chosen.what.bad_rows == on_bad_row::quarantine)
    fmt::print("Put {} bad rows into {}\n", grouped(done.rejected), chosen.what.rejected_rows.string());
}

void run_job(options& chosen, outcome& so_far) {
  auto const own = serve(chosen);
  job& what = chosen.what;
  auto const start = std::chrono::steady_clock::now();
  std::optional<std::int64_t> before;
  {
    progress shown(chosen.quiet);
    what.on_rows = [&](std::size_t more) {
      if (!before) before = so_far.rows;
      stop_if_interrupted();
      shown.add(more);
    };
    what.retry.sleep = sleep_unless_interrupted;
    what.retry.before_retry = [&shown](cogen::retry_notice const& notice) {
      shown.note(fmt::format("{}; trying again in {} ms", notice.failure.what(), notice.wait.count()));
    };
    run(what, chosen.mode == "lazy" ? mode::lazy : mode::eager, so_far);
  }
  if (chosen.quiet) return;
  double const seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  say_what_was_done(chosen, so_far, before.value_or(so_far.resumed ? so_far.rows : 0), seconds);
  if (what.output.is_local()) print_preview(what.output.path(), chosen.preview);
}

void run_comparison(options& chosen) {
  job const& what = chosen.what;
  if (!what.partition_by.empty() || what.in_parts())
    throw std::invalid_argument("compare writes single files: leave out --partition-by, --checkpoint and --max-...");
  if (what.synthetic || !chosen.since.empty() || what.from.tolerate_bad_rows)
    throw std::invalid_argument("compare reads all rows of an API: leave out --source, --since and --on-bad-row");
  auto const own = serve(chosen);
  compare("/proc/self/exe", {"--url",
                             what.from.url,  //
                             "--api",
                             chosen.style,  //
                             "--workers",
                             std::to_string(what.workers),  //
                             "--limit",
                             std::to_string(what.limit),  //
                             "--page-size",
                             std::to_string(what.from.page_size),  //
                             "--batch-size",
                             std::to_string(what.batch_size),  //
                             "--compression",
                             chosen.compression,  //
                             "--row-group-rows",
                             std::to_string(what.parquet.row_group_rows),  //
                             "--row-group-bytes",
                             std::to_string(what.parquet.row_group_bytes),  //
                             "--attempts",
                             std::to_string(what.retry.attempts)});
}

// What is left after a run that did not come to its end.
std::string what_is_kept(options const& chosen, outcome const& so_far) {
  if (!chosen.what.in_parts()) return "nothing was written";
  auto const kept =
      fmt::format("{} rows in {} file{} are kept", grouped(so_far.rows), so_far.parts, so_far.parts == 1 ? "" : "s");
  if (chosen.what.checkpoint.empty()) return kept;
  return kept + ", and the same command goes on behind them";
}

}  // namespace

int main(int argc, char** argv) {
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
    fmt::print(stderr, "api_to_parquet: {} (see --help)\n", error.what());
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
    fmt::print(stderr, "api_to_parquet: interrupted; {}\n", what_is_kept(chosen, so_far));
    return by_signal + error.signal;
  } catch (std::invalid_argument const& error) {
    fmt::print(stderr, "api_to_parquet: {} (see --help)\n", error.what());
    return bad_options;
  } catch (std::exception const& error) {
    auto const kept = chosen.what.in_parts() ? "; " + what_is_kept(chosen, so_far) : "";
    fmt::print(stderr, "api_to_parquet: {}{}\n", error.what(), kept);
    return failed;
  }
}
