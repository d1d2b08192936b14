// Timestamps as the API writes them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "transaction.hpp"

namespace api_to_parquet {

// "2024-03-01T12:34:56.789012Z", the fraction 1 to 6 digits or absent. Empty if text is anything else.
std::optional<timestamp> parse_timestamp(std::string_view text);

// With six digits of a second.
std::string iso_8601(timestamp time);

}  // namespace api_to_parquet
