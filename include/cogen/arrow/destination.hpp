// SPDX-License-Identifier: BSL-1.0
// cogen/arrow/destination.hpp - where a Parquet file goes: a local path, or a path in one of Arrow's filesystems.
#pragma once

#include <concepts>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>

#include <arrow/filesystem/filesystem.h>

#include "cogen/arrow/detail/filesystems.hpp"
#include "cogen/arrow/error.hpp"

namespace cogen::arrow {

/// A place that a writer writes to. Made from a path wherever a writer expects one; an object store is named by
/// from_uri(). Copies and children share one filesystem, and with it its connections. A value: reading it from several
/// threads is safe.
///
/// Python: `pyarrow.fs.FileSystem.from_uri(uri)`, which gives a filesystem and a path.
class destination {
 public:
  /// A file or directory of this machine: anything that makes a `std::filesystem::path`.
  template <class Path>
    requires(!std::same_as<std::remove_cvref_t<Path>, destination>) && std::convertible_to<Path, std::filesystem::path>
  destination(Path&& path)  // NOLINT(google-explicit-constructor): writers take a path as they always did
      : path_(std::forward<Path>(path)) {}

  /// A path as this filesystem spells it (S3: `bucket/prefix/file.parquet`). Throws std::invalid_argument for null.
  destination(std::shared_ptr<::arrow::fs::FileSystem> filesystem, std::string path)
      : path_(std::move(path)), filesystem_(std::move(filesystem)) {
    if (!filesystem_) throw std::invalid_argument("destination: filesystem must not be null");
  }

  /// `s3://bucket/prefix/file.parquet?region=...`, or another scheme that this Arrow knows; `file:///...` is a local
  /// path. S3 is started by the first such URI and shut down when the program's statics are destroyed, so do not keep a
  /// writer in a static. Nothing is sent yet, except to ask for the region where neither it nor an endpoint is given.
  ///
  /// Throws arrow_error for a URI that Arrow does not take; its message holds no credentials.
  [[nodiscard]] static destination from_uri(std::string const& uri) {
    auto opened = detail::open_uri(uri);
    if (opened.filesystem->type_name() == "local") return std::filesystem::path(opened.path);
    return {std::move(opened.filesystem), std::move(opened.path)};
  }

  /// For options such as `--output`: a URI if there is a `://` in it, else a local path.
  [[nodiscard]] static destination from_uri_or_path(std::string const& text) {
    if (text.find("://") != std::string::npos) return from_uri(text);
    return std::filesystem::path(text);
  }

  /// The file or directory `name` inside of this directory.
  [[nodiscard]] friend destination operator/(destination const& directory, std::string_view name) {
    auto child = directory;
    child.path_ /= name;
    return child;
  }

  /// Whether a file or directory is there. Throws arrow_error if that can't be told.
  [[nodiscard]] bool exists() const {
    if (is_local()) {
      std::error_code error;
      bool const there = std::filesystem::exists(path_, error);
      if (error) detail::throw_arrow_error("cannot look for '" + show() + "'", error.message());
      return there;
    }
    auto const doing = [this] { return "cannot look for '" + show() + "'"; };
    return detail::value_of(filesystem_->GetFileInfo(path_.generic_string()), doing).type() !=
           ::arrow::fs::FileType::NotFound;
  }

  /// Removes the file; false if there is none. Throws arrow_error. On S3 Arrow leaves an empty `prefix/` object where it
  /// was the last of its prefix.
  bool remove() const {
    if (is_local()) {
      std::error_code error;
      bool const removed = std::filesystem::remove(path_, error);
      if (error) detail::throw_arrow_error("cannot remove '" + show() + "'", error.message());
      return removed;
    }
    if (!exists()) return false;
    detail::check(filesystem_->DeleteFile(path_.generic_string()), [this] { return "cannot remove '" + show() + "'"; });
    return true;
  }

  /// For messages: the path, or `s3://bucket/prefix/file.parquet`. Without credentials and options.
  [[nodiscard]] std::string show() const {
    return is_local() ? path_.string() : filesystem_->type_name() + "://" + path_.generic_string();
  }

  [[nodiscard]] bool is_local() const noexcept { return filesystem_ == nullptr; }
  /// The local path, or the path inside of the filesystem.
  [[nodiscard]] std::filesystem::path const& path() const noexcept { return path_; }
  /// Null for a local path.
  [[nodiscard]] std::shared_ptr<::arrow::fs::FileSystem> const& filesystem() const noexcept { return filesystem_; }

 private:
  std::filesystem::path path_;
  std::shared_ptr<::arrow::fs::FileSystem> filesystem_;
};

}  // namespace cogen::arrow
