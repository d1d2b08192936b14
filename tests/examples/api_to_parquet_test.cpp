// The program as a whole: a real server with faults, the real program as a child process, and its files read back.
#include <arrow/api.h>
#include <cogen/arrow/parquet.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "examples/main_job.hpp"
#include "examples/peak_memory.hpp"

namespace {

using namespace api_to_parquet;
using namespace example_tests;
using namespace std::chrono_literals;

struct failure_kind {
  fault_kind kind;
  char const* cause;
};

std::vector<failure_kind> const failure_kinds{{fault_kind::too_many_requests, "429 Too Many Requests"},
                                              {fault_kind::server_error, "500 Internal Server Error"},
                                              {fault_kind::dropped, "connection closed before the end of the answer"},
                                              {fault_kind::malformed, "malformed JSON: "},
                                              {fault_kind::truncated, "malformed JSON: "}};

}  // namespace

TEST_CASE("pyarrow, pandas, DuckDB and read_parquet agree with the API, in both modes and every compression") {
  constexpr std::uint64_t rows = 2345;
  scratch const directory;
  transactions_api const api{serving(rows)};
  {
    std::ofstream csv(directory / "expected.csv");
    for (std::uint64_t i = 0; i != rows; ++i) {
      auto const row = synthetic_transaction(42, i);
      csv << fmt::format("{},{},{},{},{},{},{},{},{}\n", row.transaction_id, row.user_id, row.amount, row.currency,
                         row.status, row.category, row.timestamp.time_since_epoch().count(), row.merchant,
                         row.payment_method);
    }
  }
  auto const now = std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
  strings outputs{"expected.csv", "150", std::to_string(now.time_since_epoch().count())};
  for (auto const& [compression, codec] : std::map<std::string, std::string>{
           {"snappy", "SNAPPY"}, {"zstd", "ZSTD"}, {"gzip", "GZIP"}, {"none", "UNCOMPRESSED"}}) {
    for (std::string const mode : {"lazy", "eager"}) {
      for (bool const partitioned : {false, true}) {
        auto const output = compression + '-' + mode + (partitioned ? "" : ".parquet");
        CAPTURE(output);
        auto const before = api.requests();
        auto arguments = from(api, {"--output", output, "--compression", compression, "--mode", mode, "--quiet",
                                    "--row-group-rows", "1000"});
        if (partitioned) arguments = arguments + strings{"--partition-by", "category"};
        auto const result = run(directory, arguments);
        CHECK(result.err == "");
        REQUIRE(result.exit_code == 0);
        CHECK(api.requests() - before == 24);
        check_rows(directory / output, rows);
        outputs = outputs + strings{output, codec};
      }
    }
  }
  auto const said = run_python(directory, "read_back.py", outputs);
  CHECK(said.err == "");
  CHECK(said.out == "agree\n");
  CHECK(said.exit_code == 0);

  // It can disagree.
  outputs[1] = "151";
  CHECK(contains(run_python(directory, "read_back.py", outputs).err, "row 150 is"));
}

TEST_CASE("without options it serves 100,000 rows to itself and writes transactions.parquet") {
  scratch const directory;
  auto const result = run(directory, {});
  CHECK(result.exit_code == 0);
  CHECK(directory.names() == strings{"transactions.parquet"});
  check_rows(directory / "transactions.parquet", 100'000, 10'000);
  CHECK(result.out.rfind("Wrote 100,000 rows to transactions.parquet in ", 0) == 0);
}

TEST_CASE("the API that it serves to itself obeys its options") {
  scratch const directory;
  auto const result = run(directory, {"--rows", "500", "--seed", "7", "--page-size", "100", "--fault",
                                      "2:server_error:2", "--fault", "4:dropped", "--batch-size", "499"});
  CHECK(result.exit_code == 0);
  check_rows(directory / "transactions.parquet", 500, 499, 7);
  CHECK(lines(result.err) == 3);
  CHECK(contains(result.err, "page 2: 500 Internal Server Error: the server made an error; trying again in "));
  CHECK(contains(result.err, "page 4: connection closed before the end of the answer; trying again in "));
}

