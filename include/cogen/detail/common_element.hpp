// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <type_traits>

namespace cogen::detail {

// What elements of several sources are handed out as: themselves where all agree, constant where they differ in
// constness or ownership only, else converted to their common type.
template <class First, class... Others>
struct common_element {
  static_assert(
      requires { typename std::common_type_t<std::remove_cvref_t<First>, std::remove_cvref_t<Others>...>; },
      "cogen: ranges that are combined must have elements of a common type (convert with map)");
  static constexpr bool same = (std::is_same_v<First, Others> && ...);
  static constexpr bool same_object = (std::is_same_v<std::remove_cvref_t<First>, std::remove_cvref_t<Others>> && ...);
  using reference = std::conditional_t<
      same, First,
      std::conditional_t<same_object, std::remove_cvref_t<First> const&,
                         std::common_type_t<std::remove_cvref_t<First>, std::remove_cvref_t<Others>...>&&>>;
};

}  // namespace cogen::detail
