// What the programs of docs/reference/python-to-cogen.md share. Each of their rows is one of that page: the Python, and
// the C++ that gives the same; it prints `Python -> what the C++ gives`, as Python writes values.
#pragma once

#include <cogen.hpp>

#include <charconv>
#include <concepts>
#include <cstdio>
#include <optional>
#include <ranges>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

namespace reference {

template <class Value>
void write(std::string& text, Value&& value);

template <class Range>
void write_range(std::string& text, Range&& range) {
  constexpr bool dictionary = requires { typename std::remove_cvref_t<Range>::mapped_type; };
  text += dictionary ? "{" : "[";
  for (char const* separator = ""; auto&& element : range) {
    text += std::exchange(separator, ", ");
    if constexpr (dictionary) {
      write(text, element.first);
      text += ": ";
      write(text, element.second);
    } else {
      write(text, element);
    }
  }
  text += dictionary ? "}" : "]";
}

template <class... Elements>
void write_tuple(std::string& text, Elements&&... elements) {
  text += "(";
  ((write(text, elements), text += ", "), ...);
  text += ")";
}

// A number, a string, None, a group, a range or a tuple.
template <class Value>
void write(std::string& text, Value&& value) {
  using plain = std::remove_cvref_t<Value>;
  if constexpr (std::same_as<plain, bool>) {
    text += value ? "True" : "False";
  } else if constexpr (std::same_as<plain, char>) {
    text += std::string("'") + value + "'";
  } else if constexpr (std::integral<plain>) {
    text += std::to_string(value);
  } else if constexpr (std::floating_point<plain>) {
    char digits[64];
    std::string_view const written(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
    text += written;
    if (written.find_first_of(".e") == written.npos) text += ".0";
  } else if constexpr (std::same_as<plain, std::nullopt_t>) {
    text += "None";
  } else if constexpr (std::is_pointer_v<plain> || requires { value.has_value(); }) {  // what next() returns
    if (value) {
      write(text, *value);
    } else {
      text += "None";
    }
  } else if constexpr (std::convertible_to<plain const&, std::string_view>) {
    text += "'" + std::string(std::string_view(value)) + "'";
  } else if constexpr (requires { value.key(); }) {
    text += "(";
    write(text, value.key());
    text += ", ";
    write_range(text, value);
    text += ")";
  } else if constexpr (std::ranges::range<Value>) {
    write_range(text, value);
  } else {
    std::apply([&text](auto&&... elements) { write_tuple(text, elements...); }, value);
  }
}

// What the expression gives, or the exception it throws.
template <class Expression>
std::string result(Expression& expression) {
  try {
    std::string text;
    if constexpr (std::is_void_v<std::invoke_result_t<Expression&>>) {
      expression();
      text = "None";
    } else {
      write(text, expression());
    }
    return text;
  } catch (cogen::generator_not_started const&) {
    return "cogen::generator_not_started";
  } catch (cogen::generator_running const&) {
    return "cogen::generator_running";
  } catch (cogen::generator_ignored_exit const&) {
    return "cogen::generator_ignored_exit";
  } catch (std::invalid_argument const&) {
    return "std::invalid_argument";
  }
}

template <class Expression>
void row(char const* python, Expression expression) {
  std::printf("%s -> %s\n", python, result(expression).c_str());
}

}  // namespace reference
