#pragma once

#include <cogen/detail/pull_range.hpp>

#include <stdexcept>

namespace support {

struct pull_failed : std::runtime_error {
  pull_failed() : std::runtime_error("pulled: this pull throws") {}
};

/// What was asked of a `pulled`, and when it fails. Outlives the source, which may be moved into an adaptor.
struct pull_log {
  int pulls = 0;            ///< all of them, those at and after the end included
  int pulls_after_end = 0;  ///< those after the one that returned null
  int throw_at = -1;        ///< the pull with this number, from 1, throws pull_failed
};

/// The source 0, 1, 2, ..., length - 1 that counts its pulls. Endless unless a length is given. The elements are the
/// consumer's.
class pulled : public cogen::pull_range<pulled> {
 public:
  using reference = int&&;
  static constexpr int endless = -1;

  explicit pulled(pull_log& log, int length = endless) : log_(&log), length_(length) {}

  int* pull() {
    if (ended_) ++log_->pulls_after_end;
    if (++log_->pulls == log_->throw_at) throw pull_failed();
    if (ended_ || following_ == length_) {
      ended_ = true;
      return nullptr;
    }
    element_ = following_++;
    return &element_;
  }

 private:
  pull_log* log_;
  int length_;
  int following_ = 0;
  int element_ = 0;
  bool ended_ = false;
};

}  // namespace support
