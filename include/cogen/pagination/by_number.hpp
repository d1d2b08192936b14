// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/call.hpp>
#include <cogen/detail/number.hpp>
#include <cogen/pagination/until_empty.hpp>

#include <iterator>
#include <optional>
#include <utility>

namespace cogen {

namespace detail {

template <class... More>
class page_number_strategy {
 public:
  constexpr explicit page_number_strategy(More... more) : more_(std::move(more)...) {}

  template <integer Number, class Page>
  [[nodiscard]] constexpr std::optional<Number> operator()(Number asked, Page const& page) const {
    if (!more_(page)) return std::nullopt;
    return static_cast<Number>(asked + 1);
  }

 private:
  [[no_unique_address]] all_say_more<More...> more_;
};

template <class Items, class... More>
class offset_strategy {
 public:
  constexpr explicit offset_strategy(Items items, More... more) : items_(std::move(items)), more_(std::move(more)...) {}

  template <integer Number, class Page>
  [[nodiscard]] constexpr std::optional<Number> operator()(Number asked, Page const& page) const {
    auto const count = std::size(detail::call(items_, page));
    if (count == 0 || !more_(page)) return std::nullopt;
    return static_cast<Number>(asked + static_cast<Number>(count));
  }

 private:
  [[no_unique_address]] Items items_;
  [[no_unique_address]] all_say_more<More...> more_;
};

}  // namespace detail

/// For `paginate`: pages have numbers, the next one's is one more. `more` are predicates of a page, all of which must
/// hold for there to be another: `by_page_number(&page::has_more)`, `by_page_number(until_empty(&page::items))`, or
/// both.
template <class FirstMore, class... More>
[[nodiscard]] constexpr auto by_page_number(FirstMore more, More... others) {
  return detail::page_number_strategy<FirstMore, More...>(std::move(more), std::move(others)...);
}

/// For `paginate`: the request is the number of items before the page, `items(page)` a range with a size. Ends at an
/// empty page, which could name no other, and when one of the predicates `more` does not hold.
template <class Items, class... More>
[[nodiscard]] constexpr auto by_offset(Items items, More... more) {
  return detail::offset_strategy<Items, More...>(std::move(items), std::move(more)...);
}

}  // namespace cogen
