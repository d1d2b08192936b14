#include <cogen.hpp>

#include <fmt/ranges.h>

#include <cstdint>
#include <random>
#include <utility>
#include <vector>

#include "../support/explain.hpp"

using cogen::generator;

// A random order, with `size` samples in memory: each one that comes takes the place of one that goes.
template <class Source>
generator<cogen::value_t<Source>> shuffled(Source samples, std::size_t size, std::uint32_t epoch) {
  using sample_type = cogen::value_t<Source>;
  std::mt19937 random_bits(epoch);  // not std::shuffle, whose order differs between standard libraries
  std::vector<sample_type> buffer;
  for (auto&& sample : samples) {
    if (buffer.size() < size) {
      buffer.push_back(std::move(sample));
      continue;
    }
    sample_type chosen = std::exchange(buffer[random_bits() % size], std::move(sample));
    co_yield std::move(chosen);
  }
  while (!buffer.empty()) {
    std::swap(buffer[random_bits() % buffer.size()], buffer.back());
    sample_type chosen = std::move(buffer.back());
    buffer.pop_back();
    co_yield std::move(chosen);
  }
}

// A hundred numbers, as they might come from a file.
generator<int> dataset() {
  for (int sample = 0; sample < 100; ++sample) co_yield sample;
}

int main(int argc, char** argv) {
  explain(argc, argv, "A data loader: samples in batches, in order, and shuffled by a buffer of bounded size.");

  auto loader = dataset() | cogen::batch(10);
  while (auto batch = loader.next()) fmt::print("{}\n", *batch);
  fmt::print("No more data.\n\n");

  for (std::uint32_t epoch : {1U, 2U}) {
    std::vector<int> seen;
    for (std::vector<int> const& batch : shuffled(dataset() | cogen::take(8), 4, epoch) | cogen::batch(2)) {
      fmt::print("epoch {}: {}\n", epoch, batch);
      seen.insert(seen.end(), batch.begin(), batch.end());
    }
    fmt::print("epoch {}: {} samples, sum {}\n", epoch, seen.size(), cogen::sum(seen));
  }
}
