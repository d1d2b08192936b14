// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/closure.hpp>
#include <cogen/detail/rules.hpp>

#include <type_traits>
#include <utility>

namespace cogen {

/// The source that `compress` makes.
template <source Source, source Selectors>
class [[nodiscard]] compress_source : public pull_range<compress_source<Source, Selectors>> {
 public:
  using reference = typename Source::reference;
  using value_type = value_t<Source>;

  compress_source(Source base, Selectors selectors) : base_(std::move(base)), selectors_(std::move(selectors)) {}

  [[gnu::always_inline]] inline std::add_pointer_t<reference> pull() {
    while (!ended_) {
      if (!asked_) {
        auto* const selector = selectors_.pull();
        if (selector == nullptr) break;
        selected_ = static_cast<bool>(*selector);
        asked_ = true;
      }
      auto* const element = base_.pull();
      if (element == nullptr) break;
      asked_ = false;
      if (selected_) return element;
    }
    ended_ = true;
    return nullptr;
  }

 private:
  Source base_;
  Selectors selectors_;
  bool ended_ = false;
  bool asked_ = false;  // the next element's selector is there: if the range throws, it waits
  bool selected_ = false;
};

namespace detail {
struct compress_fn : tool<compress_fn>, takes_ranges {
  using takes_ranges::operator();

  template <iterable Range, iterable Selectors>
  static constexpr auto apply(Range&& range, Selectors&& selectors) {
    return compress_source<iter_t<Range>, iter_t<Selectors>>(iter(std::forward<Range>(range)),
                                                             iter(std::forward<Selectors>(selectors)));
  }

  template <iterable Range, iterable Selectors>
  constexpr auto operator()(Range&& range, Selectors&& selectors) const {
    return apply(std::forward<Range>(range), std::forward<Selectors>(selectors));
  }
  // Unlike other tools' arguments these are a range: an lvalue is borrowed.
  template <iterable Selectors>
  constexpr auto operator()(Selectors&& selectors) const {
    return closure<compress_fn, iter_t<Selectors>>(std::in_place, iter(std::forward<Selectors>(selectors)));
  }
};
}  // namespace detail

/// Python's `itertools.compress`: `compress(range, selectors)`, `range | compress(selectors)`: the elements whose
/// selector, the element at the same place of the range `selectors`, is true. Ends where either range does.
///
/// In: range of T and range of what converts to bool. Out: source of T, the very elements. Cost: one pull of each a
/// place, the selector first: where the selectors end, no element is lost. No allocation. Throws what the ranges
/// throw: the next pull goes on at the same place.
inline constexpr detail::compress_fn compress{};

}  // namespace cogen
