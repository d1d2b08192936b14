// SPDX-License-Identifier: BSL-1.0
// cogen/arrow/detail/output_file.hpp - the bytes of one file on their way to its name; the local kind of it.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <utility>

#include <arrow/io/file.h>
#include <arrow/io/interfaces.h>

#include "cogen/arrow/detail/durable.hpp"
#include "cogen/arrow/error.hpp"

namespace cogen::arrow::detail {

/// Nothing has the file's name before finish() returns, and then the whole file has it. Destruction before that is
/// remove().
class output_file {
 public:
  output_file() = default;
  output_file(output_file const&) = delete;
  output_file& operator=(output_file const&) = delete;
  virtual ~output_file() = default;

  [[nodiscard]] virtual std::shared_ptr<::arrow::io::OutputStream> stream() const = 0;

  /// Waits where bytes are sent in the background, so that only a bounded number of them waits in memory. Throws
  /// arrow_error if sending has failed.
  virtual void catch_up() {}

  /// Ends the stream and gives the file its name. Throws arrow_error; call remove() then.
  virtual void finish() = 0;

  /// Closes the stream and leaves nothing behind. Nothing after finish().
  virtual void remove() noexcept = 0;
};

class local_file final : public output_file {
 public:
  /// Creates or truncates `path`. At the end it is renamed to `final_name`, unless that is empty.
  local_file(std::filesystem::path path, std::filesystem::path final_name, bool flush, std::string doing)
      : path_(std::move(path)), final_name_(std::move(final_name)), flush_(flush), doing_(std::move(doing)) {
    stream_ = value_of(::arrow::io::FileOutputStream::Open(path_.string()), doing_);
  }
  ~local_file() override { remove(); }

  [[nodiscard]] std::shared_ptr<::arrow::io::OutputStream> stream() const override { return stream_; }

  void finish() override {
    if (flush_) flush_file(stream_->file_descriptor(), doing_);
    check(stream_->Close(), doing_);
    if (!final_name_.empty()) publish(path_, final_name_, flush_);
    stream_.reset();
  }

  void remove() noexcept override {
    if (!stream_) return;
    (void)stream_->Close();
    stream_.reset();
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }

 private:
  std::filesystem::path path_;
  std::filesystem::path final_name_;
  bool flush_;
  std::string doing_;
  std::shared_ptr<::arrow::io::FileOutputStream> stream_;  // null once finished or removed
};

}  // namespace cogen::arrow::detail
