#include "durable_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <fmt/format.h>

namespace api_to_parquet {

durable_file::durable_file(std::filesystem::path path, std::int64_t length)
    : path_(std::move(path)),
      length_(length),
      descriptor_(::open(path_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666)) {
  if (descriptor_ < 0) fail("open");
  off_t const there = ::lseek(descriptor_, 0, SEEK_END);
  if (there < length || ::ftruncate(descriptor_, length) != 0 || ::lseek(descriptor_, length, SEEK_SET) != length) {
    if (there >= 0 && there < length) errno = ENODATA;
    int const error = errno;
    ::close(descriptor_);
    errno = error;
    fail("go on with");
  }
}

durable_file::~durable_file() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void durable_file::append(std::string_view text) {
  length_ += static_cast<std::int64_t>(text.size());
  while (!text.empty()) {
    ssize_t const written = ::write(descriptor_, text.data(), text.size());
    if (written < 0 && errno != EINTR) fail("write");
    if (written > 0) text.remove_prefix(static_cast<std::size_t>(written));
  }
}

void durable_file::flush() {
  if (::fsync(descriptor_) != 0) fail("write");
}

void durable_file::fail(char const* doing) const {
  throw std::runtime_error(
      fmt::format("cannot {} '{}': {}", doing, path_.string(), std::generic_category().message(errno)));
}

void publish(std::filesystem::path const& partial, std::filesystem::path const& final_name) {
  std::error_code error;
  std::filesystem::rename(partial, final_name, error);
  if (error)
    throw std::runtime_error(fmt::format("cannot give '{}' its final name: {}", final_name.string(), error.message()));
  auto const directory = final_name.has_parent_path() ? final_name.parent_path() : std::filesystem::path(".");
  int const descriptor = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  ::fsync(descriptor);
  ::close(descriptor);
}

}  // namespace api_to_parquet
