// A data loader for training: shards, a bounded shuffle, decoding in several threads, batches, prefetch.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <optional>
#include <thread>
#include <vector>

#include "../support/command_line.hpp"
#include "../support/temporary_folder.hpp"
#include "loader.hpp"
#include "shards.hpp"

namespace {

using namespace data_loader;
using clock_type = std::chrono::steady_clock;

struct options {
  load_options loading;
  std::filesystem::path data;
  std::uint32_t samples = 20'000;
  std::size_t shards = 8;
  std::uint64_t epochs = 3;
  std::int64_t step_ms = 2;
  std::int64_t open_ms = 10;
  std::int64_t decode_us = 10;
  bool print_order = false;
};

void describe(CLI::App& app, options& chosen) {
  load_options& loading = chosen.loading;
  auto const number = [&app](char const* name, auto& value, auto least, auto most, char const* text) {
    app.add_option(name, value, text)
        ->check(CLI::Range(static_cast<std::uint64_t>(least), static_cast<std::uint64_t>(most)))
        ->capture_default_str();
  };
  number("--samples", chosen.samples, 1, 100'000'000, "Samples of the data that the program makes");
  number("--shards", chosen.shards, 1, 10'000, "Files that they are in");
  app.add_option("--data", chosen.data,
                 "Folder of the shards; where it has none they are made there, and stay.\n"
                 "Without it they are in a temporary folder");
  number("--epochs", chosen.epochs, 1, 1'000'000, "How often all samples are gone through");
  number("--batch-size", loading.batch_size, 1, 1'000'000, "Samples of a batch");
  app.add_flag("--drop-last", loading.drop_last, "Leave out the last batch of an epoch if it is not full");
  number("--shuffle-buffer", loading.shuffle_buffer, 1, 1'000'000'000,
         "Records to choose the next one from; 1: only the shards are shuffled");
  app.add_option("--seed", loading.seed, "Of the order: the same seed gives the same order")
      ->check(at_least(0))
      ->capture_default_str();
  number("--workers", loading.workers, 0, 1'024, "Threads that decode; 0: the one that reads does");
  number("--prefetch", loading.prefetch, 0, 1'000'000,
         "Batches that are ready at most, read by a thread of its own; 0: the one that trains reads");
  number("--step-ms", chosen.step_ms, 0, 60'000, "Milliseconds that a training step takes, on another device");
  number("--open-ms", chosen.open_ms, 0, 60'000, "Milliseconds that a shard takes to come");
  number("--decode-us", chosen.decode_us, 0, 1'000'000, "Microseconds that decoding a sample takes");
  app.add_flag("--print-order", chosen.print_order, "Print the samples of each batch too");
}

// Stands for the model: counts what it is given.
class model {
 public:
  explicit model(std::chrono::milliseconds step) : step_(step) {}

  void train(sample_batch const& given) {
    auto const start = clock_type::now();
    ++batches_;
    for (std::size_t i = 0; i != given.samples.size(); ++i) {
      for (int shift = 0; shift != 32; shift += 8) {
        order_ = (order_ ^ (given.samples[i] >> shift & 0xffU)) * 0x100000001b3U;  // FNV-1a
      }
      auto& of_label = by_label_.at(given.labels[i]);
      ++of_label.samples;
      for (std::size_t k = 0; k != features; ++k) {
        of_label.sums[k] += static_cast<double>(given.values[i * features + k]);
      }
    }
    std::this_thread::sleep_for(step_);
    busy_ += clock_type::now() - start;
  }

  void report(std::uint64_t epoch, clock_type::duration time, load_statistics const& how) const {
    auto const seconds = [](auto duration) { return std::chrono::duration<double>(duration).count(); };
    std::uint64_t samples = 0;
    for (auto const& of_label : by_label_) samples += of_label.samples;
    fmt::print("epoch {}: {} samples in {} batches, order {:016x}, {:.0f} samples/s\n", epoch, samples, batches_,
               order_, static_cast<double>(samples) / std::max(seconds(time), 1e-9));
    for (std::size_t label = 0; label != labels; ++label) {
      auto means = by_label_[label].sums;
      for (double& sum : means) sum /= static_cast<double>(std::max<std::uint64_t>(by_label_[label].samples, 1));
      fmt::print("  label {}: {} samples, mean {:.4f}\n", label, by_label_[label].samples, fmt::join(means, " "));
    }
    fmt::print("  waited, s: training {:.2f} of {:.2f}; workers {:.2f} for records; prefetch {:.2f} for room\n",
               seconds(time - busy_), seconds(time), seconds(how.decoding.producers_stalled),
               seconds(how.prefetching.producers_stalled));
  }

 private:
  struct totals {
    std::uint64_t samples = 0;
    std::array<double, features> sums{};
  };
  std::chrono::milliseconds step_;
  std::array<totals, labels> by_label_{};
  std::uint64_t batches_ = 0;
  std::uint64_t order_ = 0xcbf29ce484222325U;
  clock_type::duration busy_{0};
};

void run(options& chosen) {
  std::optional<temporary_folder> own;
  if (chosen.data.empty()) chosen.data = own.emplace().path();
  auto shards = find_shards(chosen.data);
  if (shards.empty()) {
    write_shards(chosen.data, chosen.samples, chosen.shards);
    shards = find_shards(chosen.data);
  }
  for (std::uint64_t epoch = 1; epoch <= chosen.epochs; ++epoch) {
    model trained{std::chrono::milliseconds(chosen.step_ms)};
    auto const step = [&](sample_batch const& next) {
      if (chosen.print_order) fmt::print("batch of epoch {}: {}\n", epoch, fmt::join(next.samples, " "));
      trained.train(next);
    };
    auto const start = clock_type::now();
    auto const how = load_epoch(shards, chosen.loading, epoch, step);
    trained.report(epoch, clock_type::now() - start, how);
    flush_stdout();
  }
}

}  // namespace

int main(int argc, char** argv) {
  options chosen;
  CLI::App app{
      "Feeds a training loop: reads samples from shard files, shuffles them with a bounded buffer, decodes them in\n"
      "several threads, and has batches ready while the model trains. Each epoch has every sample once, in an order "
      "of\n"
      "its own, which is the same for the same seed. Without options it makes 20,000 samples in a temporary folder "
      "and\n"
      "goes through them three times. Exit code: 0 done, 1 failed, 2 bad options.\n",
      "data_loader"};
  describe(app, chosen);
  auto const settle = [&] {
    chosen.loading.open_time = std::chrono::milliseconds(chosen.open_ms);
    chosen.loading.decode_time = std::chrono::microseconds(chosen.decode_us);
  };
  return run_program(app, argc, argv, settle, [&] { run(chosen); });
}
