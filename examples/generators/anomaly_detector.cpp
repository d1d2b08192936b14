#include <cogen.hpp>

#include <fmt/format.h>

#include <cmath>
#include <cstddef>
#include <deque>
#include <numeric>
#include <optional>
#include <vector>

#include "../support/explain.hpp"

struct analysis {
  double value = 0;
  double mean = 0;
  double deviation = 0;
  double z_score = 0;  // how many standard deviations the value is away from the mean
  bool is_anomaly = false;
};

// Compares each number sent with the last 100, itself among them; says nothing of the first ten.
cogen::generator<analysis, double> anomaly_detector(double threshold) {
  std::deque<double> history;
  analysis found;
  for (;;) {
    std::optional<double> value = co_yield found;
    if (!value) continue;  // resumed by next(): nothing was sent
    history.push_back(*value);
    if (history.size() > 100) history.pop_front();
    found = analysis();
    found.value = *value;
    if (history.size() <= 10) continue;
    double const size = static_cast<double>(history.size());
    auto add_square = [&](double sum, double past) { return sum + (past - found.mean) * (past - found.mean); };
    found.mean = std::accumulate(history.begin(), history.end(), 0.0) / size;
    found.deviation = std::sqrt(std::accumulate(history.begin(), history.end(), 0.0, add_square) / size);
    if (found.deviation > 0) found.z_score = std::abs(*value - found.mean) / found.deviation;
    found.is_anomaly = found.z_score > threshold;
  }
}

int main(int argc, char** argv) {
  explain(argc, argv, "Anomalies in a stream of sensor readings, found as they come, by send().");

  auto detector = anomaly_detector(2.5);
  detector.next();
  int count = 0;
  for (int number = 0; number < 200; ++number) {
    double reading = 20 + number % 7 * 0.5;
    if (number == 5 || number == 60 || number == 142) reading = 35;
    analysis const found = *detector.send(reading);
    if (!found.is_anomaly) continue;
    ++count;
    fmt::print("reading {}: {:.1f} is {:.2f} standard deviations of {:.2f} from the mean {:.2f}\n", number, found.value,
               found.z_score, found.deviation, found.mean);
  }
  fmt::print("{} anomalies in 200 readings\n", count);
}
