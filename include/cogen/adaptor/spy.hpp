// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/buffer.hpp>
#include <cogen/detail/closure.hpp>
#include <cogen/detail/kept.hpp>
#include <cogen/detail/moved_from.hpp>

#include <concepts>
#include <cstddef>
#include <span>
#include <type_traits>
#include <utility>

namespace cogen {

/// The source that `spy` makes: a source that shows you its first elements before you take them.
template <source Source>
class [[nodiscard]] spy_source : public pull_range<spy_source<Source>> {
  using element_reference = typename Source::reference;

 public:
  using value_type = detail::kept_t<Source>;
  using reference = std::conditional_t<std::is_lvalue_reference_v<element_reference>, value_type const&, value_type&&>;

  static constexpr bool converted =
      !std::is_convertible_v<std::add_pointer_t<element_reference>, std::add_pointer_t<reference>>;

  spy_source(Source base, std::size_t count) : base_(std::move(base)), count_(count) {}

  /// The next `n` elements, or all that are left where there are fewer; later, those of them that were not pulled yet.
  /// Valid until the next pull.
  [[nodiscard]] std::span<value_type const> head() {
    if (kept_.empty()) kept_.reserve(count_ < at_first ? count_ : at_first);
    while (kept_.size() < count_) {
      auto* const element = base_.pull();
      if (element == nullptr) count_ = kept_.size();
      if (element != nullptr) kept_.emplace_back(detail::kept<value_type>(static_cast<element_reference>(*element)));
    }
    return {kept_.data() + next_, kept_.size() - next_};
  }

  [[gnu::always_inline]] inline std::add_pointer_t<reference> pull() {
    if (next_ != kept_.size()) return kept_.data() + next_++;
    auto* const element = base_.pull();
    if constexpr (converted) {
      if (element == nullptr) return nullptr;
      return converted_.fill(
          [element] { return value_type(detail::kept<value_type>(static_cast<element_reference>(*element))); });
    } else {
      return element;
    }
  }
  [[nodiscard]] std::span<std::remove_reference_t<reference>> segment(std::size_t most)
    requires(!converted && segmented<Source>)
  {
    std::size_t const left = kept_.size() - next_;
    if (left == 0) return base_.segment(most);
    std::size_t const count = left < most ? left : most;
    return {kept_.data() + std::exchange<std::size_t>(next_, next_ + count), count};
  }

  /// For `auto [head, rest]`.
  template <std::size_t Index>
  [[nodiscard]] decltype(auto) get() && {
    if constexpr (Index == 0) {
      return head();
    } else {
      return std::move(*this);
    }
  }

 private:
  static constexpr std::size_t at_first = 4096 / sizeof(value_type) + 1;  // n may be a mere upper bound

  Source base_;
  std::size_t count_;
  detail::buffer<value_type> kept_;
  detail::moved_position next_ = 0;
  [[no_unique_address]] detail::slot_if<converted, value_type> converted_;
};

namespace detail {
struct spy_fn : tool<spy_fn> {
  using rule = rules::counts_must_be_integers;

  template <iterable Range>
  static constexpr auto apply(Range&& range, std::integral auto n) {
    return spy_source<iter_t<Range>>(iter(std::forward<Range>(range)), count_argument("spy", "n", n, 0));
  }
  template <iterable Range>
  static constexpr auto apply(Range&& range) {
    return apply(std::forward<Range>(range), 1);
  }
  static constexpr void check() noexcept {}
  static constexpr void check(std::integral auto n) { static_cast<void>(count_argument("spy", "n", n, 0)); }
};
}  // namespace detail

/// more-itertools' `spy`: `spy(range, n = 1)`, `range | spy(n)`: all elements, and `head()`, a span of the first `n`, which
/// are still to come. To be taken apart too:
///
/// ```
/// auto [head, rows] = spy(lines("measured.csv"), 1);
/// ```
///
/// In: range of T. Out: source of `T&&` where the range gives its elements away, else of `T const&`. What `head()` has
/// shown is kept here until it is pulled: moved in where the range gives it away, else copied. Cost: one pull an element;
/// nothing is pulled before the first `head()` or pull. Throws std::invalid_argument for a negative `n`. If the range
/// throws, what was shown or read is kept.
inline constexpr detail::spy_fn spy{};

}  // namespace cogen

template <class Source>
struct std::tuple_size<cogen::spy_source<Source>> : std::integral_constant<std::size_t, 2> {};
template <class Source>
struct std::tuple_element<0, cogen::spy_source<Source>> {
  using type = std::span<typename cogen::spy_source<Source>::value_type const>;
};
template <class Source>
struct std::tuple_element<1, cogen::spy_source<Source>> {
  using type = cogen::spy_source<Source>;
};
