// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/closure.hpp>
#include <cogen/detail/kept.hpp>

#include <optional>
#include <type_traits>
#include <utility>

namespace cogen {

/// The source that `pairwise` makes.
template <source Source>
class [[nodiscard]] pairwise_source : public pull_range<pairwise_source<Source>> {
  using value = detail::kept_t<Source>;
  using references = std::pair<value const&, value const&>;

 public:
  using reference = references&&;
  using value_type = std::pair<value, value>;

  explicit pairwise_source(Source base) : base_(std::move(base)) {}

  [[gnu::always_inline]] inline references* pull() {
    if (!kept_[newest_]) {
      if (!keep_next(newest_)) return nullptr;
    }
    if (!keep_next(1 - newest_)) return nullptr;
    newest_ = 1 - newest_;
    return pair_.fill([this] { return references(*kept_[1 - newest_], *kept_[newest_]); });
  }

 private:
  [[gnu::always_inline]] inline bool keep_next(unsigned place) {
    auto* const element = base_.pull();
    if (element == nullptr) return false;
    kept_[place].emplace(detail::kept<value>(static_cast<typename Source::reference>(*element)));
    return true;
  }

  Source base_;
  std::optional<value> kept_[2];
  unsigned newest_ = 0;
  detail::slot<references> pair_;
};

namespace detail {
struct pairwise_fn : tool<pairwise_fn, 0> {
  template <iterable Range>
  static constexpr auto apply(Range&& range) {
    return pairwise_source<iter_t<Range>>(iter(std::forward<Range>(range)));
  }
};
}  // namespace detail

/// Python's `itertools.pairwise`: `pairwise(range)`, `range | pairwise`: each element with the one after it; none for a
/// range of fewer than two. Takes single-pass ranges (std::views::pairwise does not).
///
/// In: range of T. Out: source of `std::pair<T const&, T const&>`, valid until the next pull; kept as `std::pair<T, T>`.
/// Elements are kept here, moved in where the range gives them away, else copied, once each. Cost: two pulls for the
/// first pair, one for each other; no allocation. Throws what the range throws: the element before is kept and the next
/// pull goes on with it.
inline constexpr detail::pairwise_fn pairwise{};

}  // namespace cogen
