#include "shards.hpp"

#include <cogen/source/read_chunks.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <ios>
#include <random>
#include <string_view>

namespace data_loader {

using cogen::generator;

namespace {

constexpr std::size_t records_at_once = 512;  // 8 KiB

struct header {
  std::array<char, 8> magic;
  std::uint64_t records;
};
constexpr std::array<char, 8> magic{'s', 'a', 'm', 'p', 'l', 'e', 's', '1'};

template <class Object>
void write(std::ofstream& file, Object const& object) {
  file.write(reinterpret_cast<char const*>(&object), sizeof object);
}

// Each label has its centre, around which its samples lie.
record synthetic(std::uint32_t sample, std::mt19937& random) {
  record made{};
  made.sample = sample;
  made.label = static_cast<std::uint16_t>(random() % labels);
  for (std::size_t i = 0; i != features; ++i) {
    int const centre = 1024 * ((made.label + static_cast<int>(i)) % 3 + 1);
    made.numbers[i] = static_cast<std::int16_t>(centre + static_cast<int>(random() % 1024) - 512);
  }
  made.checksum = checksum_of(made);
  return made;
}

std::uint64_t records_in(std::ifstream& file, std::filesystem::path const& shard) {
  header found{};
  if (!file) throw std::runtime_error(shard.string() + ": can't be opened");
  file.read(reinterpret_cast<char*>(&found), sizeof found);
  if (!file || found.magic != magic) throw std::runtime_error(shard.string() + ": is not a shard of samples");
  return found.records;
}

}  // namespace

std::uint16_t checksum_of(record const& given) {
  std::uint32_t hash = 0x811c9dc5U;  // FNV-1a
  auto const* const bytes = reinterpret_cast<unsigned char const*>(&given);
  for (std::size_t i = 0; i != offsetof(record, checksum); ++i) hash = (hash ^ bytes[i]) * 0x01000193U;
  return static_cast<std::uint16_t>(hash ^ (hash >> 16));
}

void write_shards(std::filesystem::path const& folder, std::uint32_t samples, std::size_t shards) {
  std::filesystem::create_directories(folder);
  std::mt19937 random(1);
  std::uint32_t sample = 0;
  for (std::size_t i = 0; i != shards; ++i) {
    auto const end = static_cast<std::uint32_t>(std::uint64_t(samples) * (i + 1) / shards);
    auto const path = folder / fmt::format("shard-{:05}-of-{:05}.bin", i, shards);
    std::ofstream file(path, std::ios::binary);
    write(file, header{magic, end - sample});
    for (; sample != end; ++sample) write(file, synthetic(sample, random));
    file.close();
    if (!file) throw std::runtime_error(path.string() + ": can't be written");
  }
}

std::vector<std::filesystem::path> find_shards(std::filesystem::path const& folder) {
  std::vector<std::filesystem::path> found;
  if (!std::filesystem::exists(folder)) return found;
  for (auto const& entry : std::filesystem::directory_iterator(folder)) {
    auto const& path = entry.path();
    if (path.filename().string().starts_with("shard-") && path.extension() == ".bin") found.push_back(path);
  }
  std::sort(found.begin(), found.end());  // the system's order is any
  for (std::size_t i = 0; i != found.size(); ++i) {
    auto const expected = folder / fmt::format("shard-{:05}-of-{:05}.bin", i, found.size());
    if (found[i] != expected)
      throw std::runtime_error(expected.string() + ": is missing, or another shard is too many");
  }
  return found;
}

// [read_shard]
generator<stored_record> read_shard(std::filesystem::path const& shard) {
  std::ifstream file(shard, std::ios::binary);
  std::uint64_t const promised = records_in(file, shard);
  stored_record next{{}, &shard, 0};
  for (std::string_view bytes : cogen::read_chunks(file, records_at_once * sizeof(record))) {
    for (; bytes.size() >= sizeof(record); bytes.remove_prefix(sizeof(record))) {
      if (next.number == promised) throw broken_shard(shard, next.number, "is behind the last");
      std::memcpy(&next.data, bytes.data(), sizeof(record));
      co_yield next;
      ++next.number;
    }
    if (!bytes.empty()) {
      throw broken_shard(shard, next.number, fmt::format("is cut off: {} of {} bytes", bytes.size(), sizeof(record)));
    }
  }
  if (next.number != promised) throw broken_shard(shard, next.number, fmt::format("of {} is missing", promised));
}
// [/read_shard]

}  // namespace data_loader
