// The program as a whole, over tables that Python's sqlite3 makes, reads and changes.
#include <algorithm>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "examples/peak_memory.hpp"
#include "examples/program.hpp"
#include "support/catch.hpp"
#include "support/python.hpp"
#include "support/temporary_folder.hpp"

namespace {

using example_tests::check_failure_begins;
using example_tests::contains;
using example_tests::outcome;
using example_tests::program;
using strings = std::vector<std::string>;

std::string const executable = std::string(COGEN_EXAMPLES_FOLDER) + "/db_pagination/db_pagination";

outcome run(temporary_folder const& folder, strings const& arguments) {
  program running(executable, arguments, folder.path());
  return running.wait();
}

std::string output_of(temporary_folder const& folder, strings const& arguments) {
  auto const result = run(folder, arguments);
  CAPTURE(result.out, result.err);
  REQUIRE(result.exit_code == 0);
  return result.out;
}

// What a Python script says, which must succeed.
std::string python(temporary_folder const& folder, std::string const& script, strings arguments = {}) {
  arguments.insert(arguments.begin(), {"-c", script});
  program running(support::python(), arguments, folder.path());
  outcome const result = running.wait();
  CAPTURE(result.out, result.err);
  REQUIRE(result.exit_code == 0);
  return result.out;
}

void check_failure(outcome const& result, int exit_code, std::string const& message) {
  check_failure_begins(result, exit_code, "db_pagination: " + message);
}

// Makes sales.sqlite: a hundred rows with gaps between the ids, and what is hard to print.
constexpr char const* make_sales = R"py(
import sqlite3
database = sqlite3.connect("sales.sqlite")
database.execute("CREATE TABLE sales (id INTEGER PRIMARY KEY, category TEXT, amount_cents INTEGER, sold_at TEXT)")
categories = ["food", "books, old", 'the "best"', "two\nlines", "Zoë"]
rows = [(number * number - 500, categories[number % 5], number * 101 - 3000, "2026-03-31") for number in range(98)]
rows += [(-2**63 + 1, "food", -1, "2026-03-31"), (2**63 - 1, "food", 99, "2026-03-31")]
with database:
    database.executemany("INSERT INTO sales VALUES (?, ?, ?, ?)", rows)
)py";

// Compares what the program has said, as CSV and as a report, with the table.
constexpr char const* check_sales = R"py(
import csv, io, sqlite3, sys

def money(cents):
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02}"

def expect(what, actual, wanted):
    if actual != wanted:
        sys.exit(f"{what} is {actual!r}, expected {wanted!r}")

database = sqlite3.connect("sales.sqlite")
rows = database.execute("SELECT * FROM sales ORDER BY id").fetchall()
as_csv = list(csv.reader(io.StringIO(open("rows.csv", newline="").read(), newline="")))
expect("the CSV", as_csv, [["id", "category", "amount_cents", "sold_at"]] + [[str(field) for field in row] for row in rows])

wanted = f"{len(rows)} rows\nFirst rows:\n"
for row in rows[:3]:
    wanted += f"  {row[0]:>10}  {row[1]:<12} {money(row[2]):>15}  {row[3]}\n"
wanted += "By category:\n"
for category, count, cents in database.execute("SELECT category, count(*), sum(amount_cents) FROM sales GROUP BY 1 ORDER BY 1"):
    wanted += f"  {count:>10}  {category:<12} {money(cents):>15}\n"
expect("the report", open("report.txt").read(), wanted)
)py";

// The program is held up in the middle, for what it prints is not read; then another connection changes the table: rows
// that it has printed go and new ones come between them, and the same far behind it. Then it goes on.
constexpr char const* change_meanwhile = R"py(
import sqlite3, subprocess, sys

database = sqlite3.connect("sales.sqlite", timeout=1)
database.execute("CREATE TABLE sales (id INTEGER PRIMARY KEY, category TEXT, amount_cents INTEGER, sold_at TEXT)")
with database:
    database.executemany("INSERT INTO sales VALUES (?, 'food', 1, '2026-03-31')", ((10 * n,) for n in range(1, 100_001)))

program = subprocess.Popen([sys.argv[1], "--database", "sales.sqlite", "--csv", "--page-size", sys.argv[2]],
                           stdout=subprocess.PIPE, text=True)
program.stdout.readline()
seen = [int(program.stdout.readline().split(",")[0]) for _ in range(1000)]
changed_behind, changed_ahead = range(10, 5001, 10), range(500_010, 505_001, 10)
with database:
    for changed in (changed_behind, changed_ahead):
        database.executemany("DELETE FROM sales WHERE id = ?", ((id,) for id in changed if id % 20))
        database.executemany("INSERT INTO sales VALUES (?, 'new', 1, '2026-04-01')", ((id + 5,) for id in changed))
