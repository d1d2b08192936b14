// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/pagination/detail/same_word.hpp>
#include <cogen/pagination/detail/uri.hpp>

#include <string_view>

namespace cogen::detail {

// Without the port that the scheme has anyway.
[[nodiscard]] inline std::string_view host_of(uri_parts const& parts) noexcept {
  std::string_view host = parts.authority.value_or("");
  auto const drop = [&](std::string_view scheme, std::string_view port) {
    if (same_word(parts.scheme.value_or(""), scheme) && host.ends_with(port)) host.remove_suffix(port.size());
  };
  drop("http", ":80");
  drop("https", ":443");
  return host;
}

// Whether what was meant for one URL, such as a password, may be sent to the other: same scheme, host and port.
[[nodiscard]] inline bool same_origin(std::string_view one, std::string_view other) noexcept {
  auto const first = parts_of(one);
  auto const second = parts_of(other);
  return first.authority.has_value() == second.authority.has_value() &&
         same_word(first.scheme.value_or(""), second.scheme.value_or("")) && same_word(host_of(first), host_of(second));
}

}  // namespace cogen::detail
