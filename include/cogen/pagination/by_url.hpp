// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/call.hpp>
#include <cogen/generator_error.hpp>
#include <cogen/pagination/detail/named.hpp>
#include <cogen/pagination/detail/origin.hpp>
#include <cogen/pagination/detail/uri.hpp>
#include <cogen/pagination/detail/visited.hpp>
#include <cogen/pagination/pagination_error.hpp>
#include <cogen/pagination/until_empty.hpp>

#include <optional>
#include <string>
#include <utility>

namespace cogen {

/// Tells `by_url` and `by_link_header` that pages may be of another origin than the one before.
struct any_origin_t {
  explicit any_origin_t() = default;
};
inline constexpr any_origin_t any_origin{};

namespace detail {

// Reference: what a page says of the next URL.
template <bool AnyOrigin, class Reference, class... More>
class url_strategy {
 public:
  constexpr explicit url_strategy(Reference reference, More... more)
      : reference_(std::move(reference)), more_(std::move(more)...) {}

  template <class Page>
  [[nodiscard]] auto start() const {
    return watched_run<std::string, url_strategy>(*this);
  }
  template <class Page>
  [[nodiscard]] std::optional<std::string> next(std::string const& asked, Page const& page) const {
    if (!more_(asked, page)) return std::nullopt;
    std::optional<std::string> const reference = named(detail::call(reference_, page));
    if (!reference) return std::nullopt;
    std::string url = resolved(asked, *reference);
    if (!AnyOrigin && !same_origin(asked, url)) raise<pagination_error>("a next page of another origin", url);
    return url;
  }

 private:
  [[no_unique_address]] Reference reference_;
  [[no_unique_address]] all_say_more<More...> more_;
};

}  // namespace detail

/// For `paginate`: the page has the URL of the next one: `by_url(&page::next)`, text, which may be relative to the URL
/// of the page itself (RFC 3986). The requests are URLs, `std::string`. Ends, and throws pagination_error, as
/// `by_cursor`; throws it too where the next URL has another scheme, host or port: `fetch` would send there what only
/// the service may see, such as a password. `by_url(url, any_origin)` follows it everywhere.
///
/// Python: `url = urllib.parse.urljoin(url, page["next"])` in the loop.
template <class Url, class... More>
[[nodiscard]] constexpr auto by_url(Url url, More... more) {
  return detail::url_strategy<false, Url, More...>(std::move(url), std::move(more)...);
}
template <class Url, class... More>
[[nodiscard]] constexpr auto by_url(Url url, any_origin_t, More... more) {
  return detail::url_strategy<true, Url, More...>(std::move(url), std::move(more)...);
}

}  // namespace cogen
