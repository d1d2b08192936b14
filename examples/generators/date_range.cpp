#include <cogen.hpp>

#include <fmt/format.h>

#include <chrono>
#include <string>

#include "../support/explain.hpp"

using std::chrono::sys_days;
using std::chrono::year_month_day;

// Every day from `from_day` to `to_day`, that one included.
cogen::generator<year_month_day> date_range(sys_days from_day, sys_days to_day) {
  for (sys_days day = from_day; day <= to_day; day += std::chrono::days(1)) co_yield year_month_day(day);
}

std::string text(year_month_day date) {
  return fmt::format("{:04}-{:02}-{:02}", int(date.year()), unsigned(date.month()), unsigned(date.day()));
}

int main(int argc, char** argv) {
  explain(argc, argv, "The days between two dates, leap days included.");

  sys_days const start = std::chrono::January / 1 / 2024;
  sys_days const end = std::chrono::December / 31 / 2024;

  for (year_month_day date : date_range(start, end) | cogen::take(3)) fmt::print("{}\n", text(date));
  fmt::print("...\n{}\n", text(*cogen::last(date_range(start, end))));
  fmt::print("{} days\n", date_range(start, end) | cogen::length);

  for (auto&& [month, days] : date_range(start, end) | cogen::group_by(&year_month_day::month)) {
    fmt::print("month {:>2}: {} days\n", unsigned(month), days | cogen::length);
  }
}
