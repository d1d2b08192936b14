#include <cogen.hpp>

#include <fmt/format.h>

#include <cmath>
#include <string>
#include <vector>

#include "../support/explain.hpp"

using cogen::generator;

struct combined {
  double sensor;
  double weather;
  std::string location;
  double agreement;  // 1 where both temperatures are the same, 0 from ten degrees on
};

generator<double> sensor_data() {
  for (double temperature : {20.5, 21.0, 35.0, 21.5}) co_yield temperature;
}

generator<double> weather_data() {
  for (double temperature : {20.0, 21.0, 22.0}) co_yield temperature;
}

// Endless, as streams may be.
generator<std::string> location_data() {
  for (int number = 1;; ++number) {
    std::string name = fmt::format("station {}", number);
    co_yield name;
  }
}

int main(int argc, char** argv) {
  explain(argc, argv,
          "Several streams side by side, as records of one element of each, up to the end of the shortest.");

  auto combine = [](double sensor, double weather, std::string const& location) {
    double const difference = std::abs(sensor - weather);
    return combined{sensor, weather, location, std::fmax(0, 1 - difference / 10)};
  };
  for (combined const& record : cogen::zip(sensor_data(), weather_data(), location_data()) | cogen::starmap(combine)) {
    fmt::print("{}: sensor {:.1f}, weather {:.1f}, agreement {:.2f}\n", record.location, record.sensor, record.weather,
               record.agreement);
  }
}
