// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/call.hpp>
#include <cogen/detail/closure.hpp>
#include <cogen/detail/number.hpp>
#include <cogen/generator_error.hpp>
#include <cogen/pagination/pagination_error.hpp>
#include <cogen/pagination/until_empty.hpp>

#include <cstddef>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

namespace cogen {

namespace detail {

template <integer Number>
[[nodiscard]] constexpr std::optional<Number> number_behind(Number asked, std::size_t step) {
  Number next = asked;
  if (!step_to_next(next, step)) {
    raise<pagination_error>("the next page's number does not fit the type of the request", std::to_string(asked));
  }
  return next;
}

template <class... More>
class page_number_strategy {
 public:
  constexpr explicit page_number_strategy(More... more) : more_(std::move(more)...) {}

  template <integer Number, class Page>
  [[nodiscard]] constexpr std::optional<Number> operator()(Number asked, Page const& page) const {
    if (!more_(asked, page)) return std::nullopt;
    return number_behind(asked, 1);
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
    auto const count = static_cast<std::size_t>(std::size(detail::call(items_, page)));
    if (count == 0 || !more_(asked, page)) return std::nullopt;
    return number_behind(asked, count);
  }

 private:
  [[no_unique_address]] Items items_;
  [[no_unique_address]] all_say_more<More...> more_;
};

template <class... More>
class limit_strategy {
 public:
  constexpr explicit limit_strategy(std::size_t limit, More... more) : limit_(limit), more_(std::move(more)...) {}

  template <integer Number, class Page>
  [[nodiscard]] constexpr std::optional<Number> operator()(Number asked, Page const& page) const {
    if (!more_(asked, page)) return std::nullopt;
    return number_behind(asked, limit_);
  }

 private:
  std::size_t limit_;
  [[no_unique_address]] all_say_more<More...> more_;
};

}  // namespace detail

/// For `paginate`: pages have numbers, the next one's is one more. `more` are predicates of a page, all of which must
/// hold for there to be another: `by_page_number(&page::has_more)`, `by_page_number(until_empty(&page::items))`, or
/// both. Throws pagination_error behind the last number that the request can hold.
///
/// Python: `for number in itertools.count(1)`, and a `break`.
template <class FirstMore, class... More>
[[nodiscard]] constexpr auto by_page_number(FirstMore more, More... others) {
  return detail::page_number_strategy<FirstMore, More...>(std::move(more), std::move(others)...);
}

/// For `paginate`: the request is the number of items before the page, `items(page)` a range with a size. Ends at an
/// empty page, which could name no other, and when one of the predicates `more` does not hold. Throws pagination_error
/// behind the last number that the request can hold.
template <class Items, class... More>
[[nodiscard]] constexpr auto by_offset(Items items, More... more) {
  return detail::offset_strategy<Items, More...>(std::move(items), std::move(more)...);
}

/// As that, for a service whose pages may have fewer items than were asked for, which leaves some out behind its limit:
/// the next request is `limit` more, however many items came. Where there are predicates `more` only they say that it
/// ends: an empty page need not be the last. Throws std::invalid_argument for a limit below 1.
template <class Items, detail::integer Limit, class... More>
[[nodiscard]] constexpr auto by_offset(Items items, Limit limit, More... more) {
  std::size_t const step = detail::count_argument("by_offset", "limit", limit, 1);
  if constexpr (sizeof...(More) == 0) {
    return detail::limit_strategy(step, until_empty(std::move(items)));
  } else {
    return detail::limit_strategy(step, std::move(more)...);
  }
}

}  // namespace cogen
