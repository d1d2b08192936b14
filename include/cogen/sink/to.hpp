// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/closure.hpp>
#include <cogen/detail/drain.hpp>
#include <cogen/detail/kept.hpp>

#include <concepts>
#include <type_traits>
#include <utility>

namespace cogen {

namespace detail {

template <class Type>
concept container = std::default_initializable<Type> && requires { typename Type::value_type; } &&
                    (requires(Type& made, typename Type::value_type& value) { made.emplace_back(std::move(value)); } ||
                     requires(Type& made, typename Type::value_type& value) { made.emplace(std::move(value)); } ||
                     requires(Type& made, typename Type::value_type& value) {
                       made.insert(made.end(), std::move(value));
                     });

template <class Container>
struct to_container_fn : tool<to_container_fn<Container>> {
  template <iterable Range>
  [[nodiscard]] static constexpr Container apply(Range&& range) {
    using reference = typename iter_t<Range>::reference;
    static_assert(container<Container>,
                  "cogen::to: what is made must be a container: default-constructible, with a value_type and "
                  "emplace_back(), emplace() or insert()");
    auto pulled = iter(std::forward<Range>(range));
    Container container;
    drain(pulled, [&container](reference element) {
      using value = typename Container::value_type;
      if constexpr (requires { container.emplace_back(kept<value>(std::forward<reference>(element))); }) {
        container.emplace_back(kept<value>(std::forward<reference>(element)));
      } else if constexpr (requires { container.emplace(kept<value>(std::forward<reference>(element))); }) {
        container.emplace(kept<value>(std::forward<reference>(element)));
      } else {
        container.insert(container.end(), kept<value>(std::forward<reference>(element)));
      }
    });
    return container;
  }
};

// The container of a template for elements of a type: to<std::map> for pairs.
template <template <class...> class Container, class Value>
struct container_of {
  using type = Container<Value>;
};
template <template <class...> class Container, class Key, class Mapped>
  requires(!requires { typename Container<std::pair<Key, Mapped>>; })
struct container_of<Container, std::pair<Key, Mapped>> {
  using type = Container<std::remove_const_t<Key>, Mapped>;
};

template <template <class...> class Container>
struct to_template_fn : tool<to_template_fn<Container>> {
  template <iterable Range>
  [[nodiscard]] static constexpr auto apply(Range&& range) {
    using type = typename container_of<Container, value_t<iter_t<Range>>>::type;
    return to_container_fn<type>::apply(std::forward<Range>(range));
  }
};

}  // namespace detail

/// Python's `list(range)`, `set(range)`, `dict(pairs)`: `to<std::vector<int>>(range)`, `to<std::vector>(range)`, and in
/// pipes `range | to<std::set>()`: a container of all elements, moved in where the range gives them away.
///
/// In: range of T. Out: a container with `emplace_back`, `emplace` or `insert`; of equal keys of a map the first pair
/// stays, as with std::ranges::to (of Python's dict the last). Throws what the range and the container throw.
template <class Container, class... Range>
[[nodiscard]] constexpr auto to(Range&&... range)
  requires(sizeof...(Range) <= 1)
{
  return detail::to_container_fn<Container>{}(std::forward<Range>(range)...);
}
template <template <class...> class Container, class... Range>
[[nodiscard]] constexpr auto to(Range&&... range)
  requires(sizeof...(Range) <= 1)
{
  return detail::to_template_fn<Container>{}(std::forward<Range>(range)...);
}

}  // namespace cogen
