// The examples of docs/reference: Arrow and Parquet.
#include <cogen/arrow.hpp>

#include "../support/temporary_folder.hpp"
#include "show.hpp"

#include <cogen.hpp>

#include <arrow/array.h>
#include <arrow/record_batch.h>

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace {

// [columns]
struct sale {
  std::int64_t id;
  std::string town;
  std::optional<double> amount;
};

cogen::arrow::columns<sale> sale_columns() {
  using namespace cogen::arrow;
  return columns<sale>(column("id", &sale::id),               //
                       dictionary("town", &sale::town),       // few different strings
                       column("amount", &sale::amount),       // optional: nullable
                       column("cents", [](sale const& row) {  // computed
                         return static_cast<std::int64_t>(std::llround(100 * row.amount.value_or(0)));
                       }));
}

void fill_columns(std::vector<sale> const& sales) {
  auto table = sale_columns();
  table.append(sales);
  auto const batch = table.finish();
  say(batch->schema()->ToString());
  show(batch->num_rows());
}
// [/columns]

void make_batches(std::vector<sale> const& sales) {
  // [record_batches]
  auto batches = sales | cogen::batch(2) | cogen::arrow::record_batches(sale_columns());
  for (std::shared_ptr<arrow::RecordBatch> const& batch : batches) show(batch->num_rows());
  // [/record_batches]
}

void write_and_read(std::filesystem::path const& folder, std::vector<sale> const& sales) {
  // [parquet]
  auto const file = folder / "sales.parquet";
  show(sales | cogen::batch(2) | cogen::arrow::record_batches(sale_columns()) | cogen::arrow::write_parquet(file));
  for (auto&& batch : cogen::arrow::read_parquet(file)) show(batch->num_rows());

  auto const directory = folder / "by_town";
  sales | cogen::batch(2) | cogen::arrow::record_batches(sale_columns()) |
      cogen::arrow::write_partitioned_parquet(directory, "town");
  show(std::filesystem::exists(directory / "town=Rome" / "part-0.parquet"));
  // [/parquet]
}

void read(std::filesystem::path const& folder) {
  // [parquet_reader]
  cogen::arrow::parquet_batches batches(folder / "sales.parquet", 2);  // at most two rows each
  show(std::pair(batches.rows(), batches.row_groups()));
  show(batches | cogen::map([](auto const& batch) { return batch->num_rows(); }));
  // [/parquet_reader]
}

void write(std::filesystem::path const& folder, std::vector<sale> const& sales) {
  // [parquet_writer]
  auto table = sale_columns();
  cogen::arrow::parquet_writer writer(folder / "one.parquet", table.schema());
  table.append(sales);
  writer.write(*table.finish());
  show(std::filesystem::exists(folder / "one.parquet"));  // only its .partial is there
  writer.close();
  show(std::filesystem::exists(folder / "one.parquet"));
  // [/parquet_writer]
}

void choose_options(std::filesystem::path const& folder, std::vector<sale> const& sales) {
  // [parquet_options]
  cogen::arrow::parquet_options const small_groups{
      .compression = cogen::arrow::compression::zstd,
      .compression_level = 3,
      .row_group_rows = 1,
  };
  auto const file = folder / "groups.parquet";
  sales | cogen::batch(3) | cogen::arrow::record_batches(sale_columns()) |
      cogen::arrow::write_parquet(file, small_groups);
  show(cogen::arrow::read_parquet(file).row_groups());
  // [/parquet_options]
}

void write_partitions(std::filesystem::path const& folder, std::vector<sale> const& sales) {
  // [partitioned_writer]
  auto table = sale_columns();
  cogen::arrow::partitioned_parquet_writer writer(folder / "towns", table.schema(), "town");
  table.append(sales);
  writer.write(*table.finish());
  writer.close();
  show(std::pair(writer.rows(), writer.partitions()));
  // [/partitioned_writer]
}

void name_places(std::filesystem::path const& folder) {
  // [destination]
  cogen::arrow::destination const here = folder;
  auto const file = here / "sales.parquet";
  show(file.exists());
  show(cogen::arrow::destination::from_uri_or_path("data/sales.parquet").show());
  show(cogen::arrow::destination::from_uri_or_path("file:///data/sales.parquet").is_local());  // s3://... is not
  // [/destination]
}

void fail(std::filesystem::path const& folder) {
  // [error]
  std::string problem;
  try {
    auto const rows = cogen::arrow::read_parquet(folder / "none.parquet").rows();
    show(rows);
  } catch (cogen::arrow::arrow_error const& error) {
    problem = error.what();  // cannot read '.../none.parquet': ...
  }
  show(problem.starts_with("cannot read '"));
  // [/error]
}

}  // namespace

int main() {
  temporary_folder const folder;
  std::vector<sale> const sales{{1, "Rome", 2.5}, {2, "Oslo", std::nullopt}, {3, "Rome", 0.25}};
  part("columns");
  fill_columns(sales);
  shown(
      "id: int64 not null\ntown: dictionary<values=string, indices=int32, ordered=0> not null\namount: double\n"
      "cents: int64 not null\n3\n");
  part("record_batches");
  make_batches(sales);
  shown("2\n1\n");
  part("parquet");
  write_and_read(folder.path(), sales);
  shown("3\n3\nTrue\n");
  part("parquet_reader");
  read(folder.path());
  shown("(3, 1)\n[2, 1]\n");
  part("parquet_writer");
  write(folder.path(), sales);
  shown("False\nTrue\n");
  part("parquet_options");
  choose_options(folder.path(), sales);
  shown("3\n");
  part("partitioned_writer");
  write_partitions(folder.path(), sales);
  shown("(3, 2)\n");
  part("destination");
  name_places(folder.path());
  shown("True\n'data/sales.parquet'\nTrue\n");
  part("error");
  fail(folder.path());
  shown("True\n");
}
