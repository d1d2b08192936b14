// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>

namespace cogen::detail {

// First in, first out; the jobs are linked through one of their members, so nothing is allocated and nothing can throw.
template <class Job, Job* Job::* Next>
class job_queue {
 public:
  [[nodiscard]] bool empty() const noexcept { return first_ == nullptr; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] Job& front() const noexcept { return *first_; }
  void push(Job& job) noexcept {
    job.*Next = nullptr;
    (first_ == nullptr ? first_ : last_->*Next) = &job;
    last_ = &job;
    ++size_;
  }
  Job& pop() noexcept {
    Job& job = *first_;
    first_ = job.*Next;
    --size_;
    return job;
  }
  void clear() noexcept {
    first_ = nullptr;
    size_ = 0;
  }

 private:
  Job* first_ = nullptr;
  Job* last_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace cogen::detail
