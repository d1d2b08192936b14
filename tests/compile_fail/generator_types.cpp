// expect: cogen::generator: Yield must be a reference or an object type that is not abstract
#include <cogen/generator.hpp>

#include <cstddef>
#include <memory>

cogen::generator<void> yields_void() { co_return; }

// expect: cogen::generator: Yield must be a reference or an object type that is not abstract
cogen::generator<void const> yields_const_void() { co_return; }

// expect: cogen::generator: Yield must be a reference or an object type that is not abstract
struct shape {
  virtual double area() const = 0;
};
cogen::generator<shape> yields_shapes() { co_return; }

// expect: cogen::generator: Yield must be a reference or an object type that is not abstract
cogen::generator<int(int)> yields_functions() { co_return; }

// expect: cogen::generator: Send must be void or a movable object type
struct pinned {
  pinned() = default;
  pinned(pinned&&) = delete;
};
cogen::generator<int, pinned> is_sent_pinned() { co_return; }

// expect: cogen::generator: Return must be void or a movable object type
cogen::generator<int, void, pinned> returns_pinned() { co_yield 1; }

// expect: cogen::generator: Return must be void or a movable object type
cogen::generator<long, void, int[3]> returns_an_array() { co_yield 1; }

// expect: cogen::generator: allocators with fancy pointers are not supported, a coroutine frame is a plain address
template <class Value>
struct fancy_pointer {
  using element_type = Value;
  Value* address;
};
template <class Value>
struct fancy_allocator {
  using value_type = Value;
  using pointer = fancy_pointer<Value>;

  fancy_allocator() = default;
  template <class Other>
  fancy_allocator(fancy_allocator<Other> const&) {}
  pointer allocate(std::size_t);
  void deallocate(pointer, std::size_t);
  bool operator==(fancy_allocator const&) const = default;
};
cogen::generator<int, void, void, fancy_allocator<std::byte>> names_a_fancy_allocator() { co_yield 1; }

// expect: cogen::generator: allocators with fancy pointers are not supported, a coroutine frame is a plain address
cogen::generator<int> is_given_a_fancy_allocator(std::allocator_arg_t, fancy_allocator<int>) { co_yield 1; }
