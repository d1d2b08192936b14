// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/iteration.hpp>
#include <cogen/detail/promise.hpp>

#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <type_traits>
#include <utility>

// The three ways of `co_yield from(x)`:
//   x is a generator                          it becomes the innermost frame (delegate_awaiter)
//   x is contiguous, its elements can be      the run itself is handed out, one resume for all (window_awaiter)
//   handed out where they are
//   x is any other range                      a small generator over it becomes the innermost frame (each, blocks)

namespace cogen::detail {

template <class>
inline constexpr bool is_generator = false;
template <class Yield, class Send, class Return, class Allocator>
inline constexpr bool is_generator<generator<Yield, Send, Return, Allocator>> = true;

// Elements are passed by address, so types must match; looking at what may be taken is fine.
template <class Inner, class Outer>
inline constexpr bool delegates_reference =
    std::is_same_v<Inner, Outer> ||
    (std::is_lvalue_reference_v<Outer> && std::is_const_v<std::remove_reference_t<Outer>> &&
     std::is_same_v<std::remove_cvref_t<Inner>, std::remove_cvref_t<Outer>>);

template <link How, class Parent, class Child>
class delegate_awaiter {
  using return_type = typename Child::generator_type::return_type;

 public:
  delegate_awaiter(Parent& parent, std::coroutine_handle<Child> child) noexcept : parent_(&parent), child_(child) {}

  // Nothing to resume in a generator that is closed, or at its end.
  [[nodiscard]] bool await_ready() const noexcept { return !child_ || child_.promise().status_ == status::running; }

  [[gnu::always_inline]] inline void await_suspend(std::coroutine_handle<>) noexcept {
    Child& child = child_.promise();
    if (child.status_ == status::created) [[likely]] {
      link_child(child, *parent_);
    } else {
      link_started(child, *parent_);
    }
  }

  return_type await_resume() {
    constexpr bool returns = !std::is_void_v<return_type>;
    if (!child_) [[unlikely]] {
      if constexpr (returns) {
        raise<generator_no_result>();
      } else {
        return;
      }
    }
    Child& child = child_.promise();
    if (child.exception_ != nullptr) [[unlikely]]
      fail(child);
    if constexpr (returns) {
      finisher const at_return{child};
      if (!child.result_) raise<generator_no_result>();
      auto result = std::move(*child.result_);
      child.result_.reset();
      return result;
    } else if constexpr (How == link::owned) {
      child_.destroy();
    } else {
      child.link_ = link::none;
    }
  }

 private:
  struct finisher {
    Child& child;
    ~finisher() {
      child.link_ = link::none;
      if constexpr (How == link::owned) {
        if (child.inner_ != nullptr) destroy_chain(child.inner_, child.value_, child.status_);
        std::coroutine_handle<Child>::from_promise(child).destroy();
      }
    }
  };

  [[gnu::always_inline]] inline static void link_child(Child& child, Parent& parent) noexcept {
    attach(child, parent, How);
    if constexpr (requires { child.tell_kept(); }) child.tell_kept();
  }

  // A child that has been advanced before: it may have a chain of its own, and the rest of a window.
  [[gnu::noinline, gnu::cold]] static void link_started(Child& child, Parent& parent) noexcept {
    using element = std::remove_reference_t<typename Child::reference>;
    void* const rest = child.in_window() ? untyped(static_cast<element*>(child.value_) + 1) : nullptr;
    std::uintptr_t const last = child.status_;
    frame_base* const inner = std::exchange(child.inner_, nullptr);
    frame_base* const outermost = child.parent_;
    link_child(child, parent);
    if (inner != nullptr) {
      outermost->parent_ = &child;
      parent.inner_ = inner;
    }
    if (rest != nullptr && reinterpret_cast<std::uintptr_t>(rest) != last) {
      parent.inner_->value_ = rest;
      parent.inner_->status_ = last;
    }
  }

  // What has left the child, or what the parent is to be told after the child has been closed.
  [[noreturn, gnu::noinline, gnu::cold]] static void fail(Child& child) {
    finisher const at_throw{child};
    rethrow(std::exchange(child.exception_, nullptr));
  }

