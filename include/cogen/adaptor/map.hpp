// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/call.hpp>
#include <cogen/detail/closure.hpp>
#include <cogen/detail/owner.hpp>
#include <cogen/detail/traverse.hpp>

#include <type_traits>
#include <utility>

namespace cogen {

/// The source that `map` makes.
template <source Source, class Function>
class [[nodiscard]] map_source : public pull_range<map_source<Source, Function>> {
  using result = std::invoke_result_t<Function&, typename Source::reference>;
  static constexpr bool computed = !std::is_reference_v<result>;

 public:
  using reference = result&&;

  [[gnu::always_inline]] inline map_source(map_source&&) = default;
  [[gnu::always_inline]] inline map_source& operator=(map_source&&) = default;
  [[gnu::always_inline]] inline ~map_source() = default;
  [[gnu::always_inline]] inline map_source(Source base, Function function)
      : base_(std::move(base)), function_(std::move(function)) {}

  [[gnu::always_inline]] inline std::add_pointer_t<reference> pull() {
    auto* const element = base_.pull();
    if (element == nullptr) return nullptr;
    auto function_result = [&]() -> result {
      return detail::call(function_, static_cast<typename Source::reference>(*element));
    };
    if constexpr (computed) {
      return result_.fill(function_result);
    } else {
      result&& referred = function_result();
      return detail::address_of(referred);
    }
  }
  template <class Consumer>
  [[gnu::always_inline]] inline void each(Consumer&& consume) {
    detail::traverse(base_, [&](typename Source::reference element) {
      reference made = detail::call(function_, static_cast<typename Source::reference>(element));
      consume(static_cast<reference>(made));
    });
  }

 private:
  Source base_;
  [[no_unique_address]] Function function_;
  [[no_unique_address]] detail::slot_if<computed, result> result_;
};

namespace detail {
struct map_fn : tool<map_fn, 1> {
  using rule = rules::the_function_must_take_an_element;

  template <iterable Range, class Function>
    requires std::invocable<Function&, typename iter_t<Range>::reference>
  [[gnu::always_inline]] static inline constexpr auto apply(Range&& range, Function function) {
    static_assert(!std::is_void_v<std::invoke_result_t<Function&, typename iter_t<Range>::reference>>,
                  "cogen::map: the function must return something; to only look at elements, use for_each");
    return map_source<iter_t<Range>, Function>(iter(std::forward<Range>(range)), std::move(function));
  }
};
}  // namespace detail

/// `map(range, function)`, `range | map(function)`: what `function` makes of each element; called once for each.
///
/// In: range of T. Out: source of U, the result of `function(T)`: kept here until the next pull, or the very reference
/// that it returns. Cost: one pull and one call an element; no allocation. Throws what `function` throws; the element
/// is then passed.
inline constexpr detail::map_fn map{};

}  // namespace cogen
