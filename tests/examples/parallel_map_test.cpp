// parallel_map as a user runs it. Its results are computed again here, by other means and in order.
#include <cstdint>
#include <filesystem>
#include <map>
#include <regex>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "examples/program.hpp"
#include "support/catch.hpp"

namespace {

using example_tests::contains;
using example_tests::outcome;
using strings = std::vector<std::string>;

outcome run(strings const& arguments) {
  return example_tests::program(std::string(COGEN_EXAMPLES_FOLDER) + "/parallel_map/parallel_map", arguments,
                                std::filesystem::temp_directory_path())
      .wait();
}

// A run that must end well.
std::string said_by(strings const& arguments) {
  outcome const result = run(arguments);
  INFO(result.err << result.out);
  REQUIRE(result.exit_code == 0);
  CHECK(result.err.empty());
  return result.out;
}

strings cells(std::string const& line) {
  std::istringstream stream(line);
  strings all;
  for (std::string cell; stream >> cell;) all.push_back(cell);
  return all;
}

// The rows of the first table, by their first cell: loop, or the number of workers.
std::map<std::string, strings> table(std::string const& out) {
  std::istringstream stream(out);
  std::string line;
  while (std::getline(stream, line) && !line.starts_with("workers")) continue;
  std::map<std::string, strings> rows;
  while (std::getline(stream, line) && !line.starts_with("Results")) {
    auto const row = cells(line);
    REQUIRE(row.size() >= 6);
    rows[row[0]] = row;
  }
  return rows;
}

// FNV-1a over the bytes of each value, the lowest first.
class fnv {
 public:
  void add(std::uint64_t value) {
    for (unsigned shift = 0; shift != 64; shift += 8) sum_ = (sum_ ^ ((value >> shift) % 256)) * 1'099'511'628'211U;
  }
  std::string text() const {
    std::ostringstream stream;
    stream << std::hex;
    stream.width(16);
    stream.fill('0');
    stream << sum_;
    return stream.str();
  }

