// What is to be done: which rows, and where to.
#pragma once

#include <cogen/arrow/destination.hpp>
#include <cogen/arrow/parquet_options.hpp>
#include <cogen/pace/retry_policy.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <limits>
#include <optional>
#include <string>

#include "http_client.hpp"

namespace api_to_parquet {

enum class mode { lazy, eager };

enum class on_bad_row {
  stop,        // the run fails, naming the row
  skip,        // it is counted
  quarantine,  // it goes to a file of its own
};

// Rows that are made up in this process: the pipeline without HTTP and JSON.
struct synthetic_rows {
  std::uint64_t seed = 42;
  std::uint64_t rows = 0;
};

struct job {
  // The rows.
  api from{};
  std::optional<synthetic_rows> synthetic{};  // instead of the API
  std::size_t workers = 1;                    // threads that fetch pages
  std::uint64_t limit = std::numeric_limits<std::uint64_t>::max();
  on_bad_row bad_rows = on_bad_row::stop;
  cogen::retry_policy retry{};

  // The file, or the files.
  cogen::arrow::destination output{std::filesystem::path("transactions.parquet")};
  std::size_t batch_size = 10'000;  // rows of a record batch
  std::string partition_by{};       // a column: output is then a Hive-partitioned directory
  cogen::arrow::parquet_options parquet{};
  std::filesystem::path rejected_rows{};  // of on_bad_row::quarantine, otherwise empty: JSON lines

  // Parts: output is then a directory of files, each with whole pages.
  std::int64_t max_rows_per_file = 0;   // 0: one file
  std::int64_t max_bytes_per_file = 0;  // 0: no bound
  std::filesystem::path checkpoint{};   // empty: a run can't be resumed
  std::string identity{};               // what a resumed run must have in common with the one before, as text

  // Called with the number of rows of each page, for progress.
  std::function<void(std::size_t)> on_rows = [](std::size_t) {};

  [[nodiscard]] bool in_parts() const {
    return max_rows_per_file != 0 || max_bytes_per_file != 0 || !checkpoint.empty();
  }
};

}  // namespace api_to_parquet
