// SPDX-License-Identifier: BSL-1.0
// cogen/arrow/detail/durable.hpp - names that appear only when what they name is on the disk.
#pragma once

#include <cerrno>
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>

#include <fcntl.h>
#ifdef _WIN32
#include <io.h>
#else
#include <unistd.h>
#endif

#include "cogen/arrow/error.hpp"

namespace cogen::arrow::detail {

/// Waits until the file's bytes are on the disk. Without this a rename may survive a power failure that the bytes do
/// not.
inline void flush_file(int descriptor, std::string const& doing) {
#ifdef _WIN32
  bool const flushed = ::_commit(descriptor) == 0;
#else
  bool const flushed = ::fsync(descriptor) == 0;
#endif
  if (!flushed) throw_arrow_error(doing, std::error_code(errno, std::generic_category()).message());
}

/// The same for the names in a directory, as far as the file system offers it.
inline void flush_directory([[maybe_unused]] std::filesystem::path const& directory) noexcept {
#ifndef _WIN32
  int const descriptor = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  ::fsync(descriptor);
  ::close(descriptor);
#endif
}

inline std::filesystem::path partial_name(std::filesystem::path path) { return path += ".partial"; }

/// One rename: readers see all of it or nothing.
inline void publish(std::filesystem::path const& partial, std::filesystem::path const& final_name, bool flush) {
  std::error_code error;
  std::filesystem::rename(partial, final_name, error);
  if (error) throw_arrow_error("cannot give '" + final_name.string() + "' its final name", error.message());
  if (flush) flush_directory(final_name.has_parent_path() ? final_name.parent_path() : ".");
}

/// `<final name>.partial/`, with what a killed run left there removed. Goes with all it holds unless it is published.
class staged_directory {
 public:
  staged_directory() = default;
  explicit staged_directory(std::filesystem::path final_name) : final_name_(std::move(final_name)) {
    std::error_code error;
    std::filesystem::remove_all(path(), error);
    if (!error) std::filesystem::create_directory(path(), error);
    if (error) throw_arrow_error("cannot write '" + final_name_.string() + "'", error.message());
  }
  staged_directory(staged_directory&& other) noexcept : final_name_(std::exchange(other.final_name_, {})) {}
  staged_directory& operator=(staged_directory&& other) noexcept {
    remove();
    final_name_ = std::exchange(other.final_name_, {});
    return *this;
  }
  ~staged_directory() { remove(); }

  explicit operator bool() const noexcept { return !final_name_.empty(); }
  [[nodiscard]] std::filesystem::path path() const { return partial_name(final_name_); }

  void publish(bool flush) {
    if (flush) flush_directory(path());
    detail::publish(path(), final_name_, flush);
    final_name_.clear();
  }

  void remove() noexcept {
    if (final_name_.empty()) return;
    std::error_code ignored;
    std::filesystem::remove_all(path(), ignored);
    final_name_.clear();
  }

 private:
  std::filesystem::path final_name_;  // empty once published or removed
};

}  // namespace cogen::arrow::detail
