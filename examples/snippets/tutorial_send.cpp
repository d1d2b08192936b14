#include <cogen/generator.hpp>

#include "check.hpp"

#include <cstddef>
#include <cstdio>
#include <deque>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>

// [averager]
cogen::generator<double, double> averager() {
  double sum = 0;
  int count = 0;
  double average = 0;
  for (;;) {
    std::optional<double> sent = co_yield average;
    if (!sent) continue;  // next(), or a loop: nothing was sent
    sum += *sent;
    ++count;
    average = sum / count;
  }
}
// [/averager]

// [counter]
cogen::generator<int, int> counter(int last) {
  int n = 1;
  while (n <= last) {
    std::optional<int> sent = co_yield n;
    n = sent.value_or(n + 1);
  }
}
// [/counter]

// [turnstile]
cogen::generator<std::string_view, std::string_view> turnstile() {
  bool locked = true;
  for (;;) {
    std::string_view const state = locked ? "locked" : "open";
    std::optional<std::string_view> heard = co_yield state;
    if (heard == "coin") locked = false;
    if (heard == "push") locked = true;
  }
}
// [/turnstile]

// [solution]
cogen::generator<double, double> moving_average(std::size_t size) {
  std::deque<double> window;
  double average = 0;
  for (;;) {
    std::optional<double> sent = co_yield average;
    if (!sent) continue;
    window.push_back(*sent);
    if (window.size() > size) window.pop_front();
    average = std::accumulate(window.begin(), window.end(), 0.0) / static_cast<double>(window.size());
  }
}
// [/solution]

int main() {
  part("averager");
  {
    // [averager_used]
    auto mean = averager();
    mean.next();  // runs to the first co_yield
    std::printf("%.1f\n", *mean.send(10));
    std::printf("%.1f\n", *mean.send(20));
    std::printf("%.1f\n", *mean.send(30));
    std::printf("%.1f\n", *mean.next());  // only looks
    // [/averager_used]
  }
  part("not_started");
  // [not_started]
  auto fresh = averager();
  try {
    fresh.send(10);
    check(false);
  } catch (cogen::generator_not_started const& error) {
    std::printf("%s\n", error.what());
  }
  // [/not_started]
  part("counter");
  // [counter_used]
  auto numbers = counter(8);
  std::printf("next: %d\n", *numbers.next());
  std::printf("send: %d\n", *numbers.send(6));
  for (int n : numbers) std::printf("loop: %d\n", n);  // goes on
  check(!numbers.send(1));                             // closed: there is nobody to hear it
  // [/counter_used]
  {
    // [turnstile_used]
    auto gate = turnstile();
    check(gate.next() == "locked");
    check(gate.send("push") == "locked");
    check(gate.send("coin") == "open");
    check(gate.send("push") == "locked");
    // [/turnstile_used]
  }
  part("solution");
  // [solution_used]
  auto average = moving_average(3);
  average.next();
  for (double reading : {20.0, 22.0, 24.0, 32.0, 34.0}) {
    double const now = *average.send(reading);
    std::printf("%.0f%s\n", now, now > 25 ? " alert" : "");
  }
  // [/solution_used]
}
