#include "order_table.hpp"

#include <SQLiteCpp/VariadicBind.h>

#include <utility>

namespace etl_csv_to_sqlite {

namespace {

constexpr int busy_milliseconds = 5000;  // so long another program may hold the lock

constexpr char const* schema = R"(
    CREATE TABLE IF NOT EXISTS imports (
      import_id INTEGER PRIMARY KEY,
      input TEXT NOT NULL,
      started TEXT NOT NULL,
      finished TEXT,
      loaded INTEGER,
      rejected INTEGER);
    CREATE TABLE IF NOT EXISTS orders (
      order_id INTEGER PRIMARY KEY,
      customer TEXT NOT NULL,
      email TEXT NOT NULL,
      amount_cents INTEGER NOT NULL,
      currency TEXT NOT NULL,
      ordered_on TEXT NOT NULL,
      import_id INTEGER NOT NULL REFERENCES imports,
      line INTEGER NOT NULL))";

// [upsert]
// An order of this import that is there already is left as it is, which the number of changed rows then tells.
constexpr char const* upsert_order = R"(
    INSERT INTO orders (order_id, customer, email, amount_cents, currency, ordered_on, import_id, line)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (order_id) DO UPDATE SET
      customer = excluded.customer, email = excluded.email, amount_cents = excluded.amount_cents,
      currency = excluded.currency, ordered_on = excluded.ordered_on,
      import_id = excluded.import_id, line = excluded.line
    WHERE import_id <> excluded.import_id)";
// [/upsert]

std::int64_t begin_import(SQLite::Database& database, std::string const& input) {
  SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
  database.exec(schema);
  SQLite::Statement insert(database, "INSERT INTO imports (input, started) VALUES (?, datetime('now'))");
  SQLite::bind(insert, input);
  insert.exec();
  std::int64_t const import = database.getLastInsertRowid();
  SQLite::Statement const usable(database, upsert_order);  // before anything is committed
  transaction.commit();
  return import;
}

}  // namespace

order_table::order_table(std::filesystem::path const& database, std::string const& input)
    : database_(database.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, busy_milliseconds),
      import_(begin_import(database_, input)),
      upsert_(database_, upsert_order) {}

SQLite::Transaction order_table::transaction() {
  return SQLite::Transaction(database_, SQLite::TransactionBehavior::IMMEDIATE);
}

bool order_table::upsert(checked_record const& row) {
  order const& clean = row.clean;
  upsert_.reset();
  SQLite::bind(upsert_, clean.order_id, clean.customer, clean.email, clean.amount_cents, clean.currency,
               clean.ordered_on, import_, row.read.line);
  return upsert_.exec() == 1;
}

void order_table::finish(std::int64_t loaded, std::int64_t rejected) {
  SQLite::Statement update(
      database_, "UPDATE imports SET finished = datetime('now'), loaded = ?, rejected = ? WHERE import_id = ?");
  SQLite::bind(update, loaded, rejected, import_);
  update.exec();
}

std::int64_t order_table::size() { return database_.execAndGet("SELECT count(*) FROM orders").getInt64(); }

cogen::generator<order> order_table::first(std::int64_t count) {
  SQLite::Statement query(database_,
                          "SELECT order_id, customer, email, amount_cents, currency, ordered_on FROM orders "
                          "ORDER BY order_id LIMIT ?");
  SQLite::bind(query, count);
  while (query.executeStep()) {
    order row;
    row.order_id = query.getColumn(0).getInt64();
    row.customer = query.getColumn(1).getString();
    row.email = query.getColumn(2).getString();
    row.amount_cents = query.getColumn(3).getInt64();
    row.currency = query.getColumn(4).getString();
    row.ordered_on = query.getColumn(5).getString();
    co_yield std::move(row);
  }
}

}  // namespace etl_csv_to_sqlite
