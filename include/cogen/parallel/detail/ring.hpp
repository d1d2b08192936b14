// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <utility>

namespace cogen::detail {

// A queue from one thread to another, without a lock and in one allocation.
//
//    free_ ......... taken_ ........................ tail_
//    taken, not yet  |  ready: written, not taken    |  the writer's next place
//    given back      |                               |
//
// All three only grow. The line of an index that another thread writes is slow to read, so each side goes by what it
// saw last, and looks again when that is not enough; and the reader gives places back some at a time. An element stays
// in its place while the reader has it.
template <class Value>
class ring {
 public:
  // Ready at most: `most`. One place more is for the element that the reader has.
  ring(std::size_t most, std::size_t given_back_at_once)
      : most_(most),
        step_(given_back_at_once),
        places_(most != SIZE_MAX ? most + 1 : most),
        first_(std::allocator<Value>().allocate(places_)) {}
  ring(ring const&) = delete;
  ring& operator=(ring const&) = delete;
  ~ring() {
    clear();
    std::allocator<Value>().deallocate(first_, places_);
  }

  // The writer's.

  [[nodiscard]] bool has_room() noexcept { return known_room() != 0 || look_for_room() != 0; }
  [[nodiscard]] std::size_t look_for_room() noexcept {
    seen_free_ = free_.load();
    return known_room();
  }
  // Makes the next element, where there is room; nobody else sees it before publish().
  template <class Function>
  Value& write(Function&& function) {
    auto* const element = ::new (static_cast<void*>(first_ + write_at_)) Value(function());
    written_ = true;
    return *element;
  }
  void publish() noexcept {
    written_ = false;
    advance(write_at_);
    tail_.store(++written_so_far_);
  }
  // Of those that were published, without those whose places are known to be given back.
  [[nodiscard]] std::size_t known_length() const noexcept { return written_so_far_ - seen_free_; }

  // The reader's.

  [[nodiscard]] bool has_next() const noexcept { return seen_tail_ != taken_so_far_; }
  // Looks for new elements; whether there is one.
  [[nodiscard]] bool look_for_next() noexcept {
    seen_tail_ = tail_.load();
    std::size_t const length = seen_tail_ - taken_so_far_;
    if (length > greatest_.load(std::memory_order_relaxed)) greatest_.store(length, std::memory_order_relaxed);
    return length != 0;
  }
  // The next element, where there is one; the reader's until release().
  [[nodiscard]] Value* take() noexcept {
    held_ = true;
    taken_.store(++taken_so_far_, std::memory_order_relaxed);
    return first_ + read_at_;
  }
  void release() noexcept {
    if (!std::exchange(held_, false)) return;
    first_[read_at_].~Value();
    advance(read_at_);
  }
  // Whether it is time to give places back when one more is taken.
  [[nodiscard]] bool gives_back_with_next() const noexcept { return taken_so_far_ + 1 - given_back_ >= step_; }
  void give_back() noexcept {
    given_back_ = taken_so_far_;
    free_.store(given_back_);
  }
  // Between give_back() and the next time that the writer can go on.
  [[nodiscard]] std::size_t room() const noexcept { return most_ - (tail_.load() - given_back_); }

  // Anybody's.

  [[nodiscard]] std::size_t length() const noexcept {
    std::size_t const tail = tail_.load();
    std::size_t const length = tail - taken_.load();  // later: may be beyond
    return length <= most_ ? length : 0;
  }
  [[nodiscard]] std::size_t greatest() const noexcept { return greatest_.load(std::memory_order_relaxed); }

  // Destroys all elements. Of the last thread that uses it.
  void clear() noexcept {
    release();
    while (look_for_next()) {
      static_cast<void>(take());
      release();
    }
    if (std::exchange(written_, false)) first_[write_at_].~Value();
  }

 private:
  [[nodiscard]] std::size_t known_room() const noexcept { return most_ - known_length(); }
  void advance(std::size_t& place) const noexcept {
    if (++place == places_) place = 0;
  }

  static constexpr std::size_t cache_line = 64;

  std::size_t const most_;
  std::size_t const step_;
  std::size_t const places_;
  Value* const first_;

  // Written by the writer.
  alignas(cache_line) std::atomic<std::size_t> tail_ = 0;
  std::size_t written_so_far_ = 0;
  std::size_t seen_free_ = 0;
  std::size_t write_at_ = 0;
  bool written_ = false;  // there is one that is not published

  // Written by the reader, and read by the writer.
  alignas(cache_line) std::atomic<std::size_t> free_ = 0;

  // Written by the reader.
  alignas(cache_line) std::atomic<std::size_t> taken_ = 0;
  std::size_t taken_so_far_ = 0;
  std::size_t given_back_ = 0;
  std::size_t seen_tail_ = 0;
  std::size_t read_at_ = 0;
  bool held_ = false;
  std::atomic<std::size_t> greatest_ = 0;
};

}  // namespace cogen::detail
