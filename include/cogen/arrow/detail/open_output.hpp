// SPDX-License-Identifier: BSL-1.0
// cogen/arrow/detail/open_output.hpp - which kind of output file a destination gets.
#pragma once

#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <system_error>

#include <arrow/filesystem/filesystem.h>

#include "cogen/arrow/destination.hpp"
#include "cogen/arrow/detail/durable.hpp"
#include "cogen/arrow/detail/moved_file.hpp"
#include "cogen/arrow/detail/object_file.hpp"
#include "cogen/arrow/detail/output_file.hpp"
#include "cogen/arrow/error.hpp"

namespace cogen::arrow::detail {

/// S3, also below a prefix.
inline bool is_s3(::arrow::fs::FileSystem const& filesystem) {
  if (auto const* const below = dynamic_cast<::arrow::fs::SubTreeFileSystem const*>(&filesystem)) {
    return is_s3(*below->base_fs());
  }
  return filesystem.type_name() == "s3";
}

inline bool is_directory(destination const& to) {
  if (to.is_local()) {
    std::error_code ignored;
    return std::filesystem::is_directory(to.path(), ignored);
  }
  if (is_s3(*to.filesystem())) return false;  // an object may have the name of a prefix
  auto const info = to.filesystem()->GetFileInfo(to.path().generic_string());
  return info.ok() && info->IsDirectory();
}

/// Throws std::invalid_argument if `to` can't be a file.
inline void require_file(std::string const& who, destination const& to) {
  if (!to.path().has_filename()) throw std::invalid_argument(who + ": path must name a file, not '" + to.show() + "'");
  if (is_directory(to))
    throw std::invalid_argument(who + ": path must name a file, but '" + to.show() + "' is a directory");
}

inline std::unique_ptr<output_file> open_output(destination const& to, bool flush) {
  auto const doing = "cannot write '" + to.show() + "'";
  if (to.is_local()) return std::make_unique<local_file>(partial_name(to.path()), to.path(), flush, doing);
  auto const path = to.path().generic_string();
  if (is_s3(*to.filesystem())) return std::make_unique<object_file>(*to.filesystem(), path, doing);
  return std::make_unique<moved_file>(to.filesystem(), path, doing);
}

}  // namespace cogen::arrow::detail
