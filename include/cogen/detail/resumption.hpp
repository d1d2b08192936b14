// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/owner.hpp>
#include <cogen/generator.hpp>

#include <cstdint>

// How a generator object resumes its coroutine. All of it is forced inline but for what leaves the common path; that
// part takes and returns plain values (the innermost frame, a captured exception), never the root's frame or its
// address. Under these two conditions clang folds a generator that it sees into the loop that consumes it.

namespace cogen {

// An iterator holds the coroutine itself, not its generator: that may lie in memory that somebody else can see.
template <class Yield, class Send, class Return, class Allocator>
class detail::puller<generator<Yield, Send, Return, Allocator>> {
  using generator_type = generator<Yield, Send, Return, Allocator>;

 public:
  puller() noexcept = default;
  [[gnu::always_inline]] inline explicit puller(generator_type const& made) noexcept : handle_(made.handle_) {}
  [[gnu::always_inline]] inline typename generator_type::pointer pull() { return handle_ ? pull_again() : nullptr; }
  [[gnu::always_inline]] inline typename generator_type::pointer pull_again() {
    return generator_type::pull(handle_.promise());
  }

 private:
  std::coroutine_handle<typename generator_type::promise_type> handle_;
};

template <class Yield, class Send, class Return, class Allocator>
inline auto generator<Yield, Send, Return, Allocator>::pull(promise_type& root) -> pointer {
  if (!root.is_plain()) [[unlikely]] {
    if (root.in_window()) {
      element* const following = detail::not_null(position(root) + 1);
      root.value_ = detail::untyped(following);
      if (reinterpret_cast<std::uintptr_t>(following) != root.status_) return hand_out(root, following);
    } else if (root.status_ != detail::status::delegating) {
      if (std::coroutine_handle<promise_type>::from_promise(root).done()) return nullptr;
      detail::raise<generator_running>();
    }
    if (root.inner_ != nullptr && resume_inner(root)) return current(root);
  }
  root.status_ = detail::status::running;
  return resume_root(root);
}

template <class Yield, class Send, class Return, class Allocator>
inline auto generator<Yield, Send, Return, Allocator>::current(promise_type& root) noexcept -> pointer {
  if constexpr (detail::kept_in_promise<Yield>) {
    return root.kept();
  } else {
    return position(root);
  }
}

template <class Yield, class Send, class Return, class Allocator>
inline auto generator<Yield, Send, Return, Allocator>::hand_out(promise_type& root, element* from_window) noexcept
    -> pointer {
  if constexpr (detail::kept_in_promise<Yield>) root.keep(*from_window);
  return detail::kept_in_promise<Yield> ? current(root) : from_window;
}

// False at the end, an error while it runs.
template <class Yield, class Send, class Return, class Allocator>
inline bool generator<Yield, Send, Return, Allocator>::can_resume() const {
  if (!handle_) return false;
  if (promise().status_ == detail::status::running) [[unlikely]] {
    if (handle_.done()) return false;
    detail::raise<generator_running>();
  }
  return true;
}

// Resumes the root's own coroutine, whose status_ is running, or a signal.
template <class Yield, class Send, class Return, class Allocator>
inline auto generator<Yield, Send, Return, Allocator>::resume_root(promise_type& root) -> pointer {
  // In one place only, or clang does not inline the body into it.
  do {
    std::coroutine_handle<promise_type>::from_promise(root).resume();
    if (root.status_ != detail::status::running) [[likely]]
      return current(root);
    if (root.inner_ == nullptr) {
      if (root.exception_ != nullptr) detail::rethrow(std::exchange(root.exception_, nullptr));
      return nullptr;
    }
    // It has linked a child.
    if (!root.inner_->stands_in_window()) root.inner_->self().resume();
  } while (!inner_yielded(root));
  return current(root);
}

// The innermost frame of the delegates has been resumed. Makes the next element of theirs the root's own; false when
// they have come to their end.
template <class Yield, class Send, class Return, class Allocator>
inline bool generator<Yield, Send, Return, Allocator>::inner_yielded(promise_type& root) {
  detail::frame_base* innermost = root.inner_;
  if (innermost->status_ == detail::status::running) {
    innermost = detail::drive(innermost);
    root.inner_ = innermost;
    if (innermost == nullptr) return false;
  }
  std::uintptr_t const yielded = std::exchange(innermost->status_, detail::status::running);
  auto* const handed_out = static_cast<element*>(innermost->value_);
  root.status_ = yielded == detail::status::yielded ? std::uintptr_t{detail::status::delegating} : yielded;
  root.value_ = detail::untyped(handed_out);
  hand_out(root, handed_out);
  return true;
}

template <class Yield, class Send, class Return, class Allocator>
inline bool generator<Yield, Send, Return, Allocator>::resume_inner(promise_type& root) {
  root.status_ = detail::status::running;
  root.inner_->self().resume();
  return inner_yielded(root);
}

template <class Yield, class Send, class Return, class Allocator>
inline auto generator<Yield, Send, Return, Allocator>::resume_with(detail::signal& told) -> pointer {
  promise_type& root = promise();
  if (root.is_plain() || root.inner_ == nullptr) [[likely]] {
    root.tell(told);
  } else {
    // What is sent into a generator that takes nothing is lost, as in Python.
    if (told.type == nullptr || root.inner_->takes_values_ || root.in_window()) root.inner_->tell(told);
    if (resume_inner(root)) return current(root);
  }
  return resume_root(root);
}

template <class Yield, class Send, class Return, class Allocator>
inline void generator<Yield, Send, Return, Allocator>::destroy(std::coroutine_handle<promise_type> handle) noexcept {
  promise_type& root = handle.promise();
  if (!root.is_plain()) [[unlikely]] {
    if (root.status_ == detail::status::running && !handle.done()) detail::destroyed_while_running();
    if (root.inner_ != nullptr) detail::destroy_chain(root.inner_, root.value_, root.status_);
  }
  handle.destroy();
}

template <class Yield, class Send, class Return, class Allocator>
inline auto generator<Yield, Send, Return, Allocator>::segment(std::size_t most) noexcept
    -> std::span<std::remove_reference_t<reference>> {
  if (!handle_ || !promise().in_window()) return {};
  element* const following = position(promise()) + 1;
  std::size_t const there = static_cast<std::size_t>(reinterpret_cast<element*>(promise().status_) - following);
  std::size_t const count = there < most ? there : most;
  promise().value_ = detail::untyped(following + count - 1);
  return std::span<element>(following, count);
}

#if defined(__cpp_exceptions)
// False when there is no suspended body to throw into; one that has not started is closed.
template <class Yield, class Send, class Return, class Allocator>
bool generator<Yield, Send, Return, Allocator>::can_throw() {
  if (!can_resume()) return false;
  if (promise().started()) return true;
  generator().swap(*this);
  return false;
}

template <class Yield, class Send, class Return, class Allocator>
auto generator<Yield, Send, Return, Allocator>::throw_(std::exception_ptr exception) -> next_type {
  if (exception == nullptr)
    detail::raise<generator_error>("cogen: throw_() needs an exception, not a null exception_ptr");
  if (!can_throw()) std::rethrow_exception(std::move(exception));
  if (promise().inner_ != nullptr && detail::is_exit(exception)) return take(resume_to_exit(exception));
  detail::thrown_word told(detail::capture(std::move(exception)));
  return take(resume_with(told));
}

template <class Yield, class Send, class Return, class Allocator>
template <class Exception>
auto generator<Yield, Send, Return, Allocator>::throw_(Exception exception) -> next_type {
  if constexpr (std::is_base_of_v<generator_exit, Exception>) {
    return throw_(std::make_exception_ptr(std::move(exception)));
  } else {
    if (!can_throw()) throw std::move(exception);
    detail::thrown_object<Exception> told(exception);
    return take(resume_with(told));
  }
}

// All that it delegates to is closed first.
template <class Yield, class Send, class Return, class Allocator>
auto generator<Yield, Send, Return, Allocator>::resume_to_exit(std::exception_ptr const& exit) -> pointer {
  promise_type& root = promise();
  if (root.inner_ != nullptr) {
    root.status_ = detail::status::running;
    detail::close_chain(std::exchange(root.inner_, nullptr), exit);
    return resume_root(root);
  }
  detail::thrown_word told(detail::capture(exit));
  return resume_with(told);
}

template <class Yield, class Send, class Return, class Allocator>
auto generator<Yield, Send, Return, Allocator>::close()
    -> std::conditional_t<std::is_void_v<Return>, void, std::optional<Return>> {
  using closed = std::conditional_t<std::is_void_v<Return>, void, std::optional<Return>>;
  if (!can_throw()) return closed();
  bool ignored = false;
  try {
    ignored = resume_to_exit(std::make_exception_ptr(generator_exit())) != nullptr;
  } catch (generator_exit const&) {
  }
  if (ignored) detail::raise<generator_ignored_exit>();
  if constexpr (!std::is_void_v<Return>) return std::exchange(promise().result_, std::nullopt);
}
#endif

template <class Yield, class Send, class Return, class Allocator>
template <class Range>
auto detail::promise<Yield, Send, Return, Allocator>::yield_value(from<Range>&& delegate) {
  using range = std::remove_cvref_t<Range>;
  if constexpr (is_generator<range>) {
    static_assert(!std::is_const_v<std::remove_reference_t<Range>>, "cogen: from() can't advance a const generator");
    static_assert(
        delegates_reference<typename range::reference, reference>,
        "cogen: co_yield from(generator) needs a generator of the same Yield; convert with from(map(generator, f))");
    constexpr link how = std::is_lvalue_reference_v<Range> ? link::borrowed : link::owned;
    auto const child = delegate.range_.handle_;
    // One that is running stays with its object.
    if (child && child.promise().status_ == status::running && !child.done()) [[unlikely]]
      raise<generator_running>();
    if (how == link::owned) delegate.range_.handle_ = nullptr;
    return delegate_awaiter<how, promise, typename range::promise_type>(*this, child);
  } else if constexpr (window_of<Range, reference>) {
    return window_awaiter(*this, delegate.range_);
  } else {
    static_assert(iterable_range<Range>, "cogen: co_yield from(x) needs a generator or a range");
    using over_range = generator<Yield, anything>;
    if constexpr (blocks_of<Range, reference>) {
      return yield_value(from<over_range>(blocks<over_range, Range>(std::forward<Range>(delegate.range_))));
    } else {
      return yield_value(from<over_range>(each<over_range, Range>(std::forward<Range>(delegate.range_))));
    }
  }
}

}  // namespace cogen
