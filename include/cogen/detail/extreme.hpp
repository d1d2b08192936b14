// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/call.hpp>
#include <cogen/detail/closure.hpp>
#include <cogen/detail/drain.hpp>
#include <cogen/detail/kept.hpp>
#include <cogen/detail/key_of.hpp>

#include <concepts>
#include <optional>
#include <type_traits>
#include <utility>

namespace cogen::detail {

// The best of some elements and its key, which the projection is called for once. Without one the element is the key.
template <source Source, class Projection>
class candidate {
 public:
  using reference = typename Source::reference;

  candidate(reference element, Projection& projection)
      : key_(detail::call(projection, std::as_const(element))),
        value_(kept<value_t<Source>>(static_cast<reference>(element))) {}

  [[nodiscard]] auto const& key() const noexcept { return key_; }
  template <class Key>
  void replace(Key&& key, reference element) {
    key_ = std::forward<Key>(key);
    value_ = kept<value_t<Source>>(static_cast<reference>(element));
  }
  [[nodiscard]] value_t<Source>& value() noexcept { return value_; }

 private:
  key_of<Source, Projection> key_;
  value_t<Source> value_;
};
template <source Source>
class candidate<Source, std::identity> {
 public:
  using reference = typename Source::reference;

  candidate(reference element, std::identity) : value_(kept<value_t<Source>>(static_cast<reference>(element))) {}

  [[nodiscard]] auto const& key() const noexcept { return value_; }
  template <class Key>
  void replace(Key&&, reference element) {
    value_ = kept<value_t<Source>>(static_cast<reference>(element));
  }
  [[nodiscard]] value_t<Source>& value() noexcept { return value_; }

 private:
  value_t<Source> value_;
};

template <class Range, class Compare, class Projection>
concept comparable_range =
    iterable<Range> &&
    std::predicate<Compare&, key_of<iter_t<Range>, Projection> const&, key_of<iter_t<Range>, Projection> const&>;

// A key to compare with kept ones: one that `Compare` does not compare with them, such as a tuple of references with
// tuples of values, is kept first.
template <class Kept, class Compare, class Key>
[[nodiscard]] constexpr decltype(auto) comparable(Key const& key) {
  if constexpr (std::is_same_v<Kept, Key> || (!tuple_like<Kept> && std::predicate<Compare&, Key const&, Kept const&> &&
                                              std::predicate<Compare&, Kept const&, Key const&>)) {
    return (key);
  } else {
    return Kept(kept<Kept>(key));
  }
}

// The first element that is better than all before it and that none after it is better than.
template <class Compare, source Source, class Better, class Projection>
[[nodiscard]] constexpr std::optional<value_t<Source>> extreme(Source pulled, Better better, Projection projection) {
  using reference = typename Source::reference;
  auto* const element = pulled.pull();
  if (element == nullptr) return std::nullopt;
  candidate<Source, Projection> best(static_cast<reference>(*element), projection);
  drain(pulled, [&](reference other) {
    auto&& key = detail::call(projection, std::as_const(other));
    if (better(comparable<key_of<Source, Projection>, Compare>(key), best.key())) {
      best.replace(std::forward<decltype(key)>(key), static_cast<reference>(other));
    }
  });
  return std::move(best.value());
}

}  // namespace cogen::detail
