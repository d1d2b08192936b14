// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/exception_slot.hpp>
#include <cogen/generator_error.hpp>

#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <type_traits>
#include <utility>

// Delegation without symmetric transfer. A coroutine that delegates only links its child and suspends; the loop in
// drive(), on the consumer's stack, resumes whoever is innermost until there is a value:
//
//     generator object ──> root ········ inner_ ········┐          A root knows only the innermost frame.
//                                                        v
//                          child <──parent_── child <──parent_── innermost
//                            │
//                            └── parent_ == null: its parent is the root, whose address is never stored
//
// So an element costs one resume at any depth, the stack stays flat at any optimisation level (symmetric transfer is a
// call on g++ 12 below -O2 and under its sanitizers), and a root that clang has folded into its consumer never escapes.

namespace cogen::detail {

// What a resumer hands to the frame it resumes: something thrown in, or something sent. Lives on the resumer's stack.
struct signal {
  captured_exception exception = nullptr;
  void* value = nullptr;
  void const* type = nullptr;  // whose value it is: only a frame that takes this type looks at it
};

template <class Send>
inline constexpr char send_type{};

// As Send: a generator that only wants to know that something was sent, whatever it is.
struct anything {};

// What a frame is at, in frame_base::status_. Greater numbers are addresses: value_ walks through a window, and this is
// its end. So the hot path asks one question: is it 0?
namespace status {
enum : std::uintptr_t {
  yielded,     // suspended at a single element of its own
  running,     // or at its end, or another generator delegates to it
  created,     // not started
  delegating,  // a root that has handed out a single element of its innermost frame
};
}  // namespace status

// Elements are passed on as plain addresses, constant ones too: their type, with its constness, is the generator's.
[[nodiscard, gnu::always_inline]] inline void* untyped(void const volatile* element) noexcept {
  return const_cast<void*>(element);
}

enum class link : unsigned char { none, owned, borrowed };

// The part of a promise that does not depend on any type.
class frame_base {
 public:
  frame_base() noexcept = default;
  frame_base(frame_base const&) = delete;
  frame_base& operator=(frame_base const&) = delete;

  // The element last handed out, unless it is kept in the promise.
  void* value_ = nullptr;
  std::uintptr_t status_ = status::created;
  // In a root: the innermost frame of the chain. In a delegate: a child just linked, until drive() sees it.
  frame_base* inner_ = nullptr;
  frame_base* parent_ = nullptr;
  captured_exception exception_ = nullptr;
  signal* signal_ = nullptr;
  link link_ = link::none;

  [[nodiscard]] std::coroutine_handle<frame_base> self() noexcept {
    return std::coroutine_handle<frame_base>::from_promise(*this);
  }
  [[nodiscard]] bool started() const noexcept { return status_ != status::created; }
  [[nodiscard, gnu::always_inline]] inline bool in_window() const noexcept { return status_ > status::delegating; }
  [[gnu::always_inline]] inline void enter_window(void const volatile* first, void const volatile* last) noexcept {
    value_ = untyped(first);
    status_ = reinterpret_cast<std::uintptr_t>(last);
  }

