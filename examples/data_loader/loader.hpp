// What a training loop asks for: batches, shuffled, decoded, and ready when they are needed.
#pragma once

#include <cogen/parallel/statistics.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <vector>

#include "shards.hpp"

namespace data_loader {

struct sample_batch {
  std::vector<std::uint32_t> samples;  // their numbers
  std::vector<std::uint16_t> labels;
  std::vector<float> values;  // `features` for each sample, one sample after the other
};

struct load_options {
  std::size_t batch_size = 64;
  std::size_t shuffle_buffer = 4'096;  // records; 1: only the shards are shuffled
  std::size_t workers = 2;             // threads that decode; 0: who reads does it
  std::size_t prefetch = 4;            // batches that are ready at most; 0: loaded when they are asked for
  bool drop_last = false;              // no batch that is not full
  std::uint64_t seed = 42;             // of the order; the same order for the same seed, whatever else is asked for
  std::chrono::milliseconds open_time{10};    // for a shard, as if it came over a network
  std::chrono::microseconds decode_time{10};  // for a sample, as if it were an image
};

struct load_statistics {
  cogen::parallel_statistics prefetching;
  cogen::parallel_statistics decoding;
};

// Where each batch goes; `train` has it until it returns.
using training_step = std::function<void(sample_batch const&)>;

// Hands every sample of the shards to `train`, once. In memory at most: the shuffle buffer, and
// 4 * workers + prefetch + 4 batches. Throws what `train` throws, and broken_shard when the batches before have been
// trained; what was in the shuffle buffer then is lost.
load_statistics load_epoch(std::vector<std::filesystem::path> shards, load_options const& how, std::uint64_t epoch,
                           training_step const& train);

}  // namespace data_loader
