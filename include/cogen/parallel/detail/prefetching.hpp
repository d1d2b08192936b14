// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/call.hpp>
#include <cogen/detail/closure.hpp>
#include <cogen/detail/kept.hpp>
#include <cogen/parallel/detail/ring.hpp>
#include <cogen/parallel/detail/waiting.hpp>
#include <cogen/parallel/statistics.hpp>

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <type_traits>
#include <utility>

namespace cogen::detail {

struct no_size {
  constexpr std::size_t operator()(auto const&) const noexcept { return 0; }
};

// How many bytes are ready. Of the background thread, which is told nothing of what the consumer does, but sees it.
class byte_count {
 public:
  void add(std::size_t bytes) {
    sizes_.push_back(bytes);
    sum_ += bytes;
  }
  // Forgets the oldest, so that `length` are left.
  void shrink(std::size_t length) noexcept {
    for (; sizes_.size() > length; sizes_.pop_front()) sum_ -= sizes_.front();
  }
  // An element that is too large for any queue has one for itself.
  [[nodiscard]] bool fits(std::size_t bytes, std::size_t most) const noexcept {
    return sizes_.empty() || (sum_ <= most && bytes <= most - sum_);
  }

 private:
  std::deque<std::size_t> sizes_;
  std::size_t sum_ = 0;
};

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
        most_bytes_(most_bytes),
        room_wanted_(most_count < many ? 1 : most_count - most_count / 2),
        queue_(most_count, counts_bytes || most_count < many ? 1 : most_count / 8) {}
  prefetching(prefetching const&) = delete;
  prefetching& operator=(prefetching const&) = delete;
  ~prefetching() { stop(); }

  value_type* pull() {
    queue_.release();
    if (!queue_.has_next() && !wait_for_next()) return nullptr;
    bool const due = queue_.gives_back_with_next();
    if (due) static_cast<void>(queue_.look_for_next());  // soon needed, and now is when the queue is longest
    value_type* const element = queue_.take();
    if (due) give_back();
    return element;
  }

  [[nodiscard]] parallel_statistics statistics() const {
    parallel_statistics now;
    now.depth = queue_.length();
    now.most = queue_.greatest() > now.depth ? queue_.greatest() : now.depth;
    std::lock_guard const lock(mutex_);
    now.threads = threads_;
    now.consumer_stalled = filled_.stalled();
    now.producers_stalled = emptied_.stalled();
    return now;
  }

 private:
  static constexpr bool counts_bytes = !std::is_same_v<Size, no_size>;
  // Of fewer elements each one is worth waking a thread for.
  static constexpr std::size_t many = 16;

  // False at the end.
  bool wait_for_next() {
    if (ended_) return false;
    if (!thread_.joinable()) start();
    if (queue_.look_for_next()) return true;
    give_back();
    std::this_thread::yield();  // often enough, and half of what it costs to wait
    if (queue_.look_for_next()) return true;
    bool finished = false;
    filled_.wait(mutex_, 1, [&] {
      finished = finished_;
      return queue_.look_for_next() || finished;
    });
    if (queue_.has_next()) return true;
    ended_ = true;
    stop();
    if (failure_ != nullptr) std::rethrow_exception(std::exchange(failure_, nullptr));
    return false;
  }
  void give_back() {
    queue_.give_back();
    emptied_.wake(mutex_, [this] { return queue_.room(); });
  }
  void start() {
    thread_ = std::thread([this] { produce(); });
    std::lock_guard const lock(mutex_);
    threads_ = 1;
  }
  void stop() noexcept {
    if (!thread_.joinable()) return;
    queue_.release();
    {
      std::lock_guard const lock(mutex_);
      stopped_ = true;
    }
    emptied_.wake();
    left_.notify_one();
    thread_.join();
  }

  // The rest runs in the background thread.

  void produce() noexcept {
    auto failure = caught([this] {
      while (read_one()) {
      }
    });
    {
      std::lock_guard const lock(mutex_);
      failure_ = std::move(failure);
      finished_ = true;
    }
    filled_.wake();
    {
      std::unique_lock lock(mutex_);
      left_.wait(lock, [this] { return stopped_.load(); });
    }
    queue_.clear();  // before the source, which they may point into
    base_.reset();
  }
  // False at the end, and when the consumer has given up.
  bool read_one() {
    if (!queue_.has_room()) wait_for_room();
    if (stopped_.load(std::memory_order_relaxed)) return false;
    auto* const element = base_->pull();
    if (element == nullptr) return false;
    value_type const& next = queue_.write([&]() -> value_type {
      return value_type(kept<value_type>(static_cast<typename Source::reference>(*element)));
    });
    if constexpr (counts_bytes) {
      if (!count_bytes(next)) return false;
    }
    queue_.publish();
    filled_.wake(mutex_, [] { return std::size_t(1); });
    return true;
  }
  void wait_for_room() {
    std::this_thread::yield();
    if (queue_.look_for_room() != 0) return;
    emptied_.wait(mutex_, room_wanted_, [this] { return stopped_ || queue_.look_for_room() >= room_wanted_; });
  }
  // False when the consumer has given up.
  bool count_bytes(value_type const& next) {
    std::size_t const bytes = count_argument("prefetch", "the size of an element", call(size_, next), 0);
    auto const fits = [&] {
      static_cast<void>(queue_.look_for_room());
      bytes_.shrink(queue_.known_length());
      return bytes_.fits(bytes, most_bytes_);
    };
    if (!fits()) emptied_.wait(mutex_, 1, [&] { return stopped_ || fits(); });
    if (stopped_) return false;
    bytes_.add(bytes);
    return true;
  }

  // Of the background thread.
  std::optional<Source> base_;
  [[no_unique_address]] Size size_;
  std::size_t const most_bytes_;
  byte_count bytes_;

  // Of both.
  std::size_t const room_wanted_;  // a thread that waits for room waits for so much
  ring<value_type> queue_;
  std::atomic<bool> stopped_ = false;  // nothing more is wanted; changed under the mutex
  parking filled_;                     // the consumer waits here
  parking emptied_;                    // and the background thread here, and when all is done there:
  std::condition_variable left_;

  // Of both, under the mutex.
  mutable std::mutex mutex_;
  bool finished_ = false;  // nothing more will come into the queue
  std::exception_ptr failure_;
  std::size_t threads_ = 0;

  // Of the consumer.
  bool ended_ = false;
  std::thread thread_;
};

}  // namespace cogen::detail
