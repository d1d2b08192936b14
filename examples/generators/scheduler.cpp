#include <cogen.hpp>

#include <fmt/format.h>

#include <deque>
#include <optional>
#include <string>
#include <utility>

#include "../support/explain.hpp"

using cogen::generator;

// Does one step, says so, and lets the others go on.
generator<std::string> task(std::string name, int steps) {
  for (int step = 1; step <= steps; ++step) {
    std::string done = fmt::format("{}: Step {}/{}", name, step, steps);
    co_yield std::move(done);
  }
}

// One step of each task in turn, until all have finished.
generator<std::string> scheduler(std::deque<generator<std::string>> tasks) {
  while (!tasks.empty()) {
    generator<std::string> current = std::move(tasks.front());
    tasks.pop_front();
    if (std::optional<std::string> done = current.next()) {
      co_yield std::move(*done);
      tasks.push_back(std::move(current));
    }
  }
}

int main(int argc, char** argv) {
  explain(argc, argv, "Cooperative tasks in one thread: each co_yield hands over to the next task.");

  std::deque<generator<std::string>> tasks;
  tasks.push_back(task("Task A", 3));
  tasks.push_back(task("Task B", 5));
  tasks.push_back(task("Task C", 2));
  for (std::string const& done : scheduler(std::move(tasks))) fmt::print("{}\n", done);
}
