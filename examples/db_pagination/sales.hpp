// The table of sales that is paginated.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <string>
#include <vector>

namespace db_pagination {

struct sale {
  std::int64_t id = 0;  // the primary key: unique, and there is an index of it
  std::string category;
  std::int64_t amount_cents = 0;
  std::string sold_at;
};

using page = std::vector<sale>;

// Below every id: what the first page begins behind.
inline constexpr std::int64_t before_all_ids = std::numeric_limits<std::int64_t>::min();

// The table `sales` of an SQLite database, to be read. Between two pages it holds no lock: others may write. All functions
// throw SQLite::Exception.
class sales_table {
 public:
  explicit sales_table(std::filesystem::path const& database);

  // The first `limit` rows behind the id, in the order of ids; fewer at the end of the table.
  [[nodiscard]] page page_behind(std::int64_t id, std::size_t limit);
  // The same page by the number of rows before it: only to compare with.
  [[nodiscard]] page page_at(std::int64_t offset, std::size_t limit);

  // The id of the last row before `offset` others.
  [[nodiscard]] std::int64_t id_before(std::int64_t offset);

 private:
  SQLite::Database database_;
  SQLite::Statement behind_;
  SQLite::Statement at_;
};

// Makes a database with so many sales, always the same ones.
void make_sales(std::filesystem::path const& database, std::int64_t rows);

}  // namespace db_pagination
