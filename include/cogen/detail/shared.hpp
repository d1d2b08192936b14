// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/owner.hpp>

#include <cstddef>
#include <utility>

namespace cogen::detail {

// std::shared_ptr for owners in one thread: counts without atomic operations, and without <memory>.
template <class Object>
class shared {
 public:
  shared() noexcept = default;
  shared(std::nullptr_t) noexcept {}
  template <class... Arguments>
  explicit shared(std::in_place_t, Arguments&&... arguments)
      : held_(new counted(std::forward<Arguments>(arguments)...)) {}
  shared(shared const& other) noexcept : held_(other.held_) {
    if (held_ != nullptr) ++held_->owners;
  }
  shared(shared&& other) noexcept : held_(std::exchange(other.held_, nullptr)) {}
  shared& operator=(shared other) noexcept {
    std::swap(held_, other.held_);
    return *this;
  }
  ~shared() {
    if (held_ != nullptr && --held_->owners == 0) delete held_;
  }

  [[nodiscard]] Object& operator*() const noexcept { return held_->object; }
  [[nodiscard]] Object* operator->() const noexcept { return address_of(held_->object); }
  [[nodiscard]] bool operator==(std::nullptr_t) const noexcept { return held_ == nullptr; }
  // Whether nobody else holds it.
  [[nodiscard]] bool sole() const noexcept { return held_ != nullptr && held_->owners == 1; }

 private:
  struct counted {
    template <class... Arguments>
    explicit counted(Arguments&&... arguments) : object(std::forward<Arguments>(arguments)...) {}
    std::size_t owners = 1;
    Object object;
  };
  counted* held_ = nullptr;
};

}  // namespace cogen::detail
