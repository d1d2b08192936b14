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

template <class Parent, class Child>
class delegate_awaiter {
 public:
  delegate_awaiter(Parent& parent, std::coroutine_handle<Child> child, link how) noexcept
      : parent_(&parent), child_(child), how_(how) {}

  // Nothing to resume in a closed generator; nothing that may be resumed in one that runs.
  [[nodiscard]] bool await_ready() const noexcept { return !child_ || child_.promise().status_ == status::running; }

  void await_suspend(std::coroutine_handle<>) noexcept {
    Child& child = child_.promise();
    // The rest of a window that the child has been advanced into, if any.
    using element = std::remove_reference_t<typename Child::reference>;
    void* const rest = child.in_window() ? untyped(static_cast<element*>(child.value_) + 1) : nullptr;
    std::uintptr_t const last = child.status_;
    parent_->inner_ = attach(child, *parent_, how_);
    if constexpr (requires { child.tell_kept(); }) child.tell_kept();
    if (rest != nullptr && reinterpret_cast<std::uintptr_t>(rest) != last) {
      parent_->inner_->value_ = rest;
      parent_->inner_->status_ = last;
    }
  }

  auto await_resume() -> typename Child::generator_type::return_type {
    constexpr bool returns = !std::is_void_v<typename Child::generator_type::return_type>;
    if constexpr (returns) {
      if (!child_) raise<generator_no_result>();
    } else {
      if (!child_) return;
    }
    Child& child = child_.promise();
    if (!child_.done() && child.status_ == status::running) raise<generator_running>();
    owner const destroys_child{how_ == link::owned ? child_ : nullptr};
    child.link_ = link::none;
    if (child.exception_ != nullptr) rethrow(std::exchange(child.exception_, nullptr));
    static_cast<void>(parent_->receive());  // generator_exit, or what came of the child's
    if constexpr (returns) {
      if (!child.result_) raise<generator_no_result>();
      auto result = std::move(*child.result_);
      child.result_.reset();
      return result;
    }
  }

 private:
  struct owner {
    std::coroutine_handle<Child> child;
    ~owner() {
      if (!child) return;
      Child& promise = child.promise();
      if (promise.inner_ != nullptr) destroy_chain(promise.inner_, promise.value_, promise.status_);
      child.destroy();
    }
  };

  Parent* parent_;
  std::coroutine_handle<Child> child_;
  link how_;
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
    if (promise_->receive() != nullptr) raise<generator_error>(sent_to_range);
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
