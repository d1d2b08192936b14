// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/pull_range.hpp>
#include <cogen/detail/row.hpp>
#include <cogen/detail/rules.hpp>
#include <cogen/detail/slot.hpp>
#include <cogen/generator_error.hpp>
#include <cogen/iter.hpp>

#include <cstddef>
#include <stdexcept>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

namespace cogen {

/// The source that `zip` and, with `Strict`, `zip_strict` make.
template <bool Strict, source... Sources>
class [[nodiscard]] zip_source : public pull_range<zip_source<Strict, Sources...>>, public detail::several_sources {
  using row = detail::row<typename Sources::reference...>;
  using indices = std::index_sequence_for<Sources...>;

 public:
  using reference = row&&;
  using value_type = detail::row<value_t<Sources>...>;

  explicit zip_source(Sources... sources) : sources_(std::move(sources)...) {}

  [[gnu::always_inline]] inline row* pull() { return pull_row(indices()); }

  /// How many elements were pulled in vain, since the range after them had none (or threw): one each of the first
  /// `lost()` ranges.
  [[nodiscard]] std::size_t lost() const noexcept { return pulled_; }

  template <source First>
  auto with_first(First front) && {
    return std::apply(
        [&front](Sources&... others) {
          return zip_source<Strict, First, Sources...>(std::move(front), std::move(others)...);
        },
        sources_);
  }

 private:
  template <std::size_t... Index>
  [[gnu::always_inline]] inline row* pull_row(std::index_sequence<Index...>) {
    if (ended_) return nullptr;
    pulled_ = 0;
    std::tuple<std::add_pointer_t<typename Sources::reference>...> elements;
    bool const whole = (pull_one<Index>(std::get<Index>(elements)) && ...);
    if (!whole) {
      if constexpr (Strict) refuse_unequal(indices());
      ended_ = true;
      return nullptr;
    }
    pulled_ = 0;
    return row_.fill(
        [&elements] { return row(static_cast<typename Sources::reference>(*std::get<Index>(elements))...); });
  }
  template <std::size_t Index, class Element>
  [[gnu::always_inline]] inline bool pull_one(Element*& element) {
    element = std::get<Index>(sources_).pull();
    if (element != nullptr) pulled_ = Index + 1;
    return element != nullptr;
  }

  template <std::size_t... Index>
  void refuse_unequal(std::index_sequence<Index...>) {
    if (pulled_ != 0) refuse(pulled_, "shorter");
    static_cast<void>((refuse_longer<Index + 1>() && ...));
  }
  template <std::size_t Index>
  bool refuse_longer() {
    if constexpr (Index < sizeof...(Sources)) {
      if (std::get<Index>(sources_).pull() != nullptr) refuse(Index, "longer");
    }
    return true;
  }
  [[noreturn, gnu::cold]] void refuse(std::size_t index, char const* compared) {
    ended_ = true;
    detail::raise<std::invalid_argument>("cogen::zip_strict: argument " + std::to_string(index + 1) + " is " +
                                         compared + " than argument" + (index == 1 ? " " : "s 1-") +
                                         std::to_string(index));
  }

  std::tuple<Sources...> sources_;
  std::size_t pulled_ = 0;  // of the row begun
  bool ended_ = false;
  detail::slot<row> row_;
};

namespace detail {
template <bool Strict>
struct zip_fn : takes_ranges {
  using takes_ranges::operator();
  template <iterable... Ranges>
    requires(sizeof...(Ranges) != 0)
  constexpr auto operator()(Ranges&&... ranges) const {
    return zip_source<Strict, iter_t<Ranges>...>(iter(std::forward<Ranges>(ranges))...);
  }
};
}  // namespace detail

}  // namespace cogen
