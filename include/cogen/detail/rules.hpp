// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/never.hpp>
#include <cogen/iter.hpp>

#include <concepts>
#include <type_traits>

// Why a tool refuses a call, in the words that the compiler prints: the name of a rule where `map(range, 5)` selects a
// deleted function, so that whoever only asks whether there is such a call is told no; its sentence where
// `range | map(5)` comes to an explain(). What a pipe can't break has a name only.

namespace cogen::detail::rules {

// What a rule is about: an argument that must be there; elements, which arguments may make up for. If a range comes
// first, it is not one of these arguments.
struct of_an_argument {};
struct of_a_count : of_an_argument {};
struct of_elements {};

struct the_first_argument_must_be_a_range {};
struct a_range_must_come_first_and_counts_be_integers {};
struct a_const_source_cannot_be_pulled_from {};
struct there_must_be_a_range {};
struct all_arguments_must_be_ranges {};
struct the_tool_needs_arguments {
  template <class Call>
  static auto explain() {
    static_assert(never<Call>, "cogen: this tool needs arguments: range | tool(arguments)");
  }
};
struct the_arguments_must_be_those_that_the_tool_takes {
  template <class Call>
  static auto explain() {
    static_assert(never<Call>, "cogen: this tool does not accept this range with these arguments");
  }
};
struct the_function_must_take_an_element : of_an_argument {
  template <class Call>
  static auto explain() {
    static_assert(never<Call>, "cogen: the function must take an element of the range");
  }
};
struct the_function_must_take_a_const_element : of_an_argument {
  template <class Call>
  static auto explain() {
    static_assert(never<Call>, "cogen: the function must take an element of the range as const");
  }
};
struct the_function_must_take_what_an_element_holds : of_an_argument {
  template <class Call>
  static auto explain() {
    static_assert(never<Call>,
                  "cogen: the elements must be tuples or pairs, and the function must take what one of them holds");
  }
};
struct the_function_must_return_a_pointer_or_an_optional : of_an_argument {
  template <class Call>
  static auto explain() {
    static_assert(never<Call>,
                  "cogen: the function must take an element of the range and return a std::optional or a pointer");
  }
};
struct the_predicate_must_take_a_const_element_and_return_bool : of_an_argument {
  template <class Call>
  static auto explain() {
    static_assert(never<Call>, "cogen: the predicate must take an element of the range as const, and return bool");
  }
};
struct the_predicate_must_take_two_const_elements_and_return_bool : of_an_argument {
  template <class Call>
  static auto explain() {
    static_assert(never<Call>,
                  "cogen: the predicate must take an element and the one behind it, both as const, and return bool");
  }
};
struct the_arguments_must_be_ranges_or_a_range_and_an_integer {
  template <class Call>
  static auto explain() {
    static_assert(never<Call>, "cogen: the arguments must be ranges, or a range and an integer");
  }
};
struct the_fill_must_convert_to_an_element {  // it may be a range itself, a string
  template <class Call>
  static auto explain() {
    static_assert(never<Call>, "cogen: the fill must convert to an element of the range, and the count be an integer");
  }
};
struct counts_must_be_integers : of_a_count {
  template <class Call>
  static auto explain() {
    static_assert(never<Call>, "cogen: counts, bounds and steps must be integers, and as many as the tool takes");
  }
};
struct the_size_must_be_an_integer : of_a_count {
  template <class Call>
  static auto explain() {
    static_assert(never<Call>,
                  "cogen: the size function must take an element as const and return an integer, and bounds must be "
                  "integers");
  }
};
struct there_must_be_a_predicate_or_elements_that_are_true_or_false : of_elements {
  template <class Call>
  static auto explain() {
    static_assert(never<Call>,
                  "cogen: the predicate must take an element of the range as const and return bool; without one, the "
                  "elements must convert to bool");
  }
};
struct elements_or_projections_must_have_an_order : of_elements {
  template <class Call>
  static auto explain() {
    static_assert(never<Call>,
                  "cogen: the elements, or what the projection makes of them, must have an order: <, or a comparator "
                  "that takes two of them as const and returns bool");
  }
};
struct elements_or_keys_must_have_equality : of_elements {
  template <class Call>
  static auto explain() {
    static_assert(never<Call>, "cogen: the elements, or what the function makes of them, must compare with ==");
  }
};
struct elements_or_keys_must_have_equality_and_a_hash : of_elements {
  template <class Call>
  static auto explain() {
    static_assert(never<Call>,
                  "cogen: the elements, or what the projection makes of them, must compare with == and have a "
                  "std::hash, or a hash function be given");
  }
};
struct elements_must_be_ranges : of_elements {
  template <class Call>
  static auto explain() {
    static_assert(never<Call>, "cogen: the elements must be ranges themselves");
  }
};
struct elements_must_be_strings {
  template <class Call>
  static auto explain() {
    static_assert(never<Call>,
                  "cogen: the elements must be strings (convert to std::string_view) or char, and the separator a "
                  "string");
  }
};
struct the_operation_must_take_the_total_and_an_element {
  template <class Call>
  static auto explain() {
    static_assert(never<Call>,
                  "cogen: the operation (+, where there is none) must take the total and an element of the range, "
                  "and return the next total");
  }
};

}  // namespace cogen::detail::rules

