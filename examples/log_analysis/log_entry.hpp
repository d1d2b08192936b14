// One line of a log, understood.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace log_analysis {

using std::chrono::milliseconds;
using timestamp = std::chrono::sys_time<milliseconds>;

enum class level : std::size_t { debug, info, warning, error, critical };
inline constexpr std::array<std::string_view, 5> level_names{"DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"};

struct entry {
  timestamp time;
  level severity = level::debug;
  std::string_view host;  // of the log, which outlives its entries
  std::string message;
  std::optional<milliseconds> took;  // of a request
};

// "2024-03-01T12:00:07Z", with up to three digits of a fraction; empty if it is anything else.
std::optional<timestamp> parse_timestamp(std::string_view text);

// "2024-03-01T12:00:07.123Z ERROR GET /orders/17 status=500 took=1234ms": time, level, message; a request says at the
// end how long it took. False if the line is anything else. Sets all but the host; reuses the memory of the entry.
bool parse_entry(std::string_view line, entry& into);

}  // namespace log_analysis
