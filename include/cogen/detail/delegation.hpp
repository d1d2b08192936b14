// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/exception_slot.hpp>
#include <cogen/detail/signal.hpp>
#include <cogen/detail/trace.hpp>
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

// As Send: a generator that only wants to know that something was sent, whatever it is.
struct anything {};

// What a frame is at, in frame_base::status_. Greater numbers are addresses: of a signal, while the frame is resumed
// with one, or of a window's end, through which value_ walks. So the hot path asks one question: is it at most
// `created`? And the body that is resumed asks one: is it `running`?
namespace status {
enum : std::uintptr_t {
  yielded,     // suspended at a single element of its own
  created,     // not started
  running,     // or at its end, or another generator delegates to it
  delegating,  // a root that has handed out a single element of its innermost frame
};
}  // namespace status

// Elements are passed on as plain addresses, constant ones too: their type, with its constness, is the generator's.
[[nodiscard, gnu::always_inline]] inline void* untyped(void const volatile* element) noexcept {
  return const_cast<void*>(element);
}

enum class link : unsigned char { none, owned, borrowed };

// The part of a promise that does not depend on any type.
class frame_base : public frame_trace {
 public:
  frame_base(frame_base const&) = delete;
  frame_base& operator=(frame_base const&) = delete;

  // The element last handed out, unless it is kept in the promise.
  void* value_ = nullptr;
  std::uintptr_t status_ = status::created;
  // In a root: the innermost frame of the chain. In a delegate: a child just linked, until drive() sees it.
  frame_base* inner_ = nullptr;
  // In a delegate: who delegates to it, null for the root. In a root with a chain: the outermost frame of that.
  frame_base* parent_ = nullptr;
  captured_exception exception_ = nullptr;
  link link_ = link::none;
  bool takes_values_;  // whether receive() may return what was sent: else it only throws

 protected:
  explicit frame_base(bool takes_values) noexcept : takes_values_(takes_values) {}

 public:
  [[nodiscard]] std::coroutine_handle<frame_base> self() noexcept {
    return std::coroutine_handle<frame_base>::from_promise(*this);
  }
  [[nodiscard]] bool started() const noexcept { return status_ != status::created; }
  // Resuming its own coroutine is all that a root has to do.
  [[nodiscard, gnu::always_inline]] inline bool is_plain() const noexcept { return status_ <= status::created; }
  [[nodiscard, gnu::always_inline]] inline bool in_window() const noexcept { return status_ > status::delegating; }
  // Of a delegate: it was inside a window when it became one, and the rest of that comes first.
  [[nodiscard]] bool stands_in_window() const noexcept { return status_ != status::running; }
  [[gnu::always_inline]] inline void enter_window(void const volatile* first, void const volatile* last) noexcept {
    value_ = untyped(first);
    status_ = reinterpret_cast<std::uintptr_t>(last);
  }

  // To be resumed with `told`.
  [[gnu::always_inline]] inline void tell(signal& told) noexcept { status_ = reinterpret_cast<std::uintptr_t>(&told); }
  [[nodiscard, gnu::always_inline]] inline bool told() const noexcept { return status_ != status::running; }
  // Every suspended body asks told() first when it is resumed. If so: the sent<Send>; null if another type was sent;
  // what was thrown in is thrown.
  template <class Send>
  [[nodiscard, gnu::always_inline]] inline sent<Send>* receive() {
    signal* const received = take_signal();
    if (received->type == &send_type<Send>) [[likely]]
      return static_cast<sent<Send>*>(received);
    if (received->type == nullptr) raise_thrown(received);
    return nullptr;
  }
  // The same for a body that takes nothing, or only wants to know that something was sent.
  [[gnu::always_inline]] inline void receive_exception() { raise_thrown(take_signal()); }
  [[gnu::always_inline]] inline void receive_anything() {
    signal* const received = take_signal();
    if (received->type == nullptr) raise_thrown(received);
  }

 private:
  [[nodiscard, gnu::always_inline]] inline signal* take_signal() noexcept {
    return reinterpret_cast<signal*>(std::exchange(status_, status::running));  // NOLINT(performance-no-int-to-ptr)
  }
  [[noreturn, gnu::always_inline]] static inline void raise_thrown(signal* received) {
    auto* const exception = static_cast<thrown*>(received);
    exception->raise(*exception);
    __builtin_unreachable();
  }
};

// Makes `child`, until now a root without a chain, the delegate of `parent`, which then suspends; drive() goes on from
// there.
[[gnu::always_inline]] inline void attach(frame_base& child, frame_base& parent, link how) noexcept {
  parent.inner_ = &child;
  if (parent.link_ == link::none) {
    parent.parent_ = &child;
    child.parent_ = nullptr;
  } else {
    child.parent_ = &parent;
  }
  child.link_ = how;
  child.status_ = status::running;
  child.count_advance();
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
  child.parent_ = innermost;
}

// `frame` has been resumed and has not yielded: it has linked a child, or come to its end. Goes on with the child, or
// with the parent, until one of them has yielded. Returns that one (take its value_ and status_), or null when all
// frames up to, but without, `stop` have come to their end.
[[nodiscard, gnu::noinline]] inline frame_base* drive(frame_base* frame, frame_base* stop = nullptr) noexcept {
  do {
    if (frame->inner_ != nullptr) {
      frame = std::exchange(frame->inner_, nullptr);
      if (frame->stands_in_window()) return frame;
    } else {
      frame = frame->parent_;
      if (frame == stop) return nullptr;
    }
    frame->self().resume();
  } while (frame->status_ == status::running);
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

// PEP 380: before a delegating generator is told to exit, the one it delegates to is closed. So: every frame of a
// chain, innermost first, has `exit` thrown in. What it makes of that decides what its parent, and in the end the root,
// is told when it is resumed: its exception_ holds that.
//   returns, or lets the exit pass    -> the exit
//   throws something else             -> that
//   yields again                      -> generator_ignored_exit; the frame stays suspended and dies with its owner
inline void close_chain(frame_base* frame, std::exception_ptr const& exit) {
  thrown_word thrown_in(capture(exit));
  frame->tell(thrown_in);
  for (;;) {
    frame_base* const parent = frame->parent_;
    frame->self().resume();
    std::exception_ptr told;
    if (frame_base* const innermost = frame->status_ != status::running ? frame : drive(frame, parent)) {
      std::uintptr_t const yielded = std::exchange(innermost->status_, status::running);
      detach(*frame, innermost, innermost->value_, yielded);
      told = std::make_exception_ptr(generator_ignored_exit());
    } else {
      told = release(std::exchange(frame->exception_, nullptr));
      if (told == nullptr || (told != exit && is_exit(told))) told = exit;
    }
    frame->exception_ = capture(std::move(told));
    if (parent == nullptr) return;
    frame = parent;
  }
}
#endif

}  // namespace cogen::detail
