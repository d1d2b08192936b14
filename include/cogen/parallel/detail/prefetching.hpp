// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/call.hpp>
#include <cogen/detail/closure.hpp>
#include <cogen/detail/kept.hpp>
#include <cogen/detail/slot.hpp>
#include <cogen/parallel/detail/waiting.hpp>
#include <cogen/parallel/statistics.hpp>

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace cogen::detail {

// The consumer and the one thread that reads ahead for it, with a queue between them.
//
//    base ── read_one() ──> queue, at most `most_count` and `most_bytes` ── pull() ──> consumer
//    └── the background thread, from the first pull ──┘
//
// The source is read and destroyed by the background thread: a generator may hold a lock across its yields. It is
// destroyed when the consumer has come to the end or gives up, not before, for elements may point into it.
template <source Source, class Size>
class prefetching {
 public:
  using value_type = value_t<Source>;

  prefetching(Source base, std::size_t most_count, Size size, std::size_t most_bytes)
      : base_(std::in_place, std::move(base)),
        size_(std::move(size)),
        most_count_(most_count),
        most_bytes_(most_bytes) {}
  prefetching(prefetching const&) = delete;
  prefetching& operator=(prefetching const&) = delete;
  ~prefetching() { stop(); }

  value_type* pull() {
    if (ended_) return nullptr;
    current_.clear();
    if (!thread_.joinable()) start();
    std::unique_lock lock(mutex_);
    wait_until(lock, filled_, statistics_.consumer_stalled, [this] { return !queue_.empty() || finished_; });
    if (queue_.empty()) {
      lock.unlock();
      end();
      return nullptr;
    }
    value_type* const element = current_.fill([this]() -> value_type { return std::move(queue_.front().value); });
    bytes_ -= queue_.front().bytes;
    queue_.pop_front();
    lock.unlock();
    room_.notify_one();
    return element;
  }

  [[nodiscard]] parallel_statistics statistics() const {
    std::lock_guard const lock(mutex_);
    auto now = statistics_;
    now.depth = queue_.size();
    return now;
  }

 private:
  struct entry {
    value_type value;
    std::size_t bytes;
  };

  void start() {
    thread_ = std::thread([this] { produce(); });
    std::lock_guard const lock(mutex_);
    statistics_.threads = 1;
  }
  // The queue is empty, and nothing more will come.
  void end() {
    ended_ = true;
    stop();
    if (failure_ != nullptr) std::rethrow_exception(std::exchange(failure_, nullptr));
  }
  void stop() noexcept {
    if (!thread_.joinable()) return;
    {
      std::lock_guard const lock(mutex_);
      stopped_ = true;
    }
    room_.notify_one();
    thread_.join();
  }

  // The rest runs in the background thread.

  void produce() noexcept {
    auto failure = caught([this] {
      while (read_one()) {
      }
    });
    {
      std::unique_lock lock(mutex_);
      failure_ = std::move(failure);
      finished_ = true;
      filled_.notify_one();
      room_.wait(lock, [this] { return stopped_; });
    }
    base_.reset();
  }
  // False at the end, and when the consumer has given up.
  bool read_one() {
    std::unique_lock lock(mutex_);
    wait_until(lock, room_, statistics_.producers_stalled, [this] { return stopped_ || queue_.size() < most_count_; });
    if (stopped_) return false;
    lock.unlock();

    auto* const element = base_->pull();
    if (element == nullptr) return false;
    entry next{value_type(kept<value_type>(static_cast<typename Source::reference>(*element))), 0};
    next.bytes = count_argument("prefetch", "the size of an element", call(size_, std::as_const(next.value)), 0);

    lock.lock();
    wait_until(lock, room_, statistics_.producers_stalled, [&] { return stopped_ || fits(next.bytes); });
    if (stopped_) return false;
    queue_.push_back(std::move(next));
    bytes_ += queue_.back().bytes;
    if (queue_.size() > statistics_.most) statistics_.most = queue_.size();
    lock.unlock();
    filled_.notify_one();
    return true;
  }
  // An element that is too large for any queue has one for itself.
  [[nodiscard]] bool fits(std::size_t bytes) const noexcept {
    return queue_.empty() || (bytes_ <= most_bytes_ && bytes <= most_bytes_ - bytes_);
  }

  // Of the background thread.
  std::optional<Source> base_;
  [[no_unique_address]] Size size_;
  std::size_t const most_count_;
  std::size_t const most_bytes_;

  // Of both, under the mutex.
  mutable std::mutex mutex_;
  std::condition_variable filled_;  // the consumer waits for this
  std::condition_variable room_;    // and the background thread for that
  std::deque<entry> queue_;
  std::size_t bytes_ = 0;
  bool finished_ = false;  // nothing more will come into the queue
  bool stopped_ = false;   // nothing more is wanted
  std::exception_ptr failure_;
  parallel_statistics statistics_;

  // Of the consumer.
  slot<value_type> current_;
  bool ended_ = false;
  std::thread thread_;
};

}  // namespace cogen::detail
