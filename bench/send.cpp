// What does a round trip of send() cost, against a plain resume?
#include <cogen/generator.hpp>

#include "support/elsewhere.hpp"
#include "support/measure.hpp"

namespace {

constexpr int count = 100'000;

}  // namespace

void bench::rows() {
  row("send", "next()", count, [] {
    auto made = elsewhere::integers(hidden(count));
    long total = 0;
    while (auto value = made.next()) total += *value;
    return total;
  });
  row("send", "cogen, send()", count, [] {
    auto echo = elsewhere::echo();
    echo.next();
    long total = 0;
    int const end = hidden(count);
    for (int i = 0; i < end; ++i) total += *echo.send(i);
    return total;
  });
}
