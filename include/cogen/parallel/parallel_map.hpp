// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/closure.hpp>
#include <cogen/detail/owner.hpp>
#include <cogen/parallel/detail/mapping_pool.hpp>
#include <cogen/parallel/statistics.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <thread>
#include <type_traits>
#include <utility>

namespace cogen {

/// A worker for each processor.
[[nodiscard]] inline std::size_t default_workers() noexcept {
  std::size_t const processors = std::thread::hardware_concurrency();
  return processors != 0 ? processors : 1;
}

/// What `parallel_map` is asked for: `parallel_map(function, {.workers = 8, .window = 32})`.
struct parallel_options {
  std::size_t workers = default_workers();  ///< threads that call the function, at most; at least 1
  std::optional<std::size_t> window{};      ///< elements in flight, at most; at least 1. Empty: 4 for each worker
  bool ordered = true;                      ///< results in the order of the range; otherwise as they come
};

/// The source that `parallel_map` makes.
template <source Source, class Function>
class [[nodiscard]] parallel_map_source : public pull_range<parallel_map_source<Source, Function>> {
  using state = detail::mapping_pool<Source, Function>;

 public:
  using reference = typename state::result_type&&;

  explicit parallel_map_source(detail::owner<state> shared) noexcept : state_(std::move(shared)) {}

  std::add_pointer_t<reference> pull() { return state_ != nullptr ? state_->pull() : nullptr; }

  /// How it does; `depth` is the number of elements in flight. Any thread may ask.
  [[nodiscard]] parallel_statistics statistics() const {
    return state_ != nullptr ? state_->statistics() : parallel_statistics();
  }

 private:
  detail::owner<state> state_;
};

namespace detail {

// Not a tool<>, which could not deduce options in braces.
struct parallel_map_fn {
  template <iterable Range, class Function>
  [[nodiscard]] auto operator()(Range&& range, Function function, parallel_options const& options = {}) const {
    return apply(std::forward<Range>(range), std::move(function), options);
  }
  template <class Function>
  [[nodiscard]] auto operator()(Function function, parallel_options const& options = {}) const {
    check(options);
    return closure<parallel_map_fn, Function, parallel_options>(std::in_place, std::move(function), options);
  }

  template <iterable Range, class Function>
  static auto apply(Range&& range, Function function, parallel_options const& options) {
    using element = value_t<iter_t<Range>>;
    static_assert(std::is_invocable_v<Function const&, element>,
                  "cogen::parallel_map: several threads call the function at the same time, and move an element into "
                  "it: function(T&&) must be possible where the function is const (no mutable lambda)");
    static_assert(!std::is_void_v<std::invoke_result_t<Function const&, element>>,
                  "cogen::parallel_map: the function must return something");
    check(options);
    using state = mapping_pool<iter_t<Range>, Function>;
    // An element that takes longer than others holds up the results behind it, and when the window is full the workers:
    // where one of sixteen takes six times as long, all take 1.5 times as long with twice the workers, 1.1 with four.
    std::size_t const window = options.window.value_or(options.workers < SIZE_MAX / 4 ? 4 * options.workers : SIZE_MAX);
    return parallel_map_source<iter_t<Range>, Function>(make_owner<state>(
        iter(std::forward<Range>(range)), std::move(function), options.workers, window, options.ordered));
  }

 private:
  static void check(parallel_options const& options) {
    static_cast<void>(count_argument("parallel_map", "workers", options.workers, 1));
    if (options.window) static_cast<void>(count_argument("parallel_map", "window", *options.window, 1));
  }
};

}  // namespace detail

/// `parallel_map(range, function[, options])`, `range | parallel_map(function[, options])`: what `function` makes of
/// each element, made by several threads; in the order of the range unless `.ordered = false`. At most `.window`
/// elements are in flight, that is, read and not handed out: waiting, worked on, or finished.
///
/// In: range of T, kept as values, moved in where the range gives them away, else copied. Out: source of `U&&`, where U
/// is the result of `function(T&&)` without reference. Besides those in flight, one result is in the consumer's hands
/// until its next pull.
///
/// The range is read by the consumer alone, within a pull; so it needs to know nothing of threads. A pull reads until
/// the window is full or a result is there. If one is there already, it reads one element all the same, so that the
/// workers have something to do meanwhile, unless half of the window waits for them. So results wait while the range
/// takes its time to answer: what waits for the world, as a queue of messages does, is better read by a thread that
/// hands its elements to workers of its own. For a range that is slow but steady: `range | prefetch(n) |
/// parallel_map(function)`.
///
/// The function is called by all workers at the same time, as const. Workers start when there is something to do; if
/// the system has fewer threads, those do it all. An element is destroyed by the worker that has called the function
/// with it; a result, and an element that none has come to, by the consumer.
///
/// An exception, of the range (or of an element that is moved out of it) or the function, comes when the results before
/// it have been handed out (otherwise, of the function, when it happens; of the range, last); then what is in flight
/// behind is dropped, the range is destroyed, and the source is exhausted. When this source is destroyed, no further
/// call of the function begins, those that have begun are waited for, the threads are joined, and then what is in
/// flight and the range are destroyed, all in the consumer's thread.
///
/// Cost: places for as many elements as were in flight at once, allocated when first needed and used again; two or
/// three locks an element: 0.2 us with a window of 64, over 1 with one of 8. So of elements that take less than some
/// ten microseconds make batches first. Throws std::invalid_argument for no workers or no window, std::system_error or
/// std::bad_alloc from a pull if there can be no thread at all (nothing is lost, and the next pull tries again).
/// Thread-safety: one consumer at a time; `statistics()` locks for a moment, and any thread may call it while the
/// source stays where it is.
///
/// Python: `concurrent.futures.Executor.map(function, range)`, which reads all of the range at once (since 3.14 its
/// `buffersize` bounds that) and has no order but the range's.
inline constexpr detail::parallel_map_fn parallel_map{};

}  // namespace cogen
