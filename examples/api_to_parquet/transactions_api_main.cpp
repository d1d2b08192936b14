// A program that serves the transactions API until it is stopped.
#include <csignal>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "transactions_api.hpp"

int main(int argc, char** argv) {
  using namespace api_to_parquet;

  transactions_api_options options;
  std::int64_t latency = 0;
  std::vector<std::string> faults;

  CLI::App app{
      "Serves synthetic transactions, page by page, as JSON over HTTP on 127.0.0.1.\n"
      "GET /transactions?page=1&page_size=100, ?offset=0&limit=100 or ?cursor=&limit=100,\n"
      "GET /transactions/linked?limit=100, which has a Link header, all with &since=2024-06-01T00:00:00Z\n"
      "if wanted, and GET /health. Ctrl-C stops it.\n"};
  app.add_option("--port", options.port, "Port to listen on; 0 takes any free one")
      ->check(CLI::Range(0, 65535))
      ->capture_default_str();
  app.add_option("--rows", options.rows, "Rows in all")
      ->check(CLI::Range(std::uint64_t{0}, std::uint64_t{1'000'000'000'000}))
      ->capture_default_str();
  app.add_option("--page-size", options.max_page_size, "Largest page_size that a request may ask for")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--seed", options.seed, "Seed of the data: the same seed serves the same rows")->capture_default_str();
  app.add_option("--latency-ms", latency, "Milliseconds to wait before each answer")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  app.add_option("--fault", faults,
                 "PAGE:KIND[:TIMES[:RETRY_AFTER]], repeatable: what goes wrong on a page before it is served well.\n"
                 "KIND: too_many_requests (429 with Retry-After), server_error (500), dropped (connection closed in\n"
                 "the middle of the body), malformed (not JSON), truncated (half of the JSON).\n"
                 "TIMES: a number or \"always\", default 1. RETRY_AFTER: seconds, default 1.")
      ->expected(1)
      ->take_all();
  app.add_option("--fault-rate", options.fault_rate, "Share of requests that fail at random besides")
      ->check(CLI::Range(0.0, 0.99))
      ->capture_default_str();
  app.add_option("--bad-row-rate", options.bad_row_rate, "Share of rows that are no transactions")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();

  try {
    app.parse(argc, argv);
    options.latency = std::chrono::milliseconds{latency};
    for (auto const& text : faults) options.faults.push_back(parse_fault(text));
  } catch (CLI::CallForHelp const& help) {
    return app.exit(help);
  } catch (std::exception const& error) {
    fmt::print(stderr, "transactions_api: {}\n", error.what());
    return 2;
  }

  try {
    // Blocked here, so blocked in the server's threads too: only sigwait sees them.
    sigset_t stop_signals;
    sigemptyset(&stop_signals);
    sigaddset(&stop_signals, SIGINT);
    sigaddset(&stop_signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &stop_signals, nullptr);

    transactions_api const api{options};
    fmt::print("{}\n", api.url());
    std::fflush(stdout);

    int signal = 0;
    sigwait(&stop_signals, &signal);
    return 0;
  } catch (std::exception const& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
  }
}
