// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/closure.hpp>
#include <cogen/detail/common_element.hpp>
#include <cogen/detail/rules.hpp>

#include <cstddef>
#include <span>
#include <tuple>
#include <type_traits>
#include <utility>

namespace cogen {

/// The source that `chain` makes.
template <source... Sources>
class [[nodiscard]] chain_source : public pull_range<chain_source<Sources...>> {
  using element = detail::common_element<typename Sources::reference...>;
  static constexpr bool computed = !element::same && !element::same_object;

 public:
  using reference = typename element::reference;
  using value_type = std::common_type_t<value_t<Sources>...>;

  explicit chain_source(Sources... sources) : sources_(std::move(sources)...) {}

  [[gnu::always_inline]] inline std::add_pointer_t<reference> pull() { return pull_from<0>(); }

  [[nodiscard]] auto segment(std::size_t most)
    requires(element::same && (segmented<Sources> && ...))
  {
    return segment_of<0>(most);
  }

  /// `a | chain(b, c)` is `chain(a, b, c)`.
  template <iterable Range>
  friend auto operator|(Range&& range, chain_source&& others) {
    return std::apply(
        [&range](Sources&... sources) {
          return chain_source<iter_t<Range>, Sources...>(iter(std::forward<Range>(range)), std::move(sources)...);
        },
        others.sources_);
  }

 private:
  template <std::size_t Index>
  [[gnu::always_inline]] inline std::add_pointer_t<reference> pull_from() {
    if constexpr (Index == sizeof...(Sources)) {
      return nullptr;
    } else {
      if (current_ == Index) {
        auto& from = std::get<Index>(sources_);
        if (auto* const pulled = from.pull()) return hand_out<decltype(from)>(pulled);
        ++current_;
      }
      return pull_from<Index + 1>();
    }
  }
  template <class From, class Pulled>
  [[gnu::always_inline]] inline std::add_pointer_t<reference> hand_out(Pulled* pulled) {
    if constexpr (computed) {
      using given = typename std::remove_reference_t<From>::reference;
      return converted_.fill([pulled]() -> std::remove_cvref_t<reference> { return static_cast<given>(*pulled); });
    } else {
      return pulled;
    }
  }
  template <std::size_t Index>
  [[nodiscard]] std::span<std::remove_reference_t<reference>> segment_of(std::size_t most) {
    if constexpr (Index == sizeof...(Sources)) {
      return {};
    } else {
      return current_ == Index ? std::get<Index>(sources_).segment(most) : segment_of<Index + 1>(most);
    }
  }

  std::tuple<Sources...> sources_;
  std::size_t current_ = 0;
  [[no_unique_address]] detail::slot_if<computed, std::remove_cvref_t<reference>> converted_;
};

namespace detail {
struct chain_fn : takes_ranges {
  using takes_ranges::operator();
  template <iterable... Ranges>
    requires(sizeof...(Ranges) != 0)
  constexpr auto operator()(Ranges&&... ranges) const {
    return chain_source<iter_t<Ranges>...>(iter(std::forward<Ranges>(ranges))...);
  }
};
}  // namespace detail

/// Python's `itertools.chain`: `chain(a, b, ...)`, `a | chain(b, ...)`: all elements of `a`, then all of `b`, and so
/// on. A range is not touched before the one in front of it is exhausted.
///
/// In: ranges. Out: source of the very elements if all ranges give the same reference; of `T const&` if they differ in
/// constness or ownership only; else of their common type. Segments pass through in the first case. Cost: one pull an
/// element, and one for the end of each range; no allocation. Throws what the ranges throw: the next pull asks again.
inline constexpr detail::chain_fn chain{};

}  // namespace cogen
