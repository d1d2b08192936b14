// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/owner.hpp>

#include <new>
#include <type_traits>
#include <utility>

namespace cogen::detail {

// Where a computed element lives until the next pull, or until its source is moved: it does not move along, so it may
// be of any type, a tuple of references too, which an assignment would write through.
template <class Value>
class slot {
 public:
  slot() noexcept {}
  slot(slot&&) noexcept {}
  slot& operator=(slot&&) noexcept {
    clear();
    return *this;
  }
  ~slot() { clear(); }

  // Destroys the element before, constructs function()'s in place; empty if that throws.
  template <class Function>
  [[gnu::always_inline]] inline Value* fill(Function&& function) {
    clear();
    auto* const element = ::new (static_cast<void*>(address_of(element_))) Value(function());
    full_ = true;
    return element;
  }
  [[gnu::always_inline]] inline void clear() noexcept {
    if constexpr (!std::is_trivially_destructible_v<Value>) {
      if (std::exchange(full_, false)) element_.~Value();
    }
  }

 private:
  union {
    Value element_;
  };
  bool full_ = false;
};

struct no_slot {};

template <bool Computed, class Value>
struct slot_of {
  using type = slot<std::remove_cv_t<Value>>;
};
template <class Value>
struct slot_of<false, Value> {
  using type = no_slot;
};
template <bool Computed, class Value>
using slot_if = typename slot_of<Computed, Value>::type;

}  // namespace cogen::detail
