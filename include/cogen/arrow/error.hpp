// SPDX-License-Identifier: BSL-1.0
// cogen/arrow/error.hpp - the error that the Arrow side throws, and the one place where an Arrow status becomes it.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

#include <arrow/result.h>
#include <arrow/status.h>

namespace cogen::arrow {

/// What Arrow, Parquet or the file system reported, in one line that begins with what was being done and to which
/// file or column. Mistakes in arguments are `std::invalid_argument` instead.
///
/// Python: `pyarrow.ArrowException` and `OSError`.
class arrow_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

namespace detail {

[[noreturn]] inline void throw_arrow_error(std::string const& doing, std::string const& cause) {
  throw arrow_error(doing + ": " + cause);
}

/// `doing` is a string or anything that makes one, so that the happy path builds no message.
template <class Doing>
void check(::arrow::Status const& status, Doing const& doing) {
  if (!status.ok()) [[unlikely]] {
    if constexpr (requires { std::string(doing()); }) {
      throw_arrow_error(doing(), status.ToString());
    } else {
      throw_arrow_error(doing, status.ToString());
    }
  }
}

template <class T, class Doing>
T value_of(::arrow::Result<T> result, Doing const& doing) {
  check(result.status(), doing);
  return std::move(result).ValueUnsafe();
}

}  // namespace detail
}  // namespace cogen::arrow
