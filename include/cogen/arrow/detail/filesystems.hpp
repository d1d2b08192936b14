// SPDX-License-Identifier: BSL-1.0
// cogen/arrow/detail/filesystems.hpp - Arrow's filesystems by URI: loaded, and shut down at the program's end.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <utility>

#ifndef _WIN32
#include <dlfcn.h>
#endif

#include <arrow/config.h>
#include <arrow/filesystem/filesystem.h>
#include <arrow/util/uri.h>

#include "cogen/arrow/detail/s3_retries.hpp"
#include "cogen/arrow/error.hpp"

namespace cogen::arrow::detail {

/// S3 while the program runs. Arrow warns and crashes at the end of a program that does not shut it down, and shutting
/// it down must come before S3's own statics go.
class s3_runtime {
 public:
  static void start() { [[maybe_unused]] static s3_runtime const started; }

  s3_runtime() {
    load_library();
    // The first filesystem makes the last of S3's statics, and what was made before this object goes after it. No
    // connection is made for it.
    (void)::arrow::fs::FileSystemFromUri(
        "s3://no:one@nowhere?scheme=http&region=us-east-1&endpoint_override=localhost");
  }
  s3_runtime(s3_runtime const&) = delete;
  s3_runtime& operator=(s3_runtime const&) = delete;
  ~s3_runtime() { ::arrow::fs::EnsureFinalized(); }

 private:
  // Since Arrow 26 S3 may be a library of its own, beside libarrow and named like it: libarrow_s3.so.2600. Where there
  // is none, S3 is in libarrow itself, or Arrow says that it does not know it. The path is whole, because a sanitizer's
  // dlopen looks for a name at other places.
  static void load_library() {
#ifndef _WIN32
    ::Dl_info libarrow;
    if (::dladdr(&::arrow::GetBuildInfo(), &libarrow) == 0 || libarrow.dli_fname == nullptr) return;
    std::filesystem::path const path = libarrow.dli_fname;
    auto name = path.filename().string();
    if (!name.starts_with("libarrow.")) return;
    auto const library = path.parent_path() / name.replace(0, 8, "libarrow_s3");
    std::error_code ignored;
    if (std::filesystem::exists(library, ignored)) (void)::arrow::fs::LoadFileSystemFactories(library.c_str());
#endif
  }
};

/// The URI without what may hold a secret: user, password and options.
inline std::string show_uri(std::string const& uri) {
  std::string shown = uri;  // from the back, because a secret may hold a '/' or a '?' that should have been escaped
  auto const start = shown.find("://");
  auto const at = shown.rfind('@');
  if (start != std::string::npos && at != std::string::npos && at > start) shown.erase(start + 3, at - start - 2);
  return shown.substr(0, shown.find('?'));
}

[[noreturn]] inline void throw_uri_error(std::string const& uri, ::arrow::Status const& status) {
  auto const shown = show_uri(uri);
  auto cause = status.ToString();  // which may quote the URI
  if (auto const place = cause.find(uri); place != std::string::npos) cause.replace(place, uri.size(), shown);
  throw_arrow_error("cannot use '" + shown + "'", cause);
}

struct opened_uri {
  std::shared_ptr<::arrow::fs::FileSystem> filesystem;
  std::string path;  // ends with '/' if the URI's does
};

inline opened_uri open_uri(std::string const& uri) {
  ::arrow::util::Uri parsed;
  if (auto const status = parsed.Parse(uri); !status.ok()) throw_uri_error(uri, status);
  bool const is_s3 = parsed.scheme() == "s3";
  if (is_s3) s3_runtime::start();
  opened_uri opened;
  auto filesystem = is_s3 ? open_s3(uri, &opened.path) : ::arrow::fs::FileSystemFromUri(uri, &opened.path);
  if (!filesystem.ok()) throw_uri_error(uri, filesystem.status());
  opened.filesystem = std::move(filesystem).ValueUnsafe();
  if (parsed.path().ends_with('/') && !opened.path.ends_with('/')) opened.path += '/';
  return opened;
}

}  // namespace cogen::arrow::detail
