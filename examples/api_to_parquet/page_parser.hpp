// The parser of a page, whichever handler it calls.
#pragma once

#include <cstddef>
#include <string_view>

#include <fmt/format.h>
// RapidJSON rather than simdjson, which is faster: the libparquet of the pyarrow wheel exports simdjson's symbols, of a
// version of its own, and they would take the place of the system's in a program that links both.
#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>

#include "page_reader.hpp"

namespace api_to_parquet {

// Iterative: a document may nest as deep as it likes. Full precision: the double nearest to what is written.
inline constexpr unsigned parse_flags =
    rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag | rapidjson::kParseFullPrecisionFlag;

// Throws as read_page. `size`: of the document.
template <unsigned Flags, class Stream, class Handler>
page parse_page(Stream& stream, Handler& handler, std::size_t size) {
  rapidjson::Reader reader;
  auto const parsed = reader.Parse<Flags>(stream, handler);
  auto const fail = [](std::string_view reason, std::size_t offset) {
    if (reason.ends_with('.')) reason.remove_suffix(1);
    throw malformed_json{fmt::format("{} at byte {}", reason, offset)};
  };
  if (parsed.Code() == rapidjson::kParseErrorTermination) fail("The document is not an object", 0);
  if (parsed.IsError()) fail(rapidjson::GetParseError_En(parsed.Code()), parsed.Offset());
  if (stream.Tell() != size) fail("Null character", stream.Tell());  // for RapidJSON it is the end
  return handler.result();
}

}  // namespace api_to_parquet
