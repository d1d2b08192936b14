// From a thread that pushes to one that pulls.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace http_stream {

// Hands chunks of text from one thread to another, at most `capacity` of them on the way: whoever is faster waits.
class chunk_channel {
 public:
  explicit chunk_channel(std::size_t capacity) : slots_(capacity) {}

  // Of the thread that pushes: waits for room. False when nobody takes any more.
  bool put(std::string_view chunk) {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [this] { return count_ != slots_.size() || closed_; });
    if (closed_) return false;
    slots_[(first_ + count_) % slots_.size()].assign(chunk);
    ++count_;
    there_.notify_one();
    return true;
  }
  // Of the same: there are no more chunks, which is an error if there is an exception.
  void finish(std::exception_ptr failure) {
    std::lock_guard const lock(mutex_);
    failure_ = std::move(failure);
    finished_ = true;
    there_.notify_one();
  }

  // Of the thread that pulls: waits for the next chunk, which is valid until the next call. Null when all have been
  // taken, or throws what finish() was told.
  std::string const* take() {
    std::unique_lock lock(mutex_);
    there_.wait(lock, [this] { return count_ != 0 || finished_; });
    if (count_ == 0) {
      if (failure_ != nullptr) std::rethrow_exception(std::exchange(failure_, nullptr));
      return nullptr;
    }
    taken_.swap(slots_[first_]);  // the memory goes back and forth
    first_ = (first_ + 1) % slots_.size();
    --count_;
    room_.notify_one();
    return &taken_;
  }
  // Of the same: wants no more.
  void close() {
    std::lock_guard const lock(mutex_);
    closed_ = true;
    room_.notify_one();
  }

 private:
  std::mutex mutex_;
  std::condition_variable room_;
  std::condition_variable there_;
  std::vector<std::string> slots_;  // a ring: `count_` of them, from `first_` on
  std::size_t first_ = 0;
  std::size_t count_ = 0;
  bool finished_ = false;
  bool closed_ = false;
  std::exception_ptr failure_;
  std::string taken_;  // of the thread that pulls
};

}  // namespace http_stream
