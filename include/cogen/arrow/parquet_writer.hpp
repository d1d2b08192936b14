// SPDX-License-Identifier: BSL-1.0
// cogen/arrow/parquet_writer.hpp - record batches into one Parquet file, which appears whole or not at all.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>

#include <arrow/record_batch.h>
#include <arrow/type.h>

#include "cogen/arrow/detail/durable.hpp"
#include "cogen/arrow/detail/parquet_file.hpp"
#include "cogen/arrow/error.hpp"
#include "cogen/arrow/parquet_options.hpp"

namespace cogen::arrow {

/// Writes `<path>.partial`; close() gives it its final name, replacing a file that has it.
///
/// | what happens                          | `<path>`                     | `<path>.partial`               |
/// |---------------------------------------|------------------------------|--------------------------------|
/// | close() returns                       | the whole file               | gone                           |
/// | write() or close() throws arrow_error | as before                    | removed, the writer is closed  |
/// | destroyed without close()             | as before                    | removed                        |
/// | the process is killed                 | as before                    | left; the next run replaces it |
///
/// The directory must exist. Memory: the open row group (see parquet_options). Move-only; one thread at a time.
class parquet_writer {
 public:
  /// Throws std::invalid_argument for an empty path, a directory, a null or empty schema or options that make no sense,
  /// and arrow_error if the file cannot be made.
  parquet_writer(std::filesystem::path path, std::shared_ptr<::arrow::Schema> schema,
                 parquet_options const& options = {})
      : path_(std::move(path)), schema_(std::move(schema)), flush_(options.flush_to_disk) {
    if (!path_.has_filename())
      throw std::invalid_argument("parquet_writer: path must name a file, not '" + path_.string() + "'");
    std::error_code ignored;
    if (std::filesystem::is_directory(path_, ignored)) {
      throw std::invalid_argument("parquet_writer: path must name a file, but '" + path_.string() + "' is a directory");
    }
    detail::require_schema("parquet_writer", schema_);
    detail::require_options(options);
    file_ = std::make_unique<detail::parquet_file>(partial(), path_, schema_, options);
  }

  /// Appends the batch's rows. Throws std::invalid_argument for a batch of another schema or with a null in a
  /// non-nullable column (nothing is written then, and the writer can go on), arrow_error for everything else,
  /// std::logic_error after close or failure.
  void write(::arrow::RecordBatch const& batch) {
    if (!file_) throw std::logic_error("parquet_writer: '" + path_.string() + "' is closed");
    detail::require_batch("parquet_writer", batch, *schema_);
    or_fail([&] { file_->write(batch); });
    rows_ += batch.num_rows();
  }

  /// Ends the file and publishes it. A file without rows is a valid file. Again after success: nothing; after a
  /// failure: arrow_error.
  void close() {
    if (published_) return;
    if (!file_) throw arrow_error("cannot publish '" + path_.string() + "': writing it has failed");
    or_fail([&] {
      file_->finish();
      detail::publish(partial(), path_, flush_);
    });
    file_.reset();
    published_ = true;
  }

  [[nodiscard]] std::int64_t rows() const noexcept { return rows_; }  ///< rows written so far
  [[nodiscard]] std::shared_ptr<::arrow::Schema> const& schema() const noexcept { return schema_; }
  [[nodiscard]] std::filesystem::path const& path() const noexcept { return path_; }

 private:
  [[nodiscard]] std::filesystem::path partial() const { return detail::partial_name(path_); }

  template <class Action>
  void or_fail(Action action) {
    try {
      action();
    } catch (...) {
      file_.reset();
      std::error_code ignored;  // the file removes itself unless the last step, the rename, is what failed
      std::filesystem::remove(partial(), ignored);
      throw;
    }
  }

  std::filesystem::path path_;
  std::shared_ptr<::arrow::Schema> schema_;
  bool flush_;
  std::unique_ptr<detail::parquet_file> file_;  // null once published or failed
  std::int64_t rows_ = 0;
  bool published_ = false;
};

}  // namespace cogen::arrow
