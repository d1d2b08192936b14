// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace cogen::detail {

// What a page says of the next one, as an optional: text, of which an empty one says nothing; a pointer or an optional;
// or a value that is always there.
template <class Given>
[[nodiscard]] constexpr auto named(Given const& given) {
  if constexpr (std::is_same_v<Given, char const*> || std::is_same_v<Given, char*>) {
    return given != nullptr && *given != '\0' ? std::optional(std::string(given)) : std::nullopt;
  } else if constexpr (std::convertible_to<Given const&, std::string_view>) {
    std::string_view const text = given;
    return !text.empty() ? std::optional(std::string(text)) : std::nullopt;
  } else if constexpr (requires { static_cast<bool>(given), *given; }) {
    using inner = decltype(named(*given));
    return given ? named(*given) : inner();
  } else {
    return std::optional(given);
  }
}

// The header of a page that has `header(name)`, which must not mind the case of names, and must join several headers of
// one name by commas (RFC 9110, 5.3).
class header_of {
 public:
  explicit header_of(std::string_view name) : name_(name) {}
  template <class Page>
  [[nodiscard]] auto operator()(Page const& page) const {
    static_assert(
        requires(std::string const& name) { page.header(name); },
        "cogen::paginate: the page must have header(name), or the strategy be given a function for it");
    return named(page.header(name_));
  }

 private:
  std::string name_;
};

}  // namespace cogen::detail
