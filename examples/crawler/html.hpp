// What the crawler wants to know of an HTML document.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace crawler {

struct document {
  std::string title{};
  std::vector<std::string> links{};  // normalised, in the order of the document, each once
};

// Reads any HTML, however malformed, as browsers do; UTF-8. `url` is where it comes from. Any thread.
document read_html(std::string_view text, std::string const& url);

// Text from elsewhere for a table: in one line, without control characters, of at most 100 bytes.
std::string one_line(std::string_view text);

}  // namespace crawler
