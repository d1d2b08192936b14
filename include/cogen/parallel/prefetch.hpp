// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/closure.hpp>
#include <cogen/detail/owner.hpp>
#include <cogen/parallel/detail/prefetching.hpp>
#include <cogen/parallel/statistics.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace cogen {

/// The source that `prefetch` makes.
template <source Source, class Size>
class [[nodiscard]] prefetch_source : public pull_range<prefetch_source<Source, Size>> {
  using state = detail::prefetching<Source, Size>;

 public:
  using value_type = value_t<Source>;
  using reference = value_type&&;

  explicit prefetch_source(detail::owner<state> shared) noexcept : state_(std::move(shared)) {}

  value_type* pull() { return state_ != nullptr ? state_->pull() : nullptr; }

  /// How it does; `depth` is the number of elements that are ready. Any thread may ask.
  [[nodiscard]] parallel_statistics statistics() const {
    return state_ != nullptr ? state_->statistics() : parallel_statistics();
  }

 private:
  detail::owner<state> state_;
};

namespace detail {

struct prefetch_fn : tool<prefetch_fn> {
  using rule = rules::counts_must_be_integers;

  template <iterable Range>
  static auto apply(Range&& range, std::integral auto n) {
    check(n);
    return make(std::forward<Range>(range), static_cast<std::size_t>(n), no_size(), SIZE_MAX);
  }
  template <iterable Range, class Size>
    requires std::invocable<Size&, value_t<iter_t<Range>> const&>
  static auto apply(Range&& range, std::integral auto n, Size size, std::integral auto max_bytes) {
    check(n, size, max_bytes);
    return make(std::forward<Range>(range), static_cast<std::size_t>(n), std::move(size),
                static_cast<std::size_t>(max_bytes));
  }
  static void check(std::integral auto n) { static_cast<void>(count_argument("prefetch", "n", n, 1)); }
  static void check(std::integral auto n, auto const&, std::integral auto max_bytes) {
    check(n);
    static_cast<void>(count_argument("prefetch", "max_bytes", max_bytes, 1));
  }

 private:
  template <class Range, class Size>
  static auto make(Range&& range, std::size_t n, Size size, std::size_t max_bytes) {
    using state = prefetching<iter_t<Range>, Size>;
    return prefetch_source<iter_t<Range>, Size>(
        make_owner<state>(iter(std::forward<Range>(range)), n, std::move(size), max_bytes));
  }
};

}  // namespace detail

/// `prefetch(range, n[, size, max_bytes])`, `range | prefetch(n[, size, max_bytes])`: the same elements, read by a
/// thread in the background while the consumer works: at most `n` are ready, and, where `size(element)` is what one
/// counts for, at most `max_bytes`; an element that is larger is ready alone. The thread stops when that is reached. It
/// goes on when an element is taken or, of 16 and more without `size`, when half of them are, for to wake a thread
/// costs as much as many small elements; then an eighth of the places may be vacant that it does not know of.
///
/// In: range of T. Out: source of `value_t&&`: the elements are kept as values, moved in where the range gives them
/// away, else copied, once; the consumer has them where they lie. Besides those that are ready, one is in the
/// consumer's hands until its next pull, and with `size` one may wait for room.
///
/// Cost: one thread; one allocation for `n + 1` elements when it is made, with `size` some for a number for each that
/// is ready. Nobody locks or wakes while there are elements and room: an integer costs 0.2 to 0.3 us with
/// `n` 64, some 15 ns with 1024; with `n` 1 it is a change of threads for each.
///
/// The thread starts with the first pull. From then on the range, `size`, and what they refer to are its own: a
/// borrowed range must not be used until this source is destroyed, and stands behind all that was read ahead then. When
/// the consumer has come to the end, or when this source is destroyed, the thread is told to stop, and joined: it
/// waits until the range has answered its last pull, and destroys what was read ahead, and then the range. An element
/// that was taken is destroyed by the consumer, as is a range that was never pulled.
///
/// Throws std::invalid_argument for `n` or `max_bytes` below 1, std::bad_alloc for an `n` that there is no memory for,
/// std::system_error from the first pull if there can be no thread (the next pull tries again), and what the range,
/// its elements, and `size` throw: when all elements before are handed out, and then it is exhausted. Thread-safety:
/// one consumer at a time; `statistics()` locks for a moment, and any thread may call it while the source stays where
/// it is.
///
/// Python: a thread that puts the elements into a `queue.Queue(maxsize=n)`.
inline constexpr detail::prefetch_fn prefetch{};

}  // namespace cogen
