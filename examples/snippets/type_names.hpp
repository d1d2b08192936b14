// Names of the types that the tables of docs/reference show.
#pragma once

#include <cogen/sink/minmax.hpp>
#include <cogen/sink/partition.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

// The name of a type, the same from every compiler.
template <class Type>
struct named {
  static std::string text() {
    if constexpr (std::is_same_v<Type, void>) return "void";
    if constexpr (std::is_same_v<Type, int>) return "int";
    if constexpr (std::is_same_v<Type, bool>) return "bool";
    if constexpr (std::is_same_v<Type, char>) return "char";
    if constexpr (std::is_same_v<Type, double>) return "double";
    if constexpr (std::is_same_v<Type, std::int64_t>) return "std::int64_t";
    if constexpr (std::is_same_v<Type, std::size_t>) return "std::size_t";
    if constexpr (std::is_same_v<Type, std::string>) return "std::string";
    if constexpr (std::is_same_v<Type, std::string_view>) return "std::string_view";
    if constexpr (requires(Type& group) { group.key(); }) return "group_source";
    return "a source";
  }
};
template <class... Types>
std::string listed() {
  std::string text;
  ((text += (text.empty() ? "" : ", ") + named<Types>::text()), ...);
  return text;
}
template <class Type>
struct named<Type const> {
  static std::string text() { return named<Type>::text() + " const"; }
};
template <class Type>
struct named<Type&> {
  static std::string text() { return named<Type>::text() + "&"; }
};
template <class Type>
struct named<Type&&> {
  static std::string text() { return named<Type>::text() + "&&"; }
};
template <class First, class Second>
struct named<std::pair<First, Second>> {
  static std::string text() { return "std::pair<" + listed<First, Second>() + ">"; }
};
template <class... Types>
struct named<std::tuple<Types...>> {
  static std::string text() { return "std::tuple<" + listed<Types...>() + ">"; }
};
template <class Type>
struct named<std::vector<Type>> {
  static std::string text() { return "std::vector<" + named<Type>::text() + ">"; }
};
template <class Type>
struct named<std::optional<Type>> {
  static std::string text() { return "std::optional<" + named<Type>::text() + ">"; }
};
template <class Type>
struct named<std::span<Type>> {
  static std::string text() { return "std::span<" + named<Type>::text() + ">"; }
};
template <class Type>
struct named<cogen::minmax_result<Type>> {
  static std::string text() { return "minmax_result<" + named<Type>::text() + ">"; }
};
template <class Type>
struct named<cogen::partitioned<Type>> {
  static std::string text() { return "partitioned<" + named<Type>::text() + ">"; }
};
