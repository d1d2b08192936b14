#include <cogen/adaptor/batch.hpp>
#include <cogen/adaptor/map.hpp>
#include <cogen/adaptor/take.hpp>
#include <cogen/arrow.hpp>
#include <cogen/generator.hpp>
#include <cogen/sink/sum.hpp>

#include "../support/temporary_folder.hpp"
#include "check.hpp"

#include <arrow/record_batch.h>
#include <arrow/type.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace {

// [row]
struct order {
  std::int64_t id = 0;
  std::string town;
  double amount = 0;
  std::optional<std::string> note;
  std::chrono::sys_seconds at;
};
// [/row]

// [columns]
cogen::arrow::columns<order> order_columns() {
  using namespace cogen::arrow;
  return columns<order>(column("id", &order::id),                      // int64, never null
                        dictionary("town", &order::town),              // few different ones
                        column("amount", &order::amount, as_float32),  //
                        column("note", &order::note),                  // an optional: nullable
                        column("at", &order::at),                      // timestamp[us, UTC]
                        column("cents", [](order const& each) { return static_cast<std::int64_t>(each.amount * 100); }),
                        batch_column("batch", [](batch_info const& batch) { return batch.number; }));
}
// [/columns]

// [rows]
cogen::generator<order> orders(int count) {
  std::chrono::sys_days const day = std::chrono::year(2024) / 5 / 1;
  for (int n = 0; n < count; ++n) {
    order next;
    next.id = n;
    next.town = n % 3 == 0 ? "Rome" : "Oslo";
    next.amount = 0.25 * n;
    if (n % 10 == 0) next.note = "gift";
    next.at = day + std::chrono::minutes(n);
    co_yield std::move(next);
  }
}
// [/rows]

void show_schema() {
  std::shared_ptr<arrow::Schema> const schema = order_columns().schema();
  for (auto const& field : schema->fields()) {
    std::printf("%-6s %s%s\n", field->name().c_str(), field->type()->ToString().c_str(),
                field->nullable() ? "" : " not null");
  }
}

}  // namespace

int main() {
  temporary_folder const folder;
  std::filesystem::path const file = folder.path() / "orders.parquet";

  part("schema");
  show_schema();

  part("write");
  // [write]
  std::int64_t const written = orders(10'000)                                   // a generator of rows
                               | cogen::batch(1024)                             // vectors of rows
                               | cogen::arrow::record_batches(order_columns())  // columns
                               | cogen::arrow::write_parquet(file);             // a file, whole or not at all
  std::printf("%d rows\n", static_cast<int>(written));
  // [/write]
  {
    // [read]
    auto batches = cogen::arrow::read_parquet(file, 4096);  // at most so many rows at a time
    check(batches.rows() == 10'000 && batches.schema()->num_fields() == 7);
    auto const rows = [](std::shared_ptr<arrow::RecordBatch> const& batch) { return batch->num_rows(); };
    check(cogen::sum(batches | cogen::map(rows)) == 10'000);
    // [/read]
  }
  {
    // [writer]
    cogen::arrow::columns<order> table = order_columns();
    cogen::arrow::parquet_options options;
    options.compression = cogen::arrow::compression::zstd;
    options.row_group_rows = 2000;
    cogen::arrow::parquet_writer writer(folder.path() / "busy.parquet", table.schema(), options);
    for (std::vector<order> const& some : orders(5000) | cogen::batch(500)) {
      table.append(some);             // the values are copied into the columns
      writer.write(*table.finish());  // a record batch
    }
    writer.close();  // now the file has its name
    check(writer.rows() == 5000);
    check(cogen::arrow::read_parquet(folder.path() / "busy.parquet").row_groups() == 3);
    // [/writer]
  }
  {
    // [failure]
    auto const failing = [](std::vector<order> const& some) -> std::vector<order> const& {
      if (some.front().id >= 4000) throw std::runtime_error("the service is gone");
      return some;
    };
    std::filesystem::path const target = folder.path() / "never.parquet";
    try {
      orders(10'000) | cogen::batch(1000) | cogen::map(failing)  //
          | cogen::arrow::record_batches(order_columns()) | cogen::arrow::write_parquet(target);
      check(false);
    } catch (std::runtime_error const&) {
    }
    check(!std::filesystem::exists(target) && !std::filesystem::exists(target.string() + ".partial"));
    // [/failure]
  }
  part("partitioned");
  {
    // [partitioned]
    orders(3000) | cogen::batch(1000) | cogen::arrow::record_batches(order_columns())  //
        | cogen::arrow::write_partitioned_parquet(folder.path() / "by_town", "town");
    for (char const* town : {"Oslo", "Rome"}) {
      auto part_file = folder.path() / "by_town" / (std::string("town=") + town) / "part-0.parquet";
      std::printf("town=%s: %d rows\n", town, static_cast<int>(cogen::arrow::read_parquet(part_file).rows()));
    }
    // [/partitioned]
  }
}
