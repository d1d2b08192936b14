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
  [[gnu::always_inline]] inline typename generator_type::pointer pull() {
    return handle_ ? generator_type::pull(handle_.promise()) : nullptr;
  }

 private:
  std::coroutine_handle<typename generator_type::promise_type> handle_;
};

template <class Yield, class Send, class Return, class Allocator>
inline auto generator<Yield, Send, Return, Allocator>::pull(promise_type& root) -> pointer {
  if (root.status_ != detail::status::yielded) [[unlikely]] {
    if (root.in_window()) {
      element* const following = position(root) + 1;
      root.value_ = detail::untyped(following);
      if (reinterpret_cast<std::uintptr_t>(following) != root.status_) return hand_out(root, following);
    } else if (root.status_ == detail::status::running) {
      if (std::coroutine_handle<promise_type>::from_promise(root).done()) return nullptr;
      detail::raise<generator_running>();
    }
    if (root.inner_ != nullptr && resume_inner(root)) return current(root);
  }
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
  if (!handle_ || handle_.done()) return false;
  if (promise().status_ == detail::status::running) detail::raise<generator_running>();
  return true;
}

template <class Yield, class Send, class Return, class Allocator>
inline auto generator<Yield, Send, Return, Allocator>::resume_root(promise_type& root) -> pointer {
  do {
    root.status_ = detail::status::running;
    std::coroutine_handle<promise_type>::from_promise(root).resume();
    if (root.status_ != detail::status::running) [[likely]]
      return current(root);
    if (root.inner_ == nullptr) {
      if (root.exception_ != nullptr) detail::rethrow(std::exchange(root.exception_, nullptr));
      return nullptr;
    }
  } while (!resume_inner(root));
  return current(root);
}

// Makes the next element of the delegates the root's own; false when they have come to their end.
template <class Yield, class Send, class Return, class Allocator>
inline bool generator<Yield, Send, Return, Allocator>::resume_inner(promise_type& root) {
  root.status_ = detail::status::running;
  detail::frame_base* innermost = root.inner_;
  if (!detail::advance(innermost)) {
    innermost = detail::drive(innermost);
    root.inner_ = innermost;
    if (innermost == nullptr) return false;
  }
  std::uintptr_t const yielded = std::exchange(innermost->status_, detail::status::running);
  root.value_ = innermost->value_;
  root.status_ = yielded == detail::status::yielded ? std::uintptr_t{detail::status::delegating} : yielded;
  hand_out(root, position(root));
  return true;
}

template <class Yield, class Send, class Return, class Allocator>
auto generator<Yield, Send, Return, Allocator>::resume_with(detail::signal& told) -> pointer {
  promise_type& root = promise();
  if (root.inner_ != nullptr) {
    root.inner_->signal_ = detail::address_of(told);
    if (resume_inner(root)) return current(root);
  } else {
    root.signal_ = detail::address_of(told);
  }
  return resume_root(root);
}

template <class Yield, class Send, class Return, class Allocator>
inline void generator<Yield, Send, Return, Allocator>::reset() noexcept {
  if (!handle_) return;
  promise_type& root = promise();
  if (root.status_ == detail::status::running && !handle_.done()) [[unlikely]]
    detail::destroyed_while_running();
  if (root.inner_ != nullptr) detail::destroy_chain(root.inner_, root.value_, root.status_);
  std::exchange(handle_, nullptr).destroy();
}

template <class Yield, class Send, class Return, class Allocator>
auto generator<Yield, Send, Return, Allocator>::segment(std::size_t most) noexcept
    -> std::span<std::remove_reference_t<reference>> {
  if (!handle_ || !promise().in_window()) return {};
  element* const following = position(promise()) + 1;
  std::size_t const there = static_cast<std::size_t>(reinterpret_cast<element*>(promise().status_) - following);
  std::size_t const count = there < most ? there : most;
  promise().value_ = detail::untyped(following + count - 1);
  return std::span<element>(following, count);
}

#if defined(__cpp_exceptions)
template <class Yield, class Send, class Return, class Allocator>
auto generator<Yield, Send, Return, Allocator>::throw_(std::exception_ptr exception) -> next_type {
  if (exception == nullptr)
    detail::raise<generator_error>("cogen: throw_() needs an exception, not a null exception_ptr");
  if (!can_resume()) std::rethrow_exception(std::move(exception));
  if (!promise().started()) {
    reset();
    std::rethrow_exception(std::move(exception));
  }
  detail::signal told;
  if (promise().inner_ != nullptr && detail::is_exit(exception)) {
    promise().status_ = detail::status::running;
    told.exception = detail::close_chain(std::exchange(promise().inner_, nullptr), exception);
  } else {
    told.exception = detail::capture(std::move(exception));
  }
  return take(resume_with(told));
}

template <class Yield, class Send, class Return, class Allocator>
auto generator<Yield, Send, Return, Allocator>::close()
    -> std::conditional_t<std::is_void_v<Return>, void, std::optional<Return>> {
  using closed = std::conditional_t<std::is_void_v<Return>, void, std::optional<Return>>;
  if (!can_resume()) return closed();
  if (!promise().started()) {
    reset();
    return closed();
  }
  promise().status_ = detail::status::running;
  detail::signal told;
  std::exception_ptr const exit = std::make_exception_ptr(generator_exit());
  told.exception = detail::close_chain(std::exchange(promise().inner_, nullptr), exit);
  bool ignored = false;
  try {
    ignored = resume_with(told) != nullptr;
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
    // One that is running stays with its object: refusing it must not lose its frame.
    bool const running = child && !child.done() && child.promise().status_ == status::running;
    if (how == link::owned && !running) delegate.range_.handle_ = nullptr;
    return delegate_awaiter(*this, child, running ? link::borrowed : how);
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
