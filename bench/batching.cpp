// What do batches cost? Vectors of a thousand integers, of a generator and of a vector.
#include <cogen/adaptor/batch.hpp>

#include <vector>

#include "support/elsewhere.hpp"
#include "support/measure.hpp"
#include "support/numbers.hpp"

namespace {

constexpr int count = 1'000'000;
constexpr std::size_t size = 1000;

// What the consumer does with a batch: almost nothing.
[[gnu::always_inline]] inline long used(std::vector<int> const& batch) {
  int const* first = batch.data();
  bench::unknown(first);
  asm volatile("" : : "r"(first) : "memory");
  return *first;
}

template <class Batches>
[[gnu::always_inline]] inline long all_of(Batches&& batches) {
  long total = 0;
  for (auto&& batch : batches) total += used(batch);
  return total;
}

}  // namespace

void bench::rows() {
  row("batch of a generator", "push_back loop", count, [] {
    long total = 0;
    std::vector<int> batch;
    batch.reserve(size);
    for (int value : elsewhere::integers(hidden(count))) {
      batch.push_back(value);
      if (batch.size() == size) {
        total += used(batch);
        batch.clear();
      }
    }
    return total;
  });
  row("batch of a generator", "cogen", count,
      [] { return all_of(elsewhere::integers(hidden(count)) | cogen::batch(size)); });

  row("batch of a vector", "copies of blocks", count, [] {
    long total = 0;
    std::vector<int> batch;
    auto const& all = numbers();
    for (std::size_t i = 0; i < all.size(); i += size) {
      auto const from = all.begin() + static_cast<std::ptrdiff_t>(i);
      batch.assign(from, from + static_cast<std::ptrdiff_t>(size));
      total += used(batch);
    }
    return total;
  });
  row("batch of a vector", "push_back loop", count, [] {
    long total = 0;
    std::vector<int> batch;
    batch.reserve(size);
    for (int value : numbers()) {
      batch.push_back(value);
      if (batch.size() == size) {
        total += used(batch);
        batch.clear();
      }
    }
    return total;
  });
  row("batch of a vector", "cogen", count, [] { return all_of(numbers() | cogen::batch(size)); });
}
