#include <cogen/pace/retry_after.hpp>

#include "support/catch.hpp"

#include <chrono>
#include <ctime>
#include <string>
#include <string_view>

using cogen::retry_after;
using namespace std::chrono;
using namespace std::chrono_literals;

namespace {

auto const noon = sys_days(year(1994) / 11 / 6) + 8h + 49min + 30s;

// How long from `now` to the date; -1 ms if it is none.
milliseconds wait(std::string_view text, system_clock::time_point now = noon) {
  return retry_after(text, now).value_or(milliseconds(-1));
}

}  // namespace

TEST_CASE("Retry-After may be a number of seconds") {
  CHECK(wait("0") == 0s);
  CHECK(wait("120") == 120s);
  CHECK(wait(" 007 ") == 7s);
  CHECK(wait("\t 7 \t") == 7s);
  CHECK(wait("1000000001") == 1'000'000'000s);
  CHECK(wait("99999999999999999999999999999999") == 1'000'000'000s);
}

TEST_CASE("Retry-After may be a date in each of the forms of HTTP") {
  CHECK(wait("Sun, 06 Nov 1994 08:49:37 GMT") == 7s);
  CHECK(wait("Sunday, 06-Nov-94 08:49:37 GMT") == 7s);
  CHECK(wait("Sun Nov  6 08:49:37 1994") == 7s);
  CHECK(wait("Sun, 06 Nov 1994 08:49:37 UTC") == 7s);
  CHECK(wait("Wed Nov 16 08:49:30 1994") == 240h);
  CHECK(wait("Sun, 06 Nov 1994 08:49:37 GMT", noon + 6500ms) == 500ms);
  CHECK(wait("Sun, 06 Nov 1994 08:49:37 GMT", noon + 7s) == 0s);
  CHECK(wait("Sun, 06 Nov 1994 08:49:37 GMT", noon + 1h) == 0s);
  CHECK(wait("Fri, 31 Dec 9999 23:59:59 GMT") == 1'000'000'000s);
}

TEST_CASE("a year of two digits is at most fifty years ahead") {
  auto const now = sys_days(year(2024) / 1 / 1);
  CHECK(wait("Friday, 01-Mar-24 00:00:00 GMT", now) == 60 * 24h);
  CHECK(wait("Sunday, 06-Nov-94 08:49:37 GMT", now) == 0s);
  CHECK(wait("Sunday, 06-Nov-54 08:49:37 GMT", now) > 900'000'000s);
}

TEST_CASE("dates of every month agree with those of the C library") {
  for (int day = 0; day < 3000; day += 13) {
    std::time_t const at = 1'700'000'000 + day * 86'400 + day;
    std::tm parts{};
    ::gmtime_r(&at, &parts);
    char text[64];
    std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
    INFO(text);
    CHECK(wait(text, system_clock::from_time_t(1'699'999'000)) == seconds(at - 1'699'999'000));
  }
}

TEST_CASE("what is no date and no number is none") {
  for (std::string_view const text : {"",
                                      " ",
                                      "-1",
                                      "+1",
                                      "1.5",
                                      "Sun, 1/ Nov 1994 08:49:37 GMT",
                                      "Sun, 0: Nov 1994 08:49:37 GMT",
                                      "1 2",
                                      "soon",
                                      "Sun",
                                      "Sun,",
                                      "Sun, 06 Nov 1994",
                                      "Sun, 06 Nov 1994 08:49:37",
                                      "Sun, 06 Nov 1994 08:49:37 CET",
                                      "Sun, 6 Nov 1994 08:49:37 GMT",
                                      "Sun, 31 Feb 1994 08:49:37 GMT",
                                      "Sun, 06 Foo 1994 08:49:37 GMT",
                                      "Sun, 06 Nov 1994 24:49:37 GMT",
                                      "Sun, 06 Nov 1994 08:60:37 GMT",
                                      "Sun, 06 Nov 1994 08:49:61 GMT",
                                      "Sun, 00 Nov 1994 08:49:37 GMT",
                                      "Sunday, 06-Nov-1994 08:49:37 GMT",
                                      "Sun Nov 6 08:49:37 1994",
                                      "Sun Nov  6 08:49:37 94",
                                      "Sun, 06 Nov 1994 08:49:37 GMTT",
                                      "1994-11-06T08:49:37Z"}) {
    INFO(text);
    CHECK(wait(text) == milliseconds(-1));
  }
}
