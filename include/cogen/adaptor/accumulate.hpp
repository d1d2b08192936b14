// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/call.hpp>
#include <cogen/detail/closure.hpp>
#include <cogen/detail/owner.hpp>

#include <concepts>
#include <optional>
#include <type_traits>
#include <utility>

namespace cogen {

/// The source that `accumulate` makes.
template <source Source, class Operation, class Total>
class [[nodiscard]] accumulate_source : public pull_range<accumulate_source<Source, Operation, Total>> {
 public:
  using reference = Total const&;

  accumulate_source(Source base, Operation operation, std::optional<Total> initial)
      : base_(std::move(base)), operation_(std::move(operation)), total_(std::move(initial)) {}

  [[gnu::always_inline]] inline Total const* pull() {
    using element_reference = typename Source::reference;
    if (begun_) [[likely]] {
      auto* const element = base_.pull();
      if (element == nullptr) return nullptr;
      *total_ =
          static_cast<Total>(detail::call(operation_, std::move(*total_), static_cast<element_reference>(*element)));
    } else {
      if constexpr (std::is_constructible_v<Total, element_reference>) {  // else there is an initial total
        if (!total_) {
          auto* const element = base_.pull();
          if (element == nullptr) return nullptr;
          total_.emplace(static_cast<element_reference>(*element));
        }
      }
      begun_ = true;
    }
    return detail::address_of(*total_);
  }

 private:
  Source base_;
  [[no_unique_address]] Operation operation_;
  std::optional<Total> total_;
  bool begun_ = false;
};

namespace detail {
struct accumulate_fn : tool<accumulate_fn, 2> {
  using rule = rules::the_operation_must_take_the_total_and_an_element;

  template <class Range, class Operation, class Total>
  static constexpr bool accumulates =
      requires(Operation& operation, Total& total, typename iter_t<Range>::reference element) {
        total = static_cast<Total>(detail::call(operation, std::move(total), static_cast<decltype(element)>(element)));
      };

  template <iterable Range, class Operation = detail::plus>
    requires accumulates<Range, Operation, value_t<iter_t<Range>>>
  static constexpr auto apply(Range&& range, Operation operation = {}) {
    return accumulate_source<iter_t<Range>, Operation, value_t<iter_t<Range>>>(iter(std::forward<Range>(range)),
                                                                               std::move(operation), std::nullopt);
  }
  template <iterable Range, class Operation, class Initial>
    requires accumulates<Range, Operation, Initial>
  static constexpr auto apply(Range&& range, Operation operation, Initial initial) {
    return accumulate_source<iter_t<Range>, Operation, Initial>(iter(std::forward<Range>(range)), std::move(operation),
                                                                std::move(initial));
  }
};
}  // namespace detail

/// Python's `itertools.accumulate`: `accumulate(range[, operation[, initial]])`, `range | accumulate`, `range |
/// accumulate(operation[, initial])`: the first element, then `total = operation(std::move(total), element)` for each
/// other one; `+` if there is no `operation`. With `initial` that comes first, and each element is added to it.
///
/// In: range of T. Out: source of `U const&`, the total so far, valid until the next pull; U is T, or the type of
/// `initial`. Cost: one pull a total, none for `initial`; no allocation. Throws what `operation` throws; the element is
/// then passed, the total is as `operation` left it.
inline constexpr detail::accumulate_fn accumulate{};

}  // namespace cogen
