// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/call.hpp>
#include <cogen/detail/kept.hpp>
#include <cogen/detail/slot.hpp>
#include <cogen/iter.hpp>
#include <cogen/parallel/detail/job_queue.hpp>
#include <cogen/parallel/detail/waiting.hpp>
#include <cogen/parallel/statistics.hpp>

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace cogen::detail {

// The consumer, and the workers that call the function for it.
//
//    base ── read_one() ──> to_do ── work() ──> out ── pull() ──> consumer
//            the consumer           a worker          the consumer
//
// A job goes around: an element is put into a free one, a worker makes the result, the consumer has it until its next
// pull. In order, a job stands in `out` from the beginning, otherwise when it is finished.
template <source Source, class Function>
class mapping_pool {
 public:
  using value_type = value_t<Source>;
  using result_type = std::remove_cvref_t<std::invoke_result_t<Function const&, value_type>>;

  mapping_pool(Source base, Function function, std::size_t workers, std::size_t window, bool ordered)
      : base_(std::in_place, std::move(base)),
        function_(std::move(function)),
        most_workers_(workers < window ? workers : window),
        window_(window),
        ordered_(ordered) {}
  mapping_pool(mapping_pool const&) = delete;
  mapping_pool& operator=(mapping_pool const&) = delete;
  ~mapping_pool() { close(); }

  result_type* pull() {
    if (handed_out_ != nullptr) {
      handed_out_->result.clear();
      free_.push(*std::exchange(handed_out_, nullptr));
    }
    if (!base_) return nullptr;
    hire();  // where there could be no worker the last time
    std::unique_lock lock(mutex_);
    read(lock);
    if (in_flight_ == 0) {
      lock.unlock();
      close();
      if (failure_ != nullptr) std::rethrow_exception(std::exchange(failure_, nullptr));
      return nullptr;
    }
    if (!ready()) look_away(lock);
    wait_until(lock, finished_, consumer_stalled_, [this] { return ready(); });
    job& next = out_.pop();
    --in_flight_;
    lock.unlock();
    if (next.failure != nullptr) {
      auto failure = std::move(next.failure);
      close();
      std::rethrow_exception(std::move(failure));
    }
    handed_out_ = &next;
    return next.made;
  }

  [[nodiscard]] parallel_statistics statistics() const {
    std::lock_guard const lock(mutex_);
    auto now = statistics_;
    now.depth = in_flight_;
    now.consumer_stalled = consumer_stalled_.total();
    now.producers_stalled = workers_stalled_.total();
    return now;
  }

 private:
  struct job {
    std::optional<value_type> element;
    slot<result_type> result;
    result_type* made = nullptr;
    std::exception_ptr failure;
    bool finished = false;
    job* next_to_do = nullptr;  // or next free
    job* next_out = nullptr;
  };

  [[nodiscard]] bool ready() const noexcept { return !out_.empty() && out_.front().finished; }

  // Fills the window, but lets nobody wait for a result that is there: then it is one element for one, and none while
  // there is much to do.
  void read(std::unique_lock<std::mutex>& lock) {
    bool owed = to_do_.size() < window_ / 2;
    while (!exhausted_ && !failed_ && in_flight_ < window_ && (owed || !ready())) {
      read_one(lock);
      owed = false;
    }
  }
  void read_one(std::unique_lock<std::mutex>& lock) {
    lock.unlock();
    job* next = nullptr;
    failure_ = caught([&] { next = filled_job(); });
    if (next == nullptr) exhausted_ = true;
    lock.lock();
    if (next == nullptr) return;
    to_do_.push(*next);
    if (ordered_) out_.push(*next);
    if (++in_flight_ > statistics_.most) statistics_.most = in_flight_;
    // Who waits has been woken for each of the others. Under the mutex: who is woken comes the later, and finds more to
    // do; half of the time, measured.
    understaffed_ = to_do_.size() > workers_stalled_.waiting();
    if (!understaffed_) {
      work_.notify_one();
      return;
    }
    if (workers_.size() == most_workers_) return;
    lock.unlock();
    hire();
    lock.lock();
  }
  // Null at the end.
  job* filled_job() {
    auto* const element = base_->pull();
    if (element == nullptr) return nullptr;
    if (free_.empty()) free_.push(jobs_.emplace_back());
    job& next = free_.front();
    next.element.emplace(kept<value_type>(static_cast<typename Source::reference>(*element)));
    free_.pop();
    next.finished = false;
    return &next;
  }
  // Before a wait, which costs more, and is often not needed then.
  static void look_away(std::unique_lock<std::mutex>& lock) {
    lock.unlock();
    std::this_thread::yield();
    lock.lock();
  }
  // One more worker, if there is more to do than the idle ones can take on. Where the system has no more threads, or no
  // memory for one, those that there are do it all.
  void hire() {
    if (!understaffed_ || workers_.size() == most_workers_) return;
#if defined(__cpp_exceptions)
    try {
      workers_.emplace_back([this] { work(); });
    } catch (...) {  // std::system_error, std::bad_alloc
      if (workers_.empty()) throw;
      most_workers_ = workers_.size();
    }
#else
    workers_.emplace_back([this] { work(); });
#endif
    understaffed_ = false;
    std::lock_guard const lock(mutex_);
    statistics_.threads = workers_.size();
  }
  // The source comes last: elements and results may point into it.
  void close() noexcept {
    {
      std::lock_guard const lock(mutex_);
      stopped_ = true;
      in_flight_ = 0;
    }
    work_.notify_all();
    for (std::thread& worker : workers_) worker.join();
    workers_.clear();
    jobs_.clear();
    base_.reset();
  }

  void work() noexcept {
    std::unique_lock lock(mutex_);
    for (;;) {
      if (to_do_.empty() && !stopped_) look_away(lock);
      wait_until(lock, work_, workers_stalled_, [this] { return stopped_ || !to_do_.empty(); });
      if (stopped_) return;
      job& mine = to_do_.pop();
      lock.unlock();
      auto failure = caught([this, &mine] {
        mine.made = mine.result.fill([&]() -> result_type { return call(function_, std::move(*mine.element)); });
      });
      mine.element.reset();
      lock.lock();
      mine.failure = std::move(failure);
      mine.finished = true;
      if (mine.failure != nullptr) {
        failed_ = true;
        to_do_.clear();  // all of that comes behind the exception
      }
      if (!ordered_) out_.push(mine);
      if (consumer_stalled_.waiting() != 0 && ready()) finished_.notify_one();
    }
  }

  // Of the consumer.
  std::optional<Source> base_;  // empty when closed
  bool exhausted_ = false;
  std::exception_ptr failure_;  // of the source
  std::deque<job> jobs_;
  job_queue<job, &job::next_to_do> free_;
  job* handed_out_ = nullptr;
  std::vector<std::thread> workers_;
  bool understaffed_ = false;  // there is more to do than the idle workers can take on

  Function const function_;
  std::size_t most_workers_;
  std::size_t const window_;
  bool const ordered_;

  // Of all, under the mutex.
  mutable std::mutex mutex_;
  std::condition_variable work_;      // the workers wait for this
  std::condition_variable finished_;  // and the consumer for that
  job_queue<job, &job::next_to_do> to_do_;
  job_queue<job, &job::next_out> out_;
  std::size_t in_flight_ = 0;
  bool failed_ = false;   // the function has thrown: nothing more is to be read
  bool stopped_ = false;  // nothing more is to be done
  parallel_statistics statistics_;
  stall_clock consumer_stalled_;
  stall_clock workers_stalled_;
};

}  // namespace cogen::detail
