// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/chrono.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

namespace cogen {

/// How far a `progress` has come.
struct progress_report {
  std::uint64_t count = 0;              ///< elements handed out
  std::optional<std::uint64_t> total;   ///< elements in all, where that is known
  std::chrono::nanoseconds elapsed{0};  ///< since the first pull
  bool finished = false;                ///< the range has ended: the last report

  /// Elements a second; 0 before any time has passed.
  [[nodiscard]] double rate() const noexcept {
    return elapsed.count() > 0 ? static_cast<double>(count) * 1e9 / static_cast<double>(elapsed.count()) : 0;
  }
  /// Empty without a total.
  [[nodiscard]] std::optional<double> percent() const noexcept {
    if (!total) return std::nullopt;
    return *total != 0 ? 100 * static_cast<double>(count) / static_cast<double>(*total) : 100;
  }
  /// The time left at this rate; empty without a total, and where nothing can be said.
  [[nodiscard]] std::optional<std::chrono::seconds> left() const noexcept {
    if (!total || count > *total || rate() <= 0) return std::nullopt;
    double const seconds = static_cast<double>(*total - count) / rate();
    if (!(seconds < 1e15)) return std::nullopt;
    return std::chrono::seconds(
        static_cast<std::chrono::seconds::rep>(seconds + 0.5));  // NOLINT(bugprone-incorrect-roundings)
  }
};

namespace detail {

// What progress does when its countdown is over.
template <class Report>
class progress_clock {
  using clock = std::chrono::steady_clock;

 public:
  progress_clock(Report report, std::optional<std::uint64_t> total, std::chrono::nanoseconds interval)
      : report_(std::move(report)), interval_(interval) {
    now_.total = total;
  }

  // All elements of the countdown have passed; returns the next.
  [[gnu::noinline]] std::size_t check() {
    now_.count += std::exchange(countdown_, 0);
    auto const at = clock::now();
    if (next_countdown_ == 0) {
      start_ = reported_ = at;
      next_countdown_ = 1;
    } else {
      // Aims at a look every eighth to quarter of the interval; slows down at once when elements become rare.
      auto took = at - checked_;
      if (took < interval_ / 8) {
        if (next_countdown_ < longest) next_countdown_ *= 2;
      }
      for (; took > interval_ / 4 && next_countdown_ > 1; took /= 2) next_countdown_ /= 2;
    }
    checked_ = at;
    if (now_.count != 0 && at - reported_ >= interval_ && !now_.finished) {
      reported_ = at;
      tell(at);
    }
    return countdown_ = next_countdown_;
  }
  // So many of the countdown are left, and there are no more elements.
  [[gnu::noinline]] void finish(std::size_t left) {
    if (std::exchange(now_.finished, true)) return;
    now_.count += std::exchange(countdown_, left) - left;
    tell(clock::now());
  }

 private:
  // A look costs as much as some hundred of the fastest elements; the next ones may be slow without notice.
  static constexpr std::size_t longest = 4096;

  void tell(clock::time_point at) {
    now_.elapsed = at - start_;
    report_(std::as_const(now_));
  }

  Report report_;
  progress_report now_;
  std::chrono::nanoseconds interval_;
  clock::time_point start_;
  clock::time_point checked_;
  clock::time_point reported_;
  std::size_t countdown_ = 0;
  std::size_t next_countdown_ = 0;  // 0: not started
};

}  // namespace detail
}  // namespace cogen
