// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/rules.hpp>
#include <cogen/generator_error.hpp>
#include <cogen/iter.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

// All shapes in which adaptors and sinks are called, once. A tool is a class
//
//   struct take_fn : tool<take_fn> {
//     template <iterable Range>
//     static auto apply(Range&& range, std::integral auto n);   // the call: take(range, n)
//     static void check(std::integral auto n);                  // optional: the contract of the arguments, for take(n)
//     using rule = rules::counts_must_be_integers;              // optional: what a call breaks that apply() can't take
//   };
//   inline constexpr take_fn take{};
//
// and gets   take(range, n)   range | take(n)   take(n)(range)   take(n) | other(x)   and, without arguments,   range |
// flatten.
//
// All of it is forced inline, as are the tools that may stand between a generator and a loop: clang folds a generator
// into its consumer only where nothing that holds it is passed to a function.

namespace cogen::detail {

// What waits for its range can be called with it too: closure(range) is range | closure.
template <class Closure>
class callable {
 public:
  template <iterable Range>
  [[gnu::always_inline]] inline constexpr decltype(auto) operator()(Range&& range) const& {
    return std::forward<Range>(range) | static_cast<Closure const&>(*this);
  }
  template <iterable Range>
  [[gnu::always_inline]] inline constexpr decltype(auto) operator()(Range&& range) && {
    return std::forward<Range>(range) | static_cast<Closure&&>(*this);
  }
};

template <class Tool, class... Arguments>
concept applies = requires { Tool::apply(std::declval<Arguments>()...); };

// A tool with its arguments, waiting for its range. Its arguments are copied or moved in; piping an rvalue closure
// moves them on.
template <class Tool, class... Arguments>
class [[nodiscard]] closure : public callable<closure<Tool, Arguments...>> {
 public:
  template <class... Given>
  constexpr explicit closure(std::in_place_t, Given&&... given) : arguments_(std::forward<Given>(given)...) {}

  template <iterable Range>
  [[gnu::always_inline]] friend inline constexpr decltype(auto) operator|(Range&& range, closure given) {
    return apply(std::forward<Range>(range), given.arguments_, std::index_sequence_for<Arguments...>());
  }

 private:
  template <class Range, std::size_t... Index>
  [[gnu::always_inline]] static inline constexpr decltype(auto) apply(Range&& range, std::tuple<Arguments...>& given,
                                                                      std::index_sequence<Index...>) {
    if constexpr (applies<Tool, Range, Arguments...>) {
      return Tool::apply(std::forward<Range>(range), std::move(std::get<Index>(given))...);
    } else {
      using broken = broken_rule<Tool, Range, Arguments...>;
      return broken::type::template explain<broken>();
    }
  }

  [[no_unique_address]] std::tuple<Arguments...> arguments_;
};

// One closure after the other, itself to be piped into.
template <class First, class Second>
class [[nodiscard]] composition : public callable<composition<First, Second>> {
 public:
  constexpr composition(First before, Second behind) : first_(std::move(before)), second_(std::move(behind)) {}

  template <iterable Range>
  [[gnu::always_inline]] friend inline constexpr decltype(auto) operator|(Range&& range, composition given) {
    return (std::forward<Range>(range) | std::move(given.first_)) | std::move(given.second_);
  }

 private:
  [[no_unique_address]] First first_;
  [[no_unique_address]] Second second_;
};

template <class Tool, std::size_t MostArguments, class... Arguments>
concept waits = !applies<Tool, Arguments...> && sizeof...(Arguments) <= MostArguments &&
                !has_its_range<Tool, Arguments...> && requires(Arguments&... arguments) { Tool::check(arguments...); };

// The rule that a call breaks, void where it breaks none.
template <class Tool, std::size_t MostArguments, class... Arguments>
struct refusal : broken_rule<Tool, Arguments...> {};
template <class Tool, std::size_t MostArguments, class... Arguments>
  requires(applies<Tool, Arguments...> || waits<Tool, MostArguments, Arguments...>)
struct refusal<Tool, MostArguments, Arguments...> {
  using type = void;
};

// MostArguments: how many the tool takes at the most besides its range, where check() does not say so.
template <class Tool, std::size_t MostArguments = SIZE_MAX>
struct tool {
  static constexpr void check(auto const&...) noexcept {}  // of a tool without a contract

  template <class... Arguments>
    requires applies<Tool, Arguments...>
  [[gnu::always_inline]] inline constexpr decltype(auto) operator()(Arguments&&... arguments) const {
    return Tool::apply(std::forward<Arguments>(arguments)...);
  }
  template <class... Arguments>
    requires waits<Tool, MostArguments, Arguments...>
  constexpr auto operator()(Arguments&&... arguments) const {
    Tool::check(arguments...);
    return closure<Tool, std::decay_t<Arguments>...>(std::in_place, std::forward<Arguments>(arguments)...);
  }

  template <class... Arguments, class Rule = typename refusal<Tool, MostArguments, Arguments...>::type>
    requires(!std::is_void_v<Rule>)
  void operator()(Arguments&&...) const = delete;

  template <iterable Range>
  [[gnu::always_inline]] friend inline constexpr decltype(auto) operator|(Range&& range, Tool const&) {
    if constexpr (applies<Tool, Range>) {
      return Tool::apply(std::forward<Range>(range));
    } else {
      using broken = broken_rule<Tool, Range>;
      return broken::type::template explain<broken>();
    }
  }
};

template <class>
inline constexpr bool is_closure = false;
template <class Tool, class... Arguments>
inline constexpr bool is_closure<closure<Tool, Arguments...>> = true;
template <class First, class Second>
inline constexpr bool is_closure<composition<First, Second>> = true;
template <class Tool>
  requires requires(Tool const& given) { []<std::size_t Most>(tool<Tool, Most> const&) {}(given); }
inline constexpr bool is_closure<Tool> = true;

template <class First, class Second>
  requires(is_closure<std::remove_cvref_t<First>> && is_closure<std::remove_cvref_t<Second>>)
constexpr auto operator|(First&& before, Second&& behind) {
  return composition<std::remove_cvref_t<First>, std::remove_cvref_t<Second>>(std::forward<First>(before),
                                                                              std::forward<Second>(behind));
}

// A count that a caller gave, of whatever integer type; throws std::invalid_argument that names tool, argument and
// rule.
template <std::integral Integer>
[[nodiscard]] constexpr std::size_t count_argument(char const* tool, char const* argument, Integer given,
                                                   std::size_t least) {
  if (std::cmp_less(given, least)) {
    raise<std::invalid_argument>(std::string("cogen::") + tool + ": " + argument + " must be at least " +
                                 std::to_string(least) + ", not " + std::to_string(given));
  }
  return static_cast<std::size_t>(given);
}

}  // namespace cogen::detail
