// The rows of the API, as JSON.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "transaction.hpp"
#include "transactions_api.hpp"

namespace api_to_parquet {

// Some rows, or all, in their order.
class row_selection {
 public:
  explicit row_selection(std::uint64_t rows) : size_{rows} {}
  explicit row_selection(std::vector<std::uint32_t> const& chosen) : size_{chosen.size()}, chosen_{&chosen} {}

  std::uint64_t size() const noexcept { return size_; }
  std::uint64_t operator[](std::uint64_t place) const { return chosen_ == nullptr ? place : (*chosen_)[place]; }

 private:
  std::uint64_t size_;
  std::vector<std::uint32_t> const* chosen_ = nullptr;  // null: all
};

// Thread-safe.
class served_rows {
 public:
  static constexpr std::uint64_t longest_search = 50'000'000;  // rows

  explicit served_rows(transactions_api_options const& options);

  // The rows at or after `since`, valid as long as this. Searches once for each `since`, of at most longest_search rows,
  // and keeps what it has found: four bytes a row.
  row_selection select(std::optional<timestamp> since);

  // Writes rows `first` to `first + count` of a selection, with commas between them, to the end of `text`.
  void append_json(std::string& text, row_selection const& selection, std::uint64_t first, std::uint64_t count) const;

 private:
  struct found {
    std::once_flag searched;
    std::vector<std::uint32_t> rows;
  };

  std::optional<bad_row_kind> spoiled(std::uint64_t row) const;

  std::uint64_t const seed_;
  std::uint64_t const rows_;
  double const bad_row_rate_;
  std::unordered_map<std::uint64_t, bad_row_kind> bad_rows_;
  std::mutex mutex_;  // guards what follows, but not what is in a `found`
  std::map<timestamp, std::unique_ptr<found>> found_;
};

}  // namespace api_to_parquet
