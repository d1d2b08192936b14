// Bad rows, counted and, if they are wanted, written to a file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "durable_file.hpp"
#include "http_client.hpp"

namespace api_to_parquet {

// The file has a JSON object a line: page, index in it, field, reason, and the record's text as it came. Without a name
// there is none.
class rejected_rows {
 public:
  // A file that appears whole with publish(), and not at all without.
  explicit rejected_rows(std::filesystem::path file);
  // A file that goes on behind its first `length` bytes, of `count` rows.
  rejected_rows(std::filesystem::path const& file, std::int64_t length, std::int64_t count);
  rejected_rows(rejected_rows const&) = delete;
  rejected_rows& operator=(rejected_rows const&) = delete;
  ~rejected_rows();

  void add(page const& fetched);
  // Returns the file's length once it is on the disk.
  std::int64_t flush();
  void publish();
  [[nodiscard]] std::int64_t count() const noexcept { return count_; }

 private:
  std::optional<durable_file> file_;
  std::filesystem::path final_name_;  // if it has another name yet
  std::int64_t count_ = 0;
};

}  // namespace api_to_parquet
