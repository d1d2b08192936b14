#include <cogen.hpp>

#include <fmt/format.h>

#include <string>
#include <vector>

#include "../support/explain.hpp"

using cogen::generator;

// Each consumer is a generator over its own copy of the stream.
generator<double> analytics(auto stream) {
  double total = 0;
  int count = 0;
  for (double value : stream) {
    total += value;
    ++count;
    co_yield total / count;
  }
}

generator<double> predictions(auto stream) {
  for (auto&& [before, value] : cogen::pairwise(stream)) {
    double next = value + (value - before);
    co_yield next;
  }
}

generator<std::string> reports(auto stream) {
  for (auto const& values : cogen::batch(stream, 4)) {
    auto const [low, high] = *cogen::minmax(values);
    std::string text = fmt::format("{} values from {:.1f} to {:.1f}", values.size(), low, high);
    co_yield text;
  }
}

int main(int argc, char** argv) {
  explain(argc, argv, "One stream for several consumers: tee() reads it once and each takes it at its own pace.");

  int read = 0;
  std::vector<double> const temperatures = {20, 22, 21, 25, 24, 26, 28, 27, 25, 22};
  auto [first, second, third] = temperatures | cogen::inspect([&read](double) { ++read; }) | cogen::tee<3>();

  for (double average : analytics(std::move(first))) fmt::print("average {:.2f}\n", average);
  for (double prediction : predictions(std::move(second))) fmt::print("prediction {:.1f}\n", prediction);
  for (std::string const& report : reports(std::move(third))) fmt::print("{}\n", report);
  fmt::print("{} values, read {} times in all\n", temperatures.size(), read);
}
