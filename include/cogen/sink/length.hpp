// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/closure.hpp>
#include <cogen/detail/skip.hpp>

#include <cstddef>
#include <cstdint>
#include <utility>

namespace cogen {

namespace detail {
struct length_fn : tool<length_fn, 0> {
  template <iterable Range>
  [[nodiscard]] static constexpr std::size_t apply(Range&& range) {
    auto pulled = iter(std::forward<Range>(range));
    return skip(pulled, SIZE_MAX);
  }
};
}  // namespace detail

/// more-itertools' `ilen`: `length(range)`, `range | length`: how many elements there are; they are used up.
///
/// In: range. Out: std::size_t. Cost: whole segments at once. Throws what the range throws.
inline constexpr detail::length_fn length{};

}  // namespace cogen
