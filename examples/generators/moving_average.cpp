#include <cogen.hpp>

#include <fmt/format.h>

#include <cstddef>
#include <deque>
#include <numeric>
#include <optional>
#include <vector>

#include "../support/explain.hpp"

// Yields the mean of the last `size` numbers that were sent.
cogen::generator<double, double> moving_average(std::size_t size) {
  std::deque<double> window;
  double average = 0;
  for (;;) {
    std::optional<double> value = co_yield average;
    if (!value) continue;  // resumed by next(): nothing was sent
    window.push_back(*value);
    if (window.size() > size) window.pop_front();
    average = std::accumulate(window.begin(), window.end(), 0.0) / static_cast<double>(window.size());
  }
}

int main(int argc, char** argv) {
  explain(argc, argv, "A moving average of sensor readings by send(), with an alert above a threshold.");

  double const threshold = 24;
  std::vector<double> const readings = {20, 21, 22, 21, 20, 25, 28, 30, 26, 22, 20, 19};
  auto average = moving_average(5);
  average.next();
  for (double reading : readings) {
    double const current = *average.send(reading);
    fmt::print("reading {:.1f}, average {:.2f}{}\n", reading, current, current > threshold ? ", alert" : "");
  }
}
