// SPDX-License-Identifier: BSL-1.0
// cogen/arrow/detail/column_cell.hpp - which Arrow type a C++ type becomes, and how one value of it is appended.
#pragma once

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <ratio>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <arrow/array/builder_binary.h>
#include <arrow/array/builder_dict.h>
#include <arrow/array/builder_primitive.h>
#include <arrow/array/builder_time.h>
#include <arrow/type.h>
#include <arrow/type_traits.h>

#include "cogen/arrow/error.hpp"

namespace cogen::arrow::detail {

/// Becomes std::invalid_argument once the column's name is known.
struct bad_value : std::invalid_argument {
  using std::invalid_argument::invalid_argument;
};

struct natural {};  // the type that the C++ type stands for
struct float32 {};  // a floating-point number, narrowed
struct encoded {};  // a string, dictionary-encoded

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

template <class T>
struct without_optional {
  using type = T;
};
template <class T>
struct without_optional<std::optional<T>> {
  using type = T;
};

template <class T>
inline constexpr bool is_sys_time = false;
template <class Rep, class Period>
inline constexpr bool is_sys_time<std::chrono::sys_time<std::chrono::duration<Rep, Period>>> = std::integral<Rep>;

template <class T>
concept text = std::same_as<T, std::string> || std::same_as<T, std::string_view>;

// Characters are not numbers here: a `char` column is more likely a mistake than an int8.
template <class T>
concept whole_number =
    std::integral<T> && !std::same_as<T, bool> && !std::same_as<T, char> && !std::same_as<T, wchar_t> &&
    !std::same_as<T, char8_t> && !std::same_as<T, char16_t> && !std::same_as<T, char32_t>;

template <std::size_t Bytes, bool Signed>
struct whole_of;
template <>
struct whole_of<1, true> {
  using type = ::arrow::Int8Type;
};
template <>
struct whole_of<2, true> {
  using type = ::arrow::Int16Type;
};
template <>
struct whole_of<4, true> {
  using type = ::arrow::Int32Type;
};
template <>
struct whole_of<8, true> {
  using type = ::arrow::Int64Type;
};
template <>
struct whole_of<1, false> {
  using type = ::arrow::UInt8Type;
};
template <>
struct whole_of<2, false> {
  using type = ::arrow::UInt16Type;
};
template <>
struct whole_of<4, false> {
  using type = ::arrow::UInt32Type;
};
template <>
struct whole_of<8, false> {
  using type = ::arrow::UInt64Type;
};

/// Floored to microseconds, which every reader takes (Spark refuses nanoseconds). Throws bad_value if they do not reach
/// so far.
template <class Rep, class Period>
std::int64_t microseconds_since_epoch(std::chrono::sys_time<std::chrono::duration<Rep, Period>> time) {
  using std::chrono::microseconds;
  if constexpr (std::ratio_greater_v<Period, std::micro>) {
    constexpr std::int64_t scale =
        std::ratio_divide<Period, std::micro>::num / std::ratio_divide<Period, std::micro>::den;
    constexpr std::int64_t limit = std::numeric_limits<std::int64_t>::max() / (scale + 1);
    if (std::cmp_greater(time.time_since_epoch().count(), limit) ||
        std::cmp_less(time.time_since_epoch().count(), -limit)) {
      throw bad_value("a time lies outside the range of timestamp[us]");
    }
  }
  return std::chrono::floor<microseconds>(time).time_since_epoch().count();
}

// How values of T are kept: the Arrow type, its builder, and how one value is appended. The builder has room reserved.
template <class T, class Option>
struct cell {
  static_assert(sizeof(T) == 0,
                "cogen::arrow: no column type for this: use bool, an integer, float, double, std::string, "
                "std::string_view, std::chrono::sys_time, or std::optional of one of those; as_float32 is for "
                "float and double, dictionary(...) for strings");
};

template <class Type>
struct number_cell {
  using builder = typename ::arrow::TypeTraits<Type>::BuilderType;
  static std::shared_ptr<::arrow::DataType> type() { return ::arrow::TypeTraits<Type>::type_singleton(); }
  template <class T>
  static void append(builder& to, T value) {
    to.UnsafeAppend(static_cast<typename Type::c_type>(value));
  }
  static void append_null(builder& to) { to.UnsafeAppendNull(); }
};

template <>
struct cell<bool, natural> : number_cell<::arrow::BooleanType> {};
template <>
struct cell<float, natural> : number_cell<::arrow::FloatType> {};
template <>
struct cell<double, natural> : number_cell<::arrow::DoubleType> {};
template <std::floating_point T>
struct cell<T, float32> : number_cell<::arrow::FloatType> {};
template <whole_number T>
struct cell<T, natural> : number_cell<typename whole_of<sizeof(T), std::is_signed_v<T>>::type> {};

template <class T>
  requires is_sys_time<T>
struct cell<T, natural> {
  using builder = ::arrow::TimestampBuilder;
  static std::shared_ptr<::arrow::DataType> type() { return ::arrow::timestamp(::arrow::TimeUnit::MICRO, "UTC"); }
  static void append(builder& to, T value) { to.UnsafeAppend(microseconds_since_epoch(value)); }
  static void append_null(builder& to) { to.UnsafeAppendNull(); }
};

template <class Builder>
struct text_cell {
  using builder = Builder;
  static void append(builder& to, std::string_view value) { check(to.Append(value), "appending a string"); }
  static void append_null(builder& to) { check(to.AppendNull(), "appending a null"); }
};

template <text T>
struct cell<T, natural> : text_cell<::arrow::StringBuilder> {
  static std::shared_ptr<::arrow::DataType> type() { return ::arrow::utf8(); }
};

template <text T>
struct cell<T, encoded> : text_cell<::arrow::StringDictionary32Builder> {
  static std::shared_ptr<::arrow::DataType> type() { return ::arrow::dictionary(::arrow::int32(), ::arrow::utf8()); }
};

}  // namespace cogen::arrow::detail
