#include <cogen.hpp>

#include <cstdio>
#include <optional>
#include <stdexcept>
#include <string>

// [averager]
// Yields the average so far, takes numbers, returns a summary.
cogen::generator<double, double, std::string> averager() {
  double sum = 0;
  int count = 0;
  try {
    for (;;) {
      double const average = count == 0 ? 0 : sum / count;
      std::optional<double> sent = co_yield average;
      if (!sent) continue;  // resumed by next() or a loop: nothing was sent
      sum += *sent;
      ++count;
    }
  } catch (std::runtime_error const& reset) {  // what throw_() throws, at the co_yield
    std::printf("%s\n", reset.what());
  }
  co_return std::to_string(count) + " numbers";
}
// [/averager]

// [print]
// Passes everything through to averager(): next, send, throw_ and close go to the innermost generator.
cogen::generator<double, double, std::string> reporter() {
  std::string summary = co_yield cogen::from(averager());
  std::printf("averager returned: %s\n", summary.c_str());
  co_return summary + ", reported";
}

int main() {
  auto report = reporter();
  report.next();  // runs to the first co_yield
  std::printf("%.1f\n", *report.send(10));
  std::printf("%.1f\n", *report.send(20));
  auto after = report.throw_(std::runtime_error("stop here"));
  std::printf("finished: %s, result: %s\n", after ? "no" : "yes", report.result().c_str());
}
// [/print]
