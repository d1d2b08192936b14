// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/closure.hpp>
#include <cogen/detail/kept.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

namespace cogen {

namespace detail {
struct last_fn : tool<last_fn, 0> {
  template <iterable Range>
  [[nodiscard]] static constexpr auto apply(Range&& range) {
    using source_type = iter_t<Range>;
    using reference = typename source_type::reference;
    source_type pulled = iter(std::forward<Range>(range));
    std::optional<value_t<source_type>> found;
    while (auto* const element = pulled.pull()) {
      auto* newest = element;
      if constexpr (segmented<source_type>) {
        auto const there = pulled.segment(SIZE_MAX);
        if (!there.empty()) newest = &there.back();
      }
      // An element is only valid until the next pull, which may find that it was the last.
      found.emplace(kept<value_t<source_type>>(static_cast<reference>(*newest)));
    }
    return found;
  }
};
}  // namespace detail

/// more-itertools' `last`: `last(range)`, `range | last`: the last element, nothing where there is none.
///
/// In: range of T. Out: `std::optional<T>`. Cost: each element is kept until the next, or one a segment: moved in where the
/// range gives it away, else copied. Throws what the range throws.
inline constexpr detail::last_fn last{};

}  // namespace cogen
