#include "pipeline.hpp"

#include <cogen/adaptor.hpp>
#include <cogen/arrow.hpp>
#include <cogen/generator.hpp>

#include <algorithm>
#include <iterator>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "transaction_columns.hpp"

namespace api_to_parquet {

using cogen::from;
using cogen::generator;

// [stages]
// Every page of the API, each fetched when it is asked for.
generator<page> fetch_pages(transactions_client& client) {
  for (std::size_t number = 1;; ++number) {
    page fetched = client.fetch(number);
    bool const more = fetched.has_more;
    co_yield std::move(fetched);
    if (!more) co_return;
  }
}

// The rows of all pages. A page goes through as one window: no coroutine is resumed for a row, and no row is copied.
generator<transaction> transactions(auto pages) {
  for (page&& fetched : pages) {
    co_yield from(std::move(fetched.rows));
  }
}
// [/stages]

namespace {

cogen::arrow::partitioned_options partitioned(job const& what) {
  cogen::arrow::partitioned_options options;
  options.parquet = what.parquet;
  return options;
}

std::int64_t run_lazy(transactions_client& client, job const& what) {
  auto const count = [&what](page const& fetched) { what.on_rows(fetched.rows.size()); };
  // [pipeline]
  auto batches = transactions(fetch_pages(client) | cogen::inspect(count))  //
                 | cogen::batch(what.batch_size)                            //
                 | cogen::arrow::record_batches(transaction_columns());
  if (what.partition_by.empty()) return batches | cogen::arrow::write_parquet(what.output, what.parquet);
  return batches | cogen::arrow::write_partitioned_parquet(what.output, what.partition_by, partitioned(what));
  // [/pipeline]
}

std::int64_t run_eager(transactions_client& client, job const& what) {
  std::vector<transaction> rows;
  for (std::size_t number = 1;; ++number) {
    page fetched = client.fetch(number);
    what.on_rows(fetched.rows.size());
    std::move(fetched.rows.begin(), fetched.rows.end(), std::back_inserter(rows));
    if (!fetched.has_more) break;
  }

  auto table = transaction_columns();
  std::vector<std::shared_ptr<arrow::RecordBatch>> batches;
  for (std::span<transaction const> rest = rows; !rest.empty();) {
    auto const batch = rest.first(std::min(rest.size(), what.batch_size));
    table.append(batch);
    batches.push_back(table.finish());
    rest = rest.subspan(batch.size());
    what.on_rows(0);
  }

  auto const write = [&](auto writer) {
    for (auto const& batch : batches) {
      writer.write(*batch);
      what.on_rows(0);
    }
    writer.close();
    return writer.rows();
  };
  if (what.partition_by.empty()) {
    return write(cogen::arrow::parquet_writer(what.output, table.schema(), what.parquet));
  }
  return write(
      cogen::arrow::partitioned_parquet_writer(what.output, table.schema(), what.partition_by, partitioned(what)));
}

}  // namespace

std::int64_t run(job const& what, mode how) {
  transactions_client client(what.url, what.page_size, what.retry);
  return how == mode::lazy ? run_lazy(client, what) : run_eager(client, what);
}

}  // namespace api_to_parquet
