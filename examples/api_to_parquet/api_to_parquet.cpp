// The main job: a paginated HTTP API into Parquet, in constant memory.
#include <cogen/arrow/parquet.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "compare.hpp"
#include "interruption.hpp"
#include "pipeline.hpp"
#include "report.hpp"
#include "transactions_api.hpp"

namespace {

using namespace api_to_parquet;

constexpr int failed = 1;
constexpr int bad_options = 2;
constexpr int by_signal = 128;  // and the signal's number, as shells have it

struct options {
  job what;
  std::string mode = "lazy";
  std::string compression = "snappy";
  transactions_api_options api{};
  std::vector<std::string> faults{};
  std::int64_t latency_ms = 0;
  std::int64_t preview = 5;
  bool quiet = false;
};

std::map<std::string, cogen::arrow::compression> const codecs{{"snappy", cogen::arrow::compression::snappy},
                                                              {"zstd", cogen::arrow::compression::zstd},
                                                              {"gzip", cogen::arrow::compression::gzip},
                                                              {"none", cogen::arrow::compression::none}};

void describe(CLI::App& app, options& chosen) {
  job& what = chosen.what;
  app.add_option("--url", what.url,
                 "The API: http[s]://host[:port][/prefix]; its pages are at prefix/transactions.\n"
                 "Without it the program serves one to itself, on loopback");
  app.add_option("--page-size", what.page_size, "Rows to ask the API for at a time")
      ->check(CLI::Range(std::size_t{1}, std::size_t{1'000'000}))
      ->capture_default_str();
  app.add_option("--batch-size", what.batch_size, "Rows of a record batch")
      ->check(CLI::Range(std::size_t{1}, std::size_t{100'000'000}))
      ->capture_default_str();
  app.add_option("--output", what.output, "The file, or with --partition-by the directory, to write")
      ->capture_default_str();
  app.add_option("--partition-by", what.partition_by,
                 "Write a Hive-partitioned directory by this column, such as category");
  app.add_option("--compression", chosen.compression, "Of the pages inside the file")
      ->check(CLI::IsMember({"snappy", "zstd", "gzip", "none"}))
      ->capture_default_str();
  app.add_option("--row-group-rows", what.parquet.row_group_rows, "A row group ends with this many rows")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--row-group-bytes", what.parquet.row_group_bytes, "or with this many bytes in memory")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--mode", chosen.mode, "lazy: a page in memory at a time; eager: everything in memory first")
      ->check(CLI::IsMember({"lazy", "eager"}))
      ->capture_default_str();
  app.add_option("--attempts", what.retry.attempts, "Tries in all for a page that can't be had")
      ->check(CLI::Range(std::size_t{1}, std::size_t{1'000}))
      ->capture_default_str();
  app.add_option("--preview", chosen.preview, "Rows to show at the end")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  app.add_flag("--quiet", chosen.quiet, "Print nothing but errors");

  std::string const own = "The API that the program serves without --url";
  app.add_option("--rows", chosen.api.rows, "Rows in all")
      ->check(CLI::Range(std::uint64_t{0}, std::uint64_t{1'000'000'000'000}))
      ->capture_default_str()
      ->group(own);
  app.add_option("--seed", chosen.api.seed, "Seed of the data: the same seed serves the same rows")
      ->capture_default_str()
      ->group(own);
  app.add_option("--latency-ms", chosen.latency_ms, "Milliseconds before each answer")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str()
      ->group(own);
  app.add_option("--fault", chosen.faults,
                 "PAGE:KIND[:TIMES[:RETRY_AFTER]], repeatable: what goes wrong before the page is served well.\n"
                 "KIND: too_many_requests, server_error, dropped, malformed, truncated. TIMES: a number or always")
      ->expected(1)
      ->take_all()
      ->group(own);
}

// The API to read from: the one given, or one of our own.
std::unique_ptr<transactions_api> serve(options& chosen) {
  if (!chosen.what.url.empty()) return nullptr;
  chosen.api.max_page_size = std::max(chosen.api.max_page_size, static_cast<std::uint64_t>(chosen.what.page_size));
  auto api = std::make_unique<transactions_api>(chosen.api);
  chosen.what.url = api->url();
  return api;
}

void run_job(options& chosen) {
  auto const api = serve(chosen);
  job& what = chosen.what;
  auto const start = std::chrono::steady_clock::now();
  std::int64_t rows = 0;
  {
    progress shown(chosen.quiet);
    what.on_rows = [&shown](std::size_t more) {
      stop_if_interrupted();
      shown.add(more);
    };
    what.retry.sleep = sleep_unless_interrupted;
    what.retry.before_retry = [&shown](retry_notice const& notice) {
      shown.note(fmt::format("page {}: {}; trying again in {} ms", notice.page, notice.cause, notice.wait.count()));
    };
    rows = run(what, chosen.mode == "lazy" ? mode::lazy : mode::eager);
  }
  if (chosen.quiet) return;
  double const seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  auto const rate = static_cast<std::int64_t>(static_cast<double>(rows) / std::max(seconds, 1e-9));
  fmt::print("Wrote {} rows to {} in {:.2f} s ({} rows/s), peak memory {:.0f} MiB\n", grouped(rows),
             what.output.string(), seconds, grouped(rate), peak_resident_mib());
  print_preview(what.output, chosen.preview);
}

void run_comparison(options& chosen) {
  if (!chosen.what.partition_by.empty())
    throw std::invalid_argument("compare writes single files: leave out --partition-by");
  auto const api = serve(chosen);
  job const& what = chosen.what;
  compare("/proc/self/exe", {"--url", what.url,                                                  //
                             "--page-size", std::to_string(what.page_size),                      //
                             "--batch-size", std::to_string(what.batch_size),                    //
                             "--compression", chosen.compression,                                //
                             "--row-group-rows", std::to_string(what.parquet.row_group_rows),    //
                             "--row-group-bytes", std::to_string(what.parquet.row_group_bytes),  //
                             "--attempts", std::to_string(what.retry.attempts)});
}

}  // namespace

int main(int argc, char** argv) {
  options chosen;
  chosen.api.rows = 100'000;
  CLI::App app{
      "Writes a paginated HTTP API of transactions to Parquet, one page in memory at a time.\n"
      "Without options it serves 100,000 synthetic transactions to itself and writes transactions.parquet.\n"
      "The file appears whole or not at all. Exit code: 0 done, 1 failed, 2 bad options, 130 interrupted.\n",
      "api_to_parquet"};
  describe(app, chosen);
  CLI::App* const comparison = app.add_subcommand(
      "compare", "Run the job in both modes, into temporary files, and show time and peak memory side by side");
  comparison->fallthrough();

  try {
    app.parse(argc, argv);
    chosen.what.parquet.compression = codecs.at(chosen.compression);
    for (auto const& text : chosen.faults) chosen.api.faults.push_back(parse_fault(text));
    chosen.api.latency = std::chrono::milliseconds(chosen.latency_ms);
  } catch (CLI::CallForHelp const& help) {
    return app.exit(help);
  } catch (std::exception const& error) {
    fmt::print(stderr, "api_to_parquet: {} (see --help)\n", error.what());
    return bad_options;
  }

  note_interruptions();
  try {
    if (comparison->parsed()) {
      run_comparison(chosen);
    } else {
      run_job(chosen);
    }
    return 0;
  } catch (interrupted const& error) {
    fmt::print(stderr, "api_to_parquet: interrupted; nothing was written\n");
    return by_signal + error.signal;
  } catch (std::invalid_argument const& error) {
    fmt::print(stderr, "api_to_parquet: {} (see --help)\n", error.what());
    return bad_options;
  } catch (std::exception const& error) {
    fmt::print(stderr, "api_to_parquet: {}\n", error.what());
    return failed;
  }
}
