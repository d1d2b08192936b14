// CSV files, as a generator.
#pragma once

#include <cogen.hpp>

#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// The field as it stands in a file: in quotes where it must be.
inline std::string csv_field(std::string_view field) {
  if (field.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(field);
  std::string text = "\"";
  for (char letter : field) text.append(letter == '"' ? 2 : 1, letter);
  return text + '"';
}

// The records of a file as RFC 4180 defines them; a line may also end in \n alone. A field in quotes may hold commas,
// line ends, and quotes, each written twice. An empty line is a record of one empty field.
inline cogen::generator<std::vector<std::string>> csv_records(std::filesystem::path file) {
  enum { field_start, plain, quoted, quote_closed, line_end } state = field_start;
  std::vector<std::string> record(1);
  for (char character : cogen::read_chunks(file, 65536) | cogen::flatten) {
    if (state == quoted && character != '"') {
      record.back() += character;
    } else if (state == quoted) {
      state = quote_closed;
    } else if (character == '"' && state == field_start) {
      state = quoted;
    } else if (character == '"' && state == quote_closed) {
      record.back() += character;
      state = quoted;
    } else if (character == '\n') {
      co_yield std::move(record);
      record.assign(1, std::string());
      state = field_start;
    } else if (character == '\r' && state != line_end) {
      state = line_end;
    } else if (character == ',' && state != line_end) {
      record.emplace_back();
      state = field_start;
    } else if (character != '"' && (state == field_start || state == plain)) {
      record.back() += character;
      state = plain;
    } else {
      throw std::runtime_error(file.string() + ": a quote or a line end is out of place");
    }
  }
  if (state == quoted) throw std::runtime_error(file.string() + ": a quoted field has no end");
  if (state != field_start || record.size() > 1) co_yield std::move(record);
}
