// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/call.hpp>
#include <cogen/detail/closure.hpp>
#include <cogen/detail/grouping.hpp>
#include <cogen/detail/shared.hpp>

#include <concepts>
#include <cstddef>
#include <type_traits>
#include <utility>

namespace cogen {

/// A group that `group_by` hands out: a key, and the source of the elements that have it. Can be moved and kept.
template <source Source, class Function>
class [[nodiscard]] group_source : public pull_range<group_source<Source, Function>> {
  using shared = detail::grouping<Source, Function>;

 public:
  using reference = typename Source::reference;
  using value_type = value_t<Source>;
  using key_type = typename shared::key_type;

  group_source(detail::shared<shared> owned, std::size_t number)
      : all_(std::move(owned)), number_(number), key_(all_->key()) {}

  [[nodiscard]] key_type const& key() const noexcept { return key_; }
  [[gnu::always_inline]] inline std::add_pointer_t<reference> pull() {
    return all_ != nullptr ? all_->next_in(number_) : nullptr;
  }

  /// For `auto&& [key, elements]`.
  template <std::size_t Index>
  [[nodiscard]] decltype(auto) get() && noexcept {
    if constexpr (Index == 0) {
      return key();
    } else {
      return std::move(*this);
    }
  }
  template <std::size_t Index>
  [[nodiscard]] decltype(auto) get() & noexcept {
    if constexpr (Index == 0) {
      return key();
    } else {
      return (*this);
    }
  }

 private:
  detail::shared<shared> all_;
  std::size_t number_;
  key_type key_;
};

/// The source that `group_by` makes.
template <source Source, class Function>
class [[nodiscard]] group_by_source : public pull_range<group_by_source<Source, Function>> {
  using shared = detail::grouping<Source, Function>;

 public:
  using value_type = group_source<Source, Function>;
  using reference = value_type&&;

  group_by_source(Source base, Function function)
      : all_(detail::shared<shared>(std::in_place, std::move(base), std::move(function))) {}

  value_type* pull() {
    if (all_ == nullptr) return nullptr;
    if (coming_ == 0) coming_ = all_->next_group();
    if (coming_ == 0) return nullptr;
    auto* const group = group_.fill([this] { return value_type(all_, coming_); });
    coming_ = 0;
    return group;
  }

 private:
  detail::shared<shared> all_;
  std::size_t coming_ = 0;  // the number of a group whose key could not be copied
  detail::slot<value_type> group_;
};

namespace detail {
struct group_by_fn : tool<group_by_fn, 1> {
  using rule = rules::elements_or_keys_must_have_equality;

  template <iterable Range, class Function = std::identity>
    requires std::equality_comparable<typename grouping<iter_t<Range>, Function>::key_type>
  static constexpr auto apply(Range&& range, Function function = {}) {
    static_assert(std::copy_constructible<typename grouping<iter_t<Range>, Function>::key_type>,
                  "cogen::group_by: keys are copied, each group has its own: give a function that returns one");
    return group_by_source<iter_t<Range>, Function>(iter(std::forward<Range>(range)), std::move(function));
  }
};
}  // namespace detail

/// Python's `itertools.groupby`: `group_by(range, key)`, `range | group_by(key)`, without `key` by the elements
/// themselves: groups of consecutive elements for which `key(element)` is equal:
///
/// ```
/// for (auto&& [day, orders] : orders_by_time | group_by(&order::day)) total[day] = orders | map(&order::price) | sum;
/// ```
///
/// In: range of T. Out: source of `group_source&&`, each a key and a lazy source of the very elements; nothing is kept but one
/// element of look-ahead. Going on to the next group skips what is left of the one before; a group kept longer than that
/// is exhausted, its key stays. Groups share the range: one works on when the `group_by` is gone, as in Python. Until
/// the last group is done, go on with a borrowed range through them only.
/// Cost: one pull and one call of `key` an element; one allocation in all, and one copy of the key a group. Throws what
/// range and `key` throw; the element is then passed and the group goes on.
/// Keys are kept: one that is a view into an element (a part of a line) must be returned as a value.
inline constexpr detail::group_by_fn group_by{};

}  // namespace cogen

template <class Source, class Function>
struct std::tuple_size<cogen::group_source<Source, Function>> : std::integral_constant<std::size_t, 2> {};
template <class Source, class Function>
struct std::tuple_element<0, cogen::group_source<Source, Function>> {
  using type = typename cogen::group_source<Source, Function>::key_type const;
};
template <class Source, class Function>
struct std::tuple_element<1, cogen::group_source<Source, Function>> {
  using type = cogen::group_source<Source, Function>;
};