TEST_CASE("the summary shows the first rows and the number of rows by status and category") {
  scratch const directory;
  transactions_api const api{serving(1000)};
  bool const partitioned = GENERATE(false, true);
  auto arguments = from(api, {"--output", "out", "--preview", "2"});
  if (partitioned) arguments = arguments + strings{"--partition-by", "category"};
  auto const result = run(directory, arguments);
  CHECK(result.exit_code == 0);
  CAPTURE(result.out);

  std::map<std::string, int> statuses;
  std::map<std::string, int> categories_found;
  std::optional<transaction> first;
  for (std::uint64_t i = 0; i != 1000; ++i) {
    auto const row = synthetic_transaction(42, i);
    ++statuses[row.status];
    ++categories_found[row.category];
    if (!first && (!partitioned || row.category == "bills")) first = row;  // by path, bills come first
  }
  std::map<std::string, std::string> shown;  // word -> number after it
  std::istringstream words(result.out);
  for (std::string word, before; words >> word; before = word) shown[before] = word;
  for (auto const& [value, count] : statuses) CHECK(shown[value] == std::to_string(count));
  for (auto const& [value, count] : categories_found) CHECK(shown[value] == std::to_string(count));
  CHECK(shown[first->transaction_id] == first->user_id);
  CHECK(shown.count("batch_number") == 1);
  std::size_t rows_shown = 0;
  for (std::size_t at = 0; (at = result.out.find("TXN", at)) != std::string::npos; ++at) ++rows_shown;
  CHECK(rows_shown == 2);
}

TEST_CASE("each page is asked for once, in both modes") {
  scratch const directory;
  std::string const mode = GENERATE("lazy", "eager");
  for (std::uint64_t const rows : {1, 99, 100, 101, 1000}) {
    transactions_api const api{serving(rows)};
    auto const result = run(directory, from(api, {"--mode", mode, "--quiet"}));
    CHECK(result.exit_code == 0);
    CHECK(api.requests() == (rows + 99) / 100);
    check_rows(directory / "transactions.parquet", rows);
  }
}

TEST_CASE("an API without rows gives a valid file without rows") {
  scratch const directory;
  std::string const mode = GENERATE("lazy", "eager");
  transactions_api const api{serving(0)};
  auto const result = run(directory, from(api, {"--mode", mode}));
  CHECK(result.err == "");
  CHECK(result.exit_code == 0);
  CHECK(result.out.rfind("Wrote 0 rows to transactions.parquet", 0) == 0);
  auto const table = arrow_tests::read_table(directory / "transactions.parquet");
  CHECK(table->num_rows() == 0);
  CHECK(table->schema()->field_names().size() == 11);
  CHECK(api.requests() == 1);

  CHECK(run(directory, from(api, {"--mode", mode, "--partition-by", "category", "--output", "empty"})).exit_code == 0);
  CHECK(directory.names() == strings{"empty", "transactions.parquet"});
}

TEST_CASE("a fault of any kind is survived, told, and changes nothing in the file") {
  for (auto const& [kind, cause] : failure_kinds) {
    CAPTURE(cause);
    scratch const directory;
    transactions_api const api{serving(555, {{3, kind, 2, 0s}})};
    auto const result = run(directory, from(api));
    CHECK(result.exit_code == 0);
    CHECK(lines(result.err) == 2);
    CHECK(result.err.rfind(std::string{"page 3: "} + cause, 0) == 0);
    CHECK(contains(result.err, "; trying again in "));
    CHECK(api.requests() == 6 + 2);
    check_rows(directory / "transactions.parquet", 555);
    CHECK(directory.names() == strings{"transactions.parquet"});
  }
}

