// SPDX-License-Identifier: BSL-1.0
// cogen/arrow/detail/parquet_file.hpp - one Parquet file being written. It is removed unless finish() succeeded.
//
//   write(batch) -> [open row group, in memory] -> full by rows or bytes -> output       finish() -> footer, its name
//   any failure  -> the output is removed, then arrow_error
#pragma once

#include <algorithm>
#include <cstdint>
#include <exception>
#include <memory>
#include <new>
#include <string>
#include <utility>
#include <vector>

#include <arrow/array.h>
#include <arrow/compute/api_vector.h>
#include <arrow/memory_pool.h>
#include <arrow/record_batch.h>
#include <parquet/arrow/writer.h>
#include <parquet/properties.h>

#include "cogen/arrow/detail/output_file.hpp"
#include "cogen/arrow/error.hpp"
#include "cogen/arrow/parquet_options.hpp"

namespace cogen::arrow::detail {

class parquet_file {
 public:
  /// `shown` is the name that messages use: the final one.
  parquet_file(std::unique_ptr<output_file> output, std::string const& shown, std::shared_ptr<::arrow::Schema> schema,
               parquet_options const& options)
      : output_(std::move(output)),
        doing_("cannot write '" + shown + "'"),
        schema_(std::move(schema)),
        options_(options) {
    or_remove([&] {
      ::parquet::WriterProperties::Builder properties;
      properties.memory_pool(&pool_)
          ->compression(codec_of(options_.compression))
          ->max_row_group_length(options_.row_group_rows);
      properties.dictionary_pagesize_limit(options_.dictionary_bytes);
      if (options_.compression_level) properties.compression_level(*options_.compression_level);
      // The Arrow schema goes along, so that dictionaries and time zones come back as they were.
      auto const stored = ::parquet::ArrowWriterProperties::Builder().store_schema()->build();
      writer_ = value_of(
          ::parquet::arrow::FileWriter::Open(*schema_, &pool_, output_->stream(), properties.build(), stored), doing_);
    });
  }

  parquet_file(parquet_file const&) = delete;
  parquet_file& operator=(parquet_file const&) = delete;
  ~parquet_file() {
    if (output_) remove();
  }

  void write(::arrow::RecordBatch const& batch) {
    // The bound in bytes is looked at between slices. A slice copies nothing.
    constexpr std::int64_t slice_rows = 1 << 16;
    or_remove([&] {
      std::int64_t row = 0;
      while (row < batch.num_rows()) {
        if (!in_group_ || group_rows_ >= options_.row_group_rows || buffered_bytes() >= options_.row_group_bytes)
          begin_group();
        auto const rows = std::min({slice_rows, batch.num_rows() - row, options_.row_group_rows - group_rows_});
        check(writer_->WriteRecordBatch(*with_steady_dictionaries(batch.Slice(row, rows))), doing_);
        row += rows;
        group_rows_ += rows;
        give_memory_back(rows);
      }
    });
  }

  /// Memory that the open row group takes.
  [[nodiscard]] std::int64_t buffered_bytes() const { return pool_.bytes_allocated(); }

  /// About those of the file if it ended now. Rows of the open row group take as much as those before them; the first
  /// row group does not count before it is complete.
  [[nodiscard]] std::int64_t bytes() const {
    std::int64_t const written = value_of(output_->stream()->Tell(), doing_);
    return closed_rows_ == 0 ? written : written + written / closed_rows_ * group_rows_;
  }

  /// Writes the last row group and the footer, and gives the file its name. It stays.
  void finish() {
    or_remove([&] {
      output_->catch_up();
      check(writer_->Close(), doing_);
      output_->finish();
    });
    writer_.reset();
    output_.reset();
  }

 private:
  void begin_group() {
    output_->catch_up();  // before the last row group is written to it
    check(writer_->NewBufferedRowGroup(), doing_);
    in_group_ = true;
    closed_rows_ += std::exchange(group_rows_, 0);
    dictionaries_.assign(static_cast<std::size_t>(schema_->num_fields()), nullptr);
  }

  // Parquet copies a dictionary column's indices as they are while the dictionary stays the same, and gives up
  // dictionary encoding for the rest of the row group when it changes. Plain values it looks up itself: those may come
  // in between.
  std::shared_ptr<::arrow::RecordBatch> with_steady_dictionaries(std::shared_ptr<::arrow::RecordBatch> batch) {
    for (int column = 0; column < batch->num_columns(); ++column) {
      if (batch->column(column)->type_id() != ::arrow::Type::DICTIONARY) continue;
      auto const encoded = std::static_pointer_cast<::arrow::DictionaryArray>(batch->column(column));
      auto& steady = dictionaries_[static_cast<std::size_t>(column)];
      if (!steady) steady = encoded->dictionary();
      if (steady->data() == encoded->data()->dictionary || steady->Equals(*encoded->dictionary())) continue;
      auto const values = value_of(::arrow::compute::Take(*encoded->dictionary(), *encoded->indices()), doing_);
      auto const field = batch->schema()->field(column)->WithType(values->type());
      batch = value_of(batch->SetColumn(column, field, values), doing_);
    }
    return batch;
  }

  // Allocators keep what was freed for a while, which looks like growth from outside.
  void give_memory_back(std::int64_t rows) {
    constexpr std::int64_t every_rows = 1 << 15;
    rows_since_release_ += rows;
    if (rows_since_release_ < every_rows) return;
    rows_since_release_ = 0;
    pool_.ReleaseUnused();
  }

  template <class Action>
  void or_remove(Action action) {
    try {
      action();
    } catch (arrow_error const&) {
      remove();
      throw;
    } catch (std::bad_alloc const&) {
      remove();
      throw;
    } catch (std::exception const& failure) {  // parquet::ParquetException, for one
      remove();
      throw_arrow_error(doing_, failure.what());
    }
  }

  void remove() noexcept {
    // The output first: a Parquet writer that is destroyed writes what it still has, which nobody wants any more.
    output_->remove();
    writer_.reset();
    output_.reset();
  }

  std::unique_ptr<output_file> output_;  // null once finished or removed
  std::string doing_;
  std::shared_ptr<::arrow::Schema> schema_;
  parquet_options options_;
  ::arrow::ProxyMemoryPool pool_{::arrow::default_memory_pool()};  // counts; outlives the writer
  std::unique_ptr<::parquet::arrow::FileWriter> writer_;
  std::vector<std::shared_ptr<::arrow::Array>> dictionaries_;  // of the open row group, by column
  bool in_group_ = false;
  std::int64_t group_rows_ = 0;
  std::int64_t closed_rows_ = 0;  // of the row groups before
  std::int64_t rows_since_release_ = 0;
};

}  // namespace cogen::arrow::detail
