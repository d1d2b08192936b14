// The main() of every benchmark program, and an operator new that counts what it gives out when it is asked to: while
// rows are timed, the only cost is a test of one flag.
#include "support/measure.hpp"

#include <malloc.h>

#include <cstdint>
#include <cstdlib>
#include <functional>
#include <new>

namespace {

bool counting = false;
std::int64_t allocations = 0;
std::int64_t bytes = 0;
std::int64_t most_bytes = 0;

void* allocate(std::size_t size, std::size_t alignment) {
  void* const memory = alignment <= __STDCPP_DEFAULT_NEW_ALIGNMENT__
                           ? std::malloc(size != 0 ? size : 1)
                           : std::aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment);
  if (memory == nullptr) throw std::bad_alloc();
  if (counting) {
    ++allocations;
    bytes += static_cast<std::int64_t>(malloc_usable_size(memory));
    if (bytes > most_bytes) most_bytes = bytes;
  }
  return memory;
}

void release(void* memory) noexcept {
  if (counting) bytes -= static_cast<std::int64_t>(malloc_usable_size(memory));
  std::free(memory);
}

}  // namespace

void* operator new(std::size_t size) { return allocate(size, 1); }
void* operator new[](std::size_t size) { return allocate(size, 1); }
void* operator new(std::size_t size, std::align_val_t alignment) {
  return allocate(size, static_cast<std::size_t>(alignment));
}
void operator delete(void* memory) noexcept { release(memory); }
void operator delete[](void* memory) noexcept { release(memory); }
void operator delete(void* memory, std::size_t) noexcept { release(memory); }
void operator delete[](void* memory, std::size_t) noexcept { release(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { release(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { release(memory); }

bench::memory bench::memory_of(std::function<void()> const& run) {
  allocations = bytes = most_bytes = 0;
  counting = true;
  run();
  counting = false;
  return {allocations, most_bytes};
}

int main(int argc, char** argv) {
  bench::rows();
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
