// SPDX-License-Identifier: BSL-1.0
// cogen/arrow/parquet_writer.hpp - record batches into one Parquet file, which appears whole or not at all.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include <arrow/record_batch.h>
#include <arrow/type.h>

#include "cogen/arrow/destination.hpp"
#include "cogen/arrow/detail/open_output.hpp"
#include "cogen/arrow/detail/parquet_file.hpp"
#include "cogen/arrow/error.hpp"
#include "cogen/arrow/parquet_options.hpp"

namespace cogen::arrow {

/// Record batches into one Parquet file. Writes `<path>.partial`; close() gives it its final name, replacing a file that
/// has it.
///
/// | what happens                          | `<path>`                     | `<path>.partial`               |
/// |---------------------------------------|------------------------------|--------------------------------|
/// | close() returns                       | the whole file               | gone                           |
/// | write() or close() throws arrow_error | as before                    | removed, the writer is closed  |
/// | destroyed without close()             | as before                    | removed                        |
/// | the process is killed                 | as before                    | left; the next run replaces it |
///
/// On S3 there is no partial file but a multipart upload, which close() completes and a failure aborts; a killed
/// process, or a store that can't be reached any more, leaves it incomplete: nobody sees it, but the store keeps it.
///
/// The directory (S3: the bucket) must exist. Memory: the open row group (see parquet_options); on S3 also what is being
/// sent, at most 64 MiB and a row group. Thread-safety: one thread at a time. Move-only.
///
/// Python: `pyarrow.parquet.ParquetWriter`, which writes under the final name at once.
class parquet_writer {
 public:
  /// Throws std::invalid_argument for an empty path, a directory, a null or empty schema or options that make no sense,
  /// and arrow_error if the file cannot be made.
  parquet_writer(destination target, std::shared_ptr<::arrow::Schema> schema, parquet_options const& options = {})
      : target_(std::move(target)), schema_(std::move(schema)) {
    detail::require_file("parquet_writer", target_);
    detail::require_schema("parquet_writer", schema_);
    detail::require_options(options);
    file_ = std::make_unique<detail::parquet_file>(detail::open_output(target_, options.flush_to_disk), target_.show(),
                                                   schema_, options);
  }

  /// Appends the batch's rows. Throws std::invalid_argument for a batch of another schema or with a null in a
  /// non-nullable column (nothing is written then, and the writer can go on), arrow_error for everything else,
  /// std::logic_error after close or failure.
  void write(::arrow::RecordBatch const& batch) {
    if (!file_) throw std::logic_error("parquet_writer: '" + target_.show() + "' is closed");
    detail::require_batch("parquet_writer", batch, *schema_);
    or_fail([&] { file_->write(batch); });
    rows_ += batch.num_rows();
  }

  /// Ends the file and publishes it. A file without rows is a valid file. Again after success: nothing; after a
  /// failure: arrow_error.
  void close() {
    if (published_) return;
    if (!file_) throw arrow_error("cannot publish '" + target_.show() + "': writing it has failed");
    or_fail([&] { file_->finish(); });
    file_.reset();
    published_ = true;
  }

  [[nodiscard]] std::int64_t rows() const noexcept { return rows_; }  ///< rows written so far

  /// About the bytes that the file would have if it were closed now: those of complete row groups, and as much a row for
  /// the open one. So next to nothing in the first row group. Zero once the file is closed or has failed.
  [[nodiscard]] std::int64_t bytes() const { return file_ ? file_->bytes() : 0; }

  [[nodiscard]] std::shared_ptr<::arrow::Schema> const& schema() const noexcept { return schema_; }
  [[nodiscard]] cogen::arrow::destination const& target() const noexcept { return target_; }
  [[nodiscard]] std::filesystem::path const& path() const noexcept { return target_.path(); }

 private:
  template <class Action>
  void or_fail(Action action) {
    try {
      action();
    } catch (...) {
      file_.reset();
      throw;
    }
  }

  destination target_;
  std::shared_ptr<::arrow::Schema> schema_;
  std::unique_ptr<detail::parquet_file> file_;  // null once published or failed
  std::int64_t rows_ = 0;
  bool published_ = false;
};

}  // namespace cogen::arrow
