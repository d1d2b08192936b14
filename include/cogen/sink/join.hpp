// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/closure.hpp>
#include <cogen/detail/drain.hpp>

#include <concepts>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace cogen {

namespace detail {

template <class Type>
concept string_like = std::convertible_to<Type const&, std::string_view> || std::same_as<std::remove_cv_t<Type>, char>;

struct join_fn : tool<join_fn, 1> {
  using rule = rules::elements_must_be_strings;

  template <iterable Range>
    requires string_like<std::remove_reference_t<typename iter_t<Range>::reference>>
  [[nodiscard]] static constexpr std::string apply(Range&& range, std::string_view separator) {
    using reference = typename iter_t<Range>::reference;
    auto pulled = iter(std::forward<Range>(range));
    std::string text;
    bool behind_another = false;
    drain(pulled, [&](reference element) {
      if (std::exchange(behind_another, true)) text += separator;
      if constexpr (std::same_as<std::remove_cvref_t<reference>, char>) {
        text += element;
      } else {
        text += std::string_view(std::as_const(element));
      }
    });
    return text;
  }
};

}  // namespace detail

/// Python's `separator.join(range)`: `join(range, separator)`, `range | join(separator)`: the strings of a range, one
/// behind the other, with the separator between each two.
///
/// In: range of what converts to std::string_view, or of char. Out: std::string. Cost: linear in what it returns. Throws
/// what the range throws, and std::bad_alloc.
inline constexpr detail::join_fn join{};

}  // namespace cogen
