// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <iterator>  // also declares std::identity
#include <type_traits>
#include <utility>

// The little of <functional> that the library needs. With libstdc++ <functional> costs 0.14 s in each translation unit,
// as much as all the rest that most tools include.

namespace cogen::detail {

template <class Member, class Object, class... Arguments>
[[gnu::always_inline]] constexpr decltype(auto) call_member(Member member, Object&& object, Arguments&&... arguments) {
  if constexpr (std::is_member_object_pointer_v<Member>) {
    return (std::forward<Object>(object).*member);
  } else {
    return (std::forward<Object>(object).*member)(std::forward<Arguments>(arguments)...);
  }
}

// std::invoke.
template <class Function, class... Arguments>
  requires(!std::is_member_pointer_v<std::remove_cvref_t<Function>>)
[[gnu::always_inline]] constexpr auto call(Function&& function, Arguments&&... arguments)
    -> decltype(std::forward<Function>(function)(std::forward<Arguments>(arguments)...)) {
  return std::forward<Function>(function)(std::forward<Arguments>(arguments)...);
}
template <class Member, class Class, class Object, class... Arguments>
[[gnu::always_inline]] constexpr decltype(auto) call(Member Class::* member, Object&& object,
                                                     Arguments&&... arguments) {
  using given = std::remove_cvref_t<Object>;
  if constexpr (std::is_same_v<Class, given> || std::is_base_of_v<Class, given>) {
    return call_member(member, std::forward<Object>(object), std::forward<Arguments>(arguments)...);
  } else if constexpr (requires {
                         typename given::type;
                         requires std::is_base_of_v<Class, std::remove_reference_t<decltype(object.get())>>;
                       }) {  // a std::reference_wrapper
    return call_member(member, object.get(), std::forward<Arguments>(arguments)...);
  } else {
    return call_member(member, *std::forward<Object>(object), std::forward<Arguments>(arguments)...);
  }
}

// std::less<> and std::plus<>.
struct less {
  template <class One, class Other>
  constexpr auto operator()(One&& one, Other&& other) const
      -> decltype(std::forward<One>(one) < std::forward<Other>(other)) {
    return std::forward<One>(one) < std::forward<Other>(other);
  }
};
struct plus {
  template <class One, class Other>
  constexpr auto operator()(One&& one, Other&& other) const
      -> decltype(std::forward<One>(one) + std::forward<Other>(other)) {
    return std::forward<One>(one) + std::forward<Other>(other);
  }
};

}  // namespace cogen::detail
