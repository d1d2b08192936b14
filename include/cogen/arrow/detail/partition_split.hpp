// SPDX-License-Identifier: BSL-1.0
// cogen/arrow/detail/partition_split.hpp - a batch taken apart by the values of one column, and what their directories
// are called.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <arrow/array.h>
#include <arrow/array/builder_primitive.h>
#include <arrow/compute/api_vector.h>
#include <arrow/datum.h>
#include <arrow/record_batch.h>
#include <arrow/scalar.h>
#include <arrow/type.h>
#include <arrow/type_traits.h>
#include <arrow/util/uri.h>

#include "cogen/arrow/error.hpp"

namespace cogen::arrow::detail {

inline std::string const null_partition = "__HIVE_DEFAULT_PARTITION__";

/// The column's place in the schema.
inline int require_partition_column(std::string const& who, ::arrow::Schema const& schema, std::string const& name) {
  int const column = schema.GetFieldIndex(name);
  if (column < 0)
    throw std::invalid_argument(who + ": partition_by names the column '" + name + "', which the schema does not have");
  if (name.find_first_of("/=") != std::string::npos) {
    throw std::invalid_argument(who + ": partition_by must not contain '/' or '=', but is '" + name + "'");
  }
  if (schema.num_fields() == 1)
    throw std::invalid_argument(who + ": the schema must have a column besides '" + name + "'");
  auto type = schema.field(column)->type();
  if (type->id() == ::arrow::Type::DICTIONARY) type = static_cast<::arrow::DictionaryType const&>(*type).value_type();
  if (!::arrow::is_string(type->id()) && !::arrow::is_integer(type->id()) && type->id() != ::arrow::Type::BOOL) {
    throw std::invalid_argument(who + ": partition_by must name a column of strings, integers or booleans, but '" +
                                name + "' is of " + type->ToString());
  }
  return column;
}

/// `category=food`, `category=a%2Fb`, `category=__HIVE_DEFAULT_PARTITION__`.
inline std::string partition_directory(std::string const& column, std::optional<std::string> const& value) {
  if (value == null_partition)
    throw arrow_error("the value '" + null_partition + "' of '" + column + "' would be read back as a null");
  return column + '=' + (value ? ::arrow::util::UriEscape(*value) : null_partition);
}

struct batch_part {
  std::optional<std::string> value;  // empty: null
  std::shared_ptr<::arrow::RecordBatch> rows;
};

/// One part for each different value, in the order of first appearance, without the column. Rows keep their order.
/// O(rows).
inline std::vector<batch_part> split_by_column(::arrow::RecordBatch const& batch, int column) {
  std::string const doing = "splitting a batch by '" + batch.schema()->field(column)->name() + "'";
  auto values = batch.column(column);
  if (values->type_id() ==
      ::arrow::Type::DICTIONARY) {  // its dictionary may hold a value twice, or values that no row has
    auto const& encoded = static_cast<::arrow::DictionaryArray const&>(*values);
    values = value_of(::arrow::compute::Take(*encoded.dictionary(), *encoded.indices()), doing);
  }
  auto const encoded = value_of(::arrow::compute::DictionaryEncode(values), doing);
  auto const codes = encoded.array_as<::arrow::DictionaryArray>();
  auto const& indices = static_cast<::arrow::Int32Array const&>(*codes->indices());
  auto const distinct = static_cast<std::size_t>(codes->dictionary()->length());
  bool const only_one = distinct + (indices.null_count() > 0 ? 1 : 0) == 1;

  std::vector<std::vector<std::int64_t>> rows_of(distinct + 1);  // the last: null
  if (!only_one) {
    for (std::int64_t row = 0; row < indices.length(); ++row) {
      rows_of[indices.IsNull(row) ? distinct : static_cast<std::size_t>(indices.Value(row))].push_back(row);
    }
  }
  auto const rest = value_of(batch.RemoveColumn(column), doing);
  std::vector<batch_part> parts;
  for (std::size_t code = 0; code <= distinct; ++code) {
    bool const is_null = code == distinct;
    if (only_one ? is_null != (distinct == 0) : rows_of[code].empty()) continue;
    batch_part part;
    if (!is_null)
      part.value = value_of(codes->dictionary()->GetScalar(static_cast<std::int64_t>(code)), doing)->ToString();
    if (only_one) {
      part.rows = rest;
    } else {
      ::arrow::Int64Builder builder;
      check(builder.AppendValues(rows_of[code]), doing);
      auto const chosen = value_of(builder.Finish(), doing);
      auto const options = ::arrow::compute::TakeOptions::NoBoundsCheck();
      part.rows =
          value_of(::arrow::compute::Take(::arrow::Datum(rest), ::arrow::Datum(chosen), options), doing).record_batch();
    }
    parts.push_back(std::move(part));
  }
  return parts;
}

}  // namespace cogen::arrow::detail
