// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/resumption.hpp>

#include <exception>
#include <optional>
#include <type_traits>
#include <utility>

// throw_() and close(): how an exception gets to the innermost body that is suspended.

#if defined(__cpp_exceptions)
namespace cogen {

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
    root.count_advance();
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
  [[maybe_unused]] promise_type& closing = promise();  // the body may move its generator away
  bool ignored = false;
  try {
    ignored = resume_to_exit(std::make_exception_ptr(generator_exit())) != nullptr;
  } catch (generator_exit const&) {
  }
  if (ignored) detail::raise<generator_ignored_exit>();
  if constexpr (!std::is_void_v<Return>) return std::exchange(closing.result_, std::nullopt);
}

}  // namespace cogen
#endif
