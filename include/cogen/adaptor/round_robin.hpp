// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/pull_range.hpp>
#include <cogen/detail/row.hpp>
#include <cogen/detail/rules.hpp>
#include <cogen/detail/source_pool.hpp>
#include <cogen/iter.hpp>

#include <array>
#include <cstddef>
#include <type_traits>
#include <utility>

namespace cogen {

/// The source that `round_robin` makes.
template <source... Sources>
class [[nodiscard]] round_robin_source : public pull_range<round_robin_source<Sources...>>,
                                         public detail::several_sources {
  using pool = detail::source_pool<Sources...>;

 public:
  using reference = typename pool::reference;
  using value_type = typename pool::value_type;

  explicit round_robin_source(pool sources) : sources_(std::move(sources)) {}

  std::add_pointer_t<reference> pull() {
    while (left_ != 0) {
      std::size_t const turn = turn_;
      auto* const element = ended_[turn] ? nullptr : sources_.pull(turn);
      turn_ = turn + 1 == pool::count ? 0 : turn + 1;
      if (element != nullptr) return element;
      if (!std::exchange(ended_[turn], true)) --left_;
    }
    return nullptr;
  }

  template <source First>
  auto with_first(First front) && {
    return round_robin_source<First, Sources...>(std::move(sources_).with_first(std::move(front)));
  }

 private:
  pool sources_;
  std::size_t turn_ = 0;
  std::size_t left_ = pool::count;
  std::array<bool, pool::count> ended_{};
};

namespace detail {
struct round_robin_fn : takes_ranges {
  using takes_ranges::operator();
  template <iterable... Ranges>
    requires(sizeof...(Ranges) != 0)
  constexpr auto operator()(Ranges&&... ranges) const {
    return round_robin_source<iter_t<Ranges>...>(source_pool<iter_t<Ranges>...>(iter(std::forward<Ranges>(ranges))...));
  }
};
}  // namespace detail

/// more-itertools' `roundrobin`: `round_robin(a, b, ...)`, `a | round_robin(b, ...)`: one element of each range in
/// turn; ranges that are exhausted are passed over, until all are.
///
/// In: ranges. Out: source of the very elements, with a common type as in `chain`. Cost: one pull an element, and one
/// for the end of each range; no allocation. Throws what the ranges throw: the next pull asks again.
inline constexpr detail::round_robin_fn round_robin{};

}  // namespace cogen
