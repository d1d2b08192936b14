// A local file whose bytes are on the disk when it says so.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

namespace api_to_parquet {

// Appends behind `length` bytes: what else is in the file goes. All members throw std::runtime_error, which names it.
class durable_file {
 public:
  durable_file(std::filesystem::path path, std::int64_t length);
  durable_file(durable_file const&) = delete;
  durable_file& operator=(durable_file const&) = delete;
  ~durable_file();

  void append(std::string_view text);
  void flush();  // waits for the disk
  [[nodiscard]] std::int64_t length() const noexcept { return length_; }
  [[nodiscard]] std::filesystem::path const& path() const noexcept { return path_; }

 private:
  [[noreturn]] void fail(char const* doing) const;

  std::filesystem::path path_;
  std::int64_t length_ = 0;
  int descriptor_ = -1;
};

// Gives a file its final name, in one step, and waits for the disk.
void publish(std::filesystem::path const& partial, std::filesystem::path const& final_name);

}  // namespace api_to_parquet
