// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/generator_error.hpp>
#include <cogen/pagination/pagination_error.hpp>

#include <concepts>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace cogen::detail {

// FNV-1a, of 64 bits on every machine: two of a million texts are taken for the same once in 30 million runs.
[[nodiscard]] constexpr std::uint64_t hash_of(std::string_view text) noexcept {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (char const letter : text) hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001b3U;
  return hash;
}

// One run of a strategy by which the service names the next request. Notes those that were made, text by its hash,
// for cursors can be long: to make one again would never end.
template <class Request, class Strategy>
class watched_run {
  static constexpr bool is_text = std::is_convertible_v<Request const&, std::string_view>;
  static_assert(is_text || std::totally_ordered<Request>,
                "cogen::paginate: cursors must be text or have an order, for it to be seen whether one repeats");
  using key = std::conditional_t<is_text, std::uint64_t, Request>;

 public:
  explicit watched_run(Strategy strategy) : strategy_(std::move(strategy)) {}

  // A page that is fetched again, after a failure, may name the same again.
  template <class Page>
  [[nodiscard]] std::optional<Request> operator()(Request const& asked, Page const& page) {
    std::optional<Request> next = strategy_.next(asked, page);
    if (next) {
      made_.insert(key_of(asked));
      if (made_.contains(key_of(*next))) raise<pagination_error>("a next page that was fetched before", shown(*next));
    }
    return next;
  }

 private:
  [[nodiscard]] static auto key_of(Request const& request) {
    if constexpr (is_text) {
      return hash_of(request);
    } else {
      return request;
    }
  }
  [[nodiscard]] static std::string shown(Request const& request) {
    if constexpr (std::is_arithmetic_v<Request>) {
      return std::to_string(request);
    } else if constexpr (is_text) {
      return std::string(std::string_view(request));
    } else {
      return "the same request";
    }
  }

  Strategy strategy_;
  std::set<key> made_;
};

}  // namespace cogen::detail
