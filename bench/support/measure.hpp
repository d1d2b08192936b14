// What every benchmark program uses: rows, and ways to keep the optimiser from seeing more than it should.
#pragma once

#include <benchmark/benchmark.h>

#include <cstdint>
#include <functional>
#include <string>
#include <utility>

namespace bench {

/// The optimiser must have `value` in a register here and can't know it any more. Memory is not touched, so what lives
/// in registers may stay there (benchmark::DoNotOptimize would write it all to memory).
template <class Value>
[[gnu::always_inline]] inline void unknown(Value& value) {
  asm volatile("" : "+r"(value));
}
[[gnu::always_inline]] inline void unknown(double& value) { asm volatile("" : "+x"(value)); }

/// A value that the optimiser can't know.
template <class Value>
[[nodiscard, gnu::always_inline]] inline Value hidden(Value value) {
  unknown(value);
  return value;
}

/// What a run takes from operator new: how often, and how much at a time at the most.
struct memory {
  std::int64_t allocations;
  std::int64_t peak_bytes;
};
[[nodiscard]] memory memory_of(std::function<void()> const& run);

/// Adds a row "question/contender" to the table: run() is measured, and handles `elements` elements. ns_per_element is
/// what one of them takes; allocations and peak_bytes are those of one more run.
template <class Run>
void row(std::string const& question, std::string const& contender, std::int64_t elements, Run run) {
  benchmark::RegisterBenchmark((question + '/' + contender).c_str(), [elements, run](benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(run());
    auto const used = memory_of([&run] { benchmark::DoNotOptimize(run()); });
    state.counters["allocations"] = static_cast<double>(used.allocations);
    state.counters["peak_bytes"] = static_cast<double>(used.peak_bytes);
    state.counters["ns_per_element"] =
        benchmark::Counter(static_cast<double>(elements) * 1e-9,
                           benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
  });
}

/// Each program defines this: it registers the program's rows, the hand-written loop first.
void rows();

}  // namespace bench
