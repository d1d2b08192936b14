// SPDX-License-Identifier: BSL-1.0
// cogen/arrow/parquet_options.hpp - how Parquet files are written; what both writers share.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

#include <arrow/array/array_base.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>
#include <arrow/util/compression.h>

namespace cogen::arrow {

/// How the pages of a Parquet file are compressed.
enum class compression { none, snappy, gzip, zstd };

/// A row group is kept in memory, encoded and compressed, until one of its two bounds is reached; then it goes to the
/// file.
///
/// Python: the arguments of `pyarrow.parquet.ParquetWriter`: `compression`, `compression_level`, `row_group_size`.
struct parquet_options {
  cogen::arrow::compression compression = cogen::arrow::compression::snappy;
  std::optional<int> compression_level = {};            ///< gzip, zstd: the codec's own scale; empty: its default
  std::int64_t row_group_rows = std::int64_t{1} << 20;  ///< 1 Mi
  /// Bytes allocated for the open row group: its pages, its dictionaries, buffers not yet full. In the file it is
  /// somewhat smaller.
  std::int64_t row_group_bytes = std::int64_t{128} << 20;
  /// A column's dictionary in a row group; one that grows beyond it goes on with plain values. Building it takes about
  /// ten times as much.
  std::int64_t dictionary_bytes = std::int64_t{1} << 20;
  /// Wait for the disk before a local file gets its final name, so that not even a power failure leaves half a file
  /// there.
  bool flush_to_disk = true;
};

namespace detail {

inline ::arrow::Compression::type codec_of(compression wanted) {
  switch (wanted) {
    case compression::none:
      return ::arrow::Compression::UNCOMPRESSED;
    case compression::snappy:
      return ::arrow::Compression::SNAPPY;
    case compression::gzip:
      return ::arrow::Compression::GZIP;
    case compression::zstd:
      return ::arrow::Compression::ZSTD;
  }
  throw std::invalid_argument("parquet_options: compression must be none, snappy, gzip or zstd");
}

inline void require_options(parquet_options const& options) {
  if (options.row_group_rows < 1) throw std::invalid_argument("parquet_options: row_group_rows must be at least 1");
  if (options.row_group_bytes < 1) throw std::invalid_argument("parquet_options: row_group_bytes must be at least 1");
  if (options.dictionary_bytes < 1) throw std::invalid_argument("parquet_options: dictionary_bytes must be at least 1");
  auto const codec = codec_of(options.compression);
  if (!::arrow::util::Codec::IsAvailable(codec)) {
    throw std::invalid_argument("parquet_options: this Arrow was built without the compression '" +
                                ::arrow::util::Codec::GetCodecAsString(codec) + "'");
  }
  if (!options.compression_level) return;
  auto const least = ::arrow::util::Codec::MinimumCompressionLevel(codec);
  auto const most = ::arrow::util::Codec::MaximumCompressionLevel(codec);
  if (!least.ok() || !most.ok()) {
    throw std::invalid_argument("parquet_options: the compression '" + ::arrow::util::Codec::GetCodecAsString(codec) +
                                "' has no compression_level");
  }
  if (*options.compression_level < *least || *options.compression_level > *most) {
    throw std::invalid_argument("parquet_options: compression_level must lie between " + std::to_string(*least) +
                                " and " + std::to_string(*most));
  }
}

inline void require_schema(std::string const& who, std::shared_ptr<::arrow::Schema> const& schema) {
  if (!schema) throw std::invalid_argument(who + ": schema must not be null");
  if (schema->num_fields() == 0) throw std::invalid_argument(who + ": schema must have at least one column");
  if (!schema->HasDistinctFieldNames())
    throw std::invalid_argument(who + ": schema must not have two columns of one name");
}

/// Refused before anything is written, so a wrong batch costs nothing: the writer goes on with the next.
inline void require_batch(std::string const& who, ::arrow::RecordBatch const& batch, ::arrow::Schema const& schema) {
  if (!batch.schema()->Equals(schema, /*check_metadata=*/false)) {
    throw std::invalid_argument(who + ": batch must have the writer's schema; it has [" + batch.schema()->ToString() +
                                "], the writer [" + schema.ToString() + "]");
  }
  for (int column = 0; column < batch.num_columns(); ++column) {
    if (!schema.field(column)->nullable() && batch.column(column)->null_count() > 0) {
      throw std::invalid_argument(who + ": batch has a null in the non-nullable column '" +
                                  schema.field(column)->name() + "'");
    }
  }
}

}  // namespace detail
}  // namespace cogen::arrow
