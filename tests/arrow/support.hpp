// What the Arrow tests share: a row type, a scratch directory, and files read back into one table.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <arrow/api.h>

#include "cogen/arrow/columns.hpp"
#include "cogen/arrow/parquet_reader.hpp"
#include "support/catch.hpp"

namespace arrow_tests {

using microseconds = std::chrono::sys_time<std::chrono::microseconds>;

// A directory of its own, removed at the end.
class scratch {
 public:
  scratch() {
    auto const name =
        "cogen-arrow-" + std::to_string(std::random_device{}()) + '-' + std::to_string(std::random_device{}());
    directory_ = std::filesystem::temp_directory_path() / name;
    std::filesystem::create_directories(directory_);
  }
  scratch(scratch const&) = delete;
  scratch& operator=(scratch const&) = delete;
  ~scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
  }
  std::filesystem::path operator/(std::string const& name) const { return directory_ / name; }
  std::filesystem::path const& path() const { return directory_; }

  // Names of everything below, sorted.
  std::vector<std::string> names() const {
    std::vector<std::string> found;
    for (auto const& entry : std::filesystem::recursive_directory_iterator(directory_)) {
      found.push_back(std::filesystem::relative(entry.path(), directory_).string());
    }
    std::sort(found.begin(), found.end());
    return found;
  }

 private:
  std::filesystem::path directory_;
};

using strings = std::vector<std::string>;

struct sale {
  std::int64_t id;
  double amount;
  std::string category;
  microseconds time;
};

inline cogen::arrow::columns<sale> sale_columns() {
  using namespace cogen::arrow;
  return columns<sale>{column("id", &sale::id), column("amount", &sale::amount, as_float32),
                       dictionary("category", &sale::category), column("time", &sale::time)};
}

inline std::vector<sale> sales(std::int64_t count, std::int64_t first = 0,
                               strings const& categories = {"food", "travel", "books"}) {
  std::vector<sale> rows;
  for (std::int64_t id = first; id < first + count; ++id) {
    auto const& category = categories[static_cast<std::size_t>(id) % categories.size()];
    rows.push_back({id, static_cast<double>(id) / 4, category,
                    microseconds(std::chrono::microseconds(1'700'000'000'000'000 + id))});
  }
  return rows;
}

inline std::shared_ptr<arrow::RecordBatch> sales_batch(std::int64_t count, std::int64_t first = 0,
                                                       strings const& categories = {"food", "travel", "books"}) {
  auto table = sale_columns();
  table.append(sales(count, first, categories));
  return table.finish();
}

inline std::shared_ptr<arrow::RecordBatch> batch_of(std::shared_ptr<arrow::Schema> schema,
                                                    std::vector<std::shared_ptr<arrow::Array>> arrays) {
  return arrow::RecordBatch::Make(std::move(schema), arrays.at(0)->length(), arrays);
}

// Everything in the file, with our own reader.
inline std::shared_ptr<arrow::Table> read_table(std::filesystem::path const& path) {
  cogen::arrow::parquet_batches batches(path);
  std::vector<std::shared_ptr<arrow::RecordBatch>> all;
  for (auto&& batch : batches) all.push_back(std::move(batch));
  auto table = arrow::Table::FromRecordBatches(batches.schema(), all).ValueOrDie();
  REQUIRE(table->ValidateFull().ok());
  return table;
}

// A column's values as Arrow prints them.
inline strings texts(arrow::ChunkedArray const& column) {
  strings found;
  for (std::int64_t row = 0; row < column.length(); ++row) {
    auto scalar = column.GetScalar(row).ValueOrDie();
    if (scalar->is_valid && scalar->type->id() == arrow::Type::DICTIONARY) {
      scalar = static_cast<arrow::DictionaryScalar const&>(*scalar).GetEncodedValue().ValueOrDie();
    }
    found.push_back(scalar->ToString());
  }
  return found;
}
inline strings texts(std::shared_ptr<arrow::Array> const& column) { return texts(arrow::ChunkedArray(column)); }

// The message of the exception that this throws; a test that expects one fails if none comes.
template <class Error, class Action>
std::string message_of(Action action) {
  try {
    action();
  } catch (Error const& error) {
    return error.what();
  }
  FAIL("no exception");
  return {};
}

inline bool contains(std::string const& text, std::string const& part) { return text.find(part) != std::string::npos; }

}  // namespace arrow_tests
