// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/config.hpp>
#include <cogen/detail/delegate.hpp>
#include <cogen/detail/owner.hpp>
#include <cogen/detail/promise.hpp>
#include <cogen/detail/pull_range.hpp>
#include <cogen/generator_error.hpp>

#include <coroutine>
#include <cstddef>
#include <exception>
#include <optional>
#include <span>
#include <type_traits>
#include <utility>
#include <version>

namespace cogen {

/// Python's `inspect.getgeneratorstate`. A generator that another one delegates to counts as running.
enum class generator_state { created, suspended, running, closed };

/// A coroutine that yields values, takes values and exceptions, and returns one: Python's generator (PEP 255, 342,
/// 380).
///
/// | parameter   | meaning                                                                                          |
/// |-------------|--------------------------------------------------------------------------------------------------|
/// | `Yield`     | what `co_yield` hands out. `T`: `reference` is `T&&`, the element is the consumer's to move from, |
/// |             | lvalues are copied (but see from). `T&`, `T const&`: handed out where it is, never copied.       |
/// | `Send`      | what `send()` takes; `co_yield` is then a `std::optional<Send>`, empty after `next()`            |
/// | `Return`    | what `co_return` takes: `result()`, and the value of `co_yield from(generator)`                  |
/// | `Allocator` | of the frame. `void`: a bounded per-thread pool over `operator new`, or the allocator that the   |
/// |             | coroutine is called with, as `(std::allocator_arg, allocator, ...)`                              |
///
/// Out: an input range, move-only, not a view, with Python's `next()`. The generator owns the coroutine; nothing runs
/// before the first element is asked for. A default-constructed or moved-from generator is closed.
///
/// Cost: one allocation to create (none where clang sees the body, or the pool has a frame), one resume an element at
/// any depth of delegation, none inside a window (`co_yield from(contiguous range)`).
///
/// Throws what leaves the body, from `next()` (or `++`, `send()`, ...); the generator is closed then.
/// Thread-safety: one thread at a time; it may go on in another thread.
///
/// Python: what a function with `yield` returns.
template <class Yield, class Send = void, class Return = void, class Allocator = void>
class [[nodiscard]] generator : public pull_range<generator<Yield, Send, Return, Allocator>> {
  static_assert(
      detail::yieldable<Yield>,
      "cogen::generator: Yield must be a reference or an object type that is not abstract: an abstract class is "
      "yielded as T&");

 public:
  using promise_type = detail::promise<Yield, Send, Return, Allocator>;
  using reference = typename promise_type::reference;
  using value_type = std::remove_cvref_t<Yield>;
  using pointer = std::add_pointer_t<reference>;
  /// What `next()` and `send()` return: empty at the end, in place of StopIteration.
  using next_type = std::conditional_t<std::is_reference_v<Yield>, pointer, std::optional<value_type>>;

  using return_type = Return;
  static constexpr bool takes_values = !std::is_void_v<Send>;

  generator() noexcept = default;
  [[gnu::always_inline]] inline generator(generator&& other) noexcept
      : handle_(std::exchange(other.handle_, nullptr)) {}
  generator& operator=(generator&& other) noexcept {
    generator(std::move(other)).swap(*this);
    return *this;
  }
  /// Destroys the locals of a suspended body, and of all it delegates to, innermost first. Only `close()` raises
  /// generator_exit. Destroying a generator from inside its own body, or while another delegates to it, terminates.
  [[gnu::always_inline]] inline ~generator() {
    if (handle_) destroy(handle_);
  }

  void swap(generator& other) noexcept { std::swap(handle_, other.handle_); }

  /// Python's `next(g)`. Throws what the body throws, and generator_running when called from inside it.
  [[gnu::always_inline]] inline next_type next() { return take(pull()); }

  /// Python's `g.send(value)`: `value` becomes the result of the `co_yield` that the body, or the innermost generator
  /// that it delegates to, is suspended in. Returns what is yielded next; empty if the generator is closed. Throws
  /// generator_not_started before the first `next()`.
  template <class Value = Send>
    requires(takes_values)
  [[gnu::always_inline]] inline next_type send(Value&& value) {
    static_assert(std::is_constructible_v<Send, Value&&>, "cogen: send() takes the generator's Send type");
    if (!can_resume()) return next_type();
    if (!promise().started()) [[unlikely]]
      detail::raise<generator_not_started>();
    detail::sent<Send> told(std::forward<Value>(value));
    return take(resume_with(told));
  }
  template <class Value>
    requires(!takes_values)
  next_type send(Value&&) {
    static_assert(detail::never<Value>, "cogen: send() needs a generator with a Send type: generator<Yield, Send>");
    return next_type();
  }

#if defined(__cpp_exceptions)
  /// Python's `g.throw(exception)`: throws at the `co_yield` that the innermost body is suspended in; returns what is
  /// yielded next. A generator that has not started is closed and its body never runs; a closed one just throws
  /// `exception`.
  next_type throw_(std::exception_ptr exception);
  next_type throw_(std::nullptr_t) = delete;
  template <class Exception>
  next_type throw_(Exception exception);

  /// Python's `g.close()`: throws generator_exit at the suspended `co_yield`, innermost generator first. Returns what
  /// the body returns in answer, if anything, as Python 3.13 (nothing if Return is void). Idempotent. Throws
  /// generator_ignored_exit if the body yields again, and what else the body throws.
  auto close() -> std::conditional_t<std::is_void_v<Return>, void, std::optional<Return>>;
#endif

