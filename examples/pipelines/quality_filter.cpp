#include <cogen.hpp>

#include <fmt/format.h>

#include <optional>
#include <string>
#include <vector>

#include "../support/explain.hpp"

struct reading {
  std::string sensor;
  std::optional<double> temperature;
  std::optional<double> humidity;
  std::string status;
  double quality = 0;  // none is the worst
};

// The filters fit into any pipeline.
auto of_quality(double least) {
  return cogen::filter([least](reading const& each) { return each.quality >= least; });
}

auto plausible() {
  auto between = [](std::optional<double> value, double low, double high) {
    return value && low <= *value && *value <= high;
  };
  return cogen::filter([between](reading const& each) {
    return between(each.temperature, -50, 100) && between(each.humidity, 0, 100) && each.status == "active";
  });
}

int main(int argc, char** argv) {
  explain(argc, argv, "Filters by quality, range and presence of values, each with a name of its own.");

  std::vector<reading> const readings = {
      {"a", 20.0, 40.0, "active", 0.9},  {"b", std::nullopt, 40.0, "active", 0.95}, {"c", 150.0, 40.0, "active", 0.8},
      {"d", 21.0, 45.0, "broken", 0.85}, {"e", 22.0, std::nullopt, "active", 0.9},  {"f", -50.0, 100.0, "active", 0.8},
      {"g", 19.0, 50.0, "active"},
  };
  fmt::print("of quality:     {}\n", readings | of_quality(0.8) | cogen::map(&reading::sensor) | cogen::join(" "));
  fmt::print("plausible:      {}\n", readings | plausible() | cogen::map(&reading::sensor) | cogen::join(" "));
  fmt::print("of both:        {}\n",
             readings | of_quality(0.8) | plausible() | cogen::map(&reading::sensor) | cogen::join(" "));
}
