// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/frame_pool.hpp>

#include <cstddef>
#include <new>
#include <type_traits>
#include <utility>

// std::allocator_traits and std::allocator_arg_t. libstdc++ has them behind these doors too, at half the time to compile
// (see detail/owner.hpp).
#if defined(__GLIBCXX__)
#include <string>
#include <tuple>
#else
#include <memory>
#endif

namespace cogen::detail {

struct alignas(frame_alignment) frame_block {
  std::byte bytes[frame_alignment];
};

template <class Allocator>
struct block_allocator_of {
  using type = typename std::allocator_traits<Allocator>::template rebind_alloc<frame_block>;
  static_assert(
      std::is_same_v<typename std::allocator_traits<type>::pointer, frame_block*>,
      "cogen::generator: allocators with fancy pointers are not supported, a coroutine frame is a plain address");
};

// A frame that an allocator gave, and its copy of the allocator:   | frame ... | deallocate | allocator |
// The copy is left out where a default-constructed allocator is as good.
template <class Allocator>
class allocator_trailer {
  using block_allocator = typename block_allocator_of<Allocator>::type;
  using traits = std::allocator_traits<block_allocator>;
  static constexpr bool stored = !traits::is_always_equal::value || !std::is_default_constructible_v<block_allocator>;

  static constexpr std::size_t allocator_offset(std::size_t trailer) noexcept {
    return (trailer + alignof(block_allocator) - 1) / alignof(block_allocator) * alignof(block_allocator);
  }
  static constexpr std::size_t blocks(std::size_t trailer) noexcept {
    return frame_blocks(stored ? allocator_offset(trailer) + sizeof(block_allocator) : trailer);
  }

 public:
  static void* allocate(Allocator const& allocator, std::size_t trailer) {
    block_allocator own(allocator);
    auto* const frame = reinterpret_cast<std::byte*>(traits::allocate(own, blocks(trailer)));
    if constexpr (stored) ::new (static_cast<void*>(frame + allocator_offset(trailer))) block_allocator(std::move(own));
    return frame;
  }

  static void deallocate(void* frame, std::size_t trailer) noexcept {
    if constexpr (stored) {
      auto& kept =
          *std::launder(reinterpret_cast<block_allocator*>(static_cast<std::byte*>(frame) + allocator_offset(trailer)));
      block_allocator own(std::move(kept));
      kept.~block_allocator();
      traits::deallocate(own, static_cast<frame_block*>(frame), blocks(trailer));
    } else {
      block_allocator own;
      traits::deallocate(own, static_cast<frame_block*>(frame), blocks(trailer));
    }
  }
};

// The promise's operator new and delete ([coroutine.generator] 26.8.5: a leading std::allocator_arg picks the
// allocator).
//
// always_inline: g++ 12 -O0 otherwise reports -Wmismatched-new-delete in the user's coroutine.
template <class Allocator>
class frame_allocation {
 public:
  [[gnu::always_inline]] inline static void* operator new(std::size_t size)
    requires std::is_default_constructible_v<Allocator>
  {
    return allocator_trailer<Allocator>::allocate(Allocator(), size);
  }
  template <class Given, class... Arguments>
    requires std::is_convertible_v<Given const&, Allocator>
  [[gnu::always_inline]] inline static void* operator new(std::size_t size, std::allocator_arg_t,
                                                          Given const& allocator, Arguments const&...) {
    return allocator_trailer<Allocator>::allocate(static_cast<Allocator>(allocator), size);
  }
  template <class This, class Given, class... Arguments>
    requires std::is_convertible_v<Given const&, Allocator>
  [[gnu::always_inline]] inline static void* operator new(std::size_t size, This const&, std::allocator_arg_t,
                                                          Given const& allocator, Arguments const&...) {
    return allocator_trailer<Allocator>::allocate(static_cast<Allocator>(allocator), size);
  }
  [[gnu::always_inline]] inline static void operator delete(void* frame, std::size_t size) noexcept {
    allocator_trailer<Allocator>::deallocate(frame, size);
  }
};

// Allocator = void: the pool, or whatever allocator the coroutine was called with, erased to one function pointer
// behind the frame (null: the pool).
template <>
class frame_allocation<void> {
  using deallocate_function = void (*)(void*, std::size_t) noexcept;

  static constexpr std::size_t function_offset(std::size_t size) noexcept {
    return (size + alignof(deallocate_function) - 1) / alignof(deallocate_function) * alignof(deallocate_function);
  }
  static constexpr std::size_t trailer(std::size_t size) noexcept {
    return function_offset(size) + sizeof(deallocate_function);
  }
  [[gnu::always_inline]] inline static void* finish(void* frame, std::size_t size,
                                                    deallocate_function function) noexcept {
    ::new (static_cast<void*>(static_cast<std::byte*>(frame) + function_offset(size))) deallocate_function(function);
    return frame;
  }
  template <class Given>
  static void* allocate(std::size_t size, Given const& allocator) {
    using trailing = allocator_trailer<Given>;
    return finish(trailing::allocate(allocator, trailer(size)), size,
                  [](void* frame, std::size_t bytes) noexcept { trailing::deallocate(frame, trailer(bytes)); });
  }

 public:
  [[gnu::always_inline]] inline static void* operator new(std::size_t size) {
    return finish(frame_pool::allocate(trailer(size)), size, nullptr);
  }
  template <class Given, class... Arguments>
  [[gnu::always_inline]] inline static void* operator new(std::size_t size, std::allocator_arg_t,
                                                          Given const& allocator, Arguments const&...) {
    return allocate(size, allocator);
  }
  template <class This, class Given, class... Arguments>
  [[gnu::always_inline]] inline static void* operator new(std::size_t size, This const&, std::allocator_arg_t,
                                                          Given const& allocator, Arguments const&...) {
    return allocate(size, allocator);
  }
  [[gnu::always_inline]] inline static void operator delete(void* frame, std::size_t size) noexcept {
    deallocate_function function =
        *std::launder(reinterpret_cast<deallocate_function*>(static_cast<std::byte*>(frame) + function_offset(size)));
    if (function == nullptr) [[likely]] {
      frame_pool::deallocate(frame, trailer(size));
    } else {
      function(frame, size);
    }
  }
};

}  // namespace cogen::detail
