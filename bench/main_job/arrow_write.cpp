// What the main job's speed is measured against: Arrow writes record batches that are ready-made, of the same rows.
//
//     arrow_write ROWS OUTPUT      prints the seconds that writing took
#include <cogen/adaptor/batch.hpp>
#include <cogen/arrow/record_batches.hpp>
#include <cogen/generator.hpp>
#include <cogen/sink/to.hpp>

#include <arrow/io/file.h>
#include <parquet/arrow/writer.h>
#include <parquet/properties.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "api_to_parquet/transaction_columns.hpp"

namespace {

using batches = std::vector<std::shared_ptr<arrow::RecordBatch>>;

cogen::generator<api_to_parquet::transaction> rows(std::uint64_t count) {
  for (std::uint64_t i = 0; i != count; ++i) co_yield api_to_parquet::synthetic_transaction(42, i);
}

void check(arrow::Status const& status) {
  if (!status.ok()) throw std::runtime_error(status.ToString());
}

// As parquet_writer does by default, with Arrow alone.
void write(batches const& all, char const* output) {
  constexpr std::int64_t group_rows = std::int64_t{1} << 20;
  auto const sink = arrow::io::FileOutputStream::Open(output).ValueOrDie();
  auto const properties = parquet::WriterProperties::Builder()
                              .compression(arrow::Compression::SNAPPY)
                              ->max_row_group_length(group_rows)
                              ->build();
  auto const stored = parquet::ArrowWriterProperties::Builder().store_schema()->build();
  auto const writer =
      parquet::arrow::FileWriter::Open(*all.at(0)->schema(), arrow::default_memory_pool(), sink, properties, stored)
          .ValueOrDie();
  std::int64_t in_group = group_rows;
  for (auto const& batch : all) {
    for (std::int64_t at = 0; at != batch->num_rows();) {
      if (in_group == group_rows) {
        check(writer->NewBufferedRowGroup());
        in_group = 0;
      }
      auto const taken = std::min(batch->num_rows() - at, group_rows - in_group);
      check(writer->WriteRecordBatch(*batch->Slice(at, taken)));
      at += taken;
      in_group += taken;
    }
  }
  check(writer->Close());
  if (fsync(sink->file_descriptor()) != 0) throw std::runtime_error("fsync failed");
  check(sink->Close());
}

}  // namespace

int main(int argc, char** argv) {
  try {
    if (argc != 3) throw std::invalid_argument("usage: arrow_write ROWS OUTPUT");
    batches const all = rows(std::stoull(argv[1])) | cogen::batch(10'000) |
                        cogen::arrow::record_batches(api_to_parquet::transaction_columns()) | cogen::to<std::vector>();
    auto const start = std::chrono::steady_clock::now();
    write(all, argv[2]);
    std::printf("%.4f\n", std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    return 0;
  } catch (std::exception const& error) {
    std::fprintf(stderr, "arrow_write: %s\n", error.what());
    return 1;
  }
}
