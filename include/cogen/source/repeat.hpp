// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/closure.hpp>
#include <cogen/detail/owner.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace cogen {

/// The source that `repeat` makes.
template <class Value>
class [[nodiscard]] repeat_source : public pull_range<repeat_source<Value>> {
 public:
  using reference = Value const&;

  template <class Given>
  constexpr repeat_source(Given&& value, std::size_t count) : value_(std::forward<Given>(value)), left_(count) {}

  [[gnu::always_inline]] inline Value const* pull() noexcept {
    if (left_ == 0) return nullptr;
    if (left_ != SIZE_MAX) --left_;
    return detail::address_of(value_);
  }

 private:
  Value value_;
  std::size_t left_;  // SIZE_MAX: no end
};

namespace detail {
struct repeat_fn {
  template <class Value>
  [[nodiscard]] constexpr auto operator()(Value&& value) const {
    return repeat_source<std::decay_t<Value>>(std::forward<Value>(value), SIZE_MAX);
  }
  template <class Value>
  [[nodiscard]] constexpr auto operator()(Value&& value, std::integral auto n) const {
    return repeat_source<std::decay_t<Value>>(std::forward<Value>(value), count_argument("repeat", "n", n, 0));
  }
};
}  // namespace detail

/// Python's `itertools.repeat`: `repeat(value[, n])`: the same value `n` times, or without end.
///
/// Out: source of `T const&`: the one value, which the source keeps (copied or moved in). Cost: no allocation. Throws
/// std::invalid_argument for a negative `n`.
inline constexpr detail::repeat_fn repeat{};

}  // namespace cogen
