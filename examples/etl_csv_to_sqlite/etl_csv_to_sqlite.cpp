// CSV -> clean, validate -> batches in transactions -> SQLite, in constant memory.
#include <cogen.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "../support/command_line.hpp"
#include "../support/csv.hpp"
#include "../support/temporary_folder.hpp"
#include "order_table.hpp"
#include "orders.hpp"
#include "rejected_rows.hpp"
#include "sample_orders.hpp"

namespace {

using namespace etl_csv_to_sqlite;

struct options {
  std::filesystem::path input;
  std::filesystem::path output;
  std::filesystem::path rejected;
  std::size_t batch_size = 5000;
  std::int64_t rows = 100'000;
  std::uint64_t seed = 42;
};

void describe(CLI::App& app, options& chosen) {
  auto* const input = app.add_option("--input", chosen.input, "The CSV file; without it the program makes one");
  app.add_option("--output", chosen.output, "The database; without it in a temporary folder, and gone at the end");
  app.add_option("--rejected", chosen.rejected, "The file for rejected rows (default: OUTPUT.rejected.csv)");
  app.add_option("--batch-size", chosen.batch_size, "Rows of a transaction")
      ->check(CLI::Range(std::size_t{1}, std::size_t{1'000'000}))
      ->capture_default_str();
  std::string const own = "The data that the program makes without --input";
  app.add_option("--rows", chosen.rows, "Rows in all")
      ->check(CLI::Range(std::int64_t{0}, std::int64_t{1'000'000'000}))
      ->excludes(input)
      ->capture_default_str()
      ->group(own);
  app.add_option("--seed", chosen.seed, "The same seed makes the same rows")
      ->check(at_least(0))
      ->excludes(input)
      ->capture_default_str()
      ->group(own);
}

// The file of rejected rows, and before that its partial, takes the place of what has its name.
void choose_rejected(options& chosen) {
  if (chosen.rejected.empty() && !chosen.output.empty()) chosen.rejected = chosen.output.string() + ".rejected.csv";
  if (chosen.rejected.empty()) return;  // it goes into a temporary folder
  using std::filesystem::weakly_canonical;
  for (std::filesystem::path const& used : {chosen.input, chosen.output}) {
    for (std::filesystem::path const& written : {chosen.rejected, rejected_rows::partial_of(chosen.rejected)}) {
      if (used.empty() || weakly_canonical(written) != weakly_canonical(used)) continue;
      throw std::invalid_argument(fmt::format("{} would be lost, see --rejected", used.string()));
    }
  }
}

struct counts {
  std::int64_t read = 0;
  std::int64_t batches = 0;
};

// [batch]
// Writes a batch as one transaction: all of its orders are in the table, or none. The table finds the orders that come
// twice; whatever is wrong with a row, it is among the rejected ones.
void load(order_table& table, rejected_rows& rejected, std::vector<checked_record>& rows) {
  SQLite::Transaction transaction = table.transaction();
  for (checked_record& row : rows) {
    if (!row.found && !table.upsert(row)) row.found = fault{"order_id", "came before in this file"};
    if (row.found) rejected.add(row.read, *row.found);
  }
  transaction.commit();
}
// [/batch]

counts run(options const& chosen, order_table& table, rejected_rows& rejected, cogen::generator<record>& records) {
  cogen::progress_options shown;
  shown.description = "rows";
  counts done;
  // [pipeline]
  auto batches = records | cogen::map(check) | cogen::progress(shown) | cogen::batch(chosen.batch_size);
  for (std::vector<checked_record>&& rows : batches) {
    try {
      load(table, rejected, rows);
    } catch (SQLite::Exception const& error) {
      throw std::runtime_error(fmt::format("{}: {}, so the rows of the lines {} to {} are not in it",
                                           chosen.output.string(), error.what(), rows.front().read.line,
                                           rows.back().read.line));
    }
    done.read += static_cast<std::int64_t>(rows.size());
    ++done.batches;
  }
  // [/pipeline]
  return done;
}

void print_report(options const& chosen, counts const& done, order_table& table, rejected_rows const& rejected,
                  double seconds) {
  fmt::print("Read {} rows, loaded {} in {} batches, rejected {}: {:.2f} s\n", done.read, done.read - rejected.count(),
             done.batches, rejected.count(), seconds);
  fmt::print("{}: {} orders\n", chosen.output.string(), table.size());
  for (order const& row : table.first(3)) {
    fmt::print("  {:>6}  {:<16} {:<26} {:>8}.{:02} {}  {}\n", row.order_id, row.customer, row.email,
               row.amount_cents / 100, row.amount_cents % 100, row.currency, row.ordered_on);
  }
  fmt::print("{}: {} rows\n", chosen.rejected.string(), rejected.count());
  for (auto&& [why, count] : rejected.by_reason()) fmt::print("  {:>6}  {}: {}\n", count, why.first, why.second);
  for (std::vector<std::string> const& row : csv_records(chosen.rejected) | cogen::drop(1) | cogen::take(3)) {
    fmt::print("  line {}: {}: {}\n", row.at(0), row.at(1), row.at(2));
  }
}

void run_job(options& chosen) {
  std::optional<temporary_folder> folder;
  auto const temporary = [&](char const* name) {
    if (!folder) folder.emplace();
    return folder->path() / name;
  };
  if (chosen.input.empty()) {
    chosen.input = temporary("orders.csv");
    write_sample(chosen.input, chosen.rows, chosen.seed);
  }
  if (chosen.output.empty()) chosen.output = temporary("orders.sqlite");
  if (chosen.rejected.empty()) chosen.rejected = temporary("rejected.csv");

  auto const start = std::chrono::steady_clock::now();
  auto records = read_records(chosen.input);
  rejected_rows rejected(chosen.rejected);
  order_table table(chosen.output, chosen.input.string());
  counts const done = run(chosen, table, rejected, records);
  rejected.finish();
  table.finish(done.read - rejected.count(), rejected.count());
  double const seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  print_report(chosen, done, table, rejected, seconds);
}

}  // namespace

int main(int argc, char** argv) {
  options chosen;
  CLI::App app{
      "Loads a CSV file of orders into a table of an SQLite database: cleans and validates each row, and writes\n"
      "them in batches, each a transaction. An order that is there already is replaced, so a file may be loaded\n"
      "twice. Rows that can't be used go into a CSV file of their own, with line, field and reason.\n"
      "Without options it makes its own data in a temporary folder.\n"
      "Exit code: 0 done, 1 failed, 2 bad options.\n",
      "etl_csv_to_sqlite"};
  describe(app, chosen);
  return run_program(
      app, argc, argv, [&] { choose_rejected(chosen); },
      [&] {
        try {
          run_job(chosen);
        } catch (SQLite::Exception const& error) {
          throw std::runtime_error(fmt::format("{}: {}", chosen.output.string(), error.what()));
        }
      });
}
