// SPDX-License-Identifier: BSL-1.0
// cogen/arrow/detail/column_builder.hpp - one column being built.
//
// `columns` calls one virtual function a column a batch; everything inside is a tight loop over rows of a known type.
#pragma once

#include <cstdint>
#include <functional>
#include <iterator>
#include <memory>
#include <span>
#include <string>
#include <type_traits>
#include <utility>

#include <arrow/array.h>
#include <arrow/util/utf8.h>

#include "cogen/arrow/detail/column_cell.hpp"
#include "cogen/arrow/error.hpp"

namespace cogen::arrow {

/// What a `batch_column` may depend on.
struct batch_info {
  std::int64_t number;  ///< 1 for the first batch that finish() makes, then 2, 3, ...
  std::int64_t rows;    ///< rows in this batch
};

}  // namespace cogen::arrow

namespace cogen::arrow::detail {

// Readers refuse strings that are not UTF-8 when it is too late to say which row they came from.
inline void check_utf8(::arrow::Array const& array) {
  auto const& strings = static_cast<::arrow::StringArray const&>(array);
  if (strings.ValidateUTF8().ok()) return;
  std::int64_t place = 0;
  while (strings.IsNull(place) || ::arrow::util::ValidateUTF8(strings.GetView(place))) ++place;
  throw bad_value("value " + std::to_string(place) + " is not valid UTF-8");
}

/// A builder for cells of one kind, used again for every batch.
template <class Cell>
class column_store {
 public:
  column_store() { reset(); }

  void reserve(std::int64_t count) { check(builder_->Reserve(count), "reserving memory"); }

  template <class Value>
  void append(Value const& value) {
    if constexpr (!is_optional<Value>) {
      Cell::append(*builder_, value);
    } else if (value) {
      Cell::append(*builder_, *value);
    } else {
      Cell::append_null(*builder_);
    }
  }

  std::shared_ptr<::arrow::Array> finish() {
    std::shared_ptr<::arrow::Array> array;
    if constexpr (std::is_same_v<builder_type, ::arrow::StringDictionary32Builder>) {
      array = finish_dictionary();
    } else {
      check(builder_->Finish(&array), "finishing an array");
      if constexpr (std::is_same_v<builder_type, ::arrow::StringBuilder>) check_utf8(*array);
    }
    return array;
  }

  void reset() {
    if constexpr (std::is_same_v<builder_type, ::arrow::TimestampBuilder>) {
      builder_ = std::make_unique<builder_type>(Cell::type(), ::arrow::default_memory_pool());
    } else {
      builder_ = std::make_unique<builder_type>();
    }
    dictionary_.reset();
  }

 private:
  using builder_type = typename Cell::builder;

  // Values keep their places from batch to batch and the array is shared until it grows. Parquet writes indices as they
  // come while the dictionary stays the same; a new one in every batch would make it fall back to plain strings.
  std::shared_ptr<::arrow::Array> finish_dictionary() {
    constexpr std::int64_t most_values = 1 << 16;  // more is no dictionary: start anew, so that memory stays bounded
    std::shared_ptr<::arrow::DictionaryArray> array;
    check(builder_->Finish(&array), "finishing a dictionary");
    if (!dictionary_ || dictionary_->length() != array->dictionary()->length()) {
      dictionary_ = array->dictionary();
      check_utf8(*dictionary_);
    } else {
      array = std::make_shared<::arrow::DictionaryArray>(Cell::type(), array->indices(), dictionary_);
    }
    if (dictionary_->length() > most_values) reset();
    return array;
  }

  std::unique_ptr<builder_type> builder_;
  std::shared_ptr<::arrow::Array> dictionary_;
};

template <class Row>
class column_builder {
 public:
  virtual ~column_builder() = default;
  virtual void reserve(std::int64_t rows) = 0;
  virtual void append(std::span<Row const> rows) = 0;  // there is room for them
  virtual std::shared_ptr<::arrow::Array> finish(batch_info const& batch) = 0;
  virtual void reset() = 0;
};

template <class Row, class Cell, class Get>
class row_column final : public column_builder<Row> {
 public:
  explicit row_column(Get get) : get_(std::move(get)) {}
  void reserve(std::int64_t rows) override { store_.reserve(rows); }
  void append(std::span<Row const> rows) override {
    for (Row const& row : rows) store_.append(std::invoke(get_, row));
  }
  std::shared_ptr<::arrow::Array> finish(batch_info const&) override { return store_.finish(); }
  void reset() override { store_.reset(); }

 private:
  Get get_;
  column_store<Cell> store_;
};

template <class Row, class Cell, class Get>
class once_a_batch_column final : public column_builder<Row> {
 public:
  explicit once_a_batch_column(Get get) : get_(std::move(get)) {}
  void reserve(std::int64_t) override {}
  void append(std::span<Row const>) override {}
  std::shared_ptr<::arrow::Array> finish(batch_info const& batch) override {
    auto const value = std::invoke(get_, batch);
    store_.reserve(batch.rows);
    for (std::int64_t row = 0; row < batch.rows; ++row) store_.append(value);
    return store_.finish();
  }
  void reset() override { store_.reset(); }

 private:
  Get get_;
  column_store<Cell> store_;
};

}  // namespace cogen::arrow::detail
