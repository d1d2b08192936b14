// SPDX-License-Identifier: BSL-1.0
#pragma once

/// \file
/// Record batches from a Parquet file, and into one, or into a directory of them.

#include <cogen/arrow/destination.hpp>
#include <cogen/arrow/parquet_options.hpp>
#include <cogen/arrow/parquet_reader.hpp>
#include <cogen/arrow/parquet_writer.hpp>
#include <cogen/arrow/partitioned_writer.hpp>
#include <cogen/detail/closure.hpp>

#include <arrow/record_batch.h>
#include <arrow/type.h>

#include <concepts>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>

namespace cogen::arrow {

namespace detail {

template <class Range>
concept batches =
    iterable<Range> && std::is_convertible_v<typename iter_t<Range>::reference, std::shared_ptr<::arrow::RecordBatch>>;

// Writes all batches with the writer that open(schema) makes. The schema is the range's own where it has one, so that a
// range without batches gives a valid empty file; else the first batch's.
template <class Range, class Open>
std::int64_t write_all(std::string const& name, Range&& range, Open open) {
  auto const batch = [&name](std::shared_ptr<::arrow::RecordBatch> const& pulled) -> ::arrow::RecordBatch const& {
    if (pulled == nullptr) throw std::invalid_argument(name + ": range has a null batch");
    return *pulled;
  };
  auto const write_from = [&batch](auto& source, auto* first, auto writer) {
    for (auto* pulled = first; pulled != nullptr; pulled = source.pull()) writer.write(batch(*pulled));
    writer.close();
    return writer.rows();
  };
  if constexpr (requires { range.schema(); }) {
    auto writer = open(range.schema());
    auto source = iter(std::forward<Range>(range));
    return write_from(source, source.pull(), std::move(writer));
  } else {
    auto source = iter(std::forward<Range>(range));
    auto* const first = source.pull();
    if (first == nullptr) {
      throw std::invalid_argument(name + ": range has no batches, and no schema() from which to write an empty file");
    }
    return write_from(source, first, open(batch(*first).schema()));
  }
}

struct write_parquet_fn : cogen::detail::tool<write_parquet_fn> {
  template <batches Range>
  static std::int64_t apply(Range&& range, destination const& target, parquet_options const& options = {}) {
    return write_all("write_parquet", std::forward<Range>(range), [&](std::shared_ptr<::arrow::Schema> schema) {
      return parquet_writer(target, std::move(schema), options);
    });
  }
};

struct write_partitioned_parquet_fn : cogen::detail::tool<write_partitioned_parquet_fn> {
  template <batches Range>
  static std::int64_t apply(Range&& range, destination const& directory, std::string const& partition_by,
                            partitioned_options const& options = {}) {
    return write_all("write_partitioned_parquet", std::forward<Range>(range),
                     [&](std::shared_ptr<::arrow::Schema> schema) {
                       return partitioned_parquet_writer(directory, std::move(schema), partition_by, options);
                     });
  }
};

}  // namespace detail

/// `read_parquet(path)`: the rows of a Parquet file as a source of record batches of at most `batch_rows` rows.
///
/// Out: source of `std::shared_ptr<arrow::RecordBatch>&&`. See parquet_batches for memory and errors.
///
/// Python: `pyarrow.parquet.ParquetFile(path).iter_batches(batch_size)`.
[[nodiscard]] inline parquet_batches read_parquet(std::filesystem::path const& path,
                                                  std::int64_t batch_rows = std::int64_t{1} << 16) {
  return parquet_batches(path, batch_rows);
}

/// `write_parquet(batches, target[, options])`, `batches | write_parquet(target[, options])`: one Parquet file, which
/// appears under its name whole or not at all. Returns the number of rows. `target` is a path, or any other destination
/// (`destination::from_uri("s3://...")`).
///
/// In: range of `std::shared_ptr<arrow::RecordBatch>`, all of one schema. One that has `schema()` is not pulled before the
/// file is open, and may be empty; an empty one without, or a null batch, is std::invalid_argument. See parquet_writer for
/// memory, errors and what is left after a failure; when the range throws, nothing is left and the exception passes on.
///
/// Python: `pyarrow.parquet.ParquetWriter`, and a loop of `write_batch`.
inline constexpr detail::write_parquet_fn write_parquet{};

/// `write_partitioned_parquet(batches, directory, column[, options])`, also in pipe form: a Hive-partitioned directory
/// `directory/column=value/part-N.parquet`, which appears whole or not at all. Returns the number of rows.
///
/// In: as for write_parquet. See partitioned_parquet_writer.
///
/// Python: `pyarrow.dataset.write_dataset(batches, directory, partitioning=[column], partitioning_flavor="hive")`.
inline constexpr detail::write_partitioned_parquet_fn write_partitioned_parquet{};

}  // namespace cogen::arrow
