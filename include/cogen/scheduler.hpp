// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/detail/pull_range.hpp>
#include <cogen/iter.hpp>

#include <cstddef>
#include <list>
#include <type_traits>
#include <utility>

namespace cogen {

/// Cooperative tasks in one thread: sources, such as generators, that take turns. A pull lets the next task run to its
/// next `co_yield`, which gives way to the others, and hands out what it yields; a task that is done is destroyed. So
/// the scheduler is itself a source, of the steps of all its tasks, and can be a task.
///
/// ```
/// cogen::scheduler<cogen::generator<std::string>> tasks;
/// tasks.spawn(download("a"));
/// tasks.spawn(download("b"));
/// for (std::string const& step : tasks) log(step);
/// ```
///
/// Out: source of the tasks' `reference`, valid until the next pull. A task may spawn others while it runs; they come
/// behind those that wait. It may also pull the scheduler: that lets another one run, never itself. Tasks that hold a
/// reference to the scheduler, to do so, hold it to where it is: it must not be moved then. Cost: an allocation for a
/// task, none for a step; a task is never moved. Throws what a task throws: that task is destroyed, and the next pull goes
/// on with the others. Thread-safety: none.
///
/// When all tasks are done the source is exhausted, until another one is spawned. Destroying the scheduler destroys its
/// tasks.
///
/// Python: generators in a `collections.deque`, each advanced by `next()` and put back; the idea behind `asyncio`.
template <source Task>
class scheduler : public pull_range<scheduler<Task>> {
 public:
  using reference = typename Task::reference;
  using value_type = value_t<Task>;

  /// Puts a task at the end of the line. It does not run yet.
  void spawn(Task task) { waiting_.push_back(std::move(task)); }

  /// Tasks that are not known to be done.
  [[nodiscard]] std::size_t size() const noexcept { return waiting_.size() + stepped_.size(); }

  std::add_pointer_t<reference> pull() {
    waiting_.splice(waiting_.end(), stepped_);
    while (!waiting_.empty()) {
      std::list<Task> running;  // if it throws, it is gone
      running.splice(running.end(), waiting_, waiting_.begin());
      if (auto* const step = running.front().pull()) {
        // Not assigned: a task that pulls this scheduler itself has put the one it pulled there.
        stepped_.splice(stepped_.end(), running);
        return step;
      }
    }
    return nullptr;
  }

 private:
  std::list<Task> waiting_;
  std::list<Task> stepped_;  // those whose steps are in the consumer's hands, or were in a task's
};

}  // namespace cogen
