#include "log_entry.hpp"

#include <algorithm>
#include <charconv>

namespace log_analysis {
namespace {

std::optional<int> parse_number(std::string_view digits) {
  int number = 0;
  auto const [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  bool const all_read = error == std::errc() && stop == digits.data() + digits.size();
  return all_read && number >= 0 && digits.front() != '-' ? std::optional(number) : std::nullopt;
}

}  // namespace

std::optional<timestamp> parse_timestamp(std::string_view text) {
  using namespace std::chrono;
  static constexpr std::string_view shape = "0000-00-00T00:00:00";
  if (text.size() <= shape.size() || !text.ends_with('Z')) return std::nullopt;
  auto const fits = [](char wanted, char found) {
    return wanted == '0' ? found >= '0' && found <= '9' : found == wanted;
  };
  if (!std::equal(shape.begin(), shape.end(), text.begin(), fits)) return std::nullopt;
  auto const part = [text](std::size_t at, std::size_t size) { return *parse_number(text.substr(at, size)); };

  std::string_view const fraction = text.substr(shape.size(), text.size() - shape.size() - 1);
  std::string digits = "000";
  if (!fraction.empty()) {
    if (fraction.front() != '.' || fraction.size() < 2 || fraction.size() > 1 + digits.size()) return std::nullopt;
    fraction.copy(digits.data(), digits.size(), 1);
  }
  auto const thousandths = parse_number(digits);

  year_month_day const date(year(part(0, 4)), month(static_cast<unsigned>(part(5, 2))),
                            day(static_cast<unsigned>(part(8, 2))));
  if (!thousandths || !date.ok() || part(11, 2) > 23 || part(14, 2) > 59 || part(17, 2) > 59) return std::nullopt;
  return sys_days(date) + hours(part(11, 2)) + minutes(part(14, 2)) + seconds(part(17, 2)) + milliseconds(*thousandths);
}

bool parse_entry(std::string_view line, entry& into) {
  std::size_t const name_begin = line.find(' ') + 1;
  std::size_t const name_end = line.find(' ', name_begin);
  if (name_begin == 0 || name_end == std::string_view::npos) return false;

  auto const time = parse_timestamp(line.substr(0, name_begin - 1));
  auto const name = std::ranges::find(level_names, line.substr(name_begin, name_end - name_begin));
  if (!time || name == level_names.end()) return false;

  std::string_view message = line.substr(name_end + 1);
  into.took.reset();
  constexpr std::string_view label = " took=";
  if (std::size_t const at = message.rfind(label); at != std::string_view::npos) {
    std::string_view const duration = message.substr(at + label.size());
    auto const number = duration.size() > 2 && duration.ends_with("ms")
                            ? parse_number(duration.substr(0, duration.size() - 2))
                            : std::nullopt;
    if (!number) return false;
    into.took = milliseconds(*number);
    message = message.substr(0, at);
  }
  into.time = *time;
  into.severity = static_cast<level>(name - level_names.begin());
  into.message = message;
  return true;
}

}  // namespace log_analysis
