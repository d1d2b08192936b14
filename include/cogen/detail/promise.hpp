// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/delegation.hpp>
#include <cogen/detail/frame_allocation.hpp>
#include <cogen/detail/never.hpp>
#include <cogen/detail/owner.hpp>

#include <coroutine>
#include <cstddef>
#include <new>
#include <optional>
#include <type_traits>
#include <utility>

namespace cogen {

template <class Yield, class Send, class Return, class Allocator>
class generator;
template <class Range>
class from;

}  // namespace cogen

namespace cogen::detail {

template <class Yield>
concept yieldable = std::is_reference_v<Yield> || (std::is_object_v<Yield> && !std::is_abstract_v<Yield>);

// Small values are copied into the promise: a consumer who changes its element changes no local of the body.
template <class Yield>
inline constexpr bool kept_in_promise =
    std::is_object_v<Yield> && std::is_trivially_copyable_v<Yield> && std::is_copy_constructible_v<Yield> &&
    sizeof(Yield) <= 2 * sizeof(void*) && alignof(Yield) <= __STDCPP_DEFAULT_NEW_ALIGNMENT__;

template <class Value, bool = kept_in_promise<Value>>
class yield_frame : public frame_base {
 protected:
  using frame_base::frame_base;
};

template <class Value>
class yield_frame<Value, true> : public frame_base {
 public:
  [[gnu::always_inline]] inline void keep(Value const& value) noexcept {
    ::new (static_cast<void*>(address_of(kept_))) Value(value);
  }
  [[nodiscard, gnu::always_inline]] inline Value* kept() noexcept { return not_null(address_of(kept_)); }
  // A delegate's value_ always tells where its element is.
  void tell_kept() noexcept { this->value_ = untyped(kept()); }

 protected:
  explicit yield_frame(bool takes_values) noexcept : frame_base(takes_values) {}

 private:
  union {
    Value kept_;
  };
};

template <class Return>
class return_slot {
  static_assert(std::is_object_v<Return> && std::is_move_constructible_v<Return>,
                "cogen::generator: Return must be void or a movable object type");

 public:
  void return_value(Return value) { result_.emplace(std::move(value)); }
  std::optional<Return> result_;
};

template <>
class return_slot<void> {
 public:
  void return_void() noexcept {}
};
// What result() returns where there is none: becomes anything, so that its message is the first.
struct no_result {
  template <class Type>
  operator Type() const;
};

// The awaiter of a co_yield where the promise can't be it.
template <class Promise>
class yield_awaiter {
 public:
  explicit yield_awaiter(Promise& promise) noexcept : promise_(&promise) {}
  [[nodiscard]] static constexpr bool await_ready() noexcept { return false; }
  static constexpr void await_suspend(std::coroutine_handle<>) noexcept {}
  [[gnu::always_inline]] inline auto await_resume() { return promise_->await_resume(); }

 protected:
  Promise* promise_;
};

// An lvalue yielded from a generator of values: the copy lives here, in the frame, and is the consumer's to move from.
template <class Promise, class Value>
class copy_awaiter : public yield_awaiter<Promise> {
 public:
  copy_awaiter(Promise& promise, Value const& value) : yield_awaiter<Promise>(promise), copy_(value) {}
  void await_suspend(std::coroutine_handle<>) noexcept {
    this->promise_->value_ = untyped(address_of(copy_));
    this->promise_->status_ = status::yielded;
  }