  // What was sent with the resume under way, if anything; what was thrown in is thrown.
  [[nodiscard, gnu::always_inline]] inline signal* receive() {
    if (signal_ == nullptr) [[likely]]
      return nullptr;
    signal* const received = std::exchange(signal_, nullptr);
    if (received->exception != nullptr) rethrow(std::exchange(received->exception, nullptr));
    return received;
  }
};

[[nodiscard]] inline frame_base* topmost(frame_base* frame) noexcept {
  while (frame->parent_ != nullptr) frame = frame->parent_;
  return frame;
}

// Makes `child`, until now a root, the delegate of `parent` and returns who is innermost in it: child, or the end of a
// chain of its own. The parent puts that into its inner_ and suspends; drive() goes on from there.
[[nodiscard]] inline frame_base* attach(frame_base& child, frame_base& parent, link how) noexcept {
  frame_base* const inner = std::exchange(child.inner_, nullptr);
  if (inner != nullptr) topmost(inner)->parent_ = &child;
  child.parent_ = parent.link_ == link::none ? nullptr : &parent;
  child.link_ = how;
  child.status_ = status::running;
  return inner != nullptr ? inner : &child;
}

// The reverse: `child` is a root again, suspended at what `innermost` of its chain has yielded: a single element, or a
// window.
inline void detach(frame_base& child, frame_base* innermost, void* value, std::uintptr_t yielded) noexcept {
  child.parent_ = nullptr;
  child.link_ = link::none;
  child.value_ = value;
  child.status_ = yielded > status::delegating ? yielded
                  : innermost == &child        ? std::uintptr_t{status::yielded}
                                               : std::uintptr_t{status::delegating};
  if (innermost == &child) return;
  child.inner_ = innermost;
  while (innermost->parent_ != &child) innermost = innermost->parent_;
  innermost->parent_ = nullptr;
}

// Resumes `frame`, the innermost one; false if it has not yielded, but linked a child or come to its end.
[[nodiscard, gnu::always_inline]] inline bool advance(frame_base* frame) noexcept {
  // Another status only where a generator that had stopped inside a window was attached: the rest of the window comes
  // first.
  if (frame->status_ == status::running) [[likely]]
    frame->self().resume();
  return frame->status_ != status::running;
}

// Goes on where advance(frame) was false: with its child, or its parent, until one of them has yielded. Returns that one
// (take its value_ and status_), or null when all frames up to, but without, `stop` have come to their end.
[[nodiscard, gnu::noinline]] inline frame_base* drive(frame_base* frame, frame_base* stop = nullptr) noexcept {
  do {
    if (frame->inner_ != nullptr) {
      frame = std::exchange(frame->inner_, nullptr);
    } else {
      frame = frame->parent_;
      if (frame == stop) return nullptr;
    }
  } while (!advance(frame));
  return frame;
}

// Destroys the frames of a chain whose root is going away, innermost first and without recursion. A borrowed generator
// in it, and all that this one delegates to, stays: it is detached where the root stood.
[[gnu::noinline, gnu::cold]] inline void destroy_chain(frame_base* innermost, void* value,
                                                       std::uintptr_t yielded) noexcept {
  frame_base* borrowed = nullptr;
  for (frame_base* frame = innermost; frame != nullptr; frame = frame->parent_) {
    if (frame->link_ == link::borrowed) borrowed = frame;
  }
  if (borrowed != nullptr) {
    frame_base* const parent = borrowed->parent_;
    detach(*borrowed, innermost, value, yielded);
    innermost = parent;
  }
  while (innermost != nullptr) {
    frame_base* const parent = innermost->parent_;
    innermost->self().destroy();
    innermost = parent;
  }
}

// Destroying what is running, or what another generator is delegating to, would leave the other with a dead frame.
[[gnu::noinline, gnu::cold]] inline void destroyed_while_running() noexcept {
  std::fputs("cogen: a generator was destroyed while it was executing or being delegated to\n", stderr);
  std::terminate();
}

#if defined(__cpp_exceptions)
[[nodiscard, gnu::noinline, gnu::cold]] inline bool is_exit(std::exception_ptr const& exception) noexcept {
  try {
    if (exception != nullptr) std::rethrow_exception(exception);
  } catch (generator_exit const&) {
    return true;
  } catch (...) {
  }
  return false;
}

// PEP 380: before a delegating generator is told to exit, the one it delegates to is closed. So: every frame of the
// chain, innermost first, has `exit` thrown in. What it makes of that decides what its parent is told, and finally what
// the root is to be told, which is returned:
//   returns, or lets the exit pass    -> the exit
//   throws something else             -> that
//   yields again                      -> generator_ignored_exit; the frame stays suspended and dies with its owner
[[nodiscard]] inline captured_exception close_chain(frame_base* frame, std::exception_ptr const& exit) {
  std::exception_ptr told = exit;
  while (frame != nullptr) {
    frame_base* const parent = frame->parent_;
    signal thrown{capture(std::move(told))};
    frame->signal_ = &thrown;
    if (frame_base* const innermost = advance(frame) ? frame : drive(frame, parent)) {
      std::uintptr_t const yielded = std::exchange(innermost->status_, status::running);
      detach(*frame, innermost, innermost->value_, yielded);
      told = std::make_exception_ptr(generator_ignored_exit());
    } else {
      told = release(std::exchange(frame->exception_, nullptr));
      if (told == nullptr || (told != exit && is_exit(told))) told = exit;
    }
    frame = parent;
  }
  return capture(std::move(told));
}
#endif

}  // namespace cogen::detail
