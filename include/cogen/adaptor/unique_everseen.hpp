// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/call.hpp>
#include <cogen/detail/closure.hpp>
#include <cogen/detail/kept.hpp>
#include <cogen/detail/key_of.hpp>

#include <concepts>
#include <cstddef>
#include <type_traits>
#include <unordered_set>
#include <utility>

namespace cogen {

/// The source that `unique_everseen` makes.
template <source Source, class Projection, class Hash>
class [[nodiscard]] unique_everseen_source : public pull_range<unique_everseen_source<Source, Projection, Hash>> {
 public:
  using reference = typename Source::reference;
  using value_type = value_t<Source>;
  using key_type = detail::key_of<Source, Projection>;

  unique_everseen_source(Source base, Projection projection, Hash hash)
      : base_(std::move(base)), projection_(std::move(projection)), seen_(0, std::move(hash)) {}

  std::add_pointer_t<reference> pull() {
    while (auto* const element = base_.pull()) {
      auto&& key = detail::call(projection_, std::as_const(*element));
      if constexpr (std::is_same_v<std::remove_cvref_t<decltype(key)>, key_type>) {
        if (seen_.insert(std::forward<decltype(key)>(key)).second) return element;
      } else {
        if (seen_.insert(key_type(detail::kept<key_type>(key))).second) return element;
      }
    }
    return nullptr;
  }

 private:
  Source base_;
  [[no_unique_address]] Projection projection_;
  std::unordered_set<key_type, Hash> seen_;
};

namespace detail {
struct unique_everseen_fn : tool<unique_everseen_fn, 2> {
  using rule = rules::elements_or_keys_must_have_equality_and_a_hash;

  template <class Range, class Projection, class Hash>
  static constexpr bool hashes =
      std::equality_comparable<key_of<iter_t<Range>, Projection>> &&
      std::is_invocable_r_v<std::size_t, Hash const&, key_of<iter_t<Range>, Projection> const&>;

  template <iterable Range, class Projection = std::identity>
    requires hashes<Range, Projection, std::hash<key_of<iter_t<Range>, Projection>>>
  static auto apply(Range&& range, Projection projection = {}) {
    return apply(std::forward<Range>(range), std::move(projection), std::hash<key_of<iter_t<Range>, Projection>>());
  }
  template <iterable Range, class Projection, class Hash>
    requires hashes<Range, Projection, Hash>
  static auto apply(Range&& range, Projection projection, Hash hash) {
    return unique_everseen_source<iter_t<Range>, Projection, Hash>(iter(std::forward<Range>(range)),
                                                                   std::move(projection), std::move(hash));
  }
};
}  // namespace detail

/// more-itertools' `unique_everseen`: `unique_everseen(range[, projection[, hash]])`, `range | unique_everseen`, `range |
/// unique_everseen(projection[, hash])`: the elements without those that came before, or whose projections did; the
/// first of its kind comes.
///
/// In: range of T. Out: source of T, the very elements. Cost: one call of `projection` and of `hash` (std::hash) an
/// element, amortised O(1); memory and one allocation for each different one: a copy of its projection, or of the
/// element where there is none. Move-only elements need a projection. Throws what `projection` and `hash` throw and
/// std::bad_alloc; the element is then passed.
/// Keys are kept: one that is a view into an element (a part of a line) must be returned as a value.
inline constexpr detail::unique_everseen_fn unique_everseen{};

}  // namespace cogen
