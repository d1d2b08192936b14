// What does an element cost? The sum of integers that a generator yields, against the loop that it replaces.
#include <cogen.hpp>

#include <benchmark/benchmark.h>

#include "support/textbook_generator.hpp"

namespace {

constexpr int count = 1'000'000;

template <class Generator>
Generator integers(int end) {
  for (int i = 0; i < end; ++i) co_yield i;
}

// The same behind a wall: the consumer can't see the body.
template <class Generator>
[[gnu::noinline]] Generator opaque_integers(int end) {
  Generator made = integers<Generator>(end);
  asm volatile("" : : "r"(&made) : "memory");
  return made;
}

long opaque(long value) {
  benchmark::DoNotOptimize(value);
  return value;
}

void hand_loop(benchmark::State& state) {
  for (auto _ : state) {
    long sum = 0;
    int const end = static_cast<int>(opaque(count));
    for (int i = 0; i < end; ++i) {
      sum += i;
      benchmark::DoNotOptimize(sum);
    }
  }
  state.SetItemsProcessed(state.iterations() * count);
}

template <class Generator, Generator (*make)(int)>
void range_for(benchmark::State& state) {
  for (auto _ : state) {
    long sum = 0;
    for (int i : make(static_cast<int>(opaque(count)))) {
      sum += i;
      benchmark::DoNotOptimize(sum);
    }
  }
  state.SetItemsProcessed(state.iterations() * count);
}

void next(benchmark::State& state) {
  for (auto _ : state) {
    long sum = 0;
    auto made = opaque_integers<cogen::generator<int>>(static_cast<int>(opaque(count)));
    while (auto i = made.next()) {
      sum += *i;
      benchmark::DoNotOptimize(sum);
    }
  }
  state.SetItemsProcessed(state.iterations() * count);
}

using text = textbook::generator<int>;
using ours = cogen::generator<int>;

}  // namespace

BENCHMARK(hand_loop);
BENCHMARK(range_for<text, integers<text>>)->Name("textbook, visible");
BENCHMARK(range_for<ours, integers<ours>>)->Name("cogen, visible");
BENCHMARK(range_for<text, opaque_integers<text>>)->Name("textbook, opaque");
BENCHMARK(range_for<ours, opaque_integers<ours>>)->Name("cogen, opaque");
BENCHMARK(next)->Name("cogen, opaque, next()");
