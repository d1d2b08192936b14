// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/owner.hpp>
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

/// The source that `interleave` makes.
template <source... Sources>
class [[nodiscard]] interleave_source : public pull_range<interleave_source<Sources...>>,
                                        public detail::several_sources {
  using pool = detail::source_pool<Sources...>;

 public:
  using reference = typename pool::reference;
  using value_type = typename pool::value_type;

  explicit interleave_source(pool sources) : state_(detail::make_owner<state>(std::move(sources))) {}

  std::add_pointer_t<reference> pull() {
    if (state_ == nullptr) return nullptr;
    state& at = *state_;
    if (at.next == pool::count) {
      for (; at.pulled != pool::count; ++at.pulled) {
        at.row[at.pulled] = at.sources.pull(at.pulled);
        if (at.row[at.pulled] == nullptr) {
          state_.reset();
          return nullptr;
        }
      }
      at.next = 0;
      at.pulled = 0;
    }
    return at.row[at.next++];
  }

  template <source First>
  auto with_first(First front) && {
    return interleave_source<First, Sources...>(std::move(state_->sources).with_first(std::move(front)));
  }

 private:
  // On the heap, since elements of a whole row are handed out one by one: they must not move with the source.
  struct state {
    explicit state(pool given) : sources(std::move(given)) {}

    pool sources;
    std::array<std::add_pointer_t<reference>, pool::count> row{};
    std::size_t pulled = 0;  // of the next row
    std::size_t next = pool::count;
  };

  detail::owner<state> state_;  // none at the end
};

namespace detail {
struct interleave_fn : takes_ranges {
  using takes_ranges::operator();
  template <iterable... Ranges>
    requires(sizeof...(Ranges) != 0)
  constexpr auto operator()(Ranges&&... ranges) const {
    return interleave_source<iter_t<Ranges>...>(source_pool<iter_t<Ranges>...>(iter(std::forward<Ranges>(ranges))...));
  }
};
}  // namespace detail

/// more-itertools' `interleave`: `interleave(a, b, ...)`, `a | interleave(b, ...)`: the first element of each range,
/// then the second of each, up to the end of the shortest.
///
/// The elements of a row are pulled before the first of them is handed out, and a row that lacks one is lost, as in
/// Python (`chain.from_iterable(zip(a, b, ...))`).
///
/// In: ranges. Out: source of the very elements, with a common type as in `chain`. One single-pass source must not be
/// given twice. Cost: one pull an element, a row at a time; one allocation. Throws what the ranges throw: nothing is
/// lost, the next pull asks again.
inline constexpr detail::interleave_fn interleave{};

}  // namespace cogen
