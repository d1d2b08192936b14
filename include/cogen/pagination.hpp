// SPDX-License-Identifier: BSL-1.0
#pragma once

/// \file
/// The ways in which services name the next page, each a constant to give to `paginate`:
///
/// | strategy                              | the request     | ends                                     |
/// |---------------------------------------|-----------------|------------------------------------------|
/// | `by_page_number(more...)`             | an integer      | when the page says so                    |
/// | `by_offset(items, more...)`           | an integer      | at an empty page, or when it says so     |
/// | `by_cursor(cursor, more...)`          | what that gives | at a page without one, or when it says so|
/// | `by_cursor_header(name, more...)`     | a `std::string` | at a page without that header, ...       |
/// | `by_url(url, more...)`                | a `std::string` | at a page without one, ...               |
/// | `by_link_header(...)`                 | a `std::string` | at a page without `rel="next"` (RFC 8288)|
///
/// `more` are predicates of a page, all of which must hold for there to be another one: a flag of it,
/// `&page::has_more`, or `until_empty(&page::items)`, or a function. Where a service names the page itself, a request
/// that was made in this run before throws `pagination_error`: going on would never end.

#include <cogen/pagination/by_cursor.hpp>
#include <cogen/pagination/by_link_header.hpp>
#include <cogen/pagination/by_number.hpp>
#include <cogen/pagination/by_url.hpp>
#include <cogen/pagination/pagination_error.hpp>
#include <cogen/pagination/until_empty.hpp>
