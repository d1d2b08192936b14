#include "loader.hpp"

#include <cogen/adaptor.hpp>
#include <cogen/parallel.hpp>

#include <thread>
#include <utility>

#include "shuffled.hpp"

namespace data_loader {

namespace {

// What decoding costs besides: the processor is busy, as with an image.
void work_for(std::chrono::microseconds time) {
  auto const end = std::chrono::steady_clock::now() + time;
  while (std::chrono::steady_clock::now() < end) continue;
}

}  // namespace

load_statistics load_epoch(std::vector<std::filesystem::path> shards, load_options const& how, std::uint64_t epoch,
                           training_step const& train) {
  // [decode]
  auto const decode = [&how](std::vector<stored_record> const& records) {
    sample_batch made;
    for (auto const& [data, shard, number] : records) {
      if (checksum_of(data) != data.checksum) throw broken_shard(*shard, number, "has another checksum");
      made.samples.push_back(data.sample);
      made.labels.push_back(data.label);
      for (std::int16_t const value : data.numbers) made.values.push_back(static_cast<float>(value) / 4096);
    }
    work_for(how.decode_time * static_cast<int>(records.size()));
    return made;
  };
  // [/decode]
  auto const open = [&how](std::filesystem::path const& shard) {
    std::this_thread::sleep_for(how.open_time);
    return read_shard(shard);
  };
  auto const wanted = [&how](auto const& records) { return !how.drop_last || records.size() == how.batch_size; };
  auto const feed = [&how, &train](auto batches) {
    // [feed]
    load_statistics seen;
    if (how.prefetch == 0) {
      for (sample_batch const& next : batches) train(next);
    } else {
      auto ready = batches | cogen::prefetch(how.prefetch);  // borrows: batches can still be asked how it does
      for (sample_batch const& next : ready) train(next);
      seen.prefetching = ready.statistics();
    }
    // [/feed]
    if constexpr (requires { batches.statistics(); }) seen.decoding = batches.statistics();
    return seen;
  };
  // [pipeline]
  auto random = random_numbers(how.seed, epoch);
  shuffle(shards, random);
  auto records = shards | cogen::map(open) | cogen::flatten;
  auto batches = shuffled(std::move(records), how.shuffle_buffer, random)  //
                 | cogen::batch(how.batch_size)                            //
                 | cogen::filter(wanted);
  if (how.workers == 0) return feed(std::move(batches) | cogen::map(decode));
  return feed(std::move(batches) | cogen::parallel_map(decode, {.workers = how.workers}));
  // [/pipeline]
}

}  // namespace data_loader
