// Where the example programs write the files that they read.
#pragma once

#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <string_view>
#include <system_error>

// A folder of its own, gone at the end of the scope with all that is in it.
class temporary_folder {
 public:
  temporary_folder() {
    std::random_device number;
    do {
      path_ = std::filesystem::temp_directory_path() / ("cogen-example-" + std::to_string(number()));
    } while (!std::filesystem::create_directory(path_));
  }
  temporary_folder(temporary_folder const&) = delete;
  temporary_folder& operator=(temporary_folder const&) = delete;
  ~temporary_folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  [[nodiscard]] std::filesystem::path const& path() const { return path_; }

  // Writes a file, with the folders that its name names, and returns its path.
  std::filesystem::path write(std::string_view name, std::string_view content) const {
    std::filesystem::path file = path_ / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream stream;
    stream.exceptions(std::ios::failbit | std::ios::badbit);
    stream.open(file, std::ios::binary);
    stream << content;
    stream.close();
    return file;
  }

 private:
  std::filesystem::path path_;
};
