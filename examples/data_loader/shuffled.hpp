// A random order that needs no more memory than a buffer.
#pragma once

#include <cogen/adaptor/take.hpp>
#include <cogen/generator.hpp>
#include <cogen/sink/to.hpp>

#include <cstddef>
#include <cstdint>
#include <random>
#include <utility>
#include <vector>

namespace data_loader {

// Random numbers for an epoch: others for the next one, and the same on every machine.
inline std::mt19937_64 random_numbers(std::uint64_t seed, std::uint64_t epoch) {
  auto const half = [](std::uint64_t number, int shift) { return static_cast<std::uint32_t>(number >> shift); };
  std::seed_seq mixed{half(seed, 0), half(seed, 32), half(epoch, 0), half(epoch, 32)};
  return std::mt19937_64(mixed);
}

// Any number below `bound`, one as likely as another but for some bound / 2^64. Not std::uniform_int_distribution, nor
// std::shuffle, which are not the same in every standard library.
inline std::size_t any_below(std::size_t bound, std::mt19937_64& random) {
  return static_cast<std::size_t>(random() % bound);
}

template <class Item>
void shuffle(std::vector<Item>& items, std::mt19937_64& random) {
  for (std::size_t left = items.size(); left > 1; --left) {
    std::swap(items[left - 1], items[any_below(left, random)]);
  }
}

// [shuffled]
// The elements of `source` in a random order, with `buffer_size` of them in memory, at least 1: each one that comes
// takes the place of one that goes. So none is handed out more than buffer_size - 1 places early.
template <cogen::source Source>
cogen::generator<cogen::value_t<Source>> shuffled(Source source, std::size_t buffer_size, std::mt19937_64 random) {
  std::vector<cogen::value_t<Source>> buffer = source | cogen::take(buffer_size) | cogen::to<std::vector>();
  for (auto&& next : source) {
    auto chosen = std::exchange(buffer[any_below(buffer_size, random)], std::forward<decltype(next)>(next));
    co_yield std::move(chosen);
  }
  shuffle(buffer, random);
  co_yield cogen::from(std::move(buffer));
}
// [/shuffled]

}  // namespace data_loader
