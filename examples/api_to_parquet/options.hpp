// The command line.
#pragma once

#include <CLI/CLI.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "job.hpp"
#include "transactions_api.hpp"

namespace api_to_parquet {

struct options {
  job what{};
  std::string mode = "lazy";
  std::string source = "api";
  std::string style = "page";
  std::string bad_rows = "stop";
  std::string since{};
  std::string output{};  // as it was given
  std::string compression = "snappy";
  std::int64_t preview = 5;
  bool quiet = false;

  transactions_api_options served{};  // the API of our own
  std::vector<std::string> faults{};
  std::int64_t latency_ms = 0;
};

// Tells `app` of every option; `chosen` must stay where it is while `app` parses.
void describe(CLI::App& app, options& chosen);

// What follows from the options once they have been parsed. Throws std::invalid_argument, which names the option, and
// cogen::arrow::arrow_error for an output that no filesystem knows.
void settle(options& chosen);

// The API that the job is to read from, if it is one of our own: it serves until it is destroyed.
std::unique_ptr<transactions_api> serve(options& chosen);

}  // namespace api_to_parquet