 private:
  std::uint64_t sum_ = 14'695'981'039'346'656'037U;
};

struct expected {
  std::uint64_t primes = 0;
  std::string digest;
};

// The primes below tasks * size, by the sieve of Eratosthenes.
expected sieved(std::uint64_t tasks, std::uint64_t size) {
  std::vector<bool> composite(tasks * size);
  for (std::uint64_t number = 2; number < composite.size(); ++number) {
    if (composite[number]) continue;
    for (std::uint64_t multiple = number * number; multiple < composite.size(); multiple += number) {
      composite[multiple] = true;
    }
  }
  expected result;
  fnv sum;
  for (std::uint64_t task = 0; task != tasks; ++task) {
    std::uint64_t count = 0;
    for (std::uint64_t number = task * size; number != (task + 1) * size; ++number) {
      count += static_cast<std::uint64_t>(number > 1 && !composite[number]);
    }
    sum.add(task * size);
    sum.add(count);
    result.primes += count;
  }
  result.digest = sum.text();
  return result;
}

// Small enough for a test.
strings small(strings const& more = {}) {
  strings all{"--tasks", "40", "--size", "500", "--tiny", "3000"};
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

}  // namespace

TEST_CASE("parallel_map: each number of workers has the results of a sieve, in order", "[parallel_map]") {
  auto const out = said_by(small({"--workers", "6"}));
  INFO(out);
  auto const rows = table(out);
  expected const right = sieved(40, 500);
  CHECK(right.primes == 2262);  // the primes below 20,000
  strings workers;
  for (auto const& [who, row] : rows) {
    INFO(who);
    workers.push_back(who);
    CHECK(row[4] == std::to_string(right.primes));
    CHECK(row[5] == right.digest);
  }
  CHECK(workers == strings{"1", "2", "4", "6", "loop"});
  CHECK(contains(out, "40 tasks of 500 numbers each"));
  CHECK(contains(out, "Results: the same in the same order, for any number of workers.\n"));
}

TEST_CASE("parallel_map: no more is in flight than four elements a worker", "[parallel_map]") {
  auto const rows = table(said_by(small({"--workers", "4"})));
  for (std::size_t const workers : {std::size_t{1}, std::size_t{2}, std::size_t{4}}) {
    INFO(workers);
    auto const& row = rows.at(std::to_string(workers));
    REQUIRE(row.size() == 10);
    auto const most = std::stoul(row[6]);
    CHECK(most >= 1);
    CHECK(most <= 4 * workers);
    CHECK(std::stod(row[7]) < static_cast<double>(4 * workers));  // one of them has been handed out
  }
  CHECK(rows.at("loop").size() == 6);
}

TEST_CASE("parallel_map: results as they come are the same, sorted", "[parallel_map]") {
  auto const out = said_by(small());
  INFO(out);
  std::regex const line(
      "\nAs they come, \\d+ workers: [\\d.]+ s, (\\d+) of 40 results before one of an earlier task; "
      "sorted, the same\\.\n");
  std::smatch found;
  REQUIRE(std::regex_search(out, found, line));
  CHECK(std::stoi(found[1]) < 40);  // nothing is earlier than the first
}

TEST_CASE("parallel_map: an exception comes at its place, then the end", "[parallel_map]") {
  char const* const workers = GENERATE("1", "2", "7");
  CHECK(contains(said_by(small({"--workers", workers})),
                 "\nTask 5 of 12 fails: 0 1 2 3 4, then \"task 5 has failed\", then the end.\n"));
}

TEST_CASE("parallel_map: tiny tasks have the same results one by one and in batches", "[parallel_map]") {
  char const* const size = GENERATE("1", "64", "5000");
  auto const out = said_by(small({"--batch", size}));
  INFO(out);
  fnv sum;
  for (std::uint64_t number = 10'000'000; number != 10'003'000; ++number) {
    std::uint64_t factor = 2;
    while (factor * factor <= number && number % factor != 0) ++factor;
    sum.add(number % factor == 0 ? factor : number);
  }
  CHECK(contains(out, "\n3000 tiny tasks"));
  for (std::string const& how : {std::string("loop"), std::string("one by one"), std::string("batches of ") + size}) {
    INFO(how);
    CHECK(std::regex_search(out, std::regex("\n" + how + " +[\\d.]+ +\\d+  " + sum.text() + "\n")));
  }
}

TEST_CASE("parallel_map: the smallest of all jobs", "[parallel_map]") {
  auto const out = said_by({"--tasks", "1", "--size", "1", "--tiny", "1", "--batch", "1", "--workers", "1"});
  INFO(out);
  auto const rows = table(out);
  CHECK(rows.size() == 2);
  CHECK(rows.at("1")[4] == "0");
  CHECK(rows.at("1")[5] == sieved(1, 1).digest);
}

TEST_CASE("parallel_map: runs without arguments", "[parallel_map]") {
  auto const out = said_by({});
  INFO(out);
  auto const rows = table(out);
  expected const right = sieved(64, 50'000);
  for (char const* workers : {"loop", "1", "2", "4"}) {
    INFO(workers);
    CHECK(rows.at(workers)[5] == right.digest);
  }
}

TEST_CASE("parallel_map: bad options are one line and exit code 2", "[parallel_map]") {
  auto const arguments = GENERATE(strings{"--workers", "0"}, strings{"--workers", "1000"}, strings{"--tasks", "0"},
                                  strings{"--tasks", "x"}, strings{"--size", "0"}, strings{"--tiny", "-1"},
                                  strings{"--batch", "0"}, strings{"--unknown"}, strings{"stray"});
  outcome const result = run(arguments);
  INFO(arguments.front() << ": " << result.err);
  CHECK(result.exit_code == 2);
  CHECK(result.out.empty());
  CHECK(std::regex_match(result.err, std::regex("parallel_map: [^\n]+ \\(see --help\\)\n")));
}

TEST_CASE("parallel_map: --help names the options and the exit codes", "[parallel_map]") {
  outcome const result = run({"--help"});
  CHECK(result.exit_code == 0);
  for (auto const* word : {"--workers", "--tasks", "--size", "--tiny", "--batch", "Exit code"}) {
    INFO(word);
    CHECK(contains(result.out, word));
  }
}
