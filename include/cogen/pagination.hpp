// SPDX-License-Identifier: BSL-1.0
#pragma once

/// \file
/// The ways in which services name the next page, each a constant to give to `paginate`:
///
/// | strategy                                 | the request     | ends                                      |
/// |------------------------------------------|-----------------|-------------------------------------------|
/// | `by_page_number(more...)`                | an integer      | when the page says so                     |
/// | `by_offset(items[, limit], more...)`     | an integer      | at an empty page, or when it says so      |
/// | `by_cursor(cursor, more...)`             | what that gives | at a page without one, or when it says so |
/// | `by_cursor_header(name, more...)`        | a `std::string` | at a page without that header, ...        |
/// | `by_url(url[, any_origin], more...)`     | a `std::string` | at a page without one, ...                |
/// | `by_link_header([header][, any_origin])` | a `std::string` | at a page without `rel="next"` (RFC 8288) |
///
/// `more` are predicates, all of which must hold for there to be another page; they are asked first. Each is a flag of
/// the page, `&page::has_more`, or `until_empty(&page::items)`, or a function `more(page)` or `more(asked, page)`.
/// What a page says of the next and what can't be followed, such as a request that was made in this run before, throws
/// pagination_error at the pull behind that page: going on would never end, and to end would lose the rest.
///
/// How services do it, for `paginate(first, fetch, next)`:
///
/// | service                            | first, how `fetch` sends it     | next                                       |
/// |------------------------------------|---------------------------------|--------------------------------------------|
/// | page numbers, of a known last      | `1`, `page`                     | `by_page_number(more)`, where `more` is    |
/// |                                    |                                 | `asked < page.pages`                       |
/// | offset and limit                   | `std::int64_t{0}`, `offset`     | `by_offset(&page::items)`                  |
/// | the same, items filtered afterwards| `std::int64_t{0}`, `offset`     | `by_offset(&page::items, 100, more)`       |
/// | Stripe                             | `""`, `starting_after` if any   | `by_cursor(last_id, &page::has_more)`      |
/// | GitHub                             | the first URL                   | `by_link_header()`                         |
/// | Slack                              | `""`, `cursor` if any           | `by_cursor(next_cursor)`: `""` at the end  |
/// | DynamoDB                           | an empty key,                   | `by_cursor(last_key)`, which gives a       |
/// |                                    | `ExclusiveStartKey` if any      | `std::optional` of the key, empty for none |
/// | OData                              | the first URL                   | `by_url(&page::next_link)`                 |
///
/// The first request of a cursor that has no value for "none yet" needs one: make the request a
/// `struct { bool begun; key from; auto operator<=>(...) const = default; }`, and let `cursor(page)` give that.

#include <cogen/pagination/by_cursor.hpp>
#include <cogen/pagination/by_link_header.hpp>
#include <cogen/pagination/by_number.hpp>
#include <cogen/pagination/by_url.hpp>
#include <cogen/pagination/pagination_error.hpp>
#include <cogen/pagination/until_empty.hpp>
