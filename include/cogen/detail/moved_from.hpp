// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <utility>

namespace cogen::detail {

// A member that a moved-from source is left with as `Left`, so that it is exhausted instead of undefined.
template <class Value, Value Left>
class moved_from {
 public:
  constexpr moved_from(Value value) noexcept : value_(value) {}
  constexpr moved_from(moved_from&& other) noexcept : value_(std::exchange(other.value_, Left)) {}
  constexpr moved_from& operator=(moved_from&& other) noexcept {
    value_ = std::exchange(other.value_, Left);
    return *this;
  }
  constexpr moved_from& operator=(Value value) noexcept {
    value_ = value;
    return *this;
  }
  [[nodiscard]] constexpr operator Value&() noexcept { return value_; }
  [[nodiscard]] constexpr operator Value const&() const noexcept { return value_; }

 private:
  Value value_;
};

// A position, 0 when moved from; whether a source has ended, true when moved from.
using moved_position = moved_from<decltype(sizeof(0)), 0>;
using ended_flag = moved_from<bool, true>;

}  // namespace cogen::detail