 private:
  Value copy_;
};

template <class Yield, class Send, class Return, class Allocator>
class promise : public yield_frame<std::remove_cv_t<Yield>>,
                public return_slot<Return>,
                public frame_allocation<Allocator> {
  static_assert(std::is_void_v<Send> || (std::is_object_v<Send> && std::is_move_constructible_v<Send>),
                "cogen::generator: Send must be void or a movable object type");

 public:
  using generator_type = generator<Yield, Send, Return, Allocator>;
  using reference = std::conditional_t<std::is_reference_v<Yield>, Yield, Yield&&>;
  using value_type = std::remove_cvref_t<Yield>;

  promise() noexcept : promise::yield_frame(!std::is_void_v<Send>) {
    // frame_base::self() finds the frame from its base: right only as long as no alignment pads the promise away from
    // it.
    static_assert(alignof(promise) <= __STDCPP_DEFAULT_NEW_ALIGNMENT__,
                  "cogen::generator: an over-aligned Return is not supported, return a pointer to it");
  }

  generator_type get_return_object() noexcept {
    return generator_type(std::coroutine_handle<promise>::from_promise(*this));
  }
  static constexpr std::suspend_always initial_suspend() noexcept { return {}; }
  static constexpr std::suspend_always final_suspend() noexcept { return {}; }
  // Stored, not rethrown: clang 14 to 19 destroys locals twice when an exception leaves a body whose end can't be
  // reached (LLVM #61900). Whoever resumed the frame takes it out at once.
  void unhandled_exception() noexcept { this->exception_ = capture_current(); }

  // co_yield value
  [[gnu::always_inline]] inline auto yield_value(Yield value, location where = location::current()) noexcept
      -> decltype(auto)
    requires kept_in_promise<Yield>
  {
    stand_at(where);
    this->keep(value);
    this->status_ = status::yielded;
    return awaiter();
  }
  [[gnu::always_inline]] inline auto yield_value(reference value, location where = location::current()) noexcept
      -> decltype(auto)
    requires(!kept_in_promise<Yield>)
  {
    stand_at(where);
    this->value_ = untyped(address_of(value));
    this->status_ = status::yielded;
    return awaiter();
  }
  auto yield_value(value_type const& value,
                   location where = location::current()) noexcept(std::is_nothrow_copy_constructible_v<value_type>)
    requires(!kept_in_promise<Yield> && std::is_rvalue_reference_v<reference>)
  {
    static_assert(std::is_copy_constructible_v<value_type>,
                  "cogen: an element that can't be copied must be given away: co_yield std::move(element)");
    stand_at(where);
    return copy_awaiter<promise, value_type>(*this, value);
  }

  // What none of these takes. The ellipsis comes after every conversion.
  template <class Never = void>
  auto yield_value(...) {
    static_assert(
        std::is_reference_v<Yield> || never<Never>,
        "cogen: what is yielded must convert to the generator's Yield (all elements of a range or a generator: "
        "co_yield cogen::from(range))");
    static_assert(!std::is_reference_v<Yield> || never<Never>,
                  "cogen: a generator of references can only yield what its Yield binds to: for T& no temporary and no "
                  "constant (all elements of a range or a generator: co_yield cogen::from(range))");
    return std::suspend_always();
  }

  // co_yield from(range or generator)
  template <class Range>
  auto yield_value(from<Range>&& delegate, location where = location::current());

  // A generator has nobody who could resume it when the awaited thing is ready.
  template <class Awaitable>
  auto await_transform(Awaitable&&) {
    static_assert(never<Awaitable>,
                  "cogen: co_await is not possible in a generator: it can only co_yield and co_return");
    return std::suspend_always();
  }

  // The promise as the awaiter of its co_yield.
  [[nodiscard]] static constexpr bool await_ready() noexcept { return false; }
  static constexpr void await_suspend(std::coroutine_handle<>) noexcept {}
  [[gnu::always_inline]] inline auto await_resume() {
    if constexpr (std::is_void_v<Send>) {
      if (this->told()) [[unlikely]]
        this->receive_exception();
    } else if constexpr (std::is_same_v<Send, anything>) {
      if (!this->told()) return std::optional<Send>();
      this->receive_anything();
      return std::optional<Send>(std::in_place);
    } else {
      if (this->told()) {
        if (auto* const received = this->template receive<Send>()) [[likely]]
          return std::optional<Send>(std::in_place, std::move(received->value));
      }
      return std::optional<Send>();
    }
  }

 private:
  // Where a generator of the library's own stands, which hands out the elements of a range, is no news to anybody.
  [[gnu::always_inline]] inline void stand_at([[maybe_unused]] location where) noexcept {
    if constexpr (!std::is_same_v<Send, anything>) this->stands_at(where);
  }

  [[nodiscard, gnu::always_inline]] inline decltype(auto) awaiter() noexcept {
    if constexpr (promise_is_awaiter) {
      return static_cast<promise&>(*this);
    } else {
      return yield_awaiter<promise>(*this);
    }
  }
};

}  // namespace cogen::detail
