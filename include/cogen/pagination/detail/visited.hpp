// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/generator_error.hpp>
#include <cogen/pagination/pagination_error.hpp>

#include <optional>
#include <set>
#include <string>
#include <type_traits>
#include <utility>

namespace cogen::detail {

// One run of a strategy by which the service names the next request. Notes those that were made: to make one again
// would never end.
template <class Request, class Strategy>
class watched_run {
 public:
  explicit watched_run(Strategy strategy) : strategy_(std::move(strategy)) {}

  // A page that is fetched again, after a failure, may name the same again.
  template <class Page>
  [[nodiscard]] std::optional<Request> operator()(Request const& asked, Page const& page) {
    std::optional<Request> next = strategy_.next(asked, page);
    if (next) {
      made_.insert(asked);
      if (made_.contains(*next)) raise<pagination_error>(shown(*next));
    }
    return next;
  }

 private:
  [[nodiscard]] static std::string shown(Request const& request) {
    if constexpr (std::is_arithmetic_v<Request>) {
      return std::to_string(request);
    } else if constexpr (std::is_convertible_v<Request const&, std::string>) {
      return request;
    } else {
      return "the same request";
    }
  }

  Strategy strategy_;
  std::set<Request> made_;
};

}  // namespace cogen::detail
