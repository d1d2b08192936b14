// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace cogen::detail {

// False, but not before the template that it stands in is used: for static_assert.
template <class>
inline constexpr bool never = false;

}  // namespace cogen::detail
