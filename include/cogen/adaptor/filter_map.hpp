// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/call.hpp>
#include <cogen/detail/closure.hpp>
#include <cogen/detail/owner.hpp>

#include <type_traits>
#include <utility>

namespace cogen {

namespace detail {
// std::optional, a pointer, a smart pointer: false, or with something in it.
template <class Type>
concept maybe = requires(std::remove_cvref_t<Type> object) {
  static_cast<bool>(object);
  requires std::is_reference_v<decltype(*std::declval<Type>())>;
};
}  // namespace detail

/// The source that `filter_map` makes.
template <source Source, class Function>
class [[nodiscard]] filter_map_source : public pull_range<filter_map_source<Source, Function>> {
  using result = std::invoke_result_t<Function&, typename Source::reference>;
  static constexpr bool computed = !std::is_reference_v<result>;

 public:
  using reference = decltype(*std::declval<result>());

  filter_map_source(Source base, Function function) : base_(std::move(base)), function_(std::move(function)) {}

  [[gnu::always_inline]] inline std::add_pointer_t<reference> pull() {
    while (auto* const element = base_.pull()) {
      auto function_result = [&]() -> result {
        return detail::call(function_, static_cast<typename Source::reference>(*element));
      };
      if constexpr (computed) {
        auto* const made = result_.fill(function_result);
        if (static_cast<bool>(*made)) return detail::address_of(**made);
      } else {
        auto&& made = function_result();
        if (static_cast<bool>(made)) return detail::address_of(*made);
      }
    }
    return nullptr;
  }

 private:
  Source base_;
  [[no_unique_address]] Function function_;
  [[no_unique_address]] detail::slot_if<computed, result> result_;
};

namespace detail {
struct filter_map_fn : tool<filter_map_fn, 1> {
  using rule = rules::the_function_must_return_a_pointer_or_an_optional;

  template <iterable Range, class Function>
    requires maybe<std::invoke_result_t<Function&, typename iter_t<Range>::reference>>
  static constexpr auto apply(Range&& range, Function function) {
    return filter_map_source<iter_t<Range>, Function>(iter(std::forward<Range>(range)), std::move(function));
  }
};
}  // namespace detail

/// more-itertools' `filter_map`: `filter_map(range, function)`, `range | filter_map(function)`: what is in the
/// std::optional that `function` returns for each element, or what its pointer points to; nothing for those that are
/// empty. Called once for each element.
///
/// In: range of T. Out: source of `U&&` where `function(T)` returns `std::optional<U>`, kept here until the next pull; of
/// `U&` where it returns `U*`. Cost: no allocation. Throws what `function` throws; the element is then passed.
inline constexpr detail::filter_map_fn filter_map{};

}  // namespace cogen
