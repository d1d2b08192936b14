// What a run has done, so that the next one can go on behind it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace api_to_parquet {

struct checkpoint {
  struct part {
    std::string file;
    std::int64_t rows = 0;
  };

  std::string identity{};           // of the job
  std::vector<part> parts{};        // published, in order
  std::int64_t rows = 0;            // in them
  std::int64_t batches = 0;         // in them: the next is numbered behind
  std::int64_t rejected = 0;        // bad rows of their pages
  std::int64_t rejected_bytes = 0;  // of the file of bad rows that belong to them
  std::string next{};               // the page behind them; empty: the first
  bool complete = false;            // there is none

  // Empty if there is no such file. Throws std::runtime_error, which names it, for one that is not a checkpoint.
  static std::optional<checkpoint> load(std::filesystem::path const& file);
  // In one step: whatever happens, the file holds this or what it held before. Throws std::runtime_error.
  void save(std::filesystem::path const& file) const;
};

}  // namespace api_to_parquet