TEST_CASE("a page that fails for good ends the run in one line with page and cause, and no file") {
  for (auto const& [kind, cause] : failure_kinds) {
    for (std::string const mode : {"lazy", "eager"}) {
      for (bool const partitioned : {false, true}) {
        CAPTURE(cause, mode, partitioned);
        scratch const directory;
        transactions_api const api{serving(555, {{3, kind, fault::always, 0s}})};
        auto arguments = from(api, {"--attempts", "2", "--quiet", "--mode", mode, "--output", "out"});
        if (partitioned) arguments = arguments + strings{"--partition-by", "category"};
        auto const result = run(directory, arguments);
        check_failure(
            result, 1,
            "page 3: GET " + api.url() + "/transactions?page=3&page_size=100 failed after 2 attempts: " + cause);
        CHECK(directory.names() == strings{});
        CHECK(api.requests() == 2 + 2);
      }
    }
  }
}

TEST_CASE("a file that was there stays as it was until the run has succeeded") {
  scratch const directory;
  std::string const mode = GENERATE("lazy", "eager");
  std::ofstream(directory / "transactions.parquet") << "precious";
  transactions_api const api{serving(555, {{5, fault_kind::server_error, 1}})};
  auto const failed = run(directory, from(api, {"--attempts", "1", "--mode", mode}));
  CHECK(failed.exit_code == 1);
  CHECK(directory.names() == strings{"transactions.parquet"});
  std::string text;
  std::getline(std::ifstream(directory / "transactions.parquet"), text);
  CHECK(text == "precious");

  CHECK(run(directory, from(api, {"--attempts", "1", "--mode", mode})).exit_code == 0);
  check_rows(directory / "transactions.parquet", 555);
}

TEST_CASE("a partitioned directory that was there is not touched, and nothing is fetched for it") {
  scratch const directory;
  transactions_api const api{serving(555)};
  std::filesystem::create_directory(directory / "out");
  std::ofstream(directory / "out/precious") << "precious";
  auto const result = run(directory, from(api, {"--output", "out", "--partition-by", "category"}));
  check_failure(result, 2, "is there already and not empty");
  CHECK(directory.names() == strings{"out", "out/precious"});
  CHECK(api.requests() == 0);
}

TEST_CASE("bad options get one line that names them, exit code 2, and no file") {
  struct bad {
    strings arguments;
    char const* message;
  };
  std::vector<bad> const all{
      {{"--batch-size", "0"}, "--batch-size: Value 0 not in range 1 to "},
      {{"--batch-size", "many"}, "--batch-size"},
      {{"--page-size", "0"}, "--page-size: Value 0 not in range 1 to "},
      {{"--page-size", "-1"}, "--page-size: Value -1 not in range 1 to "},
      {{"--rows", "-1"}, "--rows: Value -1 not in range 0 to "},
      {{"--attempts", "0"}, "--attempts: Value 0 not in range 1 to "},
      {{"--preview", "-1"}, "--preview: "},
      {{"--latency-ms", "-1"}, "--latency-ms: "},
      {{"--row-group-rows", "0"}, "--row-group-rows: "},
      {{"--row-group-bytes", "0"}, "--row-group-bytes: "},
      {{"--compression", "lz5"}, "--compression: lz5 not in {snappy,zstd,gzip,none}"},
      {{"--mode", "fast"}, "--mode: fast not in {lazy,eager}"},
      {{"--fault", "3"}, "fault \"3\": must be page:kind[:times[:retry_after]]"},
      {{"--fault", "3:fire"}, "fault \"3:fire\": kind must be "},
      {{"--url", "localhost:80"}, "url \"localhost:80\" must be http[s]://host[:port][/path]"},
      {{"--output="}, "--output"},
      {{"--output", "."}, "path must name a file, but '.' is a directory"},
      {{"--partition-by", "nope", "--output", "out"}, "partition_by names the column 'nope'"},
      {{"--partition-by", "amount", "--output", "out"}, "partition_by must name a column of strings, integers or"},
      {{"--no-such-option"}, "--no-such-option"},
      {{"no-such-command"}, "no-such-command"},
      {{"compare", "--partition-by", "category"}, "leave out --partition-by"},
  };
  for (auto const& [arguments, message] : all) {
    scratch const directory;
    auto const result = run(directory, arguments);
    check_failure(result, 2, message);
    CHECK(contains(result.err, "(see --help)"));
    CHECK(directory.names() == strings{});
  }
}

