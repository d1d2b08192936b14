// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/pace/detail/http_date.hpp>

#include <chrono>
#include <optional>
#include <string_view>

namespace cogen {

/// How long the header `Retry-After` says to wait (RFC 9110, 10.2.3), at most 1,000,000,000 seconds: a number of
/// seconds, or until a date in any of the three forms of HTTP, none if that is not after `now`. Empty if the text is
/// neither.
///
/// Python: `urllib3.Retry().parse_retry_after(text)`, in seconds.
[[nodiscard]] inline std::optional<std::chrono::milliseconds> retry_after(std::string_view text,
                                                                          std::chrono::system_clock::time_point now) {
  using std::chrono::milliseconds;
  constexpr std::chrono::seconds longest(1'000'000'000);
  auto const blank = [](char letter) { return letter == ' ' || letter == '\t'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  if (!text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos) {
    std::chrono::seconds wait(0);
    for (char const digit : text) {
      wait = 10 * wait + std::chrono::seconds(digit - '0');
      if (wait > longest) wait = longest;
    }
    return wait;
  }
  auto const date = detail::http_date_reader(text).read(std::chrono::floor<std::chrono::days>(now));
  if (!date) return std::nullopt;
  // In seconds first: a date can be too far away for the clock's nanoseconds.
  auto const wait = *date - std::chrono::floor<std::chrono::seconds>(now);
  if (wait <= std::chrono::seconds(0)) return milliseconds(0);
  if (wait >= longest) return longest;
  return std::chrono::ceil<milliseconds>(*date - now);
}

}  // namespace cogen
