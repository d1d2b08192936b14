// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/common_element.hpp>
#include <cogen/detail/slot.hpp>
#include <cogen/iter.hpp>

#include <array>
#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>

namespace cogen::detail {

// Several sources, to be pulled from by their number. An element stays valid until the same source is pulled again, as
// long as the pool is not moved.
template <source... Sources>
class source_pool {
  using element = common_element<typename Sources::reference...>;
  static constexpr bool computed = !element::same && !element::same_object;

 public:
  using reference = typename element::reference;
  using value_type = std::common_type_t<value_t<Sources>...>;
  static constexpr std::size_t count = sizeof...(Sources);

  explicit source_pool(Sources... sources) : sources_(std::move(sources)...) {}

  constexpr void open() const noexcept {}
  [[nodiscard]] constexpr std::size_t size() const noexcept { return count; }
  [[gnu::always_inline]] inline std::add_pointer_t<reference> pull(std::size_t number) { return pull_from<0>(number); }

  template <source First>
  auto with_first(First first) && {
    return std::apply(
        [&first](Sources&... others) { return source_pool<First, Sources...>(std::move(first), std::move(others)...); },
        sources_);
  }

 private:
  template <std::size_t Index>
  [[gnu::always_inline]] inline std::add_pointer_t<reference> pull_from(std::size_t number) {
    if constexpr (Index + 1 < count) {
      if (number != Index) return pull_from<Index + 1>(number);
    }
    auto& from = std::get<Index>(sources_);
    auto* const pulled = from.pull();
    if constexpr (computed) {
      using given = typename std::remove_reference_t<decltype(from)>::reference;
      using converted = std::remove_cvref_t<reference>;
      if (pulled == nullptr) return nullptr;
      return converted_[Index].fill([pulled]() -> converted { return static_cast<given>(*pulled); });
    } else {
      return pulled;
    }
  }

  std::tuple<Sources...> sources_;
  [[no_unique_address]] std::conditional_t<computed, std::array<slot<std::remove_cvref_t<reference>>, count>, no_slot>
      converted_;
};

}  // namespace cogen::detail
