// Reads and checks the JSON of one page.
#pragma once

#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "http_client.hpp"

namespace api_to_parquet {

// The body is not one whole JSON document: a fault of transport, worth another attempt.
struct malformed_json : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// "2024-03-01T12:34:56.789012Z", the fraction 1 to 6 digits or absent. Empty if text is anything else.
std::optional<timestamp> parse_timestamp(std::string_view text);

// What a GET of a page must bring.
struct page_request {
  std::size_t page = 0;
  std::size_t page_size = 0;
  std::size_t attempt = 1;
};

// The page in `body`, which is overwritten: strings are unescaped where they stand. Nothing is allocated but the rows.
// Throws malformed_json (one line: reason and offset), or api_error if it is JSON but not the page that was asked for.
page read_page(std::string& body, page_request const& asked);

}  // namespace api_to_parquet
