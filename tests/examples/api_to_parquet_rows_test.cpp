// Which rows the main job takes, from which kind of API, and how: all against the real program and a real server.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <fstream>
#include <string>
#include <vector>

#include "api_to_parquet/timestamps.hpp"
#include "examples/main_job.hpp"

namespace {

using namespace api_to_parquet;
using namespace example_tests;
using namespace std::chrono_literals;

strings const styles{"page", "offset", "cursor", "link"};

std::vector<std::string> lines_of(std::filesystem::path const& file) {
  std::ifstream stream(file);
  std::vector<std::string> found;
  for (std::string line; std::getline(stream, line);) found.push_back(line);
  return found;
}

}  // namespace

TEST_CASE("every style of API gives the same rows, with any number of workers") {
  for (auto const& style : styles) {
    for (std::string const workers : {"1", "2", "8"}) {
      for (std::uint64_t const rows : {0, 1, 100, 101, 2345}) {
        CAPTURE(style, workers, rows);
        scratch const directory;
        transactions_api const api{serving(rows)};
        auto const result = run(directory, from(api, {"--api", style, "--workers", workers, "--quiet"}));
        CHECK(result.err == "");
        REQUIRE(result.exit_code == 0);
        check_rows(directory / "transactions.parquet", rows);
        auto const pages = std::max<std::uint64_t>(1, (rows + 99) / 100);
        bool const exactly = workers == "1" || style == "cursor" || style == "link";
        CHECK(api.requests() >= pages);
        CHECK(api.requests() <= pages + (exactly ? 0 : 2 * std::stoul(workers)));
      }
    }
  }
}

TEST_CASE("workers fetch side by side, and faults of any kind change nothing in the file") {
  scratch const directory;
  auto options = serving(5000, {{3, fault_kind::too_many_requests, 2, 0s}, {4, fault_kind::dropped, 1}});
  options.fault_rate = 0.2;
  options.latency = 20ms;
  transactions_api const api{options};
  auto const start = std::chrono::steady_clock::now();
  auto const result = run(directory, from(api, {"--workers", "16", "--attempts", "50", "--output", "side.parquet"}));
  auto const side_by_side = std::chrono::steady_clock::now() - start;
  CHECK(result.exit_code == 0);
  CHECK(contains(result.err, "page 3: 429 Too Many Requests"));
  check_rows(directory / "side.parquet", 5000);
  CHECK(side_by_side < 60s);
}

TEST_CASE("several pages are asked for at the same time, as many as there are workers") {
  scratch const directory;
  auto options = serving(800);
  options.latency = 3s;
  transactions_api const api{options};
  auto const start = std::chrono::steady_clock::now();
  CHECK(run(directory, from(api, {"--workers", "8", "--quiet"})).exit_code == 0);
  // One after the other they would take 24 seconds.
  CHECK(std::chrono::steady_clock::now() - start < 18s);
  check_rows(directory / "transactions.parquet", 800);
}

TEST_CASE("limit ends the file with that many rows, and no page behind them is asked for") {
  for (auto const& style : styles) {
    for (std::uint64_t const limit : {1, 99, 100, 101, 555, 1000, 5000}) {
      CAPTURE(style, limit);
      scratch const directory;
      transactions_api const api{serving(1000)};
      auto const result = run(directory, from(api, {"--api", style, "--limit", std::to_string(limit), "--quiet"}));
      CHECK(result.exit_code == 0);
      auto const rows = std::min<std::uint64_t>(limit, 1000);
      check_rows(directory / "transactions.parquet", rows);
      CHECK(api.requests() == (rows + 99) / 100);
    }
  }
}

TEST_CASE("since takes only the rows from then on") {
  auto const since = parse_timestamp("2024-09-01T00:00:00Z").value();
  std::vector<std::string> expected;
  for (std::uint64_t i = 0; i != 2000; ++i) {
    auto const row = synthetic_transaction(42, i);
    if (row.timestamp >= since) expected.push_back(row.transaction_id);
  }
  REQUIRE(expected.size() > 400);
  REQUIRE(expected.size() < 1000);
  for (auto const& style : styles) {
    for (std::string const text : {"2024-09-01", "2024-09-01T00:00:00Z"}) {
      CAPTURE(style, text);
      scratch const directory;
      transactions_api const api{serving(2000)};
      CHECK(run(directory, from(api, {"--api", style, "--since", text, "--workers", "2", "--quiet"})).exit_code == 0);
      std::vector<std::string> found;
      for (auto const& [row, batch] : read_rows(directory / "transactions.parquet"))
        found.push_back(row.transaction_id);
      CHECK(found == expected);
    }
  }
}

TEST_CASE("synthetic rows are those of the API, without one") {
  scratch const directory;
  for (std::uint64_t const rows : {0, 1, 1000, 2345}) {
    auto const result = run(directory, {"--source", "synthetic", "--rows", std::to_string(rows), "--batch-size", "150",
                                        "--quiet", "--output", "made.parquet"});
    CHECK(result.exit_code == 0);
    check_rows(directory / "made.parquet", rows);
  }
  check_failure(run(directory, {"--source", "synthetic", "--url", "http://127.0.0.1:1"}), 2, "come from no API");
}

