// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/call.hpp>
#include <cogen/pagination/detail/ask.hpp>

#include <iterator>
#include <tuple>
#include <utility>

namespace cogen {

namespace detail {

template <class Items>
class until_empty_stop {
 public:
  constexpr explicit until_empty_stop(Items items) : items_(std::move(items)) {}
  template <class Page>
  [[nodiscard]] constexpr bool operator()(Page const& page) const {
    return !std::empty(detail::call(items_, page));
  }

 private:
  [[no_unique_address]] Items items_;
};

// Whether all of the predicates, more(page) or more(asked, page), say that there is more.
template <class... More>
class all_say_more {
 public:
  constexpr explicit all_say_more(More... more) : more_(std::move(more)...) {}
  template <class Request, class Page>
  [[nodiscard]] constexpr bool operator()(Request const& asked, Page const& page) const {
    return std::apply([&](More const&... more) { return (static_cast<bool>(detail::ask(more, asked, page)) && ...); },
                      more_);
  }

 private:
  [[no_unique_address]] std::tuple<More...> more_;
};

}  // namespace detail

/// For the strategies of `paginate`: there are pages until one has no items, `items(page)` being a range with a size.
///
/// Python: `while page["items"]`.
template <class Items>
[[nodiscard]] constexpr auto until_empty(Items items) {
  return detail::until_empty_stop<Items>(std::move(items));
}

}  // namespace cogen
