// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/closure.hpp>
#include <cogen/detail/owner.hpp>

#include <cstddef>
#include <optional>
#include <type_traits>
#include <utility>

namespace cogen {

/// The source that `flatten` makes.
template <source Source>
  requires iterable<typename Source::reference>
class [[nodiscard]] flatten_source : public pull_range<flatten_source<Source>> {
  using inner = iter_t<typename Source::reference>;

 public:
  using reference = typename inner::reference;
  using value_type = value_t<inner>;

  explicit flatten_source(Source base) : state_(made(std::move(base))) {}

  [[gnu::always_inline]] inline std::add_pointer_t<reference> pull() {
    if constexpr (on_heap) {
      if (state_ == nullptr) return nullptr;  // moved from
    }
    auto& [base, current] = at();
    for (;;) {
      if (current) [[likely]] {
        if (auto* const element = current->pull()) [[likely]]
          return element;
        current.reset();  // before the next range is pulled: it may be the one that the base reuses
      }
      auto* const range = base.pull();
      if (range == nullptr) return nullptr;
      current.emplace(iter(static_cast<typename Source::reference>(*range)));
    }
  }
  [[nodiscard]] auto segment(std::size_t most)
    requires segmented<inner>
  {
    using span = decltype(std::declval<inner&>().segment(most));
    if constexpr (on_heap) {
      if (state_ == nullptr) return span();
    }
    auto& [base, current] = at();
    return current ? current->segment(most) : span();
  }

 private:
  struct state {
    Source base;
    std::optional<inner> current;
  };
  // A range that the base only shows may live inside the base, which must then stay where it is.
  static constexpr bool on_heap =
      std::is_lvalue_reference_v<typename Source::reference> && !detail::shows_what_stays<Source>;

  static auto made(Source base) {
    if constexpr (on_heap) {
      return detail::make_owner<state>(state{std::move(base), std::nullopt});
    } else {
      return state{std::move(base), std::nullopt};
    }
  }
  [[nodiscard, gnu::always_inline]] inline state& at() noexcept {
    if constexpr (on_heap) {
      return *state_;
    } else {
      return state_;
    }
  }

  std::conditional_t<on_heap, detail::owner<state>, state> state_;
};

namespace detail {
struct flatten_fn : tool<flatten_fn, 0> {
  using rule = rules::elements_must_be_ranges;

  template <iterable Range>
    requires iterable<typename iter_t<Range>::reference>
  static constexpr auto apply(Range&& range) {
    return flatten_source<iter_t<Range>>(iter(std::forward<Range>(range)));
  }
};
}  // namespace detail

/// Python's `itertools.chain.from_iterable`: `flatten(ranges)`, `ranges | flatten`: the elements of each range in turn,
/// one level deep. A range is pulled when the one before is exhausted, not earlier.
///
/// In: range of ranges of T. Out: source of T, the very elements; they may be moved out of ranges that are given away.
/// Segments pass through: flattening vectors runs at the speed of the nested loop. Cost: one pull an element, two at the
/// end of a range; no allocation, but one where the ranges are lent by a source that may keep them within itself. Throws
/// what the ranges throw: the next pull asks again.
inline constexpr detail::flatten_fn flatten{};
/// The same under Python's name.
inline constexpr detail::flatten_fn chain_from{};

}  // namespace cogen
