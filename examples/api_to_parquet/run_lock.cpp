#include "run_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <system_error>

#include <fmt/format.h>

namespace api_to_parquet {

run_lock::run_lock(std::filesystem::path const& checkpoint) {
  if (checkpoint.empty()) return;
  auto const path = std::filesystem::path(checkpoint) += ".lock";
  descriptor_ = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
  if (descriptor_ < 0)
    throw std::runtime_error(
        fmt::format("cannot make '{}': {}", path.string(), std::generic_category().message(errno)));
  if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
    ::close(descriptor_);
    throw std::runtime_error(fmt::format("checkpoint '{}' is in use by another run", checkpoint.string()));
  }
}

run_lock::~run_lock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace api_to_parquet
