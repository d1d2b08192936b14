// SPDX-License-Identifier: BSL-1.0
// cogen/arrow/parquet_reader.hpp - a Parquet file as a source of record batches.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include <arrow/io/file.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>
#include <parquet/arrow/reader.h>
#include <parquet/file_reader.h>
#include <parquet/metadata.h>
#include <parquet/properties.h>

#include "cogen/arrow/error.hpp"
#include "cogen/detail/pull_range.hpp"

namespace cogen::arrow {

/// A Parquet file as a source. Out: the file's rows in order, in batches of at most `batch_rows`. Cost: pages are read as
/// they are needed, so memory is bounded by a batch and the pages it comes from, whatever the size of a row group.
/// Thread-safety: one thread at a time. Move-only.
///
/// Python: `pyarrow.parquet.ParquetFile(path).iter_batches(batch_size)`.
class parquet_batches : public pull_range<parquet_batches> {
 public:
  using reference = std::shared_ptr<::arrow::RecordBatch>&&;

  /// Opens the file and reads its footer. Throws arrow_error, which names the path, if it is missing or no Parquet
  /// file; std::invalid_argument if batch_rows is less than 1.
  explicit parquet_batches(std::filesystem::path const& path, std::int64_t batch_rows = std::int64_t{1} << 16)
      : doing_("cannot read '" + path.string() + "'") {
    if (batch_rows < 1) throw std::invalid_argument("parquet_batches: batch_rows must be at least 1");
    guarded([&] {
      auto file = detail::value_of(::arrow::io::ReadableFile::Open(path.string()), doing_);
      auto* const pool = ::arrow::default_memory_pool();
      // Both settings bound memory: the defaults hold whole column chunks, and read ahead all row groups.
      auto low_level = ::parquet::ReaderProperties(pool);
      low_level.enable_buffered_stream();
      auto properties = ::parquet::ArrowReaderProperties(/*use_threads=*/false);
      properties.set_pre_buffer(false);
      properties.set_batch_size(batch_rows);
      ::parquet::arrow::FileReaderBuilder builder;
      detail::check(builder.Open(std::move(file), low_level), doing_);
      detail::check(builder.memory_pool(pool)->properties(properties)->Build(&file_), doing_);
      batches_ = detail::value_of(file_->GetRecordBatchReader(), doing_);
    });
    schema_ = batches_->schema();
    metadata_ = file_->parquet_reader()->metadata();
  }

  /// The next batch, valid until the next call, yours to move from; nullptr at the end and for ever after. Throws
  /// arrow_error.
  std::shared_ptr<::arrow::RecordBatch>* pull() {
    if (!batches_) return nullptr;
    current_.reset();
    guarded([&] { detail::check(batches_->ReadNext(&current_), doing_); });
    if (current_) return &current_;
    close();
    return nullptr;
  }

  [[nodiscard]] std::shared_ptr<::arrow::Schema> const& schema() const noexcept { return schema_; }
  [[nodiscard]] std::int64_t rows() const { return metadata_->num_rows(); }  ///< in the whole file
  [[nodiscard]] int row_groups() const { return metadata_->num_row_groups(); }

 private:
  // After an error there is no more to read.
  template <class Action>
  void guarded(Action action) {
    try {
      action();
    } catch (::parquet::ParquetException const& failure) {
      close();
      detail::throw_arrow_error(doing_, failure.what());
    } catch (...) {
      close();
      throw;
    }
  }

  void close() noexcept {
    batches_.reset();
    file_.reset();
  }

  std::string doing_;
  std::unique_ptr<::parquet::arrow::FileReader> file_;  // outlives batches_
  std::unique_ptr<::arrow::RecordBatchReader> batches_;
  std::shared_ptr<::arrow::Schema> schema_;
  std::shared_ptr<::parquet::FileMetaData> metadata_;
  std::shared_ptr<::arrow::RecordBatch> current_;
};

}  // namespace cogen::arrow
