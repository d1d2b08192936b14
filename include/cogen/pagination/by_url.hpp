// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/call.hpp>
#include <cogen/pagination/detail/named.hpp>
#include <cogen/pagination/detail/uri.hpp>
#include <cogen/pagination/detail/visited.hpp>
#include <cogen/pagination/until_empty.hpp>

#include <optional>
#include <string>
#include <utility>

namespace cogen {

namespace detail {

// Reference: what a page says of the next URL.
template <class Reference, class... More>
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
    std::optional<std::string> const reference = named(detail::call(reference_, page));
    if (!reference || !more_(page)) return std::nullopt;
    return resolved(asked, *reference);
  }

 private:
  [[no_unique_address]] Reference reference_;
  [[no_unique_address]] all_say_more<More...> more_;
};

}  // namespace detail

/// For `paginate`: the page has the URL of the next one: `by_url(&page::next)`, text, which may be relative to the URL
/// of the page itself (RFC 3986). The requests are URLs, `std::string`. Ends, and throws pagination_error, as
/// `by_cursor`.
template <class Url, class... More>
[[nodiscard]] constexpr auto by_url(Url url, More... more) {
  return detail::url_strategy<Url, More...>(std::move(url), std::move(more)...);
}

}  // namespace cogen