if program.poll() is not None:
    sys.exit("the program was at its end before anything changed")
seen += [int(line.split(",")[0]) for line in program.stdout]
if program.wait() != 0:
    sys.exit("the program has failed")

gone = {id for id in changed_ahead if id % 20}
wanted = sorted({10 * n for n in range(1, 100_001)} - gone | {id + 5 for id in changed_ahead})
if seen != wanted:
    twice = len(seen) - len(set(seen))
    sys.exit(f"{twice} rows twice, {len(set(wanted) - set(seen))} lost, {len(set(seen) - set(wanted))} too many")
print("each once")
)py";

TEST_CASE("db_pagination: rows, totals and first rows are those that Python reads, whatever the size of a page") {
  auto const page_size = GENERATE(as<std::string>(), "1", "7", "99", "100", "101", "1000000");
  temporary_folder const folder;
  python(folder, make_sales);
  strings const arguments = {"--database", "sales.sqlite", "--page-size", page_size};
  auto const with = [&](std::string const& more) {
    strings all = arguments;
    all.push_back(more);
    return output_of(folder, all);
  };
  static_cast<void>(folder.write("rows.csv", with("--csv")));
  static_cast<void>(folder.write("report.txt", with("--quiet")));
  python(folder, check_sales);
}

TEST_CASE("db_pagination: rows inserted and deleted meanwhile let no row come twice and no surviving row be lost") {
  auto const page_size = GENERATE(as<std::string>(), "1", "100", "1000");
  temporary_folder const folder;
  CHECK(python(folder, change_meanwhile, {executable, page_size}) == "each once\n");
}

