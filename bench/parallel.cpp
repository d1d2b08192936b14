// What do the tools that use threads cost an element, and what do two processors make of work that is worth sharing?
#include <cogen/parallel.hpp>
#include <cogen/source/range.hpp>

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <queue>
#include <string>
#include <thread>

#include "support/elsewhere.hpp"
#include "support/measure.hpp"
#include "support/sum_of.hpp"

namespace {

using bench::hidden;
using bench::sum_of;

// bench::row() in real time, as Google Benchmark says behind the row's name: the processor time of the consumer's thread,
// which the other programs count, knows nothing of the other threads, nor of waiting for them.
template <class Run>
void timed(std::string const& question, std::string const& contender, std::int64_t elements, Run run) {
  auto const measured = [elements, run](benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(run());
    auto const used = bench::memory_of([&run] { benchmark::DoNotOptimize(run()); });
    state.counters["allocations"] = static_cast<double>(used.allocations);
    state.counters["peak_bytes"] = static_cast<double>(used.peak_bytes);
    state.counters["ns_per_element"] =
        benchmark::Counter(static_cast<double>(elements) * 1e-9,
                           benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
  };
  benchmark::RegisterBenchmark((question + '/' + contender).c_str(), measured)->UseRealTime();
}

// What one would write in place of prefetch.
class bounded_queue {
 public:
  explicit bounded_queue(std::size_t most) : most_(most) {}

  void push(int value) {
    std::unique_lock lock(mutex_);
    taken_.wait(lock, [this] { return values_.size() < most_; });
    values_.push(value);
    lock.unlock();
    added_.notify_one();
  }
  void close() {
    std::unique_lock lock(mutex_);
    closed_ = true;
    lock.unlock();
    added_.notify_one();
  }
  // False at the end.
  bool pop(int& value) {
    std::unique_lock lock(mutex_);
    added_.wait(lock, [this] { return closed_ || !values_.empty(); });
    if (values_.empty()) return false;
    value = values_.front();
    values_.pop();
    lock.unlock();
    taken_.notify_one();
    return true;
  }

 private:
  std::size_t const most_;
  std::mutex mutex_;
  std::condition_variable added_;
  std::condition_variable taken_;
  std::queue<int> values_;
  bool closed_ = false;
};

long sum_through_queue(int count, std::size_t most) {
  bounded_queue queue(most);
  std::thread producer([&queue, count] {
    for (int const value : bench::elsewhere::integers(hidden(count))) queue.push(value);
    queue.close();
  });
  bench::summing sum;
  for (int value = 0; queue.pop(value);) sum(value);
  producer.join();
  return sum.total;
}

// So many steps, each of which needs the one before.
[[gnu::noinline]] int steps(int value, int count) {
  auto state = static_cast<std::uint32_t>(value);
  for (int i = 0; i < count; ++i) {
    state = state * 1'664'525 + 1'013'904'223;
    bench::unknown(state);
  }
  return static_cast<int>(state >> 8);
}
// Ten microseconds, on the machine of docs/benchmarks.md.
constexpr int much = 10'000;
int cheap(int value) { return steps(value, 1); }
int dear(int value) { return steps(value, much); }
// As much on the average, but one in sixteen takes six times as long as the others.
int uneven(int value) { return steps(value, (value % 16 == 0 ? 6 : 1) * much * 16 / 21); }

using function = int (*)(int);

void loop(std::string const& question, int count, function work) {
  timed(question, "loop", count, [count, work] {
    bench::summing sum;
    for (int i = 0; i < hidden(count); ++i) sum(work(i));
    return sum.total;
  });
}
void mapped(std::string const& question, std::string const& contender, int count, function work,
            cogen::parallel_options const& options) {
  timed(question, "cogen, " + contender, count,
        [=] { return sum_of(cogen::range(hidden(count)) | cogen::parallel_map(work, options)); });
}

// The best that two processors can do: each has its half beforehand, and nothing is handed over.
long sum_in_halves(int count, function work) {
  auto const sum_from = [work](int begin, int end) {
    bench::summing sum;
    for (int i = begin; i < hidden(end); ++i) sum(work(i));
    return sum.total;
  };
  long half = 0;
  std::thread other([&] { half = sum_from(0, count / 2); });
  long const rest = sum_from(count / 2, count);
  other.join();
  return half + rest;
}

}  // namespace

void bench::rows() {
  constexpr int many = 500'000;
  constexpr int few = 10'000;  // that go from thread to thread one by one
  timed("prefetch", "loop", many, [] { return sum_of(elsewhere::integers(hidden(many))); });
  timed("prefetch", "queue of 1", few, [] { return sum_through_queue(few, 1); });
  timed("prefetch", "queue of 64", many, [] { return sum_through_queue(many, 64); });
  for (int const ahead : {1, 16, 64, 1024}) {
    int const count = ahead == 1 ? few : many;
    timed("prefetch", "cogen, " + std::to_string(ahead) + " ahead", count,
          [=] { return sum_of(elsewhere::integers(hidden(count)) | cogen::prefetch(ahead)); });
  }

  std::string question = "parallel_map of next to nothing";
  constexpr int cheap_ones = 50'000;
  loop(question, cheap_ones, cheap);
  mapped(question, "1 worker", cheap_ones, cheap, {.workers = 1});
  mapped(question, "2 workers", cheap_ones, cheap, {.workers = 2});
  mapped(question, "4 workers", cheap_ones, cheap, {.workers = 4});
  mapped(question, "2 workers, window of 64", cheap_ones, cheap, {.workers = 2, .window = 64});

  question = "parallel_map";
  constexpr int dear_ones = 5000;
  loop(question, dear_ones, dear);
  timed(question, "two threads with half of it each", dear_ones, [] { return sum_in_halves(dear_ones, dear); });
  mapped(question, "1 worker", dear_ones, dear, {.workers = 1});
  mapped(question, "2 workers", dear_ones, dear, {.workers = 2});
  mapped(question, "4 workers", dear_ones, dear, {.workers = 4});
  mapped(question, "2 workers, uneven", dear_ones, uneven, {.workers = 2});
  mapped(question, "2 workers, uneven, unordered", dear_ones, uneven, {.workers = 2, .ordered = false});
}
