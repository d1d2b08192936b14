#include <cogen.hpp>

#include <fmt/ranges.h>

#include <span>
#include <vector>

#include "../support/explain.hpp"

struct line {
  double slope;
  double next;  // where it is one step after the window
};

// The straight line that is nearest to the values, by least squares.
line trend(std::span<double const> window) {
  double const size = static_cast<double>(window.size());
  double const middle = (size - 1) / 2;
  double const mean = cogen::sum(window) / size;
  double products = 0;
  double squares = 0;
  for (auto&& [position, value] : window | cogen::enumerate(0)) {
    products += (position - middle) * (value - mean);
    squares += (position - middle) * (position - middle);
  }
  double const slope = products / squares;
  return {slope, mean + slope * (size - middle)};
}

int main(int argc, char** argv) {
  explain(argc, argv, "Sliding windows over a stream: the windows themselves, and trend and prediction of each.");

  for (auto window : cogen::range(1, 9) | cogen::sliding_window(3)) fmt::print("{}\n", window);

  std::vector<double> const values = {10, 12, 14, 16, 15, 13, 11, 10};
  for (std::span<double const> window : values | cogen::sliding_window(4)) {
    line const found = trend(window);
    fmt::print("window {}: trend {:+.2f}, prediction {:.2f}\n", window, found.slope, found.next);
  }
}
