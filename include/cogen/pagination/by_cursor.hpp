// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/call.hpp>
#include <cogen/pagination/detail/named.hpp>
#include <cogen/pagination/detail/visited.hpp>
#include <cogen/pagination/until_empty.hpp>

#include <optional>
#include <string_view>
#include <utility>

namespace cogen {

namespace detail {

template <class Cursor, class... More>
class cursor_strategy {
  template <class Page>
  using cursor_in =
      typename decltype(named(detail::call(std::declval<Cursor const&>(), std::declval<Page const&>())))::value_type;

 public:
  constexpr explicit cursor_strategy(Cursor cursor, More... more)
      : cursor_(std::move(cursor)), more_(std::move(more)...) {}

  template <class Page>
  [[nodiscard]] auto start() const {
    return watched_run<cursor_in<Page>, cursor_strategy>(*this);
  }
  // The page is asked for its cursor only where there is more: an empty page need not have a last item to name it.
  template <class Page>
  [[nodiscard]] std::optional<cursor_in<Page>> next(cursor_in<Page> const& asked, Page const& page) const {
    if (!more_(asked, page)) return std::nullopt;
    return named(detail::call(cursor_, page));
  }

 private:
  [[no_unique_address]] Cursor cursor_;
  [[no_unique_address]] all_say_more<More...> more_;
};

}  // namespace detail

/// For `paginate`: the page names the next one: `by_cursor(&page::next_cursor)`. What `cursor(page)` gives is the next
/// request: text, as `std::string`; or any other value that has an order. None, and with that the end, are an empty
/// text, an empty optional and a null pointer; also a page of which one of the predicates `more` does not hold, which
/// is not asked for its cursor. The first request may be an empty text, for which `fetch` asks without a cursor.
///
/// Throws pagination_error behind a page whose cursor was used in this run before. So a run keeps each of its cursors;
/// of text a hash, about 48 bytes a page in all.
///
/// Python: `cursor = page["next_cursor"]` in the loop.
template <class Cursor, class... More>
[[nodiscard]] constexpr auto by_cursor(Cursor cursor, More... more) {
  return detail::cursor_strategy<Cursor, More...>(std::move(cursor), std::move(more)...);
}

/// As `by_cursor`, of the header `name`: `page.header(name)` gives text, or an optional of or a pointer to it. That
/// should not mind the case of `name`.
template <class... More>
[[nodiscard]] auto by_cursor_header(std::string_view name, More... more) {
  return by_cursor(detail::header_of(name), std::move(more)...);
}

}  // namespace cogen
