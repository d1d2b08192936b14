// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/closure.hpp>
#include <cogen/generator_error.hpp>

#include <concepts>
#include <cstddef>
#include <limits>
#include <stdexcept>
#include <type_traits>
#include <utility>

namespace cogen {

/// The source that `enumerate` makes.
template <source Source, std::integral Index>
class [[nodiscard]] enumerate_source : public pull_range<enumerate_source<Source, Index>> {
  using numbered = std::pair<Index, typename Source::reference>;

 public:
  using reference = numbered&&;
  using value_type = std::pair<Index, value_t<Source>>;

  enumerate_source(Source base, Index start) : base_(std::move(base)), number_(start) {}

  [[gnu::always_inline]] inline std::add_pointer_t<reference> pull() {
    auto* const element = base_.pull();
    if (element == nullptr) return nullptr;
    if (std::exchange(started_, true)) next_number();  // not ahead: the greatest number of Index may be the last
    return pair_.fill([&] { return numbered(number_, static_cast<typename Source::reference>(*element)); });
  }

 private:
  [[gnu::always_inline]] inline void next_number() {
    if (number_ == std::numeric_limits<Index>::max()) [[unlikely]]
      detail::raise<std::overflow_error>("cogen::enumerate: the number after the greatest of its type");
    ++number_;
  }

  Source base_;
  Index number_;
  bool started_ = false;
  detail::slot<numbered> pair_;
};

namespace detail {
struct enumerate_fn : tool<enumerate_fn, 1> {
  using rule = rules::counts_must_be_integers;

  template <iterable Range, std::integral Index = std::ptrdiff_t>
  static constexpr auto apply(Range&& range, Index start = 0) {
    return enumerate_source<iter_t<Range>, Index>(iter(std::forward<Range>(range)), start);
  }
};
}  // namespace detail

/// Python's `enumerate`: `enumerate(range, start = 0)`, `range | enumerate`, `range | enumerate(start)`: pairs of a
/// number, counted from `start`, and the element.
///
/// In: range of T. Out: source of `std::pair<Index, T&>` (`T&&` where the element is the consumer's); kept as
/// `std::pair<Index, T>`. Index is std::ptrdiff_t, or the type of `start`. Cost: one pull an element; no allocation.
/// Throws what the range throws, and std::overflow_error for a number beyond its type; the element is then passed.
inline constexpr detail::enumerate_fn enumerate{};

}  // namespace cogen
