#include "sales.hpp"

#include <cogen.hpp>

#include <SQLiteCpp/VariadicBind.h>
#include <fmt/format.h>

#include <array>
#include <stdexcept>
#include <utility>

namespace db_pagination {

namespace {

constexpr int busy_milliseconds = 5000;  // so long another program may hold the lock

// [queries]
// The index finds the first row behind the id, whether that id is still there or not.
constexpr char const* by_key = "SELECT id, category, amount_cents, sold_at FROM sales WHERE id > ? ORDER BY id LIMIT ?";
// The rows before the offset are read, one after the other, and thrown away.
constexpr char const* by_offset =
    "SELECT id, category, amount_cents, sold_at FROM sales ORDER BY id LIMIT ?2 OFFSET ?1";
// [/queries]

// SQLite would make a value of any other.
[[noreturn]] void refuse(SQLite::Column const& found, std::int64_t id, char const* expected) {
  throw SQLite::Exception(fmt::format("row {}: {} is no {}", id, found.getName(), expected));
}
std::int64_t whole_number(SQLite::Column const& found, std::int64_t id) {
  if (!found.isInteger()) refuse(found, id, "whole number");
  return found.getInt64();
}
std::string text(SQLite::Column const& found, std::int64_t id) {
  if (!found.isText()) refuse(found, id, "text");
  return found.getString();
}

// [rows]
// A query's rows, each read when it is asked for. In the end, whatever the end is, the query lets go of its lock.
cogen::generator<sale> rows_of(SQLite::Statement& query) {
  struct reset {
    SQLite::Statement& used;
    ~reset() { used.tryReset(); }
  } const at_the_end{query};
  while (query.executeStep()) {
    sale row;
    row.id = query.getColumn(0).getInt64();
    row.category = text(query.getColumn(1), row.id);
    row.amount_cents = whole_number(query.getColumn(2), row.id);
    row.sold_at = text(query.getColumn(3), row.id);
    co_yield std::move(row);
  }
}
// [/rows]

page fetch(SQLite::Statement& query, std::int64_t from, std::size_t limit) {
  SQLite::bind(query, from, static_cast<std::int64_t>(limit));
  return rows_of(query) | cogen::to<page>();
}

// Keys must be unique: of two rows with one key, the end of a page between them would lose the second.
constexpr char const* has_unique_id =
    "SELECT count(*) = 1 AND max(name LIKE 'id' AND type LIKE 'integer') FROM pragma_table_info('sales') WHERE pk > 0";

SQLite::Database checked(SQLite::Database opened) {
  bool const unique = opened.execAndGet(has_unique_id).getInt() == 1;
  if (!unique) throw SQLite::Exception("there is no table sales with an id INTEGER PRIMARY KEY");
  SQLite::Statement least(opened, "SELECT 1 FROM sales WHERE id = ?");
  SQLite::bind(least, before_all_ids);
  if (least.executeStep()) throw SQLite::Exception(fmt::format("the id {} can't be paginated", before_all_ids));
  return opened;
}

}  // namespace

sales_table::sales_table(std::filesystem::path const& database)
    : database_(checked(SQLite::Database(database.string(), SQLite::OPEN_READONLY, busy_milliseconds))),
      behind_(database_, by_key),
      at_(database_, by_offset) {}

page sales_table::page_behind(std::int64_t id, std::size_t limit) { return fetch(behind_, id, limit); }

page sales_table::page_at(std::int64_t offset, std::size_t limit) { return fetch(at_, offset, limit); }

std::int64_t sales_table::id_before(std::int64_t offset) {
  if (offset == 0) return before_all_ids;
  page const last = page_at(offset - 1, 1);
  return last.empty() ? before_all_ids : last.front().id;
}

void make_sales(std::filesystem::path const& database, std::int64_t rows) {
  constexpr std::array categories = {"books", "clothes", "food", "games", "music"};
  SQLite::Database made(database.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  made.exec("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF");  // nothing to lose: it is made again
  made.exec("CREATE TABLE sales (id INTEGER PRIMARY KEY, category TEXT, amount_cents INTEGER, sold_at TEXT)");

  SQLite::Transaction transaction(made);
  SQLite::Statement insert(made, "INSERT INTO sales VALUES (?, ?, ?, ?)");
  for (std::int64_t number : cogen::range(rows)) {
    std::int64_t const mixed = number * 7919 % 100'003;  // looks random
    SQLite::bind(insert, 3 * number + 1 + mixed % 3, categories[static_cast<std::size_t>(mixed % 5)], 100 + mixed,
                 fmt::format("2026-{:02}-{:02}", mixed % 12 + 1, mixed % 28 + 1));
    insert.exec();
    insert.reset();
  }
  transaction.commit();
}

}  // namespace db_pagination
