#include <cogen/adaptor/batch.hpp>
#include <cogen/adaptor/flatten.hpp>
#include <cogen/generator.hpp>
#include <cogen/parallel.hpp>
#include <cogen/scheduler.hpp>
#include <cogen/sink/sum.hpp>
#include <cogen/sink/to.hpp>
#include <cogen/source/range.hpp>

#include "check.hpp"

#include <chrono>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

// [task]
cogen::generator<std::string> task(std::string name, int steps) {
  for (int step = 1; step <= steps; ++step) {
    co_yield name + ", step " + std::to_string(step) + " of " + std::to_string(steps);
  }
}
// [/task]

// [slow]
cogen::generator<std::string> slow_lines() {
  for (int n = 1; n <= 3; ++n) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));  // a disk, a service
    co_yield "line " + std::to_string(n);
  }
}
// [/slow]

// [work]
int slow_square(int n) {
  std::this_thread::sleep_for(std::chrono::milliseconds(5 - n));  // the last is the fastest
  return n * n;
}
// [/work]

// [solution]
int count_primes(std::vector<int> const& numbers) {
  int count = 0;
  for (int n : numbers) {
    bool prime = n >= 2;
    for (int d = 2; d * d <= n && prime; ++d) prime = n % d != 0;
    if (prime) ++count;
  }
  return count;
}
// [/solution]

int main() {
  part("scheduler");
  {
    // [scheduler]
    cogen::scheduler<cogen::generator<std::string>> tasks;
    tasks.spawn(task("A", 2));
    tasks.spawn(task("B", 3));
    tasks.spawn(task("C", 1));
    for (std::string const& step : tasks) std::printf("%s\n", step.c_str());
    // [/scheduler]
  }
  part("prefetch");
  // [prefetch]
  for (std::string const& line : slow_lines() | cogen::prefetch(16)) {
    std::printf("%s\n", line.c_str());  // meanwhile a thread reads the next ones
  }
  // [/prefetch]
  part("parallel");
  // [parallel]
  for (int square : cogen::range(1, 5) | cogen::parallel_map(slow_square, {.workers = 4})) {
    std::printf("%d\n", square);
  }
  // [/parallel]
  {
    // [failure]
    auto const inverse = [](int n) {
      if (n == 0) throw std::domain_error("division by 0");
      return 12 / n;
    };
    auto inverses = std::vector{3, 2, 0, 1} | cogen::parallel_map(inverse);
    check(inverses.next() == 4);
    check(inverses.next() == 6);
    try {
      inverses.next();
      check(false);
    } catch (std::domain_error const&) {  // in its place, behind the results before it
    }
    // [/failure]
  }
  {
    // [batches]
    auto const squares_of = [](std::vector<int> numbers) {
      for (int& n : numbers) n *= n;
      return numbers;
    };
    auto squares = cogen::range(1000)                 //
                   | cogen::batch(100)                //
                   | cogen::parallel_map(squares_of)  //
                   | cogen::flatten;
    check(cogen::sum(squares) == 332'833'500);
    // [/batches]
  }
  {
    // [solution_used]
    auto counts = cogen::range(10'000) | cogen::batch(1000) | cogen::parallel_map(count_primes);
    check(cogen::sum(counts) == 1229);
    // [/solution_used]
  }
}
