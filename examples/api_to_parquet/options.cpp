#include "options.hpp"

#include <algorithm>
#include <chrono>
#include <limits>
#include <map>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "../support/command_line.hpp"
#include "timestamps.hpp"

namespace api_to_parquet {

namespace {

std::map<std::string, cogen::arrow::compression> const codecs{{"snappy", cogen::arrow::compression::snappy},
                                                              {"zstd", cogen::arrow::compression::zstd},
                                                              {"gzip", cogen::arrow::compression::gzip},
                                                              {"none", cogen::arrow::compression::none}};
std::map<std::string, api_style> const styles{
    {"page", api_style::page}, {"offset", api_style::offset}, {"cursor", api_style::cursor}, {"link", api_style::link}};
std::string not_empty(std::string const& given) { return given.empty() ? "must not be empty" : ""; }

std::map<std::string, on_bad_row> const bad_rows{
    {"stop", on_bad_row::stop}, {"skip", on_bad_row::skip}, {"quarantine", on_bad_row::quarantine}};

void describe_rows(CLI::App& app, options& chosen) {
  job& what = chosen.what;
  std::string const group = "Which rows";
  app.add_option("--url", what.from.url,
                 "The API: http[s]://host[:port][/prefix]; its pages are at prefix/transactions.\n"
                 "Without it the program serves one to itself, on loopback")
      ->check(not_empty)
      ->group(group);
  app.add_option("--api", chosen.style, "How the API tells its pages apart")
      ->check(CLI::IsMember({"page", "offset", "cursor", "link"}))
      ->capture_default_str()
      ->group(group);
  app.add_option("--page-size", what.from.page_size, "Rows to ask the API for at a time")
      ->check(CLI::Range(std::size_t{1}, std::size_t{1'000'000}))
      ->capture_default_str()
      ->group(group);
  app.add_option("--workers", what.workers,
                 "Pages to fetch at the same time; those of which each names the next (cursor, link): so many ahead")
      ->check(CLI::Range(std::size_t{1}, std::size_t{64}))
      ->capture_default_str()
      ->group(group);
  app.add_option("--limit", what.limit, "No more rows than that")
      ->check(at_least(0))
      ->check(CLI::Range(std::uint64_t{1}, std::numeric_limits<std::uint64_t>::max()))
      ->group(group);
  app.add_option("--since", chosen.since, "Only rows from then on: 2024-06-01 or 2024-06-01T12:00:00Z")
      ->check(not_empty)
      ->group(group);
  app.add_option("--on-bad-row", chosen.bad_rows,
                 "A record that is no transaction: stop the run, skip it, or put it into a file (see --quarantine)")
      ->check(CLI::IsMember({"stop", "skip", "quarantine"}))
      ->capture_default_str()
      ->group(group);
  app.add_option("--quarantine", what.rejected_rows, "That file, of JSON lines; default: OUTPUT.rejected.jsonl")
      ->check(not_empty)
      ->group(group);
  app.add_option("--attempts", what.retry.attempts, "Tries in all for a page that can't be had")
      ->check(CLI::Range(std::size_t{1}, std::size_t{1'000}))
      ->capture_default_str()
      ->group(group);
  app.add_option("--source", chosen.source, "api, or synthetic: the same rows made up here, without HTTP and JSON")
      ->check(CLI::IsMember({"api", "synthetic"}))
      ->capture_default_str()
      ->group(group);
}

void describe_output(CLI::App& app, options& chosen) {
  job& what = chosen.what;
  std::string const group = "Where to";
  app.add_option("--output", chosen.output,
                 "The file to write, or the directory with --partition-by and with files of a bounded size;\n"
                 "s3://bucket/name?endpoint_override=host:port&scheme=http and the like.\n"
                 "Default: transactions.parquet, or transactions")
      ->check(not_empty)
      ->group(group);
  app.add_option("--partition-by", what.partition_by,
                 "Write a Hive-partitioned directory by this column, such as category")
      ->group(group);
  app.add_option("--checkpoint", what.checkpoint,
                 "A file that says how far the run is: the same command goes on there, whatever ended it.\n"
                 "The output is then a directory of files, of 1,000,000 rows unless --max-... says else")
      ->check(not_empty)
      ->group(group);
  app.add_option("--max-rows-per-file", what.max_rows_per_file, "A file ends before it has more rows")
      ->check(CLI::PositiveNumber)
      ->group(group);
  app.add_option(
         "--max-bytes-per-file", what.max_bytes_per_file,
         "A file ends with the page that makes it about so large; row groups are then a quarter of that in memory")
      ->check(CLI::PositiveNumber)
      ->group(group);
  app.add_option("--batch-size", what.batch_size, "Rows of a record batch")
      ->check(CLI::Range(std::size_t{1}, std::size_t{100'000'000}))
      ->capture_default_str()
      ->group(group);
  app.add_option("--compression", chosen.compression, "Of the pages inside the file")
      ->check(CLI::IsMember({"snappy", "zstd", "gzip", "none"}))
      ->capture_default_str()
      ->group(group);
  app.add_option("--row-group-rows", what.parquet.row_group_rows, "A row group ends with this many rows")
      ->check(CLI::PositiveNumber)
      ->capture_default_str()
      ->group(group);
  app.add_option("--row-group-bytes", what.parquet.row_group_bytes, "or with this many bytes in memory")
      ->check(CLI::PositiveNumber)
      ->capture_default_str()
      ->group(group);
}

void describe_served(CLI::App& app, options& chosen) {
  std::string const own = "The API that the program serves without --url, and synthetic rows";
  app.add_option("--rows", chosen.served.rows, "Rows in all")
      ->check(CLI::Range(std::uint64_t{0}, std::uint64_t{1'000'000'000'000}))
      ->capture_default_str()
      ->group(own);
  app.add_option("--seed", chosen.served.seed, "Seed of the data: the same seed serves the same rows")
      ->check(at_least(0))
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
  app.add_option("--fault-rate", chosen.served.fault_rate, "Share of the requests that fail")
      ->check(CLI::Range(0.0, 0.99))
      ->capture_default_str()
      ->group(own);
  app.add_option("--bad-row-rate", chosen.served.bad_row_rate, "Share of the rows that are no transactions")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str()
      ->group(own);
}

timestamp instant(std::string const& text) {
  auto parsed = parse_timestamp(text);
  if (!parsed) parsed = parse_timestamp(text + "T00:00:00Z");
  if (!parsed)
    throw std::invalid_argument(
        fmt::format("--since: must look like 2024-06-01 or 2024-06-01T12:00:00Z, not \"{}\"", text));
  return *parsed;
}

// Output, checkpoint and bad rows must not get into each other's files, or those that become them.
void refuse_shared_files(job const& what) {
  auto const place = [](std::filesystem::path const& path) {
    return std::filesystem::weakly_canonical(std::filesystem::absolute(path));
  };
  std::vector<std::pair<std::string, std::filesystem::path>> files;
  if (!what.checkpoint.empty()) files.emplace_back("--checkpoint", place(what.checkpoint));
  if (!what.rejected_rows.empty()) files.emplace_back("--quarantine", place(what.rejected_rows));
  for (auto const& [name, path] : files) {
    if (std::filesystem::is_directory(path))
      throw std::invalid_argument(fmt::format("{}: '{}' is a directory", name, path.string()));
    if (what.in_parts() && what.output.is_local() && path.parent_path() == place(what.output.path()) &&
        path.extension() == ".parquet")
      throw std::invalid_argument(fmt::format("{}: '{}' could be a part of the output", name, path.string()));
  }
  if (what.output.is_local()) files.emplace_back("--output", place(what.output.path()));
  for (auto const& [name, path] : files) {
    for (auto const& [other_name, other] : files) {
      if (name == other_name) continue;
      if (path == other || path.string() + ".partial" == other || path.string() + ".lock" == other)
        throw std::invalid_argument(fmt::format("{} and {} must be files of their own", name, other_name));
    }
  }
}

// What the rows depend on. How they are fetched and stored may change from one run of a job to the next.
std::string identity(options const& chosen) {
  job const& what = chosen.what;
  auto const rows = what.from.url.empty() ? fmt::format("rows {} seed {} bad {}", chosen.served.rows,
                                                        chosen.served.seed, chosen.served.bad_row_rate)
                                          : "url " + what.from.url;
  return fmt::format("{} {} api {} page-size {} since {} limit {} on-bad-row {} {} output {}", chosen.source, rows,
                     chosen.style, what.from.page_size, chosen.since.empty() ? "ever" : chosen.since,
                     what.limit == job().limit ? "none" : std::to_string(what.limit), chosen.bad_rows,
                     what.rejected_rows.string(), what.output.show());
}

}  // namespace

void describe(CLI::App& app, options& chosen) {
  describe_rows(app, chosen);
  describe_output(app, chosen);
  app.add_option("--mode", chosen.mode, "lazy: some pages in memory at a time; eager: everything in memory first")
      ->check(CLI::IsMember({"lazy", "eager"}))
      ->capture_default_str();
  app.add_option("--preview", chosen.preview, "Rows to show at the end")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  app.add_flag("--quiet", chosen.quiet, "Print nothing but errors");
  describe_served(app, chosen);
}

void settle(options& chosen) {
  job& what = chosen.what;
  what.parquet.compression = codecs.at(chosen.compression);
  what.from.style = styles.at(chosen.style);
  what.bad_rows = bad_rows.at(chosen.bad_rows);
  what.from.tolerate_bad_rows = what.bad_rows != on_bad_row::stop;
  if (!chosen.since.empty()) what.from.since = instant(chosen.since);
  for (auto const& text : chosen.faults) chosen.served.faults.push_back(parse_fault(text));
  chosen.served.latency = std::chrono::milliseconds(chosen.latency_ms);
  if (chosen.source == "synthetic") {
    if (!what.from.url.empty()) throw std::invalid_argument("--url: synthetic rows come from no API");
    if (what.from.since) throw std::invalid_argument("--since: synthetic rows are all of them");
    what.synthetic = synthetic_rows{chosen.served.seed, chosen.served.rows};
  }
  if (what.from.style == api_style::link && what.from.url.empty() && !what.checkpoint.empty())
    throw std::invalid_argument(
        "--checkpoint with --api link needs --url: the program's own API has new URLs each time");
  if (!what.checkpoint.empty() && what.max_rows_per_file == 0 && what.max_bytes_per_file == 0)
    what.max_rows_per_file = 1'000'000;
  if (what.max_bytes_per_file != 0) {
    // The size of a file is known by its row groups, and of the first of them only when it is complete.
    auto const quarter = std::max<std::int64_t>(1, what.max_bytes_per_file / 4);
    what.parquet.row_group_bytes = std::min(what.parquet.row_group_bytes, quarter);
  }

  if (chosen.output.empty()) chosen.output = what.in_parts() ? "transactions" : "transactions.parquet";
  what.output = cogen::arrow::destination::from_uri_or_path(chosen.output);
  if (what.bad_rows == on_bad_row::quarantine && what.rejected_rows.empty()) {
    auto beside = what.output.is_local() ? what.output.path() : what.output.path().filename();
    if (!beside.has_filename()) beside = beside.parent_path();  // "transactions/"
    what.rejected_rows = beside.string() + ".rejected.jsonl";
  }
  if (!what.rejected_rows.empty() && what.bad_rows != on_bad_row::quarantine)
    throw std::invalid_argument("--quarantine needs --on-bad-row quarantine");
  refuse_shared_files(what);
  what.identity = identity(chosen);
}

std::unique_ptr<transactions_api> serve(options& chosen) {
  job& what = chosen.what;
  if (!what.from.url.empty() || what.synthetic) return nullptr;
  chosen.served.max_page_size = std::max(chosen.served.max_page_size, static_cast<std::uint64_t>(what.from.page_size));
  auto own = std::make_unique<transactions_api>(chosen.served);
  what.from.url = own->url();
  return own;
}

}  // namespace api_to_parquet
