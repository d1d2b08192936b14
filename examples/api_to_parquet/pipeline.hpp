// The main job: pages of an HTTP API -> transactions -> batches -> record batches -> Parquet.
#pragma once

#include <cogen/arrow/parquet_options.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "http_client.hpp"

namespace api_to_parquet {

enum class mode { lazy, eager };

struct job {
  std::string url{};                // of the API
  std::size_t page_size = 1'000;    // rows asked for at a time
  std::size_t batch_size = 10'000;  // rows of a record batch
  std::filesystem::path output = "transactions.parquet";
  std::string partition_by{};  // a column: output is then a Hive-partitioned directory
  cogen::arrow::parquet_options parquet{};
  retry_policy retry{};
  // Called with the number of rows of each page, and with 0 between steps that take time; may throw to stop.
  std::function<void(std::size_t)> on_rows = [](std::size_t) {};
};

// Runs the job and returns the number of rows written; the file is the same in both modes. Lazy: memory is bounded by a
// page, a batch and a row group. Eager: as one would without generators, everything is fetched, then converted, then
// written.
//
// Throws api_error for a page that can't be had, cogen::arrow::arrow_error for a file that can't be written, and
// std::invalid_argument for a job that makes no sense; what was under the name of the output is as before then.
std::int64_t run(job const& what, mode how);

}  // namespace api_to_parquet
