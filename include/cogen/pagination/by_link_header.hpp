// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/call.hpp>
#include <cogen/pagination/by_url.hpp>
#include <cogen/pagination/detail/link_header.hpp>
#include <cogen/pagination/detail/named.hpp>

#include <optional>
#include <string>
#include <utility>

namespace cogen {

namespace detail {

template <class Header>
class next_link {
 public:
  constexpr explicit next_link(Header header) : header_(std::move(header)) {}
  template <class Page>
  [[nodiscard]] std::optional<std::string> operator()(Page const& page) const {
    std::optional<std::string> const text = named(detail::call(header_, page));
    return text ? link_target(*text, "next") : std::nullopt;
  }

 private:
  [[no_unique_address]] Header header_;
};

}  // namespace detail

/// For `paginate`: the page's `Link` header has the URL of the next one, with `rel="next"` (RFC 8288); it may be
/// relative to the URL of the page itself. The requests are URLs, `std::string`. `header(page)` gives the header's
/// text, or an optional of or a pointer to it; several headers joined by commas. `by_link_header()` uses
/// `page.header("Link")`. Ends at a page without such a link; throws pagination_error as `by_url`, which `any_origin`
/// as the last argument changes likewise, and where part of the header can't be read and the rest has no such link.
///
/// Python: `response.links["next"]["url"]` of requests.
template <class Header>
[[nodiscard]] constexpr auto by_link_header(Header header) {
  return by_url(detail::next_link<Header>(std::move(header)));
}
template <class Header>
[[nodiscard]] constexpr auto by_link_header(Header header, any_origin_t) {
  return by_url(detail::next_link<Header>(std::move(header)), any_origin);
}
[[nodiscard]] inline auto by_link_header() { return by_link_header(detail::header_of("Link")); }
[[nodiscard]] inline auto by_link_header(any_origin_t) { return by_link_header(detail::header_of("Link"), any_origin); }

}  // namespace cogen