TEST_CASE("db_pagination: without arguments it reports on a million rows of its own, and leaves nothing behind") {
  temporary_folder const folder;
  std::string const out = output_of(folder, {});
  CAPTURE(out);
  CHECK(out.rfind("1000000 rows in pages of 1000: ", 0) == 0);
  CHECK(contains(out, " s, peak memory "));
  std::istringstream text(out.substr(out.find("By category:\n") + 13));
  long rows = 0;
  for (int category = 0; category < 5; ++category) {
    long count = 0;
    std::string name;
    std::string amount;
    REQUIRE((text >> count >> name >> amount));
    rows += count;
  }
  CHECK(rows == 1'000'000);
  CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("db_pagination: the data that it makes is the same each time, and as many rows as asked for") {
  auto const rows = GENERATE(as<std::string>(), "0", "1", "5000");
  temporary_folder const folder;
  static_cast<void>(folder.write("rows.csv", output_of(folder, {"--rows", rows, "--csv"})));
  std::string const quiet = output_of(folder, {"--rows", rows, "--quiet"});
  CHECK(output_of(folder, {"--rows", rows, "--quiet", "--page-size", "9"}) == quiet);
  static_cast<void>(folder.write("report.txt", quiet));
  CHECK(quiet.rfind(rows + " rows\n", 0) == 0);
  python(folder, R"py(
import csv, sqlite3
database = sqlite3.connect("sales.sqlite")
database.execute("CREATE TABLE sales (id INTEGER PRIMARY KEY, category TEXT, amount_cents INTEGER, sold_at TEXT)")
with database:
    database.executemany("INSERT INTO sales VALUES (?, ?, ?, ?)", list(csv.reader(open("rows.csv")))[1:])
)py");
  python(folder, check_sales);
}

TEST_CASE("db_pagination: by key and by OFFSET are timed on the first, the middle and the last page") {
  auto const [rows, last, middle] =
      GENERATE(table<std::string, int, int>({{"0", 1, 1}, {"1", 1, 1}, {"100", 1, 1}, {"101", 2, 1}, {"1000", 10, 5}}));
  temporary_folder const folder;
  std::string const out = output_of(folder, {"--rows", rows, "--page-size", "100"});
  CAPTURE(out);
  std::istringstream text(out.substr(out.find("The time of")));
  std::string line;
  std::getline(text, line);
  CHECK(contains(line, "by key"));
  CHECK(contains(line, "by OFFSET"));
  strings const names = {"page 1", "page " + std::to_string(middle), "page " + std::to_string(last),
                         "all " + std::to_string(last) + " pages, about"};
  for (std::string const& name : names) {
    REQUIRE(std::getline(text, line));
    CHECK(line.rfind("  " + name + ' ', 0) == 0);
    std::istringstream numbers(line.substr(2 + name.size()));
    double by_key = -1;
    double by_offset = -1;
    std::string unit;
    CHECK((numbers >> by_key >> unit >> by_offset >> unit));
    CHECK(by_key >= 0);
    CHECK(by_offset >= 0);
    CHECK(unit == "ms");
  }
  CHECK_FALSE(std::getline(text, line));
}

TEST_CASE("db_pagination: quiet means no progress and no times") {
  temporary_folder const folder;
  auto const result = run(folder, {"--rows", "2000", "--quiet"});
  CHECK(result.exit_code == 0);
  CHECK(result.err == "");
  CHECK_FALSE(contains(result.out, " ms"));
  CHECK_FALSE(contains(result.out, " s,"));
  CHECK(contains(run(folder, {"--rows", "2000"}).err, "rows: 2000"));
}

TEST_CASE("db_pagination: a database that can't be paginated is named in one line") {
  temporary_folder const folder;
  static_cast<void>(folder.write("text.sqlite", std::string(5000, 'x')));
  python(folder, R"py(
import sqlite3
for name, table in [("none", "x (id INTEGER PRIMARY KEY)"), ("other", "sales (id INTEGER PRIMARY KEY, price REAL)"),
                    ("twice", "sales (id INTEGER, category TEXT, amount_cents INTEGER, sold_at TEXT)"),
                    ("text_id", "sales (id TEXT PRIMARY KEY, category TEXT, amount_cents INTEGER, sold_at TEXT)"),
                    ("pair", "sales (id INTEGER, category, amount_cents, sold_at, PRIMARY KEY (category, id))"),
                    ("least", "sales (id INTEGER PRIMARY KEY, category TEXT, amount_cents INTEGER, sold_at TEXT)")]:
    sqlite3.connect(name + ".sqlite").execute("CREATE TABLE " + table)
with sqlite3.connect("least.sqlite") as least:
    least.execute("INSERT INTO sales (id) VALUES (?)", (-2**63,))
)py");
  std::string const no_key = "there is no table sales with an id INTEGER PRIMARY KEY\n";
  auto const [database, message] = GENERATE_COPY(table<std::string, std::string>({
      {"missing.sqlite", "unable to open database file\n"},
      {"text.sqlite", "file is not a database\n"},
      {"none.sqlite", no_key},
      {"other.sqlite", "no such column: category\n"},
      {"twice.sqlite", no_key},
      {"text_id.sqlite", no_key},
      {"pair.sqlite", no_key},
      {"least.sqlite", "the id -9223372036854775808 can't be paginated\n"},
  }));
  check_failure(run(folder, {"--database", database}), 1, database + ": " + message);
  CHECK_FALSE(std::filesystem::exists(folder.path() / "missing.sqlite"));
}

TEST_CASE("db_pagination: a full disk behind stdout is an error") {
  auto const rows = GENERATE(as<std::string>(), "1", "5000");
  temporary_folder const folder;
  std::string const said = python(folder, R"py(
import subprocess, sys
with open("/dev/full", "w") as full:
    ended = subprocess.run([sys.argv[1], "--csv", "--rows", sys.argv[2]], stdout=full, stderr=subprocess.PIPE, text=True)
print(ended.returncode, ended.stderr)
)py",
                                  {executable, rows});
  CHECK(said.rfind("1 db_pagination: cannot write to ", 0) == 0);
}

TEST_CASE("db_pagination: bad options are refused with exit code 2") {
  temporary_folder const folder;
  auto const arguments = GENERATE(strings{"--none"}, strings{"--page-size", "0"}, strings{"--rows", "-1"},
                                  strings{"--rows", "10", "--database", "sales.sqlite"});
  auto const result = run(folder, arguments);
  check_failure(result, 2, "");
  CHECK(contains(result.err, arguments[0]));
  CHECK(contains(result.err, "(see --help)\n"));
}

TEST_CASE("db_pagination: help goes to stdout, with every option and the exit codes") {
  temporary_folder const folder;
  auto const result = run(folder, {"--help"});
  CHECK(result.exit_code == 0);
  CHECK(result.err == "");
  for (auto const* text : {"--help", "--database", "--rows", "--page-size", "--csv", "--quiet",
                           "Exit code: 0 done, 1 failed, 2 bad options"}) {
    CAPTURE(text);
    CHECK(contains(result.out, text));
  }
}

#ifndef COGEN_TEST_SANITIZED
TEST_CASE("db_pagination: peak memory for 1,000,000 rows is within 1.3 times that for 100,000 rows") {
  auto const page_size = GENERATE(as<std::string>(), "4", "1000");
  temporary_folder const folder;
  auto const peak = [&](std::string const& rows) {
    return example_tests::peak_memory({executable, "--rows", rows, "--page-size", page_size}, folder.path());
  };
  double const few = peak("100000");
  CHECK(peak("1000000") <= 1.3 * few);
}
#endif

}  // namespace
