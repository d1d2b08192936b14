#include "pipeline.hpp"

#include <cogen/adaptor/batch.hpp>
#include <cogen/arrow.hpp>
#include <cogen/generator.hpp>
#include <cogen/parallel/prefetch.hpp>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <utility>
#include <vector>

#include "interruption.hpp"
#include "pages.hpp"
#include "parts.hpp"
#include "rejected_rows.hpp"
#include "transaction_columns.hpp"

namespace api_to_parquet {

using cogen::generator;

namespace {

// What write(writer) returns, of the writer that the job asks for.
std::int64_t with_writer(job const& what, std::shared_ptr<arrow::Schema> schema, auto write) {
  if (what.partition_by.empty())
    return write(cogen::arrow::parquet_writer(what.output, std::move(schema), what.parquet));
  cogen::arrow::partitioned_options options;
  options.parquet = what.parquet;
  return write(
      cogen::arrow::partitioned_parquet_writer(what.output.path(), std::move(schema), what.partition_by, options));
}

// Writes them all. With several workers one of them makes the next batches while this thread encodes.
std::int64_t write_all(auto batches, job const& what, rejected_rows& rejected, auto writer) {
  if (what.workers == 1) {
    for (auto&& batch : batches) writer.write(*batch);
  } else {
    for (auto&& batch : std::move(batches) | cogen::prefetch(2)) writer.write(*batch);
  }
  rejected.publish();  // first: a file without the rows that belong to it would hide them
  writer.close();
  return writer.rows();
}

std::int64_t run_lazy(generator<located_page> pages, job const& what, rejected_rows& rejected) {
  // [pipeline]
  auto batches = transactions(std::move(pages))   //
                 | cogen::batch(what.batch_size)  //
                 | cogen::arrow::record_batches(transaction_columns());
  auto const schema = batches.schema();
  return with_writer(what, schema,
                     [&](auto writer) { return write_all(std::move(batches), what, rejected, std::move(writer)); });
  // [/pipeline]
}

std::int64_t run_eager(generator<located_page> pages, job const& what, rejected_rows& rejected) {
  std::vector<transaction> rows;
  for (located_page&& got : pages) std::move(got.page.rows.begin(), got.page.rows.end(), std::back_inserter(rows));

  auto table = transaction_columns();
  std::vector<std::shared_ptr<arrow::RecordBatch>> batches;
  for (std::span<transaction const> rest = rows; !rest.empty();) {
    auto const batch = rest.first(std::min(rest.size(), what.batch_size));
    table.append(batch);
    batches.push_back(table.finish());
    rest = rest.subspan(batch.size());
    stop_if_interrupted();
  }

  return with_writer(what, table.schema(), [&](auto writer) {
    for (auto const& batch : batches) {
      writer.write(*batch);
      stop_if_interrupted();
    }
    rejected.publish();
    writer.close();
    return writer.rows();
  });
}

void check(job const& what, mode how) {
  auto const refuse = [](char const* rule) { throw std::invalid_argument(rule); };
  if (what.workers < 1) refuse("workers must be at least 1");
  if (what.limit < 1) refuse("limit must be at least 1");
  if (!what.partition_by.empty() && !what.output.is_local()) refuse("partition_by needs a local output");
  if (what.output.is_local() && (what.in_parts() || !what.partition_by.empty()) &&
      std::filesystem::exists(what.output.path()) && !std::filesystem::is_directory(what.output.path()))
    throw std::invalid_argument("output '" + what.output.show() + "' is there already and is no directory");
  if (!what.in_parts()) return;
  if (how == mode::eager) refuse("the eager mode writes one file: leave out checkpoint and the bounds of a file");
  if (!what.partition_by.empty()) refuse("partition_by can't be had together with a checkpoint or bounds of a file");
  if (what.max_rows_per_file != 0 && std::cmp_less(what.max_rows_per_file, what.from.page_size))
    refuse("max_rows_per_file must be at least page_size: a file holds whole pages");
}

}  // namespace

void run(job const& what, mode how, outcome& so_far) {
  check(what, how);
  std::optional<client_pool> clients;
  if (!what.synthetic) clients.emplace(what.from, what.retry);
  if (what.in_parts()) return run_in_parts(clients ? &*clients : nullptr, what, so_far);

  rejected_rows rejected(what.rejected_rows);
  auto pages = pages_from(clients ? &*clients : nullptr, what, "", what.limit, rejected);
  so_far.rows =
      how == mode::lazy ? run_lazy(std::move(pages), what, rejected) : run_eager(std::move(pages), what, rejected);
  so_far.rejected = rejected.count();
}

}  // namespace api_to_parquet
