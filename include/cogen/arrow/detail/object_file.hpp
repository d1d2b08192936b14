// SPDX-License-Identifier: BSL-1.0
// cogen/arrow/detail/object_file.hpp - an S3 object: a multipart upload, which is nothing until it is completed.
//
//   stream.Write -> 10 MiB parts -> sent by Arrow's I/O threads, in the background
//   finish()     -> the last part, wait for all, complete the upload: now the object is there
//   remove()     -> wait for all, abort the upload: the store forgets the parts
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include <arrow/filesystem/filesystem.h>
#include <arrow/io/interfaces.h>
#include <arrow/util/future.h>

#include "cogen/arrow/detail/output_file.hpp"
#include "cogen/arrow/error.hpp"

namespace cogen::arrow::detail {

/// Arrow's stream completes the upload when it is destroyed, as if all had gone well. One that can't be aborted must
/// therefore live for ever.
inline void never_destroy(std::shared_ptr<::arrow::io::OutputStream> stream) {
  static std::mutex several_threads;
  static auto* const kept = new std::vector<std::shared_ptr<::arrow::io::OutputStream>>;
  std::lock_guard const lock(several_threads);
  kept->push_back(std::move(stream));
}

class object_file final : public output_file {
 public:
  /// Begins the upload, so a missing bucket or wrong credentials are found here.
  object_file(::arrow::fs::FileSystem& filesystem, std::string const& path, std::string doing)
      : doing_(std::move(doing)) {
    stream_ = value_of(filesystem.OpenOutputStream(path), doing_);
  }
  ~object_file() override { remove(); }

  [[nodiscard]] std::shared_ptr<::arrow::io::OutputStream> stream() const override { return stream_; }

  // The stream takes whatever it is given, however slow the store is.
  void catch_up() override {
    constexpr std::int64_t bytes_behind = std::int64_t{64} << 20;
    auto const written = value_of(stream_->Tell(), doing_);
    if (written - caught_up_ < bytes_behind) return;
    check(stream_->Flush(), doing_);
    caught_up_ = written;
  }

  void finish() override {
    // Not Close(): where sending a part fails in there, the stream forgets the upload, and nobody can abort it.
    check(stream_->CloseAsync().status(), doing_);
    stream_.reset();
  }

  void remove() noexcept override {
    if (!stream_) return;
    // A part that arrives behind the abort would stay in the store.
    if (!stream_->closed()) (void)stream_->Flush();
    if (!stream_->Abort().ok()) never_destroy(stream_);
    stream_.reset();
  }

 private:
  std::string doing_;
  std::shared_ptr<::arrow::io::OutputStream> stream_;  // null once finished or removed
  std::int64_t caught_up_ = 0;
};

}  // namespace cogen::arrow::detail
