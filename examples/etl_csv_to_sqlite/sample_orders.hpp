// Data for a run without --input.
#pragma once

#include <cstdint>
#include <filesystem>

namespace etl_csv_to_sqlite {

// Writes a CSV file of orders. About one of 30 can't be used, and many are not clean. The same seed makes the same file.
// Throws std::runtime_error if it can't be written.
void write_sample(std::filesystem::path const& file, std::int64_t rows, std::uint64_t seed);

}  // namespace etl_csv_to_sqlite
