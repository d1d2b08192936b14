// Where rejected rows go.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <string_view>
#include <utility>

#include "orders.hpp"

namespace etl_csv_to_sqlite {

// Writes a CSV file with a line for each rejected row: its line in the input, the field, the reason, and the whole row as
// it was. The file has its name when all is in it; until then it is FILE.partial, which goes with the object.
class rejected_rows {
 public:
  // Throws std::runtime_error if the file can't be written, as add() and finish() do.
  explicit rejected_rows(std::filesystem::path file);
  rejected_rows(rejected_rows const&) = delete;
  rejected_rows& operator=(rejected_rows const&) = delete;
  ~rejected_rows();

  [[nodiscard]] static std::filesystem::path partial_of(std::filesystem::path file) { return file += ".partial"; }

  void add(record const& read, fault const& found);
  void finish();

  [[nodiscard]] std::int64_t count() const { return count_; }
  // How many there are, by field and reason.
  [[nodiscard]] auto const& by_reason() const { return by_reason_; }

 private:
  void check_stream() const;

  std::filesystem::path file_;
  std::filesystem::path partial_;
  std::ofstream stream_;
  std::int64_t count_ = 0;
  std::map<std::pair<std::string_view, std::string_view>, std::int64_t> by_reason_;
};

}  // namespace etl_csv_to_sqlite