TEST_CASE("an API that can't be reached gets one line, exit code 1, and no file") {
  scratch const directory;
  auto const result = run(directory, {"--url", "http://127.0.0.1:1", "--attempts", "2", "--quiet"});
  check_failure(result, 1,
                "page 1: GET http://127.0.0.1:1/transactions?page=1&page_size=1000 failed after 2 attempts: "
                "connection refused or host unreachable");
  CHECK(directory.names() == strings{});
}

#ifdef CPPHTTPLIB_OPENSSL_SUPPORT
// A program with a libcrypto of the wrong version crashes here.
TEST_CASE("https is spoken, and a server that does not speak it is told in one line") {
  scratch const directory;
  transactions_api const api{serving(100)};
  auto const result = run(directory, {"--url", "https" + api.url().substr(4), "--attempts", "1"});
  check_failure(result, 1, "failed after 1 attempt: the TLS handshake failed");
  CHECK(directory.names() == strings{});
}
#endif

TEST_CASE("an output that can't be written is told in one line, before anything is fetched") {
  scratch const directory;
  transactions_api const api{serving(100)};
  std::ofstream(directory / "file") << "precious";
  for (std::string const output : {"no/such/directory", "file/inside"}) {
    for (bool const partitioned : {false, true}) {
      CAPTURE(output, partitioned);
      auto arguments = from(api, {"--output", output});
      if (partitioned) arguments = arguments + strings{"--partition-by", "category"};
      check_failure(run(directory, arguments), 1, output);
      CHECK(directory.names() == strings{"file"});
    }
  }
  CHECK(api.requests() == 0);
}

TEST_CASE("killed in the middle it leaves nothing under the final name, and the next run succeeds") {
  bool const partitioned = GENERATE(false, true);
  scratch const directory;
  auto options = serving(2000);
  options.latency = 10ms;
  transactions_api const api{options};
  auto arguments = from(api, {"--output", "out"});
  if (partitioned) arguments = arguments + strings{"--partition-by", "category"};
  {
    program running(COGEN_API_TO_PARQUET, arguments, directory.path());
    wait_until([&] { return api.requests() >= 10; });
    CHECK(std::filesystem::exists(directory / "out.partial"));
    running.send(SIGKILL);
    CHECK(running.wait().signal == SIGKILL);
  }
  CHECK(std::filesystem::exists(directory / "out.partial"));
  CHECK_FALSE(std::filesystem::exists(directory / "out"));

  CHECK(run(directory, arguments).exit_code == 0);
  CHECK_FALSE(std::filesystem::exists(directory / "out.partial"));
  check_rows(directory / "out", 2000);
}

