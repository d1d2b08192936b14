// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/chrono.hpp>

#include <condition_variable>
#include <exception>
#include <mutex>

namespace cogen::detail {

// What the function throws; null if that is nothing. An exception must not leave a thread, but come to the consumer.
template <class Function>
[[nodiscard]] std::exception_ptr caught(Function&& function) noexcept {
#if defined(__cpp_exceptions)
  try {
    function();
  } catch (...) {
    return std::current_exception();
  }
#else
  function();
#endif
  return nullptr;
}

// Waits until `ready()`, and adds the time to `stalled`. No clock is read where there is nothing to wait for.
template <class Ready>
void wait_until(std::unique_lock<std::mutex>& lock, std::condition_variable& changed, std::chrono::nanoseconds& stalled,
                Ready ready) {
  if (ready()) return;
  auto const start = std::chrono::steady_clock::now();
  changed.wait(lock, ready);
  stalled += std::chrono::steady_clock::now() - start;
}

}  // namespace cogen::detail
