// A large table, a page in memory at a time: by the last key of the page before, not by OFFSET.
#include <cogen.hpp>

#include <fmt/format.h>
#include <sys/resource.h>
#include <CLI/CLI.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>

#include "../support/command_line.hpp"
#include "../support/temporary_folder.hpp"
#include "report.hpp"
#include "sales.hpp"

namespace {

using namespace db_pagination;

struct options {
  std::filesystem::path database;
  std::int64_t rows = 1'000'000;
  std::size_t page_size = 1000;
  bool csv = false;
  bool quiet = false;
};

void describe(CLI::App& app, options& chosen) {
  auto* const database =
      app.add_option("--database", chosen.database,
                     "A database with a table sales (id INTEGER PRIMARY KEY, category, amount_cents, sold_at);\n"
                     "it is only read. Without it the program makes one in a temporary folder");
  app.add_option("--rows", chosen.rows, "Rows of the table that it makes")
      ->check(CLI::Range(std::int64_t{0}, std::int64_t{1'000'000'000}))
      ->excludes(database)
      ->capture_default_str();
  app.add_option("--page-size", chosen.page_size, "Rows of a page")
      ->check(CLI::Range(std::size_t{1}, std::size_t{1'000'000}))
      ->capture_default_str();
  app.add_flag("--csv", chosen.csv, "Print the rows themselves, as CSV, and nothing else");
  app.add_flag("--quiet", chosen.quiet, "Print what is in the table, but no progress and no times");
}

// [pagination]
// All rows of the table, a page in memory at a time. The last key of a page is the request for the page behind it, and a
// page that is not full is the last one.
auto all_sales(sales_table& table, std::size_t page_size) {
  auto const fetch = [&table, page_size](std::int64_t id) { return table.page_behind(id, page_size); };
  auto const last_id = [page_size](page const& fetched) {
    return fetched.size() == page_size ? std::optional(fetched.back().id) : std::nullopt;
  };
  return cogen::paginate(before_all_ids, fetch, last_id) | cogen::flatten;
}
// [/pagination]

// The most memory that the program has had so far, in MiB.
double peak() {
  rusage usage{};
  return ::getrusage(RUSAGE_SELF, &usage) == 0 ? static_cast<double>(usage.ru_maxrss) / 1024 : 0;
}

void print_rows(sales_table& table, options const& chosen) {
  fmt::print("id,category,amount_cents,sold_at\n");
  for (sale const& row : all_sales(table, chosen.page_size)) fmt::print("{}", csv_line(row));
}

void print_report(sales_table& table, options const& chosen) {
  auto const start = std::chrono::steady_clock::now();
  summary seen;
  cogen::progress_options shown;
  shown.description = "rows";
  // [report]
  auto rows = all_sales(table, chosen.page_size);
  auto const add = [&seen](sale const& row) { seen.add(row); };
  if (chosen.quiet) {
    rows | cogen::for_each(add);
  } else {
    rows | cogen::progress(shown) | cogen::for_each(add);
  }
  // [/report]
  double const seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  fmt::print("{} rows", seen.rows);
  if (!chosen.quiet) fmt::print(" in pages of {}: {:.2f} s, peak memory {:.0f} MiB", chosen.page_size, seconds, peak());
  fmt::print("\n");
  print_summary(seen);
  if (!chosen.quiet) compare(table, seen.rows, chosen.page_size);
}

void run(options& chosen) {
  std::optional<temporary_folder> folder;
  if (chosen.database.empty()) {
    chosen.database = folder.emplace().path() / "sales.sqlite";
    make_sales(chosen.database, chosen.rows);
  }
  sales_table table(chosen.database);
  if (chosen.csv) {
    print_rows(table, chosen);
  } else {
    print_report(table, chosen);
  }
}

}  // namespace

int main(int argc, char** argv) {
  options chosen;
  CLI::App app{
      "Reads a table of an SQLite database in pages, each found by the last key of the one before: all pages take\n"
      "the same time, and rows that others insert or delete meanwhile do not shift those that are still to come.\n"
      "OFFSET is neither, see the times. Without options it makes a table of 1,000,000 rows in a temporary folder.\n"
      "Exit code: 0 done, 1 failed, 2 bad options.\n",
      "db_pagination"};
  describe(app, chosen);
  return run_program(app, argc, argv, [&] {
    try {
      run(chosen);
    } catch (SQLite::Exception const& error) {
      throw std::runtime_error(fmt::format("{}: {}", chosen.database.string(), error.what()));
    }
  });
}
