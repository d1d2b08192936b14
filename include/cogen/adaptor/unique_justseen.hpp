// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/call.hpp>
#include <cogen/detail/closure.hpp>
#include <cogen/detail/kept.hpp>
#include <cogen/detail/key_of.hpp>

#include <concepts>
#include <optional>
#include <type_traits>
#include <utility>

namespace cogen {

/// The source that `unique_justseen` makes.
template <source Source, class Projection>
class [[nodiscard]] unique_justseen_source : public pull_range<unique_justseen_source<Source, Projection>> {
 public:
  using reference = typename Source::reference;
  using value_type = value_t<Source>;
  using key_type = detail::key_of<Source, Projection>;

  unique_justseen_source(Source base, Projection projection)
      : base_(std::move(base)), projection_(std::move(projection)) {}

  [[gnu::always_inline]] inline std::add_pointer_t<reference> pull() {
    while (auto* const element = base_.pull()) {
      auto&& key = detail::call(projection_, std::as_const(*element));
      if (last_ && detail::same_key(key, *last_)) continue;
      last_ = detail::kept<key_type>(std::forward<decltype(key)>(key));
      return element;
    }
    return nullptr;
  }

 private:
  Source base_;
  [[no_unique_address]] Projection projection_;
  std::optional<key_type> last_;
};

namespace detail {
struct unique_justseen_fn : tool<unique_justseen_fn, 1> {
  using rule = rules::elements_or_keys_must_have_equality;

  template <iterable Range, class Projection = std::identity>
    requires std::equality_comparable<key_of<iter_t<Range>, Projection>>
  static constexpr auto apply(Range&& range, Projection projection = {}) {
    return unique_justseen_source<iter_t<Range>, Projection>(iter(std::forward<Range>(range)), std::move(projection));
  }
};
}  // namespace detail

/// more-itertools' `unique_justseen`: `unique_justseen(range[, projection])`, `range | unique_justseen`, `range |
/// unique_justseen(projection)`: the elements without those that equal the one before, or whose projections do (Unix
/// `uniq`). The first of a run comes.
///
/// In: range of T. Out: source of T, the very elements. Cost: one call of `projection` an element; a copy of it, or of
/// the element where there is none, for each that is handed out, and no allocation besides. Move-only elements need a
/// projection. Throws what `projection` throws; the element is then passed.
/// Keys are kept: one that is a view into an element (a part of a line) must be returned as a value.
inline constexpr detail::unique_justseen_fn unique_justseen{};

}  // namespace cogen
