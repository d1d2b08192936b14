#pragma once

// Replaces the global operator new and delete by malloc and free, asking
// `support::detail::allowed_to_allocate(size)` and telling `about_to_free()`, which whoever includes this has defined
// before. In exactly one file of a test program. (clang's thread sanitizer links operators of its own that
// can't be replaced: use g++'s.)

#include <cstddef>
#include <cstdlib>
#include <new>

namespace support::detail {

// noinline: g++ would otherwise see malloc() meet operator delete, and warn.
[[gnu::noinline]] inline void* allocate_or_not(std::size_t size, std::size_t alignment) noexcept {
  if (!allowed_to_allocate(size)) return nullptr;
  if (alignment <= __STDCPP_DEFAULT_NEW_ALIGNMENT__) return std::malloc(size != 0 ? size : 1);
  return std::aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment);
}
[[gnu::noinline]] inline void* allocate_or_throw(std::size_t size, std::size_t alignment) {
  if (void* const memory = allocate_or_not(size, alignment)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] inline void deallocate(void* memory) noexcept {
  if (memory == nullptr) return;
  about_to_free();
  std::free(memory);
}

}  // namespace support::detail

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"
#endif
// clang-format off
void* operator new(std::size_t size) { return support::detail::allocate_or_throw(size, 1); }
void* operator new[](std::size_t size) { return support::detail::allocate_or_throw(size, 1); }
void* operator new(std::size_t size, std::nothrow_t const&) noexcept { return support::detail::allocate_or_not(size, 1); }
void* operator new[](std::size_t size, std::nothrow_t const&) noexcept { return support::detail::allocate_or_not(size, 1); }
void* operator new(std::size_t size, std::align_val_t alignment) { return support::detail::allocate_or_throw(size, static_cast<std::size_t>(alignment)); }
void* operator new[](std::size_t size, std::align_val_t alignment) { return support::detail::allocate_or_throw(size, static_cast<std::size_t>(alignment)); }
void* operator new(std::size_t size, std::align_val_t alignment, std::nothrow_t const&) noexcept { return support::detail::allocate_or_not(size, static_cast<std::size_t>(alignment)); }
void* operator new[](std::size_t size, std::align_val_t alignment, std::nothrow_t const&) noexcept { return support::detail::allocate_or_not(size, static_cast<std::size_t>(alignment)); }
void operator delete(void* memory) noexcept { support::detail::deallocate(memory); }
void operator delete[](void* memory) noexcept { support::detail::deallocate(memory); }
void operator delete(void* memory, std::size_t) noexcept { support::detail::deallocate(memory); }
void operator delete[](void* memory, std::size_t) noexcept { support::detail::deallocate(memory); }
void operator delete(void* memory, std::nothrow_t const&) noexcept { support::detail::deallocate(memory); }
void operator delete[](void* memory, std::nothrow_t const&) noexcept { support::detail::deallocate(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { support::detail::deallocate(memory); }
void operator delete[](void* memory, std::align_val_t) noexcept { support::detail::deallocate(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { support::detail::deallocate(memory); }
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept { support::detail::deallocate(memory); }
void operator delete(void* memory, std::align_val_t, std::nothrow_t const&) noexcept { support::detail::deallocate(memory); }
void operator delete[](void* memory, std::align_val_t, std::nothrow_t const&) noexcept { support::detail::deallocate(memory); }
// clang-format on
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif
