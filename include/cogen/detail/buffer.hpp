// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/kept.hpp>
#include <cogen/detail/owner.hpp>
#include <cogen/detail/traverse.hpp>
#include <cogen/iter.hpp>

#include <cstddef>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

namespace cogen::detail {

// The part of a std::vector that tools which keep elements use, for bool, of which std::vector has no elements to hand
// out.
class bool_buffer {
 public:
  bool_buffer() noexcept = default;
  bool_buffer(bool_buffer&& other) noexcept
      : bools_(std::move(other.bools_)),
        size_(std::exchange(other.size_, 0)),
        capacity_(std::exchange(other.capacity_, 0)) {}
  bool_buffer& operator=(bool_buffer&& other) noexcept {
    bools_ = std::move(other.bools_);
    size_ = std::exchange(other.size_, 0);
    capacity_ = std::exchange(other.capacity_, 0);
    return *this;
  }

  bool& emplace_back(bool value) {
    if (size_ == capacity_) reserve(capacity_ == 0 ? 16 : 2 * capacity_);
    return bools_[size_++] = value;
  }
  void reserve(std::size_t count) {
    if (count <= capacity_) return;
    owner<bool, delete_array> larger(new bool[count]);
    for (std::size_t i = 0; i != size_; ++i) larger[i] = bools_[i];
    bools_ = std::move(larger);
    capacity_ = count;
  }
  void clear() noexcept { size_ = 0; }
  [[nodiscard]] bool& operator[](std::size_t index) noexcept { return bools_[index]; }
  [[nodiscard]] bool* data() noexcept { return bools_.get(); }
  [[nodiscard]] bool* begin() noexcept { return bools_.get(); }
  [[nodiscard]] bool* end() noexcept { return bools_.get() + size_; }
  [[nodiscard]] std::size_t capacity() const noexcept { return capacity_; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }

 private:
  owner<bool, delete_array> bools_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

// Where elements are kept that are to be handed out again.
template <class Value>
using buffer = std::conditional_t<std::is_same_v<Value, bool>, bool_buffer, std::vector<Value>>;

// Keeps all elements of a source, then gives back what that owns. Where it throws, what was read is kept, and calling
// this again goes on.
template <source Source>
void keep_all(std::optional<Source>& pulled, buffer<value_t<Source>>& all) {
  using reference = typename Source::reference;
  if (!pulled) return;
  traverse(*pulled,
           [&all](reference element) { all.emplace_back(kept<value_t<Source>>(static_cast<reference>(element))); });
  pulled.reset();
}

}  // namespace cogen::detail
