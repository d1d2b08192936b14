#pragma once

namespace support {

/// The same pointer, of which the optimiser knows nothing: neither its alignment nor that it does not escape.
template <class T>
[[nodiscard]] T* opaque(T* pointer) {
  asm volatile("" : "+r"(pointer) : : "memory");
  return pointer;
}

}  // namespace support
