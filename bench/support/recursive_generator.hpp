// A recursive generator by symmetric transfer, the scheme of std::generator: yielding elements_of(child) transfers to
// the child, a child that ends transfers back, the root knows who is innermost.
#pragma once

#include <coroutine>
#include <exception>
#include <iterator>
#include <memory>
#include <type_traits>
#include <utility>

namespace recursive {

template <class T>
class generator;

// With a constructor: g++ 12 miscompiles a braced aggregate as the operand of co_yield.
template <class T>
struct elements_of {
  explicit elements_of(generator<T> given) : child(std::move(given)) {}
  generator<T> child;
};

template <class T>
class generator {
 public:
  struct promise_type;
  using handle_type = std::coroutine_handle<promise_type>;

  struct final_awaiter {
    bool await_ready() noexcept { return false; }
    std::coroutine_handle<> await_suspend(handle_type ended) noexcept {
      promise_type& own = ended.promise();
      if (!own.parent) return std::noop_coroutine();
      own.root->innermost = own.parent;
      return own.parent;
    }
    void await_resume() noexcept {}
  };

  struct child_awaiter {
    explicit child_awaiter(generator given) : child(std::move(given)) {}
    generator child;
    bool await_ready() noexcept { return !child.handle_; }
    std::coroutine_handle<> await_suspend(handle_type parent) noexcept {
      promise_type& own = child.handle_.promise();
      own.root = parent.promise().root;
      own.parent = parent;
      own.root->innermost = child.handle_;
      return child.handle_;
    }
    void await_resume() {
      if (child.handle_ && child.handle_.promise().exception) std::rethrow_exception(child.handle_.promise().exception);
    }
  };

  struct promise_type {
    std::add_pointer_t<T> value = nullptr;
    promise_type* root = this;
    handle_type innermost = handle_type::from_promise(*this);
    handle_type parent{};
    std::exception_ptr exception{};

    generator get_return_object() { return generator(handle_type::from_promise(*this)); }
    std::suspend_always initial_suspend() noexcept { return {}; }
    final_awaiter final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(std::remove_reference_t<T>& yielded) noexcept {
      root->value = std::addressof(yielded);
      return {};
    }
    std::suspend_always yield_value(std::remove_reference_t<T>&& yielded) noexcept {
      root->value = std::addressof(yielded);
      return {};
    }
    child_awaiter yield_value(elements_of<T> yielded) noexcept { return child_awaiter(std::move(yielded.child)); }
    void return_void() {}
    void unhandled_exception() {
      if (!parent) throw;
      exception = std::current_exception();
    }
  };

  struct iterator {
    handle_type handle;
    iterator& operator++() {
      handle.promise().innermost.resume();
      return *this;
    }
    std::remove_reference_t<T>& operator*() const { return *handle.promise().value; }
    bool operator==(std::default_sentinel_t) const { return handle.done(); }
  };

  explicit generator(handle_type handle) : handle_(handle) {}
  generator(generator&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  ~generator() {
    if (handle_) handle_.destroy();
  }
  iterator begin() { return ++iterator{handle_}; }
  std::default_sentinel_t end() const { return {}; }

 private:
  handle_type handle_;
};

}  // namespace recursive
