// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/batching.hpp>
#include <cogen/detail/call.hpp>
#include <cogen/detail/closure.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace cogen {

namespace detail {

template <class Size>
class bounded_rule {
 public:
  bounded_rule(Size size, std::size_t max_bytes, std::size_t max_count)
      : size_(std::move(size)), max_bytes_(max_bytes), max_count_(max_count) {}

  [[nodiscard]] bool full(auto const& batch) const noexcept {
    return !batch.empty() && (bytes_ >= max_bytes_ || batch.size() == max_count_);
  }
  [[nodiscard]] bool begins(auto const& batch, auto const& element) {
    std::size_t const bytes = count_argument("batch_by", "the size of an element", detail::call(size_, element), 0);
    bool const fits = !batch.empty() && bytes <= max_bytes_ - bytes_;
    bytes_with_it_ = fits ? bytes_ + bytes : bytes;
    return !fits && !batch.empty();
  }
  void appended() noexcept { bytes_ = bytes_with_it_; }

 private:
  [[no_unique_address]] Size size_;
  std::size_t max_bytes_;
  std::size_t max_count_;
  std::size_t bytes_ = 0;          // in the batch that is being filled
  std::size_t bytes_with_it_ = 0;  // in the one that the element last asked about comes into
};

}  // namespace detail

/// The source that `batch_by` makes.
template <source Source, class Size>
using batch_by_source = detail::batching_source<Source, detail::bounded_rule<Size>>;

namespace detail {
struct batch_by_fn : tool<batch_by_fn> {
  using rule = rules::the_size_must_be_an_integer;

  template <iterable Range, class Size, class... Counts>
    requires std::integral<
        std::invoke_result_t<Size&, std::remove_reference_t<typename iter_t<Range>::reference> const&>>
  static constexpr auto apply(Range&& range, Size size, std::integral auto max_bytes, Counts... max_count) {
    auto const bounds = check(size, max_bytes, max_count...);
    return batch_by_source<iter_t<Range>, Size>(iter(std::forward<Range>(range)),
                                                bounded_rule<Size>(std::move(size), bounds.max_bytes, bounds.max_count),
                                                bounds.max_count);
  }

  struct bounds {
    std::size_t max_bytes;
    std::size_t max_count = SIZE_MAX;
  };
  static constexpr bounds check(auto const&, std::integral auto max_bytes) {
    return {count_argument("batch_by", "max_bytes", max_bytes, 1)};
  }
  static constexpr bounds check(auto const&, std::integral auto max_bytes, std::integral auto max_count) {
    return {count_argument("batch_by", "max_bytes", max_bytes, 1),
            count_argument("batch_by", "max_count", max_count, 1)};
  }
};
}  // namespace detail

/// `batch_by(range, size, max_bytes[, max_count])`, `range | batch_by(size, max_bytes[, max_count])`: vectors of as many
/// elements as stay within both bounds, where `size(element)` is what one counts for (more-itertools'
/// `constrained_batches`). An element larger than `max_bytes` makes a vector of its own; none is lost or cut.
///
/// In: range of T. Out: source of `std::vector<T>&&`: move it out, or look at it and leave it; then its memory is used
/// again and a steady state allocates nothing. A vector that has reached a bound is handed out at once, before elements
/// of no size that would still fit; else the element that is too much is pulled, kept, and begins the next. Cost: one call of `size` an element. Throws
/// std::invalid_argument for bounds below 1 and for a negative size, and what `size` throws; that element is then passed.
/// If the range throws, or there is no memory, the elements of the batch begun are kept and come with the next pull.
inline constexpr detail::batch_by_fn batch_by{};

}  // namespace cogen
