// Reads and checks the JSON of one page.
#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>

#include "http_client.hpp"

namespace api_to_parquet {

// The body is not one whole JSON document: a fault of transport, worth another attempt.
struct malformed_json : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// What a GET of a page must bring.
struct page_request {
  api_style style = api_style::page;
  std::string at{};
  std::uint64_t number = 0;  // `at` as a number, in the styles where it is one
  std::size_t page_size = 0;
  std::size_t attempt = 1;
  bool tolerate_bad_rows = false;
  bool has_next = false;  // link style: the header names a next page
};

// The page in `body`. Unless bad rows are tolerated the body is overwritten: strings are unescaped where they stand, and
// nothing is allocated but the rows.
// Throws malformed_json (one line: reason and offset), or api_error if it is JSON but not the page that was asked for.
page read_page(std::string& body, page_request const& asked);

// As read_page where bad rows are tolerated.
page read_tolerantly(std::string const& body, page_request const& asked);

}  // namespace api_to_parquet
