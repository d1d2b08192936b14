#pragma once

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace support {

/// A file of its own, gone at the end of the scope.
class temporary_file {
 public:
  explicit temporary_file(std::string_view content = {}) {
    std::string name = (std::filesystem::temp_directory_path() / "cogen-test-XXXXXX").string();
    int const descriptor = ::mkstemp(name.data());
    if (descriptor == -1) throw std::runtime_error("temporary_file: can't make " + name);
    ::close(descriptor);
    path_ = name;
    std::ofstream(path_, std::ios::binary) << content;
  }
  temporary_file(temporary_file const&) = delete;
  temporary_file& operator=(temporary_file const&) = delete;
  ~temporary_file() { std::filesystem::remove(path_); }

  [[nodiscard]] std::filesystem::path const& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// How many files this process has open.
inline std::size_t open_files() {
  std::size_t count = 0;
  for (auto const& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
    static_cast<void>(entry);
    ++count;
  }
  return count;
}

}  // namespace support
