// SPDX-License-Identifier: BSL-1.0
// cogen/arrow/partitioned_writer.hpp - record batches into a Hive-partitioned directory, which appears whole or not at
// all.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <arrow/record_batch.h>
#include <arrow/table.h>
#include <arrow/type.h>
#include <arrow/util/byte_size.h>

#include "cogen/arrow/destination.hpp"
#include "cogen/arrow/detail/durable.hpp"
#include "cogen/arrow/detail/output_file.hpp"
#include "cogen/arrow/detail/parquet_file.hpp"
#include "cogen/arrow/detail/partition_split.hpp"
#include "cogen/arrow/error.hpp"
#include "cogen/arrow/parquet_options.hpp"

namespace cogen::arrow {

/// How a partitioned directory is written.
struct partitioned_options {
  parquet_options parquet = {};
  std::size_t max_open_files = 128;  ///< beyond it the file used least recently is ended
  /// Memory for all partitions together: a quarter for gathered rows, the rest for row groups. Beyond it the partition
  /// that takes most is written out, and the file that takes most is ended. Dictionaries get memory_bytes /
  /// max_open_files / 4 (see dictionary_bytes).
  std::int64_t memory_bytes = std::int64_t{64} << 20;
  /// Rows are gathered up to this number before they are split, and a partition's up to an eighth of it before its file
  /// is touched.
  std::int64_t gather_rows = std::int64_t{1} << 16;
};

/// Writes `directory/column=value/part-N.parquet`, one directory for each value of one column.
///
/// The partition column is not in the files: readers (pandas, pyarrow, DuckDB, Spark) take it from the path. A value is
/// escaped as in a URI (`a/b` is `a%2Fb`), a null is `__HIVE_DEFAULT_PARTITION__`. A file that a bound has ended is
/// followed by part-1, part-2, ... Gathering keeps the bound on open files from ending one with every few rows when
/// there are more values than files.
///
/// Everything is written to `<directory>.partial/`; close() renames that to `directory` in one step, so either all
/// files are there or none. On an exception from write() or close(), or destruction without close(),
/// `<directory>.partial` is removed with all it holds. A killed process leaves it, and the next run removes it.
/// `directory` may exist if it is empty; its parent must exist. Without a single row an empty directory is published.
/// Move-only; one thread at a time. Python: `pyarrow.dataset.write_dataset` with `partitioning_flavor="hive"`.
class partitioned_parquet_writer {
 public:
  /// Throws std::invalid_argument if `directory` is not local, or is there and not empty, for an unknown partition column or one that is
  /// neither of strings, integers nor booleans, and for a null schema or options that make no sense; arrow_error if the
  /// directory cannot be made.
  partitioned_parquet_writer(destination const& directory, std::shared_ptr<::arrow::Schema> schema,
                             std::string partition_by, partitioned_options const& options = {})
      : schema_(std::move(schema)), partition_by_(std::move(partition_by)), options_(options) {
    if (!directory.is_local()) {
      throw std::invalid_argument(who + ": directory must be local, but is '" + directory.show() +
                                  "': many objects can't appear in one step");
    }
    if (directory.path().empty()) throw std::invalid_argument(who + ": directory must not be empty");
    directory_ = std::filesystem::absolute(directory.path()).lexically_normal();
    if (!directory_.has_filename()) directory_ = directory_.parent_path();
    detail::require_schema(who, schema_);
    detail::require_options(options_.parquet);
    if (options_.max_open_files < 1) throw std::invalid_argument(who + ": max_open_files must be at least 1");
    if (options_.memory_bytes < 1) throw std::invalid_argument(who + ": memory_bytes must be at least 1");
    if (options_.gather_rows < 1) throw std::invalid_argument(who + ": gather_rows must be at least 1");
    auto const share = options_.memory_bytes / static_cast<std::int64_t>(options_.max_open_files) / 4;
    options_.parquet.dictionary_bytes = std::max(std::int64_t{1}, std::min(options_.parquet.dictionary_bytes, share));
    column_ = detail::require_partition_column(who, *schema_, partition_by_);
    file_schema_ = detail::value_of(schema_->RemoveField(column_), who);

    std::error_code error;
    if (std::filesystem::exists(directory_, error) && !std::filesystem::is_empty(directory_, error)) {
      throw std::invalid_argument(who + ": '" + directory_.string() + "' is there already and not empty");
    }
    staging_ = detail::staged_directory(directory_);
  }

  /// Takes the batch's rows, each for the files of its value; rows of a value keep their order. Throws as
  /// parquet_writer::write; since rows are gathered first, what is wrong with a file or a value may be said by a later
  /// write() or by close().
  void write(::arrow::RecordBatch const& batch) {
    if (!staging_) throw std::logic_error(who + ": '" + directory_.string() + "' is closed");
    detail::require_batch(who, batch, *schema_);
    if (batch.num_rows() == 0) return;
    or_remove([&] {
      waiting_.push_back(batch.Slice(0));  // shares the arrays
      waiting_rows_ += batch.num_rows();
      waiting_bytes_ += ::arrow::util::TotalBufferSize(batch);
      if (waiting_rows_ >= options_.gather_rows || waiting_bytes_ >= options_.memory_bytes / 8) distribute();
    });
    rows_ += batch.num_rows();
  }

  /// Ends all files and publishes the directory. Again after success: nothing; after a failure: arrow_error.
  void close() {
    if (published_) return;
    if (!staging_) throw arrow_error("cannot publish '" + directory_.string() + "': writing it has failed");
    or_remove([&] {
      distribute();
      for (auto* const part : std::vector(open_)) finish(*part);  // first, because they have a file already
      for (auto& part : partitions_) finish(part);
      if (options_.parquet.flush_to_disk) {
        for (auto const& [name, part] : partitions_) detail::flush_directory(staging_.path() / name);
      }
      staging_.publish(options_.parquet.flush_to_disk);
    });
    published_ = true;
  }

