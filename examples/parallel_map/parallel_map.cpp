// Work for several processors, by parallel_map: results in order, and what it costs.
#include <cogen/parallel.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <exception>

#include "../support/command_line.hpp"
#include "experiments.hpp"

namespace {

void describe(CLI::App& app, primes::job& chosen) {
  app.add_option("--workers", chosen.workers, "Workers, at most: the table has 1, 2, 4, ... of them")
      ->check(CLI::Range(std::size_t{1}, std::size_t{256}))
      ->capture_default_str();
  app.add_option("--tasks", chosen.tasks, "Tasks: the first counts the primes below --size, the next goes on there")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1'000'000}))
      ->capture_default_str();
  app.add_option("--size", chosen.size, "Numbers of a task")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1'000'000}))
      ->capture_default_str();
  app.add_option("--tiny", chosen.tiny, "Tasks of a single number, for the table of batches")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{100'000'000}))
      ->capture_default_str();
  app.add_option("--batch", chosen.batch, "Numbers of a batch")
      ->check(CLI::Range(std::size_t{1}, std::size_t{1'000'000}))
      ->capture_default_str();
}

}  // namespace

int main(int argc, char** argv) {
  // More than there are processors by default where there are few, to show that they bring nothing.
  primes::job chosen{.workers = std::max(std::size_t{4}, cogen::default_workers())};
  CLI::App app{
      "Counts primes with 1, 2, 4, ... workers by cogen::parallel_map, and shows times, that the results are the same\n"
      "in the same order, what comes of a task that fails, and why tiny tasks want batches.\n"
      "Exit code: 0 done, 1 results were not those of a loop, 2 bad options.\n",
      "parallel_map"};
  describe(app, chosen);
  return run_program(app, argc, argv, [&] {
    for (auto const part : {primes::ordered, primes::unordered, primes::failing, primes::tiny}) {
      if (!part(chosen)) throw std::runtime_error("the results are not those of a loop");
    }
  });
}
