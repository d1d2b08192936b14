#include "timestamps.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace api_to_parquet {
namespace {

// Takes `digits` decimal digits off the front of text; -1 if they are not there.
int take_digits(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return -1;
  int value = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(digits);
  return value;
}

bool take(std::string_view& text, char expected) {
  if (text.empty() || text.front() != expected) return false;
  text.remove_prefix(1);
  return true;
}

}  // namespace

std::optional<timestamp> parse_timestamp(std::string_view text) {
  using namespace std::chrono;
  auto const number = [&text](std::size_t digits, char after, int& into) {
    into = take_digits(text, digits);
    return into >= 0 && (after == '\0' || take(text, after));
  };
  int y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0;
  if (!number(4, '-', y) || !number(2, '-', mo) || !number(2, 'T', d) || !number(2, ':', h) || !number(2, ':', mi) ||
      !number(2, '\0', s))
    return std::nullopt;

  int fraction = 0;
  if (take(text, '.')) {
    auto const digits = std::min(text.find('Z'), text.size());
    if (digits < 1 || digits > 6) return std::nullopt;
    fraction = take_digits(text, digits);
    if (fraction < 0) return std::nullopt;
    for (auto i = digits; i < 6; ++i) fraction *= 10;
  }
  if (text != "Z") return std::nullopt;

  year_month_day const date{year{y}, month{static_cast<unsigned>(mo)}, day{static_cast<unsigned>(d)}};
  if (!date.ok() || h > 23 || mi > 59 || s > 59) return std::nullopt;
  return timestamp{sys_days{date}} + hours{h} + minutes{mi} + seconds{s} + microseconds{fraction};
}

// fmt 9 drops the fraction of a time point and fmt 10 prints it, so the two parts are written apart.
std::string iso_8601(timestamp time) {
  auto const second = std::chrono::floor<std::chrono::seconds>(time);
  return fmt::format("{:%FT%T}.{:06}Z", second, (time - second).count());
}

}  // namespace api_to_parquet