TEST_CASE("a malformed record stops the run by default, and page, index and reason are told") {
  struct bad {
    bad_row_kind kind;
    char const* reason;
  };
  for (auto const& [kind, reason] :
       std::vector<bad>{{bad_row_kind::missing_field, "field \"amount\" is missing"},
                        {bad_row_kind::wrong_type, "field \"amount\" must be a number"},
                        {bad_row_kind::bad_timestamp, "field \"timestamp\" must look like"},
                        {bad_row_kind::not_an_object, "must be an object"}}) {
    CAPTURE(reason);
    scratch const directory;
    auto options = serving(555);
    options.bad_rows = {{234, kind}};
    transactions_api const api{options};
    auto const result = run(directory, from(api, {"--quiet"}));
    check_failure(result, 1, "page 3: row 34");
    CHECK(contains(result.err, reason));
    CHECK(directory.names() == strings{});
  }
}

TEST_CASE("bad rows are skipped and counted, or put aside as they came, and all others are written") {
  std::string const how = GENERATE("skip", "quarantine");
  std::string const workers = GENERATE("1", "4");
  CAPTURE(how, workers);
  scratch const directory;
  auto options = serving(1000);
  options.bad_row_rate = 0.05;
  options.bad_rows = {
      {0, bad_row_kind::not_an_object}, {99, bad_row_kind::missing_field}, {999, bad_row_kind::wrong_type}};
  transactions_api const api{options};
  auto const result = run(directory, from(api, {"--on-bad-row", how, "--workers", workers}));
  CHECK(result.exit_code == 0);

  std::vector<std::string> good;
  std::vector<std::uint64_t> bad;
  for (std::uint64_t i = 0; i != 1000; ++i) {
    bool const listed = i == 0 || i == 99 || i == 999;
    if (listed || spoiled_at_random(0.05, 42, i)) {
      bad.push_back(i);
    } else {
      good.push_back(synthetic_transaction(42, i).transaction_id);
    }
  }
  REQUIRE(bad.size() > 30);
  std::vector<std::string> found;
  for (auto const& [row, batch] : read_rows(directory / "transactions.parquet")) found.push_back(row.transaction_id);
  CHECK(found == good);

  if (how == "skip") {
    CHECK(contains(result.out, fmt::format("Skipped {} bad rows\n", bad.size())));
    CHECK(directory.names() == strings{"transactions.parquet"});
    return;
  }
  CHECK(contains(result.out, fmt::format("Put {} bad rows into transactions.parquet.rejected.jsonl\n", bad.size())));
  CHECK(directory.names() == strings{"transactions.parquet", "transactions.parquet.rejected.jsonl"});
  auto const lines = lines_of(directory / "transactions.parquet.rejected.jsonl");
  REQUIRE(lines.size() == bad.size());
  for (std::size_t i = 0; i != bad.size(); ++i) {
    auto const line = nlohmann::json::parse(lines[i]);
    CHECK(line.at("page") == std::to_string(bad[i] / 100 + 1));
    CHECK(line.at("index") == bad[i] % 100);
    CHECK(line.at("reason") != "");
    auto const record = nlohmann::json::parse(line.at("record").get<std::string>());
    auto const id = synthetic_transaction(42, bad[i]).transaction_id;
    CHECK((record.is_object() ? record.at("transaction_id") : record) == id);
  }
}

TEST_CASE("a limit counts the good rows, and bad rows behind them are not told") {
  scratch const directory;
  auto options = serving(100);
  options.bad_rows = {{0, bad_row_kind::wrong_type},
                      {3, bad_row_kind::wrong_type},
                      {4, bad_row_kind::wrong_type},
                      {50, bad_row_kind::wrong_type}};
  transactions_api const api{options};
  auto const result = run(directory, from(api, {"--on-bad-row", "skip", "--limit", "3"}));
  CHECK(result.exit_code == 0);
  std::vector<std::string> found;
  for (auto const& [row, batch] : read_rows(directory / "transactions.parquet")) found.push_back(row.transaction_id);
  CHECK(found == std::vector<std::string>{"TXN00000001", "TXN00000002", "TXN00000005"});
  CHECK(contains(result.out, "Skipped 3 bad rows\n"));
}

TEST_CASE("a run that fails leaves no file of bad rows, and an earlier one as it was") {
  scratch const directory;
  std::ofstream(directory / "bad.jsonl") << "precious\n";
  auto options = serving(1000, {{5, fault_kind::server_error, fault::always}});
  options.bad_row_rate = 0.1;
  transactions_api const api{options};
  auto const result = run(
      directory, from(api, {"--on-bad-row", "quarantine", "--quarantine", "bad.jsonl", "--attempts", "1", "--quiet"}));
  check_failure(result, 1, "page 5: ");
  CHECK(directory.names() == strings{"bad.jsonl"});
  CHECK(lines_of(directory / "bad.jsonl") == strings{"precious"});
}

TEST_CASE("an envelope that is wrong is no bad row") {
  scratch const directory;
  transactions_api const api{serving(100, {{1, fault_kind::truncated, fault::always}})};
  auto const result = run(directory, from(api, {"--on-bad-row", "skip", "--attempts", "2", "--quiet"}));
  check_failure(result, 1, "failed after 2 attempts: malformed JSON");
}
