#pragma once

// What the fuzzers share. Each is one function of bytes: libFuzzer calls it, and so does replay.cpp.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size);

namespace fuzz {

/// The input, read from front to back; zeros behind its end.
class input {
 public:
  input(std::uint8_t const* data, std::size_t size) : data_(data), left_(size) {}
  [[nodiscard]] bool empty() const { return left_ == 0; }
  std::uint8_t byte() {
    if (left_ == 0) return 0;
    --left_;
    return *data_++;
  }
  /// 0 to count - 1.
  int below(int count) { return byte() % count; }

 private:
  std::uint8_t const* data_;
  std::size_t left_;
};

[[noreturn]] inline void fail(std::string const& what) {
  std::fprintf(stderr, "fuzz: %s\n", what.c_str());
  std::abort();
}
inline void check(bool holds, char const* what) {
  if (!holds) fail(what);
}

/// Makes the model a wrong one: to see that the fuzzer notices.
inline bool wrong_model() {
  static bool const wrong = std::getenv("COGEN_FUZZ_WRONG_MODEL") != nullptr;
  return wrong;
}

struct copy_failed : std::runtime_error {
  copy_failed() : std::runtime_error("this copy throws") {}
};

/// A number that knows whether it is there: the live ones are counted, each owns memory, so that a sanitizer sees what
/// is destroyed twice, and one that was moved from must not be read.
template <bool Copyable>
class basic_item {
 public:
  static inline long live = 0;
  static inline bool next_copy_fails = false;

  explicit basic_item(int value = 0) : value_(std::make_unique<int>(value)) { ++live; }
  basic_item(basic_item const& other)
    requires Copyable
      : value_(std::make_unique<int>(other.value())) {
    if (std::exchange(next_copy_fails, false)) throw copy_failed();
    ++live;
  }
  basic_item(basic_item&& other) noexcept : value_(std::move(other.value_)) { ++live; }
  basic_item& operator=(basic_item const& other)
    requires Copyable
  {
    value_ = std::make_unique<int>(other.value());
    return *this;
  }
  basic_item& operator=(basic_item&& other) noexcept {
    value_ = std::move(other.value_);
    return *this;
  }
  ~basic_item() { --live; }

  [[nodiscard]] int value() const {
    check(value_ != nullptr, "an element was read that had been moved from");
    return *value_;
  }
  friend bool operator==(basic_item const& left, basic_item const& right) { return left.value() == right.value(); }
  friend bool operator<(basic_item const& left, basic_item const& right) { return left.value() < right.value(); }

 private:
  std::unique_ptr<int> value_;
};
using item = basic_item<true>;
using unique_item = basic_item<false>;

}  // namespace fuzz