namespace cogen::detail {

template <class Tool, class Kind>
concept has_rule = requires { requires std::derived_from<typename Tool::rule, Kind>; };

// Whether what comes first is a range that the tool can't take for one of its arguments.
template <class Tool, class... Arguments>
inline constexpr bool has_its_range = false;
template <class Tool, iterable Range, class... Arguments>
inline constexpr bool has_its_range<Tool, Range, Arguments...> =
    has_rule<Tool, rules::of_an_argument> || has_rule<Tool, rules::of_elements>;

// The rule that a refused call of a tool breaks: that of its range, if it has none, else the one that the tool names.
template <class Tool, class... Arguments>
struct broken_rule {
  using type = rules::the_tool_needs_arguments;
};
template <class Tool, class Given, class... Arguments>
struct broken_rule<Tool, Given, Arguments...> {
  using type = std::conditional_t<source<std::remove_cvref_t<Given>>, rules::a_const_source_cannot_be_pulled_from,
                                  rules::the_first_argument_must_be_a_range>;
};
template <class Tool, class Given, class... Arguments>
  requires(!iterable<Given> && has_rule<Tool, rules::of_a_count>)
struct broken_rule<Tool, Given, Arguments...> {
  using type = std::conditional_t<sizeof...(Arguments) == 0, typename Tool::rule,
                                  rules::a_range_must_come_first_and_counts_be_integers>;
};
template <class Tool, iterable Range, class... Arguments>
struct broken_rule<Tool, Range, Arguments...> {
  using type = rules::the_arguments_must_be_those_that_the_tool_takes;
};
template <class Tool, iterable Range, class... Arguments>
  requires requires { typename Tool::rule; }
struct broken_rule<Tool, Range, Arguments...> {
  using type = std::conditional_t<sizeof...(Arguments) == 0 && has_rule<Tool, rules::of_an_argument>,
                                  rules::the_tool_needs_arguments, typename Tool::rule>;
};

// The rule that ranges break, void if they are ranges.
template <class... Ranges>
struct broken_range_rule {
  using type = std::conditional_t<(iterable<Ranges> && ...), void, rules::all_arguments_must_be_ranges>;
};
template <>
struct broken_range_rule<> {
  using type = rules::there_must_be_a_range;
};

// Base of what takes nothing but ranges.
struct takes_ranges {
  template <class... Arguments, class Rule = typename broken_range_rule<Arguments...>::type>
    requires(!std::is_void_v<Rule>)
  void operator()(Arguments&&...) const = delete;
};

}  // namespace cogen::detail
