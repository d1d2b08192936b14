// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/chrono.hpp>
#include <cogen/detail/closure.hpp>
#include <cogen/detail/owner.hpp>
#include <cogen/detail/progress_clock.hpp>
#include <cogen/detail/progress_writer.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>

namespace cogen {

/// What `progress` is asked for: `progress(progress_options{.total = 1000, .description = "rows"})`.
struct progress_options {
  std::optional<std::uint64_t> total{};                 ///< elements in all; else the size of the range, if it has one
  std::string description{};                            ///< what each line begins with
  std::FILE* output = stderr;                           ///< on a terminal one line, rewritten; else a line each time
  std::optional<std::chrono::milliseconds> interval{};  ///< the least between reports: 100 ms, 5 s for plain lines
};

/// The source that `progress` makes.
template <source Source, class Report>
class [[nodiscard]] progress_source : public pull_range<progress_source<Source, Report>> {
  using clock = detail::progress_clock<Report>;

 public:
  using reference = typename Source::reference;
  using value_type = value_t<Source>;

  progress_source(Source base, detail::owner<clock> timer) : base_(std::move(base)), clock_(std::move(timer)) {}

  // Nothing but a countdown for each element: no address in here leaves the function, so it may stay in a register.
  [[gnu::always_inline]] inline std::add_pointer_t<reference> pull() {
    if (unchecked_ == 0) [[unlikely]] {
      if (clock_ == nullptr) return nullptr;
      unchecked_ = clock_->check();
    }
    auto* const element = base_.pull();
    if (element == nullptr) [[unlikely]] {
      if (clock_ != nullptr) clock_->finish(unchecked_);
      return nullptr;
    }
    --unchecked_;
    return element;
  }
  [[nodiscard]] auto segment(std::size_t most)
    requires segmented<Source>
  {
    auto const there = base_.segment(most < unchecked_ ? most : unchecked_);
    unchecked_ -= there.size();
    return there;
  }

 private:
  Source base_;
  detail::owner<clock> clock_;
  std::size_t unchecked_ = 0;  // so many elements may pass before the next look at the clock
};

namespace detail {
struct progress_fn : tool<progress_fn> {
  template <iterable Range>
  static auto apply(Range&& range) {
    return apply(std::forward<Range>(range), progress_options());
  }
  template <iterable Range>
  static auto apply(Range&& range, progress_options options) {
    check(options);
    bool const terminal = is_terminal(options.output);
    if (!options.interval) options.interval = std::chrono::milliseconds(terminal ? 100 : 5000);
    progress_writer writer(options.output, std::move(options.description), terminal);
    return make(std::forward<Range>(range), std::move(writer), options);
  }
  template <iterable Range, class Report>
    requires std::invocable<Report&, progress_report const&>
  static auto apply(Range&& range, Report report, progress_options options = {}) {
    check(report, options);
    return make(std::forward<Range>(range), std::move(report), options);
  }

  static void check() noexcept {}
  template <std::invocable<progress_report const&> Report>
  static void check(Report const&) noexcept {}
  static void check(progress_options const& options) {
    if (options.output == nullptr) raise<std::invalid_argument>("cogen::progress: output must not be null");
    check(0, options);
  }
  static void check(auto const&, progress_options const& options) {
    if (!options.interval) return;
    static_cast<void>(count_argument("progress", "interval", options.interval->count(), 0));
  }

 private:
  template <class Range, class Report>
  static auto make(Range&& range, Report report, progress_options const& options) {
    auto total = options.total;
    if constexpr (requires { std::size(range); }) {
      if (!total) total = static_cast<std::uint64_t>(std::size(range));
    }
    auto const interval = options.interval.value_or(std::chrono::milliseconds(100));
    auto constexpr longest = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::nanoseconds::max());
    auto timer =
        detail::make_owner<progress_clock<Report>>(std::move(report), total, interval < longest ? interval : longest);
    return progress_source<iter_t<Range>, Report>(iter(std::forward<Range>(range)), std::move(timer));
  }
};
}  // namespace detail

/// `progress(range[, options])`, `range | progress`, `range | progress(options)`: hands the elements on as they are and
/// says how it goes, on stderr or `options.output`: `rows: 45% 4500/10000, 375/s, 0:15 left`; without a total `rows: 4500,
/// 375/s, 0:12`. With a function, `progress(range, function[, options])`, that is called with a `progress_report` instead.
/// Reports come at most every `options.interval`, between two elements; the last one at the end. A range that is left
/// before its end has none.
///
/// In: range of T. Out: source of T, the very elements, segments too. Cost: a countdown an element; the clock is looked
/// at about eight times an interval, and after 4096 elements at the latest; one allocation in all. Throws std::invalid_argument
/// for a null output and a negative interval, and what the function throws: no element is lost then.
///
/// Python: `tqdm(range)`, a package of its own.
inline constexpr detail::progress_fn progress{};

}  // namespace cogen
