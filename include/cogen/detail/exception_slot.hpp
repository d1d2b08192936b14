// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/config.hpp>

#include <cstring>
#include <exception>
#include <type_traits>

namespace cogen::detail {

// An exception on its way between frames: an owning reference, relocated into a plain word. A std::exception_ptr member
// would have to be destroyed with every frame, and its out-of-line copies would take the frame's address, either of
// which keeps clang from folding a generator away. Whoever takes the word out of a slot owns it: rethrow it or drop it.
using captured_exception = void*;

[[gnu::noinline, gnu::cold]] inline captured_exception capture(std::exception_ptr exception) noexcept {
  if constexpr (sizeof(std::exception_ptr) == sizeof(captured_exception)) {
    captured_exception word;
    std::memcpy(static_cast<void*>(&word), static_cast<void*>(&exception), sizeof word);
    std::memset(static_cast<void*>(&exception), 0, sizeof exception);  // relocated: the word owns it now
    return word;
  } else {
    return new std::exception_ptr(static_cast<std::exception_ptr&&>(exception));  // NOLINT(bugprone-unhandled-*)
  }
}

[[gnu::noinline, gnu::cold]] inline captured_exception capture_current() noexcept {
  return capture(std::current_exception());
}

[[gnu::noinline, gnu::cold]] inline std::exception_ptr release(captured_exception word) noexcept {
  std::exception_ptr exception;
  if constexpr (sizeof(std::exception_ptr) == sizeof(captured_exception)) {
    std::memcpy(static_cast<void*>(&exception), static_cast<void*>(&word), sizeof word);
  } else if (word != nullptr) {
    auto* const owner = static_cast<std::exception_ptr*>(word);
    exception = *owner;
    delete owner;
  }
  return exception;
}

[[noreturn, gnu::noinline, gnu::cold]] inline void rethrow(captured_exception word) {
  std::rethrow_exception(release(word));
}

}  // namespace cogen::detail
