#include "report.hpp"

#include <cogen.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>

#include "../support/csv.hpp"

namespace db_pagination {

namespace {

constexpr std::size_t shown_rows = 3;

std::string money(std::int64_t cents) {
  return fmt::format("{}{}.{:02}", cents < 0 ? "-" : "", std::abs(cents / 100), std::abs(cents % 100));
}

// The median of three runs.
double milliseconds(auto const& query) {
  std::array<double, 3> times{};
  for (double& time : times) {
    auto const start = std::chrono::steady_clock::now();
    static_cast<void>(query());
    time = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
  }
  std::sort(times.begin(), times.end());
  return times[1];
}

struct timing {
  double by_key = 0;
  double by_offset = 0;
};

// [compare]
timing time_page(sales_table& table, std::int64_t offset, std::size_t size) {
  std::int64_t const key = table.id_before(offset);
  timing took;
  took.by_key = milliseconds([&] { return table.page_behind(key, size); });
  took.by_offset = milliseconds([&] { return table.page_at(offset, size); });
  return took;
}
// [/compare]

}  // namespace

void summary::add(sale const& row) {
  ++rows;
  if (first.size() < shown_rows) first.push_back(row);
  total& sum = by_category[row.category];
  ++sum.rows;
  sum.amount_cents += row.amount_cents;
}

void print_summary(summary const& seen) {
  fmt::print("First rows:\n");
  for (sale const& row : seen.first) {
    fmt::print("  {:>10}  {:<12} {:>15}  {}\n", row.id, row.category, money(row.amount_cents), row.sold_at);
  }
  fmt::print("By category:\n");
  for (auto&& [category, sum] : seen.by_category) {
    fmt::print("  {:>10}  {:<12} {:>15}\n", sum.rows, category, money(sum.amount_cents));
  }
}

std::string csv_line(sale const& row) {
  return fmt::format("{},{},{},{}\n", row.id, csv_field(row.category), row.amount_cents, csv_field(row.sold_at));
}

void compare(sales_table& table, std::int64_t rows, std::size_t page_size) {
  auto const size = static_cast<std::int64_t>(page_size);
  std::int64_t const last = std::max<std::int64_t>(rows - 1, 0) / size;
  auto const line = [](std::string const& name, timing const& page_times) {
    fmt::print("  {:<22} {:>10.2f} ms {:>10.2f} ms\n", name, page_times.by_key, page_times.by_offset);
  };
  fmt::print("The time of                 by key        by OFFSET\n");
  timing mean;
  for (std::int64_t index : {std::int64_t{0}, last / 2, last}) {
    timing const took = time_page(table, index * size, page_size);
    line(fmt::format("page {}", index + 1), took);
    mean.by_key += took.by_key / 3;
    mean.by_offset += took.by_offset / 3;  // it grows with the offset, so the one in the middle is the mean too
  }
  auto const pages = static_cast<double>(last + 1);
  line(fmt::format("all {} pages, about", last + 1), {mean.by_key * pages, mean.by_offset * pages});
}

}  // namespace db_pagination
