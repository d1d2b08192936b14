// SPDX-License-Identifier: BSL-1.0
// cogen/arrow/detail/s3_retries.hpp - how often a request to S3 is tried again.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>

#include <arrow/filesystem/filesystem.h>
#include <arrow/result.h>
#include <arrow/util/config.h>

#if defined(ARROW_S3) && ARROW_VERSION_MAJOR >= 26
#include <arrow/filesystem/s3fs.h>
#endif

namespace cogen::arrow::detail {

#if defined(ARROW_S3) && ARROW_VERSION_MAJOR >= 26

/// After 0.2, 0.4, 0.8, 1.6 and 3.2 seconds. Arrow's own tries 30 times, which for a store that takes connections and
/// says nothing is two minutes a request.
class s3_retries final : public ::arrow::fs::S3RetryStrategy {
 public:
  bool ShouldRetry(AWSErrorDetail const& error, std::int64_t attempts) override {
    return error.should_retry && attempts < 5;
  }
  std::int64_t CalculateDelayBeforeNextRetry(AWSErrorDetail const&, std::int64_t attempts) override {
    return std::int64_t{200} << std::clamp(attempts, std::int64_t{0}, std::int64_t{4});  // milliseconds
  }
};

inline ::arrow::Result<std::shared_ptr<::arrow::fs::FileSystem>> open_s3(std::string const& uri, std::string* path) {
  std::shared_ptr<::arrow::fs::S3RetryStrategy> const retries = std::make_shared<s3_retries>();
  return ::arrow::fs::FileSystemFromUriAndOptions(uri, {{"retry_strategy", retries}}, path);
}

#else

inline ::arrow::Result<std::shared_ptr<::arrow::fs::FileSystem>> open_s3(std::string const& uri, std::string* path) {
  return ::arrow::fs::FileSystemFromUri(uri, path);
}

#endif

}  // namespace cogen::arrow::detail
