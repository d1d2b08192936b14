// What tests of the main job share: the API, the program, and its files read back.
#pragma once

#include <arrow/api.h>
#include <cogen/arrow/parquet.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "api_to_parquet/transaction.hpp"
#include "api_to_parquet/transactions_api.hpp"
#include "arrow/support.hpp"
#include "examples/program.hpp"
#include "support/catch.hpp"
#include "support/python.hpp"

namespace example_tests {

using namespace api_to_parquet;
using namespace std::chrono_literals;
using arrow_tests::scratch;
using arrow_tests::strings;

inline transactions_api_options serving(std::uint64_t rows, std::vector<fault> faults = {}) {
  transactions_api_options options;
  options.rows = rows;
  options.faults = std::move(faults);
  return options;
}

inline strings operator+(strings first, strings const& more) {
  first.insert(first.end(), more.begin(), more.end());
  return first;
}

// Pages of 100 rows and batches of 150, so that a batch ends in the middle of a page.
inline strings from(transactions_api const& api, strings const& more = {}) {
  return strings{"--url", api.url(), "--page-size", "100", "--batch-size", "150"} + more;
}

inline outcome run(scratch const& directory, strings const& arguments) {
  program running(COGEN_API_TO_PARQUET, arguments, directory.path());
  return running.wait();
}

inline outcome run_python(scratch const& directory, std::string const& script, strings const& arguments) {
  auto const path = support::tests_folder() / "examples" / script;
  program running(support::python(), strings{path.string()} + arguments, directory.path());
  return running.wait();
}

inline void check_failure(outcome const& result, int exit_code, std::string const& message) {
  check_failure_begins(result, exit_code, "api_to_parquet: ");
  CAPTURE(message);
  CHECK(contains(result.err, message));
}

inline void wait_until(std::function<bool()> const& condition) {
  auto const end = std::chrono::steady_clock::now() + 30s;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) FAIL("waited for 30 seconds in vain");
    std::this_thread::sleep_for(5ms);
  }
}

struct stored {
  transaction row;
  std::int64_t batch = 0;
};

inline std::string text_at(arrow::RecordBatch const& batch, char const* name, std::int64_t index) {
  auto const column = batch.GetColumnByName(name);
  REQUIRE(column != nullptr);
  if (column->type_id() == arrow::Type::DICTIONARY) {
    auto const& encoded = static_cast<arrow::DictionaryArray const&>(*column);
    return static_cast<arrow::StringArray const&>(*encoded.dictionary()).GetString(encoded.GetValueIndex(index));
  }
  REQUIRE(column->type_id() == arrow::Type::STRING);
  return static_cast<arrow::StringArray const&>(*column).GetString(index);
}

template <class Array>
auto value_at(arrow::RecordBatch const& batch, char const* name, std::int64_t index) {
  auto const column = batch.GetColumnByName(name);
  REQUIRE(column != nullptr);
  REQUIRE(column->type_id() == Array::TypeClass::type_id);
  return static_cast<Array const&>(*column).Value(index);
}

// The rows of a file, or of a directory of parts, in order; of a directory partitioned by category, by transaction, once
// each file is seen to be in order.
inline std::vector<stored> read_rows(std::filesystem::path const& output) {
  std::vector<std::filesystem::path> files{output};
  if (std::filesystem::is_directory(output)) {
    files.clear();
    for (auto const& entry : std::filesystem::recursive_directory_iterator(output))
      if (entry.is_regular_file()) files.push_back(entry.path());
    std::sort(files.begin(), files.end());
  }
  bool const partitioned = !files.empty() && files.front().parent_path().filename().string().rfind("category=", 0) == 0;
  auto const by_id = [](stored const& a, stored const& b) { return a.row.transaction_id < b.row.transaction_id; };

  std::vector<stored> rows;
  for (auto const& file : files) {
    auto const first = static_cast<std::ptrdiff_t>(rows.size());
    for (auto const& batch : cogen::arrow::read_parquet(file, 1000)) {
      for (std::int64_t i = 0; i != batch->num_rows(); ++i) {
        auto& [row, number] = rows.emplace_back();
        row.transaction_id = text_at(*batch, "transaction_id", i);
        row.user_id = text_at(*batch, "user_id", i);
        row.amount = static_cast<double>(value_at<arrow::FloatArray>(*batch, "amount", i));
        row.currency = text_at(*batch, "currency", i);
        row.status = text_at(*batch, "status", i);
        row.category = partitioned ? file.parent_path().filename().string().substr(9) : text_at(*batch, "category", i);
        row.timestamp = timestamp{std::chrono::microseconds{value_at<arrow::TimestampArray>(*batch, "timestamp", i)}};
        row.merchant = text_at(*batch, "merchant", i);
        row.payment_method = text_at(*batch, "payment_method", i);
        number = value_at<arrow::Int64Array>(*batch, "batch_number", i);
      }
    }
    CHECK(std::is_sorted(rows.begin() + first, rows.end(), by_id));
  }
  if (partitioned) std::sort(rows.begin(), rows.end(), by_id);
  return rows;
}

// All rows are there, once, in order, with the values that the API has for them and the number of their batch (if all
// batches are of that size).
inline void check_rows(std::filesystem::path const& output, std::uint64_t count, std::uint64_t batch_size = 150,
                       std::uint64_t seed = 42) {
  CAPTURE(output);
  auto const rows = read_rows(output);
  REQUIRE(rows.size() == count);
  for (std::uint64_t index = 0; index != count; ++index) {
    auto expected = synthetic_transaction(seed, index);
    expected.amount = static_cast<double>(static_cast<float>(expected.amount));
    bool const as_expected =
        rows[index].row == expected &&
        (batch_size == 0 || rows[index].batch == static_cast<std::int64_t>(index / batch_size) + 1);
    if (!as_expected) FAIL("row " << index << " is not what the API has, but " << rows[index].row.transaction_id);
  }
}

}  // namespace example_tests
