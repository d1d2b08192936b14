// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/call.hpp>
#include <cogen/detail/kept.hpp>
#include <cogen/iter.hpp>

#include <type_traits>

namespace cogen::detail {

// What a projection makes of the elements of a source, as it is kept: of elements that are tuples of references no such
// tuple.
template <class Source, class Projection>
struct kept_key {
  using type = std::remove_cvref_t<
      std::invoke_result_t<Projection&, std::remove_reference_t<typename Source::reference> const&>>;
};
template <class Source>
struct kept_key<Source, std::identity> {
  using type = value_t<Source>;
};
template <class Source, class Projection>
using key_of = typename kept_key<Source, Projection>::type;

template <class Key, class Kept>
[[nodiscard]] constexpr bool same_key(Key const& key, Kept const& last) {
  if constexpr (requires { key == last; }) {
    return static_cast<bool>(key == last);
  } else {
    return static_cast<bool>(Kept(detail::kept<Kept>(key)) == last);
  }
}

}  // namespace cogen::detail
