#pragma once

// Replaces the global operator new and delete by ones that fail when they are asked to. Include in exactly one file of a
// test program. (clang's thread sanitizer links operators of its own that can't be replaced: use g++'s.)

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <new>

namespace support {

/// While this lives, `before` allocations succeed, of all threads together; then one fails, or all.
class failing_allocations {
 public:
  failing_allocations(int before, bool for_good) {
    for_good_ = for_good;
    left_ = before;
    armed_ = true;
  }
  failing_allocations(failing_allocations const&) = delete;
  failing_allocations& operator=(failing_allocations const&) = delete;
  ~failing_allocations() { armed_ = false; }

  /// Whether there were as many.
  [[nodiscard]] static bool happened() { return armed_ && left_ < 0; }

  static bool fails() noexcept {
    if (!armed_ || exempt != 0) return false;
    int const before = left_.fetch_sub(1);
    return before == 0 || (before < 0 && for_good_);
  }

  /// Greater than 0 where this thread's allocations are none of the test's business.
  static inline thread_local int exempt = 0;

 private:
  static inline std::atomic<bool> armed_ = false;
  static inline std::atomic<bool> for_good_ = false;
  static inline std::atomic<int> left_ = 0;
};

namespace detail {

// noinline: g++ would otherwise see malloc() meet operator delete, and warn.
[[gnu::noinline]] inline void* failing_allocate(std::size_t size, std::size_t alignment) noexcept {
  if (failing_allocations::fails()) return nullptr;
  if (alignment <= __STDCPP_DEFAULT_NEW_ALIGNMENT__) return std::malloc(size != 0 ? size : 1);
  return std::aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment);
}
[[gnu::noinline]] inline void* failing_allocate_or_throw(std::size_t size, std::size_t alignment) {
  if (void* const memory = failing_allocate(size, alignment)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] inline void failing_free(void* memory) noexcept { std::free(memory); }

}  // namespace detail
}  // namespace support

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"
#endif
// clang-format off
void* operator new(std::size_t size) { return support::detail::failing_allocate_or_throw(size, 1); }
void* operator new[](std::size_t size) { return support::detail::failing_allocate_or_throw(size, 1); }
void* operator new(std::size_t size, std::nothrow_t const&) noexcept { return support::detail::failing_allocate(size, 1); }
void* operator new[](std::size_t size, std::nothrow_t const&) noexcept { return support::detail::failing_allocate(size, 1); }
void* operator new(std::size_t size, std::align_val_t alignment) { return support::detail::failing_allocate_or_throw(size, static_cast<std::size_t>(alignment)); }
void* operator new[](std::size_t size, std::align_val_t alignment) { return support::detail::failing_allocate_or_throw(size, static_cast<std::size_t>(alignment)); }
void* operator new(std::size_t size, std::align_val_t alignment, std::nothrow_t const&) noexcept { return support::detail::failing_allocate(size, static_cast<std::size_t>(alignment)); }
void* operator new[](std::size_t size, std::align_val_t alignment, std::nothrow_t const&) noexcept { return support::detail::failing_allocate(size, static_cast<std::size_t>(alignment)); }
void operator delete(void* memory) noexcept { support::detail::failing_free(memory); }
void operator delete[](void* memory) noexcept { support::detail::failing_free(memory); }
void operator delete(void* memory, std::size_t) noexcept { support::detail::failing_free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { support::detail::failing_free(memory); }
void operator delete(void* memory, std::nothrow_t const&) noexcept { support::detail::failing_free(memory); }
void operator delete[](void* memory, std::nothrow_t const&) noexcept { support::detail::failing_free(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { support::detail::failing_free(memory); }
void operator delete[](void* memory, std::align_val_t) noexcept { support::detail::failing_free(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { support::detail::failing_free(memory); }
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept { support::detail::failing_free(memory); }
void operator delete(void* memory, std::align_val_t, std::nothrow_t const&) noexcept { support::detail::failing_free(memory); }
void operator delete[](void* memory, std::align_val_t, std::nothrow_t const&) noexcept { support::detail::failing_free(memory); }
// clang-format on
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif
