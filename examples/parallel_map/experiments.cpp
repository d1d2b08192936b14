#include "experiments.hpp"

#include <cogen.hpp>
#include <cogen/parallel.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "../support/command_line.hpp"

#include "work.hpp"

namespace primes {
namespace {

class stopwatch {
 public:
  double seconds() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count(); }
  // How many processors this program had on average: less than it has threads where others want them too.
  double processors() const {
    return static_cast<double>(std::clock() - used_) / static_cast<double>(CLOCKS_PER_SEC) / std::max(seconds(), 1e-9);
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  std::clock_t used_ = std::clock();
};

double seconds(std::chrono::nanoseconds time) { return std::chrono::duration<double>(time).count(); }

struct run {
  double time = 0;
  double processors = 0;
  std::vector<tally> results{};
  double mean_depth = 0;
  cogen::parallel_statistics statistics{};
};

run by_loop(job const& what) {
  stopwatch const watch;
  run done;
  done.results = tasks(what.tasks, what.size) | cogen::map(count_primes) | cogen::to<std::vector>();
  done.time = watch.seconds();
  done.processors = watch.processors();
  return done;
}

// [run]
run in_parallel(job const& what, cogen::parallel_options const& options) {
  stopwatch const watch;
  run done;
  auto results = tasks(what.tasks, what.size) | cogen::parallel_map(count_primes, options);
  double depths = 0;
  for (tally const& result : results) {
    done.results.push_back(result);
    depths += static_cast<double>(results.statistics().depth);
  }
  done.statistics = results.statistics();
  done.mean_depth = depths / static_cast<double>(done.results.size());
  done.time = watch.seconds();
  done.processors = watch.processors();
  return done;
}
// [/run]

std::uint64_t digest_of(std::vector<tally> const& results) {
  digest sum;
  for (tally const& result : results) sum.add(result);
  return sum.value();
}

void print_run(std::string const& who, run const& done, double base, bool parallel) {
  auto const count = cogen::sum(done.results | cogen::map(&tally::primes));
  fmt::print("{:>7}  {:>7.3f}  {:>7.2f}  {:>4.1f}  {:>8}  {:016x}", who, done.time, base / done.time, done.processors,
             count, digest_of(done.results));
  if (parallel) {
    fmt::print("  {:>4}  {:>5.1f}  {:>8.3f}  {:>7.3f}", done.statistics.most, done.mean_depth,
               seconds(done.statistics.consumer_stalled), seconds(done.statistics.producers_stalled));
  }
  fmt::print("\n");
  flush_stdout();
}

// 1, 2, 4, ... and the most.
std::set<std::size_t> worker_counts(std::size_t most) {
  std::set<std::size_t> counts{most};
  for (std::size_t count = 1; count < most; count *= 2) counts.insert(count);
  return counts;
}

// More bring nothing.
std::size_t useful_workers(job const& what) { return std::min(what.workers, cogen::default_workers()); }

}  // namespace

bool ordered(job const& what) {
  fmt::print("{} tasks of {} numbers each: how many are prime? This machine has {} processors.\n\n", what.tasks,
             what.size, cogen::default_workers());
  fmt::print("                                                               in flight     waited, s\n");
  fmt::print("workers  time, s  speedup  cpus    primes  digest in order   most   mean  consumer  workers\n");
  run const loop = by_loop(what);
  print_run("loop", loop, loop.time, false);
  bool same = true;
  for (std::size_t workers : worker_counts(what.workers)) {
    run const done = in_parallel(what, {.workers = workers});
    print_run(std::to_string(workers), done, loop.time, true);
    same = same && done.results == loop.results;
  }
  fmt::print("Results: {}.\n", same ? "the same in the same order, for any number of workers" : "NOT the same");
  return same;
}

bool unordered(job const& what) {
  std::size_t const workers = useful_workers(what);
  run done = in_parallel(what, {.workers = workers, .ordered = false});
  // Those that came before one of an earlier task.
  std::uint64_t early = 0;
  std::uint64_t earliest_behind = UINT64_MAX;
  std::for_each(done.results.rbegin(), done.results.rend(), [&](tally const& result) {
    if (result.first > earliest_behind) ++early;
    earliest_behind = std::min(earliest_behind, result.first);
  });
  std::sort(done.results.begin(), done.results.end());
  run const loop = by_loop(what);
  bool const same = done.results == loop.results;
  fmt::print("\nAs they come, {} workers: {:.3f} s, {} of {} results before one of an earlier task; sorted, {}.\n",
             workers, done.time, early, what.tasks, same ? "the same" : "NOT the same");
  return same;
}

bool failing(job const& what) {
  fmt::print("\nTask 5 of 12 fails:");
  // [failing]
  auto const fails = [](std::uint64_t number) {
    if (number == 4) std::this_thread::sleep_for(std::chrono::milliseconds(20));  // so 5 fails first
    if (number == 5) throw std::runtime_error("task 5 has failed");
    return number;
  };
  auto results = cogen::range(std::uint64_t{12}) | cogen::parallel_map(fails, {.workers = what.workers});
  std::uint64_t good = 0;
  std::string failure = "nothing";
  try {
    for (std::uint64_t number : results) {
      fmt::print(" {}", number);
      ++good;
    }
  } catch (std::runtime_error const& error) {
    failure = error.what();
  }
  bool const ended = !results.next().has_value();
  // [/failing]
  fmt::print(", then \"{}\", then {}.\n", failure, ended ? "the end" : "MORE");
  return good == 5 && ended;
}

namespace {

// What comes out of a pipeline of numbers.
struct drained {
  double time;
  std::uint64_t digest;
};

drained drain(auto&& numbers) {
  stopwatch const watch;
  digest sum;
  for (std::uint64_t number : numbers) sum.add(number);
  return {watch.seconds(), sum.value()};
}

}  // namespace

bool tiny(job const& what) {
  constexpr std::uint64_t least = 10'000'000;  // smaller ones would take no time at all
  cogen::parallel_options const options{.workers = useful_workers(what)};
  fmt::print("\n{} tiny tasks, {} workers: the smallest factor of a number\n\n", what.tiny, options.workers);
  fmt::print("                          time, s  ns a task  digest in order\n");
  auto const numbers = [&what] { return cogen::range(least, least + what.tiny); };
  drained const loop = drain(numbers() | cogen::map(smallest_factor));
  bool same = true;
  auto const row = [&](std::string const& how, drained const& done) {
    fmt::print("{:<24}  {:>7.3f}  {:>9.0f}  {:016x}\n", how, done.time,
               done.time * 1e9 / static_cast<double>(what.tiny), done.digest);
    same = same && done.digest == loop.digest;
  };
  row("loop", loop);
  // [tiny]
  row("one by one", drain(numbers() | cogen::parallel_map(smallest_factor, options)));

  auto const factors = [](std::vector<std::uint64_t> some) {
    for (std::uint64_t& number : some) number = smallest_factor(number);
    return some;
  };
  row(fmt::format("batches of {}", what.batch),
      drain(numbers() | cogen::batch(what.batch) | cogen::parallel_map(factors, options) | cogen::flatten));
  // [/tiny]
  return same;
}

}  // namespace primes
