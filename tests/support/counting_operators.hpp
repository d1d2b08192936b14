#pragma once

// Replaces the global operator new and delete. Include in exactly one file of a test program. (clang's thread sanitizer
// links operators of its own that can't be replaced: use g++'s.)

#include "support/counting.hpp"

#include <cstddef>
#include <cstdlib>
#include <new>

namespace support::detail {

// noinline: g++ would otherwise see malloc() meet operator delete, and warn.
[[gnu::noinline]] inline void* counted_allocate(std::size_t size, std::size_t alignment) noexcept {
  ++allocation_totals::allocations;
  allocation_totals::bytes += size;
  if (alignment <= __STDCPP_DEFAULT_NEW_ALIGNMENT__) return std::malloc(size != 0 ? size : 1);
  return std::aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment);
}
[[gnu::noinline]] inline void* counted_allocate_or_throw(std::size_t size, std::size_t alignment) {
  if (void* const memory = counted_allocate(size, alignment)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] inline void counted_free(void* memory) noexcept {
  if (memory == nullptr) return;
  ++allocation_totals::deallocations;
  std::free(memory);
}

}  // namespace support::detail

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"
#endif
// clang-format off
void* operator new(std::size_t size) { return support::detail::counted_allocate_or_throw(size, 1); }
void* operator new[](std::size_t size) { return support::detail::counted_allocate_or_throw(size, 1); }
void* operator new(std::size_t size, std::nothrow_t const&) noexcept { return support::detail::counted_allocate(size, 1); }
void* operator new[](std::size_t size, std::nothrow_t const&) noexcept { return support::detail::counted_allocate(size, 1); }
void* operator new(std::size_t size, std::align_val_t alignment) { return support::detail::counted_allocate_or_throw(size, static_cast<std::size_t>(alignment)); }
void* operator new[](std::size_t size, std::align_val_t alignment) { return support::detail::counted_allocate_or_throw(size, static_cast<std::size_t>(alignment)); }
void* operator new(std::size_t size, std::align_val_t alignment, std::nothrow_t const&) noexcept { return support::detail::counted_allocate(size, static_cast<std::size_t>(alignment)); }
void* operator new[](std::size_t size, std::align_val_t alignment, std::nothrow_t const&) noexcept { return support::detail::counted_allocate(size, static_cast<std::size_t>(alignment)); }
void operator delete(void* memory) noexcept { support::detail::counted_free(memory); }
void operator delete[](void* memory) noexcept { support::detail::counted_free(memory); }
void operator delete(void* memory, std::size_t) noexcept { support::detail::counted_free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { support::detail::counted_free(memory); }
void operator delete(void* memory, std::nothrow_t const&) noexcept { support::detail::counted_free(memory); }
void operator delete[](void* memory, std::nothrow_t const&) noexcept { support::detail::counted_free(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { support::detail::counted_free(memory); }
void operator delete[](void* memory, std::align_val_t) noexcept { support::detail::counted_free(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { support::detail::counted_free(memory); }
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept { support::detail::counted_free(memory); }
void operator delete(void* memory, std::align_val_t, std::nothrow_t const&) noexcept { support::detail::counted_free(memory); }
void operator delete[](void* memory, std::align_val_t, std::nothrow_t const&) noexcept { support::detail::counted_free(memory); }
// clang-format on
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif
