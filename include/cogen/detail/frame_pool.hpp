// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/config.hpp>

#include <cstddef>
#include <new>

namespace cogen::detail {

// Every frame starts on this boundary: promise::operator new is not told the frame's alignment (no compiler of 2024
// passes it by default), so this is what makes over-aligned locals, up to a cache line, come out aligned.
inline constexpr std::size_t frame_alignment = 64;

[[nodiscard]] constexpr std::size_t frame_blocks(std::size_t bytes) noexcept {
  return (bytes + frame_alignment - 1) / frame_alignment;
}

// A bounded free list per thread and size class, so that short-lived generators cost no malloc.
//
//   free_[1] -> block -> block -> null          64 bytes each
//   free_[2] -> block -> null                  128 bytes each      ... up to class_count - 1
//
// The lists are constant-initialised and trivially destructible, thus usable at any point of a thread's life without a
// guard. A reaper, created when the first block is kept, gives all blocks back at thread exit; frames freed after it
// ran (by destructors of other thread-locals) and frames of other threads simply take the direct way or join this list.
class frame_pool {
 public:
  static constexpr std::size_t class_count = 17;                     // frames of up to 1 KiB are kept
  static constexpr std::size_t kept_bytes = std::size_t{64} * 1024;  // at most, for each size class of each thread

  [[nodiscard, gnu::always_inline]] inline static void* allocate(std::size_t bytes) {
    if constexpr (frame_pool_enabled) {
      std::size_t const size_class = frame_blocks(bytes);
      if (size_class < class_count) [[likely]] {
        if (block* const kept = lists_.free[size_class]) [[likely]] {
          lists_.free[size_class] = kept->next;
          ++lists_.room[size_class];
          return kept;
        }
      }
    }
    return allocate_direct(bytes);
  }

  [[gnu::always_inline]] inline static void deallocate(void* frame, std::size_t bytes) noexcept {
    if constexpr (frame_pool_enabled) {
      std::size_t const size_class = frame_blocks(bytes);
      if (size_class < class_count && (lists_.room[size_class] != 0 || open(size_class))) [[likely]] {
        --lists_.room[size_class];
        lists_.free[size_class] = ::new (frame) block{lists_.free[size_class]};
        return;
      }
    }
    deallocate_direct(frame);
  }

 private:
  struct block {
    block* next;
  };
  struct lists {
    block* free[class_count];
    std::size_t room[class_count];  // how many more blocks the class may keep; 0 also before open()
    bool opened;
  };
  struct reaper {
    ~reaper() {
      for (std::size_t size_class = 0; size_class != class_count; ++size_class) {
        lists_.room[size_class] = 0;
        while (block* const kept = lists_.free[size_class]) {
          lists_.free[size_class] = kept->next;
          deallocate_direct(kept);
        }
      }
    }
  };

  // False when the class is full, or the thread is past its reaper.
  [[gnu::noinline, gnu::cold]] static bool open(std::size_t size_class) noexcept {
    if (lists_.opened) return false;
    lists_.opened = true;
    for (std::size_t i = 1; i != class_count; ++i) lists_.room[i] = kept_bytes / (i * frame_alignment);
    thread_local reaper at_thread_exit;
    static_cast<void>(&at_thread_exit);
    return lists_.room[size_class] != 0;
  }

  [[nodiscard, gnu::noinline]] static void* allocate_direct(std::size_t bytes) {
    return ::operator new(frame_blocks(bytes) * frame_alignment, std::align_val_t{frame_alignment});
  }

  [[gnu::noinline]] static void deallocate_direct(void* frame) noexcept {
    ::operator delete(frame, std::align_val_t{frame_alignment});
  }

  static constinit thread_local inline lists lists_{};
};

}  // namespace cogen::detail
