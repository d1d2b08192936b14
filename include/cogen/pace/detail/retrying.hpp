// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/closure.hpp>
#include <cogen/pace/detail/random_bits.hpp>
#include <cogen/pace/retry_after.hpp>
#include <cogen/pace/retry_policy.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <new>
#include <stdexcept>
#include <thread>
#include <utility>

namespace cogen::detail {

// A policy, and how it is carried out.
class retrying {
  using milliseconds = std::chrono::milliseconds;

 public:
  explicit retrying(retry_policy policy) : policy_(std::move(policy)) {
    static_cast<void>(count_argument("retry", "attempts", policy_.attempts, 1));
    static_cast<void>(count_argument("retry", "base_delay", policy_.base_delay.count(), 0));
    static_cast<void>(count_argument("retry", "max_delay", policy_.max_delay.count(), 0));
    static_cast<void>(count_argument("retry", "longest_retry_after", policy_.longest_retry_after.count(), 0));
    if (!policy_.sleep) policy_.sleep = [](milliseconds time) { std::this_thread::sleep_for(time); };
    if (!policy_.now) policy_.now = [] { return std::chrono::system_clock::now(); };
    if (!policy_.random) policy_.random = random_bits;
  }

  [[nodiscard]] std::size_t attempts() const noexcept { return policy_.attempts; }
  // A call begins.
  void begin() const noexcept {
    if (policy_.budget != nullptr) policy_.budget->note_call();
  }
  // Attempt `number` has failed: false if that is all, else true when it is time for the next. In the handler.
  [[nodiscard]] bool wait(std::size_t number, std::exception const& failure) const {
    if (number >= policy_.attempts) return give_up(number, retry_end::attempts, failure);
    retry_advice const advice = policy_.advice ? policy_.advice(failure) : retry_advice{.worth = worth_by_default()};
    if (!advice.worth) return give_up(number, retry_end::advice, failure);
    auto const least = retry_after(advice.retry_after, policy_.now()).value_or(milliseconds(0));
    if (least > policy_.longest_retry_after) return give_up(number, retry_end::retry_after, failure);
    if (policy_.budget != nullptr && !policy_.budget->take()) return give_up(number, retry_end::budget, failure);
    // On top of what the service says: it says the same to all whom it turns away.
    auto const wait = least + std::min(backoff(number), milliseconds::max() - least);
    if (policy_.before_retry) policy_.before_retry(retry_notice{number, wait, failure});
    policy_.sleep(wait);
    return true;
  }

 private:
  [[nodiscard]] bool give_up(std::size_t number, retry_end reason, std::exception const& failure) const {
    if (policy_.on_give_up) policy_.on_give_up(retry_give_up{number, reason, failure});
    return false;
  }
  // Mistakes in the program, and want of memory, are the same again. Not by dynamic_cast, which needs RTTI.
  [[nodiscard]] static bool worth_by_default() {
#if defined(__cpp_exceptions)
    try {
      throw;
    } catch (std::logic_error const&) {
      return false;
    } catch (std::bad_alloc const&) {
      return false;
    } catch (...) {
    }
#endif
    return true;
  }
  // "Full jitter": anything up to a bound that doubles, so that those who failed together do not come back together.
  [[nodiscard]] milliseconds backoff(std::size_t number) const {
    auto longest = std::min(policy_.base_delay, policy_.max_delay);
    for (; number > 1 && longest < policy_.max_delay && longest.count() != 0; --number) {
      longest = longest > policy_.max_delay / 2 ? policy_.max_delay : 2 * longest;
    }
    return milliseconds(
        static_cast<milliseconds::rep>(policy_.random() % (static_cast<std::uint64_t>(longest.count()) + 1)));
  }

  retry_policy policy_;
};

}  // namespace cogen::detail
