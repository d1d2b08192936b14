// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/owner.hpp>
#include <cogen/generator.hpp>  // NOLINT(misc-header-include-cycle): it includes this at its end

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
    auto const element = generator_type::pull(handle_.promise());
    mark_.set(handle_.promise());
    return element;
  }
  [[nodiscard, gnu::always_inline]] inline bool is_current() const noexcept { return mark_.holds(handle_.promise()); }

 private:
  std::coroutine_handle<typename generator_type::promise_type> handle_;
  [[no_unique_address]] advance_mark mark_;
};

template <class Yield, class Send, class Return, class Allocator>
inline auto generator<Yield, Send, Return, Allocator>::pull(promise_type& root) -> pointer {
  root.count_advance();
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
  root.count_advance();
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
  auto const there = static_cast<std::size_t>(reinterpret_cast<element*>(promise().status_) - following);
  std::size_t const count = there < most ? there : most;
  promise().value_ = detail::untyped(following + count - 1);
  promise().count_advance();
  return std::span<element>(following, count);
}

#if defined(COGEN_DEBUG)
template <class Yield, class Send, class Return, class Allocator>
std::source_location generator<Yield, Send, Return, Allocator>::yielded_at() const noexcept {
  generator_state const now = state();
  if (now == generator_state::suspended) {
    for (detail::frame_base const* frame = promise().inner_; frame != nullptr; frame = frame->parent_) {
      if (frame->where_.line() != 0) return frame->where_;
    }
  }
  return now == generator_state::suspended || now == generator_state::running ? promise().where_
                                                                              : std::source_location();
}
#endif

template <class Yield, class Send, class Return, class Allocator>
template <class Range>
auto detail::promise<Yield, Send, Return, Allocator>::yield_value(from<Range>&& delegate, location where) {
  stand_at(where);
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
    static_assert(!iterable_range<Range> || hands_out<Range, promise>,
                  "cogen: co_yield from(range) needs elements that convert to the generator's Yield; a generator of "
                  "references needs such references (a range that lives on for T&)");
    using over_range = generator<Yield, anything>;
    if constexpr (blocks_of<Range, reference>) {
      return yield_value(from<over_range>(blocks<over_range, Range>(std::forward<Range>(delegate.range_))), where);
    } else {
      return yield_value(from<over_range>(each<over_range, Range>(std::forward<Range>(delegate.range_))), where);
    }
  }
}

}  // namespace cogen
