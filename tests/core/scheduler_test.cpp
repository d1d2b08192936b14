#include <cogen/adaptor/map.hpp>
#include <cogen/generator.hpp>
#include <cogen/scheduler.hpp>

#include "support/catch.hpp"
#include "support/sources.hpp"
#include "support/trace.hpp"

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

using cogen::generator;
using cogen::scheduler;
using support::collected;
using support::counted;
using support::trace;
using texts = std::vector<std::string>;

namespace {

generator<std::string> task(std::string name, int steps, trace* log = nullptr) {
  trace ignored;
  support::finally const end(log != nullptr ? *log : ignored, name + " ended");
  for (int step = 1; step <= steps; ++step) {
    std::string done = name + std::to_string(step);
    co_yield std::move(done);
  }
}

generator<std::string> parent(scheduler<generator<std::string>>& tasks) {
  tasks.spawn(task("child", 2));
  std::string first = "spawned";
  co_yield std::move(first);
  std::string second = "waited";
  co_yield std::move(second);
}

generator<std::string> failing() {
  std::string first = "well";
  co_yield std::move(first);
  throw std::runtime_error("a task fails");
}

// Lets others run between its own steps.
generator<std::string> pulling(scheduler<generator<std::string>>& tasks) {
  std::string first = "before";
  co_yield std::move(first);
  std::string pulled = "pulled";
  for (int i = 0; i != 2; ++i) {
    std::string* const step = tasks.pull();
    if (step != nullptr) pulled += " " + *step;
    if (step == nullptr) pulled += " nothing";
  }
  co_yield std::move(pulled);
  std::string last = "after";
  co_yield std::move(last);
}

static_assert(support::is_source_of<scheduler<generator<std::string>>, std::string&&, std::string>);

}  // namespace

TEST_CASE("scheduler gives each task a step in turn until all are done") {
  scheduler<generator<std::string>> tasks;
  tasks.spawn(task("a", 3));
  tasks.spawn(task("b", 1));
  tasks.spawn(task("c", 0));
  tasks.spawn(task("d", 2));
  CHECK(tasks.size() == 4);
  CHECK(collected(tasks) == texts{"a1", "b1", "d1", "a2", "d2", "a3"});
  CHECK(tasks.size() == 0);
  CHECK(support::stays_exhausted(tasks));
}

TEST_CASE("scheduler destroys a task when it is done and all when it is left") {
  trace log;
  {
    scheduler<generator<std::string>> tasks;
    tasks.spawn(task("a", 1, &log));
    tasks.spawn(task("b", 2, &log));
    tasks.spawn(task("c", 2, &log));
    for (int i = 0; i != 4; ++i) CHECK(tasks.next());
    CHECK(log == trace{"a ended"});
    CHECK(tasks.size() == 2);
  }
  CHECK(log.size() == 3);
}

TEST_CASE("scheduler runs tasks that a task spawns behind those that wait") {
  scheduler<generator<std::string>> tasks;
  tasks.spawn(parent(tasks));
  tasks.spawn(task("a", 2));
  CHECK(collected(tasks) == texts{"spawned", "a1", "child1", "waited", "a2", "child2"});
}

TEST_CASE("scheduler goes on without a task that throws") {
  scheduler<generator<std::string>> tasks;
  tasks.spawn(failing());
  tasks.spawn(task("a", 3));
  CHECK(tasks.next() == "well");
  CHECK(tasks.next() == "a1");
  CHECK_THROWS_AS(tasks.next(), std::runtime_error);
  CHECK(tasks.size() == 1);
  CHECK(collected(tasks) == texts{"a2", "a3"});
}

TEST_CASE("scheduler goes on with a task that is spawned when all were done") {
  scheduler<generator<std::string>> tasks;
  CHECK(tasks.pull() == nullptr);
  tasks.spawn(task("a", 1));
  CHECK(collected(tasks) == texts{"a1"});
}

TEST_CASE("scheduler can be a task and can be moved between steps") {
  scheduler<generator<std::string>> inner;
  inner.spawn(task("a", 2));
  inner.spawn(task("b", 2));
  scheduler<scheduler<generator<std::string>>> outer;
  outer.spawn(std::move(inner));
  CHECK(outer.next() == "a1");
  auto moved = std::move(outer);
  CHECK(collected(moved) == texts{"b1", "a2", "b2"});
  CHECK(outer.pull() == nullptr);  // NOLINT(bugprone-use-after-move)
}

TEST_CASE("scheduler hands out elements that live in the task") {
  auto const twice = [](int value) { return std::string(40, static_cast<char>('a' + value)); };
  using tasks_of = decltype(counted(1) | cogen::map(twice));
  scheduler<tasks_of> tasks;
  for (int i = 1; i != 4; ++i) tasks.spawn(counted(i) | cogen::map(twice));
  std::string letters;
  while (auto* const word = tasks.pull()) letters += word->back();
  CHECK(letters == "aaabbc");
}

TEST_CASE("scheduler loses no task when a task pulls it") {
  scheduler<generator<std::string>> tasks;
  tasks.spawn(pulling(tasks));
  tasks.spawn(task("a", 3));
  tasks.spawn(task("b", 3));
  CHECK(collected(tasks) == texts{"before", "a1", "b1", "pulled a2 b2", "a3", "b3", "after"});
  CHECK(tasks.size() == 0);

  scheduler<generator<std::string>> alone;
  alone.spawn(pulling(alone));
  CHECK(collected(alone) == texts{"before", "pulled nothing nothing", "after"});
}
