// Apart from page_reader.cpp because with two parsers in one file g++ inlines less of each.
#include "page_handler.hpp"
#include "page_parser.hpp"
#include "page_reader.hpp"

namespace api_to_parquet {
namespace {

// RapidJSON reads a string or a number from a local copy of its own streams, which are behind then. A type that it does
// not know it uses as it is, so that Tell() is where a value has ended.
struct exact_stream : rapidjson::StringStream {
  using rapidjson::StringStream::StringStream;
};

}  // namespace

page read_tolerantly(std::string const& body, page_request const& asked) {
  exact_stream stream{body.c_str()};
  page_handler<exact_stream> handler{asked, body, &stream};
  return parse_page<parse_flags>(stream, handler, body.size());
}

}  // namespace api_to_parquet
