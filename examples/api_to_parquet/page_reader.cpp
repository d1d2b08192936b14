#include "page_reader.hpp"

#include "page_handler.hpp"
#include "page_parser.hpp"

namespace api_to_parquet {

page read_page(std::string& body, page_request const& asked) {
  if (asked.tolerate_bad_rows) return read_tolerantly(body, asked);
  page_handler<void> handler{asked};
  rapidjson::InsituStringStream stream{body.data()};
  return parse_page < parse_flags | rapidjson::kParseInsituFlag > (stream, handler, body.size());
}

}  // namespace api_to_parquet
