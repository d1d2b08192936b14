// What a person sees.
#pragma once

#include <cogen/generator.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sales.hpp"

namespace db_pagination {

struct total {
  std::int64_t rows = 0;
  std::int64_t amount_cents = 0;
};

// Is given the rows one by one and keeps the first few, and a total for each category.
struct summary {
  std::vector<sale> first;
  std::map<std::string, total, std::less<>> by_category;
  std::int64_t rows = 0;

  void add(sale const& row);
};

void print_summary(summary const& seen);

// The row as a line of CSV.
std::string csv_line(sale const& row);

// Times a page at the beginning, in the middle and at the end, by its key and by its offset.
void compare(sales_table& table, std::int64_t rows, std::size_t page_size);

}  // namespace db_pagination
