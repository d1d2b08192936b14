// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/call.hpp>

#include <type_traits>

namespace cogen::detail {

// function(page), or function(asked, page), where `asked` is the request for it.
template <class Function, class Request, class Page>
[[nodiscard]] constexpr auto ask(Function& function, [[maybe_unused]] Request const& asked, Page const& page) {
  if constexpr (std::is_invocable_v<Function&, Page const&>) {
    return detail::call(function, page);
  } else {
    return detail::call(function, asked, page);
  }
}

}  // namespace cogen::detail
