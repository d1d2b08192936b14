// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string_view>

namespace cogen::detail {

// Reads the three forms of a date in HTTP (RFC 9110, 5.6.7), whatever the locale:
//
//    Sun, 06 Nov 1994 08:49:37 GMT        Sunday, 06-Nov-94 08:49:37 GMT        Sun Nov  6 08:49:37 1994
class http_date_reader {
  using seconds = std::chrono::sys_seconds;

 public:
  explicit http_date_reader(std::string_view text) noexcept : rest_(text) {}

  // Empty if it is no date. `now` tells the century of a year of two digits: the one that is at most 50 years ahead.
  std::optional<seconds> read(std::chrono::sys_days now) noexcept {
    std::size_t const name = rest_.find_first_of(", ");
    if (name == std::string_view::npos || name < 3) return std::nullopt;
    bool const comma = rest_[name] == ',';
    rest_.remove_prefix(name + 1);
    if (comma) {
      skip(' ');
      number(day_, 2);
      char const between = peek();
      skip(between == '-' ? '-' : ' ');
      month();
      skip(between == '-' ? '-' : ' ');
      if (between == '-') {
        number(year_, 2);
        century(now);
      } else {
        number(year_, 4);
      }
      skip(' ');
      time();
      skip(' ');
      if (rest_ != "GMT" && rest_ != "UTC") good_ = false;
    } else {
      month();
      skip(' ');
      if (peek() == ' ') {
        skip(' ');
        number(day_, 1);
      } else {
        number(day_, 2);
      }
      skip(' ');
      time();
      skip(' ');
      number(year_, 4);
      if (!rest_.empty()) good_ = false;
    }
    return result();
  }

 private:
  [[nodiscard]] char peek() const noexcept { return rest_.empty() ? '\0' : rest_.front(); }
  void skip(char expected) noexcept {
    if (peek() != expected) {
      good_ = false;
    } else {
      rest_.remove_prefix(1);
    }
  }
  void number(int& value, std::size_t digits) noexcept {
    if (rest_.size() < digits) good_ = false;
    for (value = 0; good_ && digits != 0; --digits) {
      char const digit = rest_.front();
      if (digit < '0' || digit > '9') good_ = false;
      value = 10 * value + (digit - '0');
      rest_.remove_prefix(1);
    }
  }
  void month() noexcept {
    static constexpr std::array<std::string_view, 12> names{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    for (month_ = 1; month_ != 13 && !rest_.starts_with(names[month_ - 1]); ++month_) {
    }
    if (month_ == 13) {
      good_ = false;
    } else {
      rest_.remove_prefix(3);
    }
  }
  void time() noexcept {
    number(hour_, 2);
    skip(':');
    number(minute_, 2);
    skip(':');
    number(second_, 2);
  }
  void century(std::chrono::sys_days now) noexcept {
    int const current = static_cast<int>(std::chrono::year_month_day(now).year());
    year_ += current - current % 100;
    if (year_ > current + 50) year_ -= 100;
  }
  [[nodiscard]] std::optional<seconds> result() const noexcept {
    using namespace std::chrono;
    year_month_day const date(year(year_), std::chrono::month(month_), day(static_cast<unsigned>(day_)));
    if (!good_ || !date.ok() || hour_ > 23 || minute_ > 59 || second_ > 60) return std::nullopt;
    return sys_days(date) + hours(hour_) + minutes(minute_) + std::chrono::seconds(second_);
  }

  std::string_view rest_;
  bool good_ = true;
  int year_ = 0;
  unsigned month_ = 0;
  int day_ = 0;
  int hour_ = 0;
  int minute_ = 0;
  int second_ = 0;
};

}  // namespace cogen::detail