  Parent* parent_;  // g++ 12 makes better code of this than of the handle that await_suspend is given
  std::coroutine_handle<Child> child_;
};

inline constexpr char const* sent_to_range =
    "cogen: send() while the generator delegates to a range, which takes no values";

template <class Promise, class Range>
class window_awaiter {
 public:
  window_awaiter(Promise& promise, Range& range) noexcept : promise_(&promise), range_(&range) {}

  [[nodiscard]] bool await_ready() const noexcept { return std::size(*range_) == 0; }
  void await_suspend(std::coroutine_handle<>) noexcept {
    auto* const first = std::to_address(begin_of(*range_));
    if constexpr (requires { promise_->keep(*first); }) promise_->keep(*first);
    promise_->enter_window(first, first + std::size(*range_));
  }
  void await_resume() {
    if constexpr (requires { promise_->tell_kept(); }) {
      if (promise_->link_ != link::none) promise_->tell_kept();
    }
    if (promise_->told()) {
      promise_->receive_anything();
      raise<generator_error>(sent_to_range);
    }
  }

 private:
  Promise* promise_;
  Range* range_;
};

// Whether elements of Range can be handed out as Reference from where they are.
template <class Range, class Reference>
concept window_of =
    contiguous_range<Range> &&
    std::is_same_v<std::remove_cvref_t<reference_of<Range>>, std::remove_cvref_t<Reference>> &&
    std::is_convertible_v<std::remove_reference_t<reference_of<Range>>*, std::remove_reference_t<Reference>*> &&
    (std::is_lvalue_reference_v<Reference> || owns_elements<Range> ||
     std::is_trivially_copyable_v<std::remove_cvref_t<Reference>>);

// A run of constant values that a generator of values may not hand out in place: copied a block at a time.
template <class Range, class Reference>
concept blocks_of = contiguous_range<Range> && !window_of<Range, Reference> && std::is_rvalue_reference_v<Reference> &&
                    std::is_same_v<std::remove_cvref_t<reference_of<Range>>, std::remove_cvref_t<Reference>> &&
                    std::is_trivially_copyable_v<std::remove_cvref_t<Reference>> &&
                    std::is_trivially_default_constructible_v<std::remove_cvref_t<Reference>>;

// Whether a generator with this promise can yield the elements of Range one by one.
template <class Range>
using element_of =
    std::conditional_t<owns_elements<Range>, std::remove_reference_t<reference_of<Range>>&&, reference_of<Range>>;
template <class Range, class Promise>
concept hands_out =
    iterable_range<Range> && (std::is_convertible_v<element_of<Range>, typename Promise::reference> ||
                              (std::is_rvalue_reference_v<typename Promise::reference> &&
                               std::is_copy_constructible_v<typename Promise::value_type> &&
                               std::is_convertible_v<element_of<Range>, typename Promise::value_type const&>));

template <class Value>
struct run {
  Value* first;
  std::size_t count;
  [[nodiscard]] Value* begin() const noexcept { return first; }
  [[nodiscard]] Value* end() const noexcept { return first + count; }
  [[nodiscard]] std::size_t size() const noexcept { return count; }
};

template <class Generator, class Range>
Generator blocks(Range range) {
  using value_type = std::remove_cvref_t<reference_of<Range>>;
  constexpr std::size_t most = sizeof(value_type) < 128 ? 1024 / sizeof(value_type) : 8;
  value_type block[most];
  value_type const* source = std::to_address(begin_of(range));
  for (std::size_t left = std::size(range); left != 0;) {
    std::size_t const count = left < most ? left : most;
    for (std::size_t i = 0; i != count; ++i) block[i] = source[i];
    run<value_type> copied{block, count};
    co_yield from(copied);
    source += count;
    left -= count;
  }
}

template <class Generator, class Range>
Generator each(Range range) {
  for (auto&& element : range) {
    if constexpr (owns_elements<Range>) {
      auto sent = co_yield std::move(element);
      if (sent) raise<generator_error>(sent_to_range);
    } else {
      auto sent = co_yield static_cast<decltype(element)>(element);
      if (sent) raise<generator_error>(sent_to_range);
    }
  }
}

}  // namespace cogen::detail