TEST_CASE("interrupted in the middle it says so, and leaves no file and no partial") {
  auto const [signal, exit_code] = GENERATE(std::pair{SIGINT, 130}, std::pair{SIGTERM, 143});
  std::string const mode = GENERATE("lazy", "eager");
  bool const partitioned = GENERATE(false, true);
  scratch const directory;
  auto options = serving(100'000);
  options.latency = 10ms;
  transactions_api const api{options};
  auto arguments = from(api, {"--output", "out", "--mode", mode});
  if (partitioned) arguments = arguments + strings{"--partition-by", "category"};
  program running(COGEN_API_TO_PARQUET, arguments, directory.path());
  wait_until([&] { return api.requests() >= 5; });
  CHECK(std::filesystem::exists(directory / "out.partial") == (mode == "lazy"));
  running.send(signal);
  check_failure(running.wait(), exit_code, "interrupted; nothing was written");
  CHECK(directory.names() == strings{});
}

TEST_CASE("an interruption does not wait for the end of a Retry-After") {
  scratch const directory;
  transactions_api const api{serving(100, {{1, fault_kind::too_many_requests, 1, 60s}})};
  program running(COGEN_API_TO_PARQUET, from(api, {"--quiet"}), directory.path());
  wait_until([&] { return api.requests() >= 1; });
  auto const start = std::chrono::steady_clock::now();
  running.send(SIGINT);
  check_failure(running.wait(), 130, "interrupted");
  CHECK(std::chrono::steady_clock::now() - start < 10s);
  CHECK(directory.names() == strings{});
}

TEST_CASE("a second interruption ends it at once") {
  scratch const directory;
  auto options = serving(100);
  options.latency = 60s;
  transactions_api const api{options};
  program running(COGEN_API_TO_PARQUET, from(api), directory.path());
  wait_until([&] { return std::filesystem::exists(directory / "transactions.parquet.partial"); });
  wait_until([&] {
    running.send(SIGINT);
    return !running.running();
  });
  CHECK(running.wait().signal == SIGINT);
  CHECK_FALSE(std::filesystem::exists(directory / "transactions.parquet"));
}

TEST_CASE("progress is a plain line every two seconds where stderr is no terminal") {
  scratch const directory;
  auto options = serving(1500);
  options.latency = 170ms;
  transactions_api const api{options};
  auto const start = std::chrono::steady_clock::now();
  auto const result = run(directory, from(api));
  auto const taken = std::chrono::steady_clock::now() - start;
  CHECK(result.exit_code == 0);
  CAPTURE(result.err);
  CHECK(lines(result.err) >= 1);
  CHECK(lines(result.err) <= static_cast<std::size_t>(taken / 2s));
  CHECK(contains(result.err, " rows/s "));
  CHECK(contains(result.err, " MiB resident\n"));
  CHECK_FALSE(contains(result.err, "\r"));
  CHECK_FALSE(contains(result.err, "\033"));
  CHECK_FALSE(contains(result.out, "rows/s  "));
}

TEST_CASE("progress is one line that is rewritten where stderr is a terminal") {
  scratch const directory;
  auto options = serving(1000, {{9, fault_kind::server_error, 1}});
  options.latency = 40ms;
  transactions_api const api{options};
  int const terminal = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  REQUIRE(terminal >= 0);
  REQUIRE(::grantpt(terminal) == 0);
  REQUIRE(::unlockpt(terminal) == 0);
  int const other_end = ::open(::ptsname(terminal), O_RDWR | O_NOCTTY | O_CLOEXEC);
  REQUIRE(other_end >= 0);
  auto const start = std::chrono::steady_clock::now();
  program running(COGEN_API_TO_PARQUET, from(api), directory.path(), other_end);
  CHECK(running.wait().exit_code == 0);
  auto const taken = std::chrono::steady_clock::now() - start;
  ::close(other_end);
  std::string said;
  char buffer[4096];
  for (ssize_t size; (size = ::read(terminal, buffer, sizeof buffer)) > 0;)
    said.append(buffer, static_cast<std::size_t>(size));
  ::close(terminal);

  CAPTURE(said);
  CHECK(lines(said) == 2);  // the retry, and the end of the line of progress
  CHECK(contains(said, "\r\033[Kpage 9: 500 Internal Server Error"));
  CHECK(contains(said, "\r\033[K       1,000 rows "));
  auto const updates = std::count(said.begin(), said.end(), '\033') - 1;
  CHECK(updates >= 3);
  CHECK(updates <= taken / 100ms + 2);
}

TEST_CASE("that nobody can be told is no reason to fail, and what is said does not get into the file") {
  scratch const directory;
  for (std::string const stream : {"2>/dev/full", "2>&-", "1>&- 2>&-"}) {
    CAPTURE(stream);
    std::string const command =
        std::string("exec '") + COGEN_API_TO_PARQUET + "' --source synthetic --rows 3000000 --preview 0 " + stream;
    program running("/bin/sh", {"-c", command}, directory.path());
    CHECK(running.wait().exit_code == 0);
    CHECK(arrow_tests::read_table(directory / "transactions.parquet")->num_rows() == 3'000'000);
    std::ifstream file(directory / "transactions.parquet", std::ios::binary);
    std::string const bytes{std::istreambuf_iterator<char>(file), {}};
    CHECK_FALSE(contains(bytes, "MiB resident"));
  }
}

TEST_CASE("quiet means silent unless something is wrong") {
  scratch const directory;
  transactions_api const api{serving(555, {{2, fault_kind::server_error, 1}})};
  auto const result = run(directory, from(api, {"--quiet"}));
  CHECK(result.exit_code == 0);
  CHECK(result.out == "");
  CHECK(result.err == "");
  check_rows(directory / "transactions.parquet", 555);
}

TEST_CASE("help goes to stdout, with every option and the exit codes") {
  scratch const directory;
  auto const result = run(directory, {"--help"});
  CHECK(result.exit_code == 0);
  CHECK(result.err == "");
  for (auto const* text : {"--help",
                           "--url",
                           "--page-size",
                           "--batch-size",
                           "--output",
                           "--partition-by",
                           "--compression",
                           "--row-group-rows",
                           "--row-group-bytes",
                           "--mode",
                           "--attempts",
                           "--preview",
                           "--quiet",
                           "--rows",
                           "--seed",
                           "--latency-ms",
                           "--fault",
                           "--api",
                           "--workers",
                           "--limit",
                           "--since",
                           "--on-bad-row",
                           "--quarantine",
                           "--source",
                           "--checkpoint",
                           "--max-rows-per-file",
                           "--max-bytes-per-file",
                           "--fault-rate",
                           "--bad-row-rate",
                           "compare",
                           "Exit code: 0 done, 1 failed, 2 bad options, 130 interrupted"}) {
    CAPTURE(text);
    CHECK(contains(result.out, text));
  }
  CHECK(directory.names() == strings{});
}

TEST_CASE("compare runs both modes and shows time and peak memory, and leaves no file") {
  scratch const directory;
  transactions_api const api{serving(20'000)};
  auto const result = run(directory, {"compare", "--url", api.url()});
  CHECK(result.exit_code == 0);
  CHECK(result.err == "");
  CHECK(api.requests() == 2 * 20);
  CHECK(directory.names() == strings{});

  std::istringstream table(result.out);
  std::string line;
  std::getline(table, line);
  CHECK(contains(line, "lazy     eager  lazy / eager"));
  for (std::string const name : {"time, s", "peak memory, MiB", "file, MiB"}) {
    CAPTURE(result.out);
    REQUIRE(std::getline(table, line));
    CHECK(line.rfind(name, 0) == 0);
    std::istringstream numbers(line.substr(name.size()));
    double lazy = 0;
    double eager = 0;
    double ratio = 0;
    CHECK((numbers >> lazy >> eager >> ratio));
    CHECK(lazy > 0);
    CHECK(eager > 0);
    CHECK(ratio == Approx(lazy / eager).margin(0.2));
    if (name == "file, MiB") CHECK(lazy == eager);
  }
}

TEST_CASE("compare says why a run has failed") {
  scratch const directory;
  auto const result = run(directory, {"compare", "--url", "http://127.0.0.1:1", "--attempts", "1"});
  CHECK(result.exit_code == 1);
  CHECK(contains(result.err, "failed after 1 attempt: connection refused"));
  CHECK(contains(result.err, "api_to_parquet: the lazy run failed\n"));
}

#ifndef COGEN_TEST_SANITIZED
TEST_CASE("peak memory for 2,000,000 rows is within 1.3 times that for 200,000 rows, and eager is not") {
  scratch const directory;
  auto const peak = [&](std::uint64_t rows, std::string const& mode) {
    transactions_api const api{serving(rows)};
    return peak_memory({COGEN_API_TO_PARQUET, "--url", api.url(), "--mode", mode, "--preview", "0"}, directory.path());
  };
  auto const few = peak(200'000, "lazy");
  CHECK(peak(2'000'000, "lazy") <= 1.3 * few);
  CHECK(peak(600'000, "eager") > 1.3 * few);
}
#endif
