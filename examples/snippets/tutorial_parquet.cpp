#include <cogen/adaptor/batch.hpp>
#include <cogen/adaptor/flatten.hpp>
#include <cogen/adaptor/map.hpp>
#include <cogen/arrow/columns.hpp>
#include <cogen/arrow/parquet.hpp>
#include <cogen/arrow/record_batches.hpp>
#include <cogen/generator.hpp>
#include <cogen/pagination/by_number.hpp>
#include <cogen/source/paginate.hpp>

#include "../support/temporary_folder.hpp"
#include "check.hpp"

#include <arrow/record_batch.h>

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

// [service]
struct sale {
  std::int64_t id = 0;
  std::string town;
  double amount = 0;
};

struct page {
  std::vector<sale> sales;
  bool has_more = false;
};

page fetch(int number) {  // 20 pages of 500 sales
  page got;
  for (int n = 0; n < 500; ++n) {
    std::int64_t const id = (number - 1) * 500 + n;
    got.sales.push_back(cogen::make<sale>(id, id % 3 == 0 ? "Rome" : "Oslo", 0.5 * static_cast<double>(id)));
  }
  got.has_more = number < 20;
  return got;
}
// [/service]

// [stages]
auto all_sales() {
  return cogen::paginate(1, fetch, cogen::by_page_number(&page::has_more))  // pages
         | cogen::map(&page::sales)                                         //
         | cogen::flatten;                                                  // rows
}
// [/stages]

// [columns]
cogen::arrow::columns<sale> sale_columns() {
  using namespace cogen::arrow;
  return columns<sale>(column("id", &sale::id),          //
                       dictionary("town", &sale::town),  // few different ones
                       column("amount", &sale::amount, as_float32));
}
// [/columns]

// [numbered]
cogen::arrow::columns<sale> numbered_columns() {
  using namespace cogen::arrow;
  return columns<sale>(column("id", &sale::id),          //
                       dictionary("town", &sale::town),  //
                       batch_column("batch_number", [](batch_info const& batch) { return batch.number; }));
}
// [/numbered]

int main() {
  temporary_folder const folder;
  std::filesystem::path const file = folder.path() / "sales.parquet";

  part("write");
  // [write]
  std::int64_t const written = all_sales()                                     //
                               | cogen::batch(1000)                            // vectors of rows
                               | cogen::arrow::record_batches(sale_columns())  // columns
                               | cogen::arrow::write_parquet(file);            // a file
  std::printf("%d rows written\n", static_cast<int>(written));
  // [/write]
  {
    // [read]
    std::int64_t rows = 0;
    for (std::shared_ptr<arrow::RecordBatch> const& batch : cogen::arrow::read_parquet(file)) {
      rows += batch->num_rows();
    }
    check(rows == written);
    // [/read]
  }
  part("partitioned");
  // [partitioned]
  auto batches = all_sales() | cogen::batch(1000) | cogen::arrow::record_batches(sale_columns());
  std::move(batches) | cogen::arrow::write_partitioned_parquet(folder.path() / "by_town", "town");
  for (char const* name : {"town=Oslo", "town=Rome"}) {
    check(std::filesystem::is_directory(folder.path() / "by_town" / name));
    std::printf("%s\n", name);
  }
  // [/partitioned]
  {
    // [numbered_used]
    auto numbered = all_sales() | cogen::batch(4000) | cogen::arrow::record_batches(numbered_columns());
    check(numbered.schema()->field_names() == std::vector<std::string>{"id", "town", "batch_number"});
    check((std::move(numbered) | cogen::arrow::write_parquet(file)) == 10'000);
    // [/numbered_used]
  }
}
