#include "log_files.hpp"

#include <cogen.hpp>

#include <fmt/format.h>
#include <zlib.h>

#include <functional>
#include <map>
#include <regex>
#include <stdexcept>
#include <utility>

namespace log_analysis {

using cogen::from;
using cogen::generator;

found_logs find_logs(std::filesystem::path const& folder) {
  static std::regex const shape(R"((.+\.log)(?:\.(\d{1,9}))?(\.gz)?)");
  // By rotation, the highest number first: that is the oldest.
  using rotations = std::map<int, std::filesystem::path, std::greater<>>;
  std::map<std::filesystem::path, rotations> by_name;
  found_logs found;
  for (auto const& file : std::filesystem::recursive_directory_iterator(folder)) {
    if (!file.is_regular_file()) continue;
    std::string const name = file.path().filename().string();
    std::smatch part;
    if (!std::regex_match(name, part, shape)) {
      ++found.other_files;
      continue;
    }
    auto const number = part[2].matched ? std::stoi(part[2]) : 0;
    auto const [other, is_new] = by_name[file.path().parent_path() / part[1].str()].emplace(number, file.path());
    if (!is_new)
      throw std::runtime_error(
          fmt::format("{} and {} are the same rotation", other->second.string(), file.path().string()));
  }
  for (auto& [name, files] : by_name) {
    rotated_log log{std::filesystem::absolute(name).lexically_normal().parent_path().filename().string(), {}};
    for (auto& [number, file] : files) log.files.push_back(std::move(file));
    found.logs.push_back(std::move(log));
  }
  return found;
}

namespace {

constexpr std::size_t block_bytes = std::size_t{64} * 1024;

// Decompresses what it is fed; a gzip file may have several members, one after the other.
class gunzip {
 public:
  explicit gunzip(std::string file) : file_(std::move(file)), block_(block_bytes, '\0') {
    constexpr int gzip_only = 16 + MAX_WBITS;
    if (inflateInit2(&stream_, gzip_only) != Z_OK) throw std::bad_alloc();
  }
  gunzip(gunzip const&) = delete;
  gunzip& operator=(gunzip const&) = delete;
  ~gunzip() { inflateEnd(&stream_); }

  void feed(std::string_view compressed) {
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(compressed.data()));  // zlib only reads it
    stream_.avail_in = static_cast<uInt>(compressed.size());
  }
  // The next block of what was fed; empty when there is no more. Valid until the next call.
  std::string_view next() {
    for (;;) {
      if (member_ended_) {
        if (stream_.avail_in == 0) return {};
        inflateReset(&stream_);
        member_ended_ = false;
      }
      stream_.next_out = reinterpret_cast<Bytef*>(block_.data());
      stream_.avail_out = static_cast<uInt>(block_.size());
      int const code = inflate(&stream_, Z_NO_FLUSH);
      if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR)
        throw std::runtime_error(fmt::format("{}: corrupt gzip data: {}", file_,
                                             stream_.msg != nullptr ? stream_.msg : "a dictionary is needed"));
      member_ended_ = code == Z_STREAM_END;
      std::size_t const size = block_.size() - stream_.avail_out;
      if (size != 0) return std::string_view(block_).substr(0, size);
      if (!member_ended_ && stream_.avail_in == 0) return {};
    }
  }
  void finish() const {
    if (!member_ended_) throw std::runtime_error(file_ + ": truncated: the gzip data ends in the middle");
  }

 private:
  std::string file_;
  std::string block_;
  z_stream stream_{};
  bool member_ended_ = false;
};

// [chunks]
// What is in a file, decompressed, in blocks of bounded size that may end anywhere.
generator<std::string_view> file_chunks(std::filesystem::path file) {
  auto raw = cogen::read_chunks(file, block_bytes);
  if (file.extension() != ".gz") {
    co_yield from(std::move(raw));
    co_return;
  }
  gunzip unpacked(file.string());
  for (std::string_view compressed : raw) {
    unpacked.feed(compressed);
    for (auto block = unpacked.next(); !block.empty(); block = unpacked.next()) co_yield block;
  }
  unpacked.finish();
}
// [/chunks]

std::string_view without_return(std::string_view line) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

}  // namespace

// [lines]
generator<std::string_view> log_lines(std::filesystem::path file) {
  std::string begun;  // a line that began in a chunk before
  auto const append = [&begun](std::string_view more) { begun += more.substr(0, block_bytes - begun.size()); };
  for (std::string_view chunk : file_chunks(std::move(file))) {
    for (auto end = chunk.find('\n'); end != chunk.npos; end = chunk.find('\n')) {
      append(chunk.substr(0, end));
      std::string_view line = without_return(begun);
      co_yield line;
      begun.clear();
      chunk.remove_prefix(end + 1);
    }
    append(chunk);
  }
  std::string_view last = without_return(begun);
  if (!last.empty()) co_yield last;
}
// [/lines]

}  // namespace log_analysis