  /// StopIteration.value: what the body returned. Throws generator_no_result before the end and after an exception.
  [[nodiscard]] auto& result()
    requires(!std::is_void_v<Return>)
  {
    if (!handle_ || !promise().result_) detail::raise<generator_no_result>();
    return *promise().result_;
  }
  template <class Result = Return>
    requires(std::is_void_v<Result>)
  detail::no_result result() {
    static_assert(detail::never<Result>,
                  "cogen: result() needs a generator with a Return type: generator<Yield, Send, Return>");
    return {};
  }

  [[nodiscard]] generator_state state() const noexcept {
    if (!handle_ || handle_.done()) return generator_state::closed;
    if (!promise().started()) return generator_state::created;
    return promise().status_ != detail::status::running ? generator_state::suspended : generator_state::running;
  }

#if defined(COGEN_DEBUG)
  /// The `co_yield` that the body is suspended at, or that of the innermost generator it delegates to; while it runs, the
  /// last of its own. Line 0 before the start and after the end. Only in programs that are built with `COGEN_DEBUG`.
  [[nodiscard]] std::source_location yielded_at() const noexcept;
#endif

  /// The pull protocol, see pull_range.
  [[gnu::always_inline]] inline pointer pull() { return handle_ ? pull(promise()) : nullptr; }
  [[nodiscard, gnu::always_inline]] inline std::span<std::remove_reference_t<reference>> segment(
      std::size_t most) noexcept;

 private:
  friend promise_type;
  template <class, class, class, class>
  friend class detail::promise;
  friend detail::puller<generator>;
  using element = std::remove_reference_t<reference>;

  explicit generator(std::coroutine_handle<promise_type> handle) noexcept : handle_(handle) {}

  [[nodiscard, gnu::always_inline]] inline promise_type& promise() const noexcept { return handle_.promise(); }
  // Where the root stands in a window, its own or the innermost generator's.
  [[nodiscard, gnu::always_inline]] static inline element* position(promise_type const& root) noexcept {
    return detail::not_null(static_cast<element*>(root.value_));
  }
  // The element that is handed out: always at the same address if small values are kept in the promise.
  [[nodiscard, gnu::always_inline]] static inline pointer current(promise_type& root) noexcept;
  [[gnu::always_inline]] static inline pointer hand_out(promise_type& root, element* from_window) noexcept;
  [[nodiscard, gnu::always_inline]] static inline next_type take(pointer yielded) {
    if constexpr (std::is_reference_v<Yield>) {
      return yielded;
    } else {
      return yielded != nullptr ? next_type(std::in_place, static_cast<reference>(*yielded)) : next_type();
    }
  }

  [[nodiscard, gnu::always_inline]] inline bool can_resume() const;
  [[gnu::always_inline]] static inline pointer pull(promise_type& root);
  [[gnu::always_inline]] static inline pointer resume_root(promise_type& root);
  [[gnu::always_inline]] static inline bool inner_yielded(promise_type& root);
  [[gnu::always_inline]] static inline bool resume_inner(promise_type& root);
  [[gnu::always_inline]] inline pointer resume_with(detail::signal& told);
#if defined(__cpp_exceptions)
  bool can_throw();
  pointer resume_to_exit(std::exception_ptr const& exit);
#endif
  [[gnu::always_inline]] static inline void destroy(std::coroutine_handle<promise_type> handle) noexcept;

  std::coroutine_handle<promise_type> handle_;
};

/// `co_yield from(x)`: Python's `yield from x` (PEP 380). Evaluates to what the generator `x` returns.
///
/// | x                     | what happens                                                                    |
/// |-----------------------|---------------------------------------------------------------------------------|
/// | generator             | `next`, `send`, `throw_`, `close` go to it; an rvalue is owned, an lvalue borrowed |
/// | contiguous range      | handed out as one window: no resume and no copy for an element                  |
/// | other range or source | its elements one by one                                                         |
///
/// The elements of an rvalue container are moved out. Those of an lvalue are copied, unless they are trivially copyable
/// and not constant: these a generator of values hands out where they are, and a consumer who writes to its element may
/// write to the range. `send()` while it delegates to a range throws generator_error at the `from`. An x that must not be
/// delegated to, because it is running, throws generator_running there; given away by std::move it ends the program.
///
/// Python: `yield from x`.
template <class Range>
class [[nodiscard]] from {
 public:
  explicit from(Range&& range) noexcept(std::is_nothrow_constructible_v<Range, Range&&>)
      : range_(std::forward<Range>(range)) {}

 private:
  template <class, class, class, class>
  friend class detail::promise;
  Range range_;
};
template <class Range>
from(Range&&) -> from<Range>;

/// Calls the coroutine lambda `function` with `arguments` and keeps it, and them, alive as long as the generator: the
/// frame of a lambda coroutine holds only a pointer to the lambda. The arguments are copied or moved, as by
/// std::thread.
///
/// Python: calling the nested function; its closure lives as long as anyone holds it.
template <class Function, class... Arguments>
auto co_invoke(Function function, Arguments... arguments) -> std::invoke_result_t<Function&, Arguments&&...> {
  auto inner = function(std::move(arguments)...);
  if constexpr (std::is_void_v<typename decltype(inner)::return_type>) {
    co_yield from(std::move(inner));
  } else {
    auto result = co_yield from(std::move(inner));
    co_return result;
  }
}

/// `Type{arguments...}`. Yield aggregates by `co_yield cogen::make<Row>(a, b)`: g++ 12.2 destroys the members of a
/// braced aggregate that is the operand of a `co_yield` twice.
template <class Type, class... Arguments>
[[nodiscard]] constexpr Type make(Arguments&&... arguments) {
  return Type{std::forward<Arguments>(arguments)...};
}

}  // namespace cogen

#include <cogen/detail/interruption.hpp>
#include <cogen/detail/resumption.hpp>
