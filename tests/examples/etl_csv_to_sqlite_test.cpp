// The program as a whole; what it has written is read by Python's sqlite3 and csv.
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>
#include <thread>
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

std::string const executable = std::string(COGEN_EXAMPLES_FOLDER) + "/etl_csv_to_sqlite/etl_csv_to_sqlite";
std::string const header = "order_id,customer,email,amount,currency,ordered_on\n";

outcome run(temporary_folder const& folder, strings const& arguments) {
  program running(executable, arguments, folder.path());
  return running.wait();
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

// What SQLite says to a query of orders.sqlite, a row a line.
std::string query(temporary_folder const& folder, std::string const& sql) {
  return python(folder, R"py(
import sqlite3, sys
database = sqlite3.connect("orders.sqlite")
with database:
    for row in database.execute(sys.argv[1]):
        print(*row, sep="|")
)py",
                {sql});
}

// Rows that are all in order, with the ids from `first` to `last`.
std::string orders(int first, int last, std::string const& customer = "Ada") {
  std::string text;
  for (int id = first; id <= last; ++id)
    text += std::to_string(id) + ',' + customer + ",ada@example.com,12.50,EUR,2026-03-31\n";
  return text;
}

std::string content(std::filesystem::path const& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::set<std::string> names(temporary_folder const& folder) {
  std::set<std::string> found;
  for (auto const& entry : std::filesystem::directory_iterator(folder.path())) {
    found.insert(entry.path().filename().string());
  }
  return found;
}

void check_failure(outcome const& result, int exit_code, std::string const& message) {
  check_failure_begins(result, exit_code, "etl_csv_to_sqlite: " + message);
}

// The same rows each time, in order, unclean, and wrong in every way, with what is expected of each. `write` writes them,
// `check` compares with what has become of them.
constexpr char const* rows_of_all_kinds = R"py(
import collections, csv, io, random, sqlite3, sys

random.seed(20260331)
good = {
    "customer": [("Ada", "Ada"), ("  Ada \t Lovelace ", "Ada Lovelace"), ("Hopper, Grace", "Hopper, Grace"),
                 ("Zoë \"Zo\" Müller", "Zoë \"Zo\" Müller"), ("two\nlines", "two lines"), ("a\r\nb\r\nc", "a b c"),
                 ("\U0001f600", "\U0001f600"), ("\u0800\ud7ff\ue000\uffff", "\u0800\ud7ff\ue000\uffff"),
                 ("\U0010ffff", "\U0010ffff"), ("\u0080\u07ff", "\u0080\u07ff")],
    "email": [("ada@example.com", "ada@example.com"), (" Ada@Example.COM ", "ada@example.com"), ("a@b", "a@b")],
    "amount": [("12.50", 1250), ("12", 1200), ("12.5", 1250), ("0.05", 5), (" 7.00 ", 700), ("0", 0),
               ("999999999999.99", 99999999999999)],
    "currency": [("EUR", "EUR"), ("usd", "USD"), (" Gbp", "GBP"), ("CHF", "CHF")],
    "ordered_on": [("2026-03-31", "2026-03-31"), ("2024/02/29", "2024-02-29"), (" 1999-12-31 ", "1999-12-31")],
}
not_text = [b"\xff", b"\xc0\xaf", b"\xc3", b"\xc3(", b"\xe0\x9f\xbf", b"\xed\xa0\x80", b"\xf0\x8f\xbf\xbf",
            b"\xf4\x90\x80\x80", b"\xf5\x80\x80\x80", b"\x80", b"a\xe2\x82", b"\0"]
bad = [("order_id", text, "not a positive integer")
       for text in ("", "x", "0", "-5", "+5", "1.5", "5 5", "9223372036854775808")]
bad += [("customer", text, "empty") for text in ("", "   ", "\n")]
bad += [("customer", text.decode("utf-8", "surrogateescape"), "not UTF-8 text") for text in not_text]
bad += [("email", text, "not an e-mail address") for text in ("", "ada", "@b", "a@", "a@b@c", "a b@c", "a@b c")]
bad += [("amount", text, "not an amount such as 12.50")
        for text in ("", "-1.00", "1.234", "1,50", "1.", ".5", ".", "1e3", "abc", "1.x")]
bad += [("amount", text, "too large") for text in ("1000000000000", "9223372036854775807")]
bad += [("currency", text, "not CHF, EUR, GBP or USD") for text in ("", "EURO", "E", "XYZ")]
bad += [("ordered_on", text, "not a date such as 2026-03-31")
        for text in ("", "26-03-31", "2026-3-31", "31.03.2026", "2026-03-3x", "2026-03-310", "-026-03-31")]
bad += [("ordered_on", text, "not in the calendar") for text in ("2026-02-30", "2023-02-29", "2026-13-01", "2026-00-10")]

columns = ["order_id", *good]
text = "\ufeff order_id ,customer,email,amount,currency,ordered_on\n"
loaded, rejected, used = [], [], []
for number in range(1, 3001):
    chosen = {name: random.choice(choices) for name, choices in good.items()}
    raw = [f" {number:05}" if number % 10 == 0 else str(number), *(each[0] for each in chosen.values())]
    clean = [number, *(each[1] for each in chosen.values())]
    fault = None
    if number % 20 == 3:
        name, value, reason = bad[number // 20 % len(bad)]
        raw[columns.index(name)] = value
        fault = name, reason
    elif number % 50 == 7 and used:
        raw[0] = str(random.choice(used))
        fault = "order_id", "came before in this file"
    elif number % 100 == 8:
        raw = raw[:-1] if number % 200 == 8 else raw + ["more"]
        fault = "record", "wrong number of fields"
    line = text.count("\n") + 1
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\r\n" if number % 3 else "\n").writerow(raw)
    text += written.getvalue() + ("\n" if number % 500 == 0 else " \n" if number % 500 == 1 else "")
    if fault:
        rejected.append([str(line), *fault, raw])
    else:
        used.append(number)
        loaded.append((*clean, 1, line))
text = text[:-1]  # the last record has no line end

if sys.argv[1] == "write":
    with open("orders.csv", "w", encoding="utf-8", errors="surrogateescape", newline="") as file:
        file.write(text)
    sys.exit()


def expect(what, actual, wanted):
    if actual != wanted:
        sys.exit(f"{what} is {actual!r}, expected {wanted!r}")


database = sqlite3.connect("orders.sqlite")
found = database.execute("SELECT order_id, customer, email, amount_cents, currency, ordered_on, import_id, line "
                         "FROM orders ORDER BY order_id").fetchall()
for actual, wanted in zip(found, loaded):
    expect("an order", actual, wanted)
expect("the number of orders", len(found), len(loaded))
expect("the imports", database.execute("SELECT import_id, input, finished >= started, loaded, rejected FROM imports").fetchall(),
       [(1, "orders.csv", 1, len(loaded), len(rejected))])

with open("orders.sqlite.rejected.csv", encoding="utf-8", errors="surrogateescape", newline="") as file:
    records = list(csv.reader(file))
expect("the header of the rejected rows", records[0], ["line", "field", "reason", "row"])
for actual, wanted in zip(records[1:], rejected):
    expect("a rejected row", actual[:3] + list(csv.reader(io.StringIO(actual[3], newline=""))), wanted)
expect("the number of rejected rows", len(records) - 1, len(rejected))

said = open("said.txt").read().splitlines()
expect("the first line", said[0][:said[0].rindex(":")],
       f"Read 3000 rows, loaded {len(loaded)} in 30 batches, rejected {len(rejected)}")
counted = collections.Counter((field, reason) for _, field, reason, _ in rejected)
for (field, reason), count in counted.items():
    expect(f"that {field}: {reason} is said", f"  {count:>6}  {field}: {reason}" in said, True)
expect("that there are enough kinds", len(counted), 11)
print("agree")
)py";

TEST_CASE("etl_csv_to_sqlite: each row is loaded clean or rejected with line, field and reason, as Python says too") {
  temporary_folder const folder;
  python(folder, rows_of_all_kinds, {"write"});
  auto const result = run(folder, {"--input", "orders.csv", "--output", "orders.sqlite", "--batch-size", "100"});
  CAPTURE(result.err);
  REQUIRE(result.exit_code == 0);
  static_cast<void>(folder.write("said.txt", result.out));
  CHECK(python(folder, rows_of_all_kinds, {"check"}) == "agree\n");
  CHECK(names(folder) ==
        std::set<std::string>{"orders.csv", "orders.sqlite", "orders.sqlite.rejected.csv", "said.txt"});
}

TEST_CASE("etl_csv_to_sqlite: without arguments it loads its own data, and leaves nothing behind") {
  temporary_folder const folder;
  auto const result = run(folder, {});
  CAPTURE(result.out, result.err);
  REQUIRE(result.exit_code == 0);
  int loaded = 0;
  int batches = 0;
  int rejected = 0;
  REQUIRE(std::sscanf(result.out.c_str(), "Read 100000 rows, loaded %d in %d batches, rejected %d", &loaded, &batches,
                      &rejected) == 3);
  CHECK(loaded + rejected == 100'000);
  CHECK(batches == 20);
  CHECK(rejected > 2'000);
  CHECK(rejected < 5'000);
  CHECK(contains(result.out, "orders.sqlite: " + std::to_string(loaded) + " orders\n"));
  CHECK(contains(result.out, "\n  line "));
  CHECK(names(folder).empty());
}

TEST_CASE("etl_csv_to_sqlite: the same seed makes the same data, another one other data") {
  temporary_folder const folder;
  auto const rejected = [&](std::string const& name, std::string const& seed) {
    strings const arguments = {"--output", "orders.sqlite", "--rejected", name, "--rows", "2000", "--seed", seed};
    REQUIRE(run(folder, arguments).exit_code == 0);
    return content(folder.path() / name);
  };
  std::string const first = rejected("first.csv", "1");
  CHECK(first.size() > 1000);
  CHECK(rejected("again.csv", "1") == first);
  CHECK(rejected("other.csv", "2") != first);
}

TEST_CASE("etl_csv_to_sqlite: a file that is loaded twice is there once, and a newer one replaces its orders alone") {
  temporary_folder const folder;
  static_cast<void>(folder.write("first.csv", header + orders(1, 250)));
  static_cast<void>(folder.write("second.csv", header + orders(201, 300, "Grace")));
  std::string const all = "SELECT order_id, customer, email, amount_cents, currency, ordered_on, line FROM orders";
  strings const output = {"--output", "orders.sqlite", "--batch-size", "100"};
  auto const load = [&](std::string const& input) {
    strings arguments = {"--input", input};
    arguments.insert(arguments.end(), output.begin(), output.end());
    auto const result = run(folder, arguments);
    CAPTURE(result.err);
    REQUIRE(result.exit_code == 0);
    return result.out;
  };

  CHECK(contains(load("first.csv"), "loaded 250 in 3 batches, rejected 0"));
  std::string const once = query(folder, all);
  CHECK(std::count(once.begin(), once.end(), '\n') == 250);
  CHECK(contains(load("first.csv"), "loaded 250 in 3 batches, rejected 0"));
  CHECK(query(folder, all) == once);
  CHECK(query(folder, "SELECT DISTINCT import_id FROM orders") == "2\n");

  CHECK(contains(load("second.csv"), "orders.sqlite: 300 orders\n"));
  CHECK(query(folder, "SELECT customer, import_id, min(order_id), max(order_id) FROM orders GROUP BY 1, 2") ==
        "Ada|2|1|200\nGrace|3|201|300\n");
}

TEST_CASE("etl_csv_to_sqlite: an error in a batch leaves the batches before it, nothing of it, and one clear line") {
  temporary_folder const folder;
  static_cast<void>(folder.write("none.csv", header + "not an order\n"));
  static_cast<void>(folder.write("orders.csv", header + orders(1, 500)));
  REQUIRE(run(folder, {"--input", "none.csv", "--output", "orders.sqlite"}).exit_code == 0);
  std::string const rejected_before = content(folder.path() / "orders.sqlite.rejected.csv");
  query(folder,
        "CREATE TRIGGER full BEFORE INSERT ON orders WHEN NEW.order_id = 250 "
        "BEGIN SELECT RAISE(ABORT, 'no more room'); END");

  strings const arguments = {"--input", "orders.csv", "--output", "orders.sqlite", "--batch-size", "100"};
  check_failure(run(folder, arguments), 1,
                "orders.sqlite: no more room, so the rows of the lines 202 to 301 are not in it\n");
  CHECK(query(folder, "SELECT count(*), min(order_id), max(order_id) FROM orders") == "200|1|200\n");
  CHECK(query(folder, "SELECT import_id, finished IS NULL FROM imports") == "1|0\n2|1\n");
  CHECK(content(folder.path() / "orders.sqlite.rejected.csv") == rejected_before);
  CHECK_FALSE(std::filesystem::exists(folder.path() / "orders.sqlite.rejected.csv.partial"));

  query(folder, "DROP TRIGGER full");
  CHECK(run(folder, arguments).exit_code == 0);
  CHECK(query(folder, "SELECT count(*), min(import_id) FROM orders") == "500|3\n");
}

TEST_CASE("etl_csv_to_sqlite: killed in the middle it leaves whole batches, and the next run completes them") {
  temporary_folder const folder;
  static_cast<void>(folder.write("orders.csv", header + orders(1, 100'000)));
  strings const arguments = {"--input", "orders.csv", "--output", "orders.sqlite", "--batch-size", "700"};
  {
    program running(executable, arguments, folder.path());
    auto const end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    std::error_code none;
    while (std::filesystem::file_size(folder.path() / "orders.sqlite", none) + 1 < 100'000) {  // -1 if there is none
      if (std::chrono::steady_clock::now() > end) FAIL("waited for 60 seconds in vain");
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    running.send(SIGKILL);
    REQUIRE(running.wait().signal == SIGKILL);
  }
  CHECK(query(folder, "SELECT count(*) > 0, count(*) < 100000, count(*) % 700, count(*) = max(order_id) FROM orders") ==
        "1|1|0|1\n");
  CHECK(query(folder, "SELECT finished IS NULL FROM imports") == "1\n");
  CHECK(std::filesystem::exists(folder.path() / "orders.sqlite.rejected.csv.partial"));

  CHECK(run(folder, arguments).exit_code == 0);
  CHECK(query(folder, "SELECT count(*), max(order_id), min(import_id) FROM orders") == "100000|100000|2\n");
  CHECK(query(folder, "SELECT import_id, finished IS NULL FROM imports") == "1|1\n2|0\n");
  CHECK_FALSE(std::filesystem::exists(folder.path() / "orders.sqlite.rejected.csv.partial"));
}

TEST_CASE("etl_csv_to_sqlite: a file that is no CSV fails at its line") {
  temporary_folder const folder;
  static_cast<void>(folder.write("orders.csv", header + "1,\"two\nlines\",a@b,1,EUR,2026-01-01\n" + orders(2, 250) +
                                                   "251,\"Ada\" Lovelace,a@b,1,EUR,2026-01-01\n"));
  check_failure(run(folder, {"--input", "orders.csv", "--output", "orders.sqlite", "--batch-size", "100"}), 1,
                "orders.csv: a quote or a line end is out of place, in the record that begins on line 253\n");
  CHECK(query(folder, "SELECT count(*) FROM orders") == "200\n");
}

TEST_CASE("etl_csv_to_sqlite: a file with another header, or none at all, fails before anything is written") {
  auto const text = GENERATE(std::string(), std::string("\n"), orders(1, 1), header.substr(1),
                             std::string("order_id,customer,email,amount,currency\n"), "more," + header);
  temporary_folder const folder;
  static_cast<void>(folder.write("orders.csv", text));
  check_failure(run(folder, {"--input", "orders.csv", "--output", "orders.sqlite"}), 1,
                "orders.csv: the header is not order_id,customer,email,amount,currency,ordered_on\n");
  CHECK(names(folder) == std::set<std::string>{"orders.csv"});
}

TEST_CASE("etl_csv_to_sqlite: what can't be read or written is named in one line") {
  temporary_folder const folder;
  static_cast<void>(folder.write("orders.csv", header + orders(1, 10)));
  static_cast<void>(folder.write("text.sqlite", std::string(5000, 'x')));
  std::filesystem::create_directory(folder.path() / "folder");
  python(folder, R"py(
import sqlite3
sqlite3.connect("other.sqlite").execute("CREATE TABLE orders (order_id INTEGER PRIMARY KEY, total REAL)")
)py");
  auto const [arguments, message] = GENERATE(table<strings, std::string>({
      {{"--input", "none.csv"}, "cogen::read_chunks: can't open 'none.csv': No such file or directory\n"},
      {{"--input", "orders.csv", "--output", "none/orders.sqlite", "--rejected", "rejected.csv"},
       "none/orders.sqlite: unable to open database file\n"},
      {{"--input", "orders.csv", "--output", "text.sqlite"}, "text.sqlite: file is not a database\n"},
      {{"--input", "orders.csv", "--output", "other.sqlite"},
       "other.sqlite: table orders has no column named customer\n"},
      {{"--input", "orders.csv", "--rejected", "none/rejected.csv"}, "none/rejected.csv.partial: cannot be written\n"},
      {{"--input", "orders.csv", "--rejected", "folder"}, "folder: there is something that is no file\n"},
  }));
  auto const before = names(folder);
  check_failure(run(folder, arguments), 1, message);
  CHECK(names(folder) == before);
  CHECK(python(folder, R"py(
import sqlite3
print(sqlite3.connect("other.sqlite").execute("SELECT count(*) FROM sqlite_master").fetchall())
)py") == "[(1,)]\n");
}

TEST_CASE("etl_csv_to_sqlite: bad options are refused, with exit code 2, before a file is touched") {
  temporary_folder const folder;
  static_cast<void>(folder.write("orders.csv", header));
  static_cast<void>(folder.write("x.rejected.csv", header));
  static_cast<void>(folder.write("y.partial", header));
  auto const [arguments, message] = GENERATE(table<strings, std::string>({
      {{"--none"}, ""},
      {{"--batch-size", "0"}, "--batch-size"},
      {{"--rows", "-1"}, "--rows"},
      {{"--input", "orders.csv", "--rows", "10"}, "--rows"},
      {{"--input", "orders.csv", "--seed", "10"}, "--seed"},
      {{"--input", "orders.csv", "--rejected", "./orders.csv"}, "orders.csv would be lost, see --rejected"},
      {{"--output", "x", "--rejected", "x"}, "x would be lost, see --rejected"},
      {{"--input", "x.rejected.csv", "--output", "x"}, "x.rejected.csv would be lost, see --rejected"},
      {{"--input", "y.partial", "--rejected", "y"}, "y.partial would be lost, see --rejected"},
  }));
  auto const before = names(folder);
  auto const result = run(folder, arguments);
  check_failure(result, 2, "");
  CHECK(contains(result.err, message));
  CHECK(contains(result.err, "(see --help)\n"));
  CHECK(names(folder) == before);
  CHECK(content(folder.path() / "orders.csv") == header);
  CHECK(content(folder.path() / "y.partial") == header);
}

TEST_CASE("etl_csv_to_sqlite: help goes to stdout, with every option and the exit codes") {
  temporary_folder const folder;
  auto const result = run(folder, {"--help"});
  CHECK(result.exit_code == 0);
  CHECK(result.err == "");
  for (auto const* text : {"--help", "--input", "--output", "--rejected", "--batch-size", "--rows", "--seed",
                           "Exit code: 0 done, 1 failed, 2 bad options"}) {
    CAPTURE(text);
    CHECK(contains(result.out, text));
  }
}

#ifndef COGEN_TEST_SANITIZED
TEST_CASE("etl_csv_to_sqlite: peak memory for 500,000 rows is within 1.3 times that for 50,000 rows") {
  temporary_folder const folder;
  auto const peak = [&](std::string const& rows) {
    return example_tests::peak_memory({executable, "--rows", rows}, folder.path());
  };
  double const few = peak("50000");
  CHECK(peak("500000") <= 1.3 * few);
}
#endif

}  // namespace
