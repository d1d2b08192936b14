// The generator of the textbooks: thirty lines, no delegation, the exception kept in the promise.
#pragma once

#include <coroutine>
#include <exception>
#include <iterator>
#include <utility>

namespace textbook {

template <class T>
class generator {
 public:
  struct promise_type {
    T value{};
    std::exception_ptr exception{};
    generator get_return_object() { return generator(std::coroutine_handle<promise_type>::from_promise(*this)); }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(T yielded) noexcept {
      value = std::move(yielded);
      return {};
    }
    void return_void() {}
    void unhandled_exception() { exception = std::current_exception(); }
  };

  struct iterator {
    std::coroutine_handle<promise_type> handle;
    iterator& operator++() {
      handle.resume();
      if (handle.promise().exception) std::rethrow_exception(handle.promise().exception);
      return *this;
    }
    T& operator*() const { return handle.promise().value; }
    bool operator==(std::default_sentinel_t) const { return handle.done(); }
  };

  explicit generator(std::coroutine_handle<promise_type> handle) : handle_(handle) {}
  generator(generator&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  ~generator() {
    if (handle_) handle_.destroy();
  }
  iterator begin() { return ++iterator{handle_}; }
  std::default_sentinel_t end() const { return {}; }

 private:
  std::coroutine_handle<promise_type> handle_;
};

}  // namespace textbook
