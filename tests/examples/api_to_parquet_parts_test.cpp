// Parts, checkpoints, and runs that are ended at any moment and go on.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <csignal>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <map>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "examples/main_job.hpp"
#include "examples/peak_memory.hpp"

namespace {

using namespace api_to_parquet;
using namespace example_tests;
using namespace std::chrono_literals;

std::string text_of(std::filesystem::path const& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

nlohmann::json saved(scratch const& directory) { return nlohmann::json::parse(text_of(directory / "state.json")); }

// Parts of 300 rows, two batches each.
strings in_parts(transactions_api const& api, strings const& more = {}) {
  return from(api, strings{"--checkpoint", "state.json", "--max-rows-per-file", "300", "--output", "parts"} + more);
}

std::int64_t rows_in(std::filesystem::path const& file) { return arrow_tests::read_table(file)->num_rows(); }

// Every row once, in order, and nothing in the directory but parts.
void check_parts(scratch const& directory, std::uint64_t rows, std::int64_t most = 300) {
  check_rows(directory / "parts", rows, 0);
  std::size_t index = 0;
  for (auto const& name : directory.names()) {
    if (name.rfind("parts/", 0) != 0) continue;
    CHECK(name == fmt::format("parts/part-{:05}.parquet", index));
    CHECK(rows_in(directory / name) <= most);
    CHECK(saved(directory).at("parts").at(index).at("rows") == rows_in(directory / name));
    ++index;
  }
  CHECK(saved(directory).at("parts").size() == index);
  CHECK(saved(directory).at("complete") == true);
}

}  // namespace

TEST_CASE("a job in parts writes files of whole pages, each full before the next, and no page is asked for twice") {
  for (std::string const style : {"page", "offset", "cursor", "link"}) {
    for (std::uint64_t const rows : {0, 1, 300, 301, 1234}) {
      CAPTURE(style, rows);
      scratch const directory;
      transactions_api const api{serving(rows)};
      auto const result = run(directory, in_parts(api, {"--api", style}));
      CHECK(result.err == "");
      REQUIRE(result.exit_code == 0);
      check_parts(directory, rows);
      auto const files = std::max<std::uint64_t>(1, (rows + 299) / 300);
      CHECK(saved(directory).at("parts").size() == files);
      CHECK(api.requests() == std::max<std::uint64_t>(1, (rows + 99) / 100));
      CHECK(contains(result.out, fmt::format("rows to {} file{} in parts in ", files, files == 1 ? "" : "s")));
    }
  }
}

TEST_CASE("a bound of rows that is no multiple of the page size is kept, too") {
  scratch const directory;
  transactions_api const api{serving(1000)};
  CHECK(run(directory, from(api, {"--max-rows-per-file", "399", "--output", "parts", "--quiet"})).exit_code == 0);
  CHECK(directory.names() == strings{"parts", "parts/part-00000.parquet", "parts/part-00001.parquet",
                                     "parts/part-00002.parquet", "parts/part-00003.parquet"});
  CHECK(rows_in(directory / "parts/part-00000.parquet") == 300);
  CHECK(rows_in(directory / "parts/part-00003.parquet") == 100);
  check_rows(directory / "parts", 1000);
}

TEST_CASE("a bound of bytes ends a file with the page that reaches it, those in memory included") {
  scratch const directory;
  auto const result = run(directory, {"--source", "synthetic", "--rows", "200000", "--max-bytes-per-file", "1500000",
                                      "--output", "parts", "--quiet"});
  REQUIRE(result.exit_code == 0);
  std::int64_t rows = 0;
  auto const names = directory.names();
  CHECK(names.size() > 3);
  for (std::size_t i = 1; i != names.size(); ++i) {
    CAPTURE(names[i]);
    CHECK(names[i] == fmt::format("parts/part-{:05}.parquet", i - 1));
    CHECK(std::filesystem::file_size(directory / names[i]) < 1'900'000);
    if (i + 1 != names.size()) CHECK(std::filesystem::file_size(directory / names[i]) > 1'400'000);
    rows += rows_in(directory / names[i]);
  }
  CHECK(rows == 200'000);
}

TEST_CASE("a run that failed is finished by the same command, from the first page that is in no part") {
  scratch const directory;
  std::string const workers = GENERATE("1", "4");
  transactions_api const api{serving(1234, {{8, fault_kind::server_error, 2}})};
  auto const arguments = in_parts(api, {"--attempts", "2", "--workers", workers});
  auto const failed = run(directory, arguments);
  CHECK(failed.exit_code == 1);
  CHECK(contains(failed.err, "page 8: GET "));
  CHECK(contains(failed.err, "; 700 rows in 3 files are kept, and the same command goes on behind them\n"));
  CHECK(directory.names() == strings{"parts", "parts/part-00000.parquet", "parts/part-00001.parquet",
                                     "parts/part-00002.parquet", "state.json", "state.json.lock"});
  CHECK(saved(directory).at("complete") == false);
  CHECK(saved(directory).at("next") == "8");

  auto const before = api.requests();
  auto const result = run(directory, arguments);
  CHECK(result.exit_code == 0);
  CHECK(contains(result.out, "Wrote 1,234 rows to 5 files in parts in "));
  CHECK(contains(result.out, "700 of them had been written by an earlier run\n"));
  if (workers == "1") CHECK(api.requests() - before == 13 - 7);
  check_parts(directory, 1234);

  auto const after = api.requests();
  auto const again = run(directory, arguments);
  CHECK(again.exit_code == 0);
  CHECK(contains(again.out, "Nothing to do: 1,234 rows are in parts, and that is all\n"));
  CHECK(api.requests() == after);
}

TEST_CASE("how pages are fetched and stored may change from run to run") {
  scratch const directory;
  transactions_api const api{serving(1234, {{8, fault_kind::server_error, 1}})};
  CHECK(run(directory, in_parts(api, {"--attempts", "1"})).exit_code == 1);
  CHECK(run(directory, in_parts(api, {"--workers", "8", "--compression", "zstd", "--quiet"})).exit_code == 0);
  check_parts(directory, 1234);
}

TEST_CASE("a part that was published and not noted is made again") {
  scratch const directory;
  transactions_api const api{serving(1234, {{8, fault_kind::server_error, 1}})};
  CHECK(run(directory, in_parts(api, {"--attempts", "1"})).exit_code == 1);
  std::filesystem::copy(directory / "parts/part-00001.parquet", directory / "parts/part-00003.parquet");
  std::ofstream(directory / "parts/part-00003.parquet.partial") << "half";
  CHECK(run(directory, in_parts(api, {"--quiet"})).exit_code == 0);
  check_parts(directory, 1234);
}

TEST_CASE("a limit is one of the whole job, over several runs") {
  scratch const directory;
  transactions_api const api{serving(5000, {{8, fault_kind::server_error, 1}})};
  auto const arguments = in_parts(api, {"--attempts", "1", "--limit", "1001", "--quiet"});
  CHECK(run(directory, arguments).exit_code == 1);
  CHECK(run(directory, arguments).exit_code == 0);
  check_parts(directory, 1001);
}

TEST_CASE("interrupted, the part at hand is finished, and the next run fetches no page again") {
  auto const [signal, exit_code] = GENERATE(std::pair{SIGINT, 130}, std::pair{SIGTERM, 143});
  scratch const directory;
  auto options = serving(2000);
  options.latency = 20ms;
  transactions_api const api{options};
  outcome stopped;
  {
    program running(COGEN_API_TO_PARQUET, in_parts(api), directory.path());
    wait_until([&] { return api.requests() >= 8; });
    running.send(signal);
    stopped = running.wait();
  }
  CHECK(stopped.exit_code == exit_code);
  auto const kept = saved(directory).at("rows").get<std::uint64_t>();
  CHECK(kept >= 700);
  CHECK(kept % 100 == 0);
  auto const shown = kept < 1000 ? std::to_string(kept) : "1," + std::to_string(kept).substr(1);
  CHECK(stopped.err.rfind("api_to_parquet: interrupted; " + shown + " rows in ", 0) == 0);
  CHECK(contains(stopped.err, " are kept, and the same command goes on behind them\n"));
  auto const asked = api.requests();
  CHECK(asked == kept / 100);

  CHECK(run(directory, in_parts(api, {"--quiet"})).exit_code == 0);
  CHECK(api.requests() == asked + (2000 - kept) / 100);
  // The part that was cut short has fewer rows, and its last batch as well.
  std::vector<std::string> found;
  for (auto const& [row, batch] : read_rows(directory / "parts")) found.push_back(row.transaction_id);
  REQUIRE(found.size() == 2000);
  for (std::uint64_t i = 0; i != 2000; ++i) {
    if (found[i] != synthetic_transaction(42, i).transaction_id) FAIL("row " << i << " is " << found[i]);
  }
}

TEST_CASE("interrupted while it waits for another attempt, what has come is written") {
  scratch const directory;
  transactions_api const api{serving(1000, {{5, fault_kind::too_many_requests, 1, 60s}})};
  {
    program running(COGEN_API_TO_PARQUET, in_parts(api), directory.path());
    wait_until([&] { return api.requests() >= 5; });
    std::this_thread::sleep_for(50ms);
    running.send(SIGINT);
    CHECK(running.wait().exit_code == 130);
  }
  CHECK(saved(directory).at("rows") == 400);
  CHECK(run(directory, in_parts(api, {"--quiet"})).exit_code == 0);
  CHECK(api.requests() == 10 + 1);
}

TEST_CASE(
    "a checkpoint of another job, one that is none, and a part that is gone are refused, and nothing is touched") {
  scratch const directory;
  transactions_api const api{serving(1234, {{8, fault_kind::server_error, 1}})};
  CHECK(run(directory, in_parts(api, {"--attempts", "1"})).exit_code == 1);
  auto const state = text_of(directory / "state.json");
  auto const names = directory.names();
  auto const requests = api.requests();

  for (auto const& other : std::vector<strings>{
           {"--limit", "900"}, {"--since", "2024-02-01"}, {"--api", "offset"}, {"--on-bad-row", "skip"}}) {
    auto const result = run(directory, in_parts(api, other));
    check_failure(result, 2, "checkpoint 'state.json' is of another job: ");
  }
  check_failure(run(directory, strings{"--url", api.url(), "--checkpoint", "state.json", "--output", "parts"}), 2,
                "is of another job: ");
  CHECK(directory.names() == names);
  CHECK(text_of(directory / "state.json") == state);

  for (std::string const text : {"", "{}", "[1]", "{\"version\":2}", "half{"}) {
    std::ofstream(directory / "state.json", std::ios::trunc) << text;
    check_failure(run(directory, in_parts(api)), 1, "'state.json' is no checkpoint: ");
  }
  std::ofstream(directory / "state.json", std::ios::trunc) << state;

  std::filesystem::rename(directory / "parts/part-00000.parquet", directory / "away");
  check_failure(run(directory, in_parts(api)), 1,
                "'parts/part-00000.parquet', which checkpoint 'state.json' names, is not there");
  std::filesystem::rename(directory / "away", directory / "parts/part-00000.parquet");

  std::filesystem::remove(directory / "state.json");
  check_failure(run(directory, in_parts(api)), 2, "output 'parts' is there already and not empty");
  CHECK(api.requests() == requests);
}

TEST_CASE("an API that fails again and again does not keep the job from getting on") {
  scratch const directory;
  std::vector<fault> faults;
  for (std::uint64_t page = 1; page <= 20; ++page) faults.push_back({page, fault_kind::server_error, 1});
  transactions_api const api{serving(2000, faults)};
  auto const arguments = from(api, {"--checkpoint", "state.json", "--output", "parts", "--attempts", "1", "--quiet"});
  int runs = 1;
  for (; run(directory, arguments).exit_code != 0; ++runs) REQUIRE(runs < 30);
  CHECK(runs == 21);
  check_rows(directory / "parts", 2000, 0);
}

TEST_CASE("one run at a time goes on from a checkpoint") {
  scratch const directory;
  transactions_api const api{serving(2000, {{3, fault_kind::too_many_requests, 1, 60s}})};
  {
    program first(COGEN_API_TO_PARQUET, in_parts(api, {"--quiet"}), directory.path());
    wait_until([&] { return api.requests() >= 3; });  // it waits for a minute now
    check_failure(run(directory, in_parts(api)), 1, "checkpoint 'state.json' is in use by another run");
    first.send(SIGINT);
    CHECK(first.wait().exit_code == 130);
  }
  CHECK(run(directory, in_parts(api, {"--quiet"})).exit_code == 0);
  check_parts(directory, 2000);
}

TEST_CASE("output, checkpoint and bad rows are files of their own, and what is there is not touched") {
  scratch const directory;
  std::ofstream(directory / "precious") << "precious";
  std::filesystem::create_directory(directory / "folder");
  strings const aside{"--on-bad-row", "quarantine", "--bad-row-rate", "0.01"};
  struct bad {
    strings arguments;
    char const* message;
  };
  for (auto const& [arguments, message] : std::vector<bad>{
           {{"--output", "a", "--quarantine", "a"}, "--quarantine and --output must be files of their own"},
           {{"--output", "a", "--quarantine", "./folder/../a.partial"}, "must be files of their own"},
           {{"--checkpoint", "a", "--quarantine", "a"}, "--checkpoint and --quarantine must be files of their own"},
           {{"--checkpoint", "a", "--output", "a"}, "must be files of their own"},
           {{"--checkpoint", "a", "--quarantine", "transactions/part-00000.parquet"}, "could be a part of the output"},
           {{"--quarantine", "folder"}, "is a directory"},
           {{"--checkpoint", "folder"}, "is a directory"},
           {{"--checkpoint", "a", "--quarantine", "precious"}, "quarantine 'precious' is there already and not empty"},
           {{"--checkpoint", "a", "--output", "precious"}, "is there already and is no directory"},
           {{"--partition-by", "status", "--output", "precious"}, "is there already and is no directory"},
       }) {
    check_failure(run(directory, arguments + aside), 2, message);
  }
  check_failure(run(directory, {"--quarantine", "q"}), 2, "--quarantine needs --on-bad-row quarantine");
  CHECK(text_of(directory / "precious") == "precious");
}

TEST_CASE("empty and negative values are refused by name") {
  scratch const directory;
  for (std::string const option : {"--url", "--checkpoint", "--since", "--output", "--quarantine"})
    check_failure(run(directory, {option + "="}), 2, option);
  for (std::string const option : {"--limit", "--seed", "--rows"})
    check_failure(run(directory, {option, "-1"}), 2, option);
  CHECK(directory.names() == strings{});
}

TEST_CASE("what can't be had together is refused by name") {
  struct bad {
    strings arguments;
    char const* message;
  };
  for (auto const& [arguments, message] : std::vector<bad>{
           {{"--checkpoint", "s", "--mode", "eager"}, "the eager mode writes one file"},
           {{"--checkpoint", "s", "--partition-by", "category"},
            "partition_by can't be had together with a checkpoint"},
           {{"--max-rows-per-file", "99", "--page-size", "100"}, "max_rows_per_file must be at least page_size"},
           {{"--max-rows-per-file", "0"}, "--max-rows-per-file"},
           {{"--max-bytes-per-file", "-1"}, "--max-bytes-per-file"},
           {{"--workers", "0"}, "--workers: Value 0 not in range 1 to 64"},
           {{"--limit", "0"}, "--limit: Value 0 not in range 1 to "},
           {{"--since", "June"}, "--since: must look like 2024-06-01 or 2024-06-01T12:00:00Z, not \"June\""},
           {{"--api", "graph"}, "--api: graph not in {page,offset,cursor,link}"},
           {{"--on-bad-row", "eat"}, "--on-bad-row: eat not in {stop,skip,quarantine}"},
           {{"--checkpoint", "s", "--api", "link"}, "--checkpoint with --api link needs --url"},
           {{"compare", "--checkpoint", "s"}, "leave out --partition-by, --checkpoint"},
       }) {
    scratch const directory;
    check_failure(run(directory, arguments), 2, message);
    CHECK(directory.names() == strings{});
  }
}

TEST_CASE(
    "killed hundreds of times at any moment, against a server full of faults, no row is lost and none is doubled") {
#ifdef COGEN_TEST_SANITIZED
  constexpr int wanted = 60;
#else
  constexpr int wanted = 300;
#endif
  std::mt19937 random(20'241'101);
  int kills = 0;
  for (int job = 0; kills < wanted; ++job) {
    std::string const style = strings{"page", "offset", "cursor", "link"}[static_cast<std::size_t>(job) % 4];
    std::string const workers = strings{"1", "4"}[static_cast<std::size_t>(job) / 4 % 2];
    CAPTURE(style, workers, job, kills);
    scratch const directory;
    auto options = serving(6000);
    options.fault_rate = 0.1;
    options.bad_row_rate = 0.02;
    options.latency = 1ms;
    transactions_api const api{options};
    auto const arguments = strings{"--url",        api.url(),      "--page-size",
                                   "50",           "--batch-size", "150",
                                   "--checkpoint", "state.json",   "--max-rows-per-file",
                                   "300",          "--output",     "parts",
                                   "--api",        style,          "--workers",
                                   workers,        "--attempts",   "100",
                                   "--on-bad-row", "quarantine",   "--quiet"};
    std::string state;
    std::uint64_t patience = 180'000;  // microseconds; on a slow machine it takes longer to get anywhere
    for (bool ended = false; !ended;) {
      program running(COGEN_API_TO_PARQUET, arguments, directory.path());
      auto const before = std::exchange(state, text_of(directory / "state.json"));
      patience = state == before ? patience + 50'000 : std::uint64_t{180'000};
      auto const end = std::chrono::steady_clock::now() + std::chrono::microseconds(20'000 + random() % patience);
      while (running.running() && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(500us);
      running.send(SIGKILL);
      auto const result = running.wait();
      if (result.signal == SIGKILL) {
        ++kills;
      } else {
        REQUIRE(result.err == "");
        REQUIRE(result.exit_code == 0);
        ended = true;
      }
    }

    std::vector<std::string> good;
    std::map<std::string, int> bad;
    for (std::uint64_t i = 0; i != 6000; ++i) {
      auto const id = synthetic_transaction(42, i).transaction_id;
      if (spoiled_at_random(0.02, 42, i)) {
        bad[id] = 1;
      } else {
        good.push_back(id);
      }
    }
    std::vector<std::string> found;
    std::int64_t last_batch = 0;
    for (auto const& [row, batch] : read_rows(directory / "parts")) {
      found.push_back(row.transaction_id);
      CHECK((batch == last_batch || batch == last_batch + 1));
      last_batch = batch;
    }
    CHECK(found == good);

    std::map<std::string, int> rejected;
    std::ifstream lines(directory / "parts.rejected.jsonl");
    for (std::string line; std::getline(lines, line);) {
      auto const record = nlohmann::json::parse(nlohmann::json::parse(line).at("record").get<std::string>());
      ++rejected[(record.is_object() ? record.at("transaction_id") : record).get<std::string>()];
    }
    CHECK(rejected == bad);
    for (auto const& name : directory.names()) CHECK_FALSE(contains(name, ".partial"));
  }
}
