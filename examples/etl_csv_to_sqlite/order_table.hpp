// The table of orders in an SQLite database.
#pragma once

#include <cogen/generator.hpp>

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <filesystem>
#include <string>

#include "orders.hpp"

namespace etl_csv_to_sqlite {

// The tables `orders` and `imports` of a database, which is made if it is not there. Every order has the import and the
// line that it comes from. All functions throw SQLite::Exception.
class order_table {
 public:
  // Begins an import: its row in `imports` has no time in `finished` until finish().
  order_table(std::filesystem::path const& database, std::string const& input);

  // Begins a transaction, which ends without effect where it is not committed.
  [[nodiscard]] SQLite::Transaction transaction();

  // Inserts the order, or replaces what an earlier import has of it. False, and nothing is done, if it has come in this
  // import before.
  [[nodiscard]] bool upsert(checked_record const& row);

  void finish(std::int64_t loaded, std::int64_t rejected);

  // How many orders there are, of all imports.
  [[nodiscard]] std::int64_t size();

  // The first of them, by order_id.
  [[nodiscard]] cogen::generator<order> first(std::int64_t count);

 private:
  SQLite::Database database_;
  std::int64_t import_;
  SQLite::Statement upsert_;
};

}  // namespace etl_csv_to_sqlite
