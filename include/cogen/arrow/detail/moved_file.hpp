// SPDX-License-Identifier: BSL-1.0
// cogen/arrow/detail/moved_file.hpp - a file in a filesystem of Arrow's whose streams show what they have so far:
// written as NAME.partial, then moved.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include <arrow/filesystem/filesystem.h>
#include <arrow/io/interfaces.h>

#include "cogen/arrow/detail/output_file.hpp"
#include "cogen/arrow/error.hpp"

namespace cogen::arrow::detail {

class moved_file final : public output_file {
 public:
  moved_file(std::shared_ptr<::arrow::fs::FileSystem> filesystem, std::string path, std::string doing)
      : filesystem_(std::move(filesystem)), path_(std::move(path)), doing_(std::move(doing)) {
    stream_ = value_of(filesystem_->OpenOutputStream(partial()), doing_);
  }
  ~moved_file() override { remove(); }

  [[nodiscard]] std::shared_ptr<::arrow::io::OutputStream> stream() const override { return stream_; }

  void finish() override {
    check(stream_->Close(), doing_);
    check(filesystem_->Move(partial(), path_), doing_);
    stream_.reset();
  }

  void remove() noexcept override {
    if (!stream_) return;
    (void)stream_->Abort();
    stream_.reset();
    (void)filesystem_->DeleteFile(partial());
  }

 private:
  [[nodiscard]] std::string partial() const { return path_ + ".partial"; }

  std::shared_ptr<::arrow::fs::FileSystem> filesystem_;
  std::string path_;
  std::string doing_;
  std::shared_ptr<::arrow::io::OutputStream> stream_;  // null once finished or removed
};

}  // namespace cogen::arrow::detail
