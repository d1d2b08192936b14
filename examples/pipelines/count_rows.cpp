#include <cogen.hpp>

#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "../support/explain.hpp"
#include "../support/temporary_folder.hpp"

int main(int argc, char** argv) {
  explain(argc, argv, "The rows of a file: all in memory, and a row at a time; a source can be read once.");

  temporary_folder const folder;
  auto file = folder.write("sample.txt", "first row\nsecond row\nthird row\nfourth row\n");

  std::vector<std::string> const all_rows = cogen::lines(file) | cogen::to<std::vector<std::string>>();
  fmt::print("Row count, all in memory: {}\n", all_rows.size());

  auto rows = cogen::lines(file);
  int row_count = 0;
  for ([[maybe_unused]] std::string_view row : rows) ++row_count;
  fmt::print("Row count, a row at a time: {}\n", row_count);
  if (!rows.next()) fmt::print("No more rows\n");

  auto again = cogen::lines(file);
  std::optional<std::string_view> row = again.next();
  fmt::print("First row: {}\n", *row);
  row = again.next();
  fmt::print("Second row: {}\n", *row);
}
