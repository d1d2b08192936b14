// Samples as they are stored: shard files of records of one size.
#pragma once

#include <cogen/generator.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

namespace data_loader {

inline constexpr std::size_t features = 4;
inline constexpr std::size_t labels = 3;

// A sample in a file, in the byte order of the machine that has written it.
struct record {
  std::uint32_t sample;                        // its number
  std::array<std::int16_t, features> numbers;  // in units of 1/4096
  std::uint16_t label;
  std::uint16_t checksum;  // of all before
};
static_assert(sizeof(record) == 16, "the file has no gaps");

[[nodiscard]] std::uint16_t checksum_of(record const& given);

// A record and its place, which `shard` must outlive: who finds it broken is not who has read it.
struct stored_record {
  record data;
  std::filesystem::path const* shard;
  std::uint64_t number;  // in its shard, from 0
};

// A shard is not what it should be; says which one, and which record of it.
class broken_shard : public std::runtime_error {
 public:
  broken_shard(std::filesystem::path const& shard, std::uint64_t record, std::string const& problem)
      : std::runtime_error(shard.string() + ": record " + std::to_string(record) + " " + problem) {}
};

// Writes samples 0, 1, ... into so many shards, each as long as the others, or one longer. The same ones each time.
void write_shards(std::filesystem::path const& folder, std::uint32_t samples, std::size_t shards);

// The shards of a folder, in the order of their names; none if there is no such folder.
[[nodiscard]] std::vector<std::filesystem::path> find_shards(std::filesystem::path const& folder);

// The records of a shard, which is opened with the first pull; `shard` must outlive them. Throws broken_shard behind
// the last good record of a shard that is shorter or longer than it says.
cogen::generator<stored_record> read_shard(std::filesystem::path const& shard);

}  // namespace data_loader