  [[nodiscard]] std::int64_t rows() const noexcept { return rows_; }                    ///< rows taken so far
  [[nodiscard]] std::size_t partitions() const noexcept { return partitions_.size(); }  ///< values seen so far
  [[nodiscard]] std::size_t open_files() const noexcept { return open_.size(); }
  [[nodiscard]] std::shared_ptr<::arrow::Schema> const& schema() const noexcept { return schema_; }

 private:
  struct partition {
    std::vector<std::shared_ptr<::arrow::RecordBatch>> gathered;
    std::int64_t gathered_rows = 0;
    std::int64_t gathered_bytes = 0;
    std::unique_ptr<detail::parquet_file> file;  // null unless open
    std::int64_t parts = 0;                      // files begun
  };
  using named_partition = std::map<std::string, partition>::value_type;  // category=food

  inline static std::string const who = "partitioned_parquet_writer";

  // Splitting many rows at once costs much less than splitting batch by batch, where each value has a handful of rows.
  void distribute() {
    if (waiting_rows_ == 0) return;
    auto const rows = detail::value_of(::arrow::ConcatenateRecordBatches(waiting_), "gathering batches");
    waiting_.clear();
    waiting_rows_ = 0;
    waiting_bytes_ = 0;
    for (auto const& part : detail::split_by_column(*rows, column_)) {
      gather(*partitions_.try_emplace(detail::partition_directory(partition_by_, part.value)).first, part.rows);
    }
    while (gathered_bytes_ > options_.memory_bytes / 8) {
      write_out(*std::max_element(partitions_.begin(), partitions_.end(), [](auto const& a, auto const& b) {
        return a.second.gathered_bytes < b.second.gathered_bytes;
      }));
    }
  }

  void gather(named_partition& to, std::shared_ptr<::arrow::RecordBatch> rows) {
    auto& [name, part] = to;
    auto const bytes = ::arrow::util::TotalBufferSize(*rows);
    part.gathered_rows += rows->num_rows();
    part.gathered_bytes += bytes;
    gathered_bytes_ += bytes;
    part.gathered.push_back(std::move(rows));
    if (part.gathered_rows >= options_.gather_rows / 8) write_out(to);
  }

  void write_out(named_partition& from) {
    auto& [name, part] = from;
    if (part.gathered.empty()) return;
    auto const rows =
        detail::value_of(::arrow::ConcatenateRecordBatches(part.gathered), "gathering rows of '" + name + "'");
    part.gathered.clear();
    part.gathered_rows = 0;
    gathered_bytes_ -= std::exchange(part.gathered_bytes, 0);
    open(from);
    part.file->write(*rows);
    auto const open_bytes = [this] {
      std::int64_t total = 0;
      for (auto const* const candidate : open_) total += candidate->second.file->buffered_bytes();
      return total;
    };
    while (!open_.empty() && open_bytes() > options_.memory_bytes - options_.memory_bytes / 4) {
      end(**std::max_element(open_.begin(), open_.end(), [](auto const* a, auto const* b) {
        return a->second.file->buffered_bytes() < b->second.file->buffered_bytes();
      }));
    }
  }

  // Makes it the most recently used of the open files, with a file of its own.
  void open(named_partition& which) {
    auto& [name, part] = which;
    if (part.file) {
      auto const place = std::find(open_.begin(), open_.end(), &which);
      std::rotate(place, place + 1, open_.end());
      return;
    }
    if (open_.size() >= options_.max_open_files) end(*open_.front());
    std::error_code error;
    std::filesystem::create_directory(staging_.path() / name, error);
    if (error) detail::throw_arrow_error("cannot make '" + (directory_ / name).string() + "'", error.message());
    auto const file = std::filesystem::path(name) / ("part-" + std::to_string(part.parts++) + ".parquet");
    auto const shown = (directory_ / file).string();
    auto output = std::make_unique<detail::local_file>(staging_.path() / file, std::filesystem::path(),
                                                       options_.parquet.flush_to_disk, "cannot write '" + shown + "'");
    part.file = std::make_unique<detail::parquet_file>(std::move(output), shown, file_schema_, options_.parquet);
    open_.push_back(&which);
  }

  void end(named_partition& which) {
    which.second.file->finish();
    which.second.file.reset();
    std::erase(open_, &which);
  }

  void finish(named_partition& which) {
    write_out(which);
    if (which.second.file) end(which);
  }

  template <class Action>
  void or_remove(Action action) {
    try {
      action();
    } catch (...) {
      waiting_.clear();
      open_.clear();
      partitions_.clear();  // closes the files
      staging_.remove();
      throw;
    }
  }

  std::filesystem::path directory_;
  std::shared_ptr<::arrow::Schema> schema_;
  std::string partition_by_;
  partitioned_options options_;
  int column_ = 0;
  std::shared_ptr<::arrow::Schema> file_schema_;
  detail::staged_directory staging_;  // empty once published or failed; outlives the files in it
  std::vector<std::shared_ptr<::arrow::RecordBatch>> waiting_;  // to be split
  std::int64_t waiting_rows_ = 0;
  std::int64_t waiting_bytes_ = 0;
  std::map<std::string, partition> partitions_;  // by directory name
  std::vector<named_partition*> open_;           // least recently used first
  std::int64_t gathered_bytes_ = 0;
  std::int64_t rows_ = 0;
  bool published_ = false;
};

}  // namespace cogen::arrow
