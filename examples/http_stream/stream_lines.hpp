// The lines of a text that comes in chunks.
#pragma once

#include <cogen/generator.hpp>

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace http_stream {

struct numbered_line {
  std::uint64_t number = 0;
  std::string_view text;  // valid until the next line
};

// [lines]
// The lines of `chunks`, which may be cut anywhere, without their ends, \n or \r\n. The last one need not have an end;
// empty ones are counted and passed over. Memory for one line. Throws std::runtime_error that names a line of more than
// `max_line_bytes`.
cogen::generator<numbered_line> stream_lines(auto chunks, std::size_t max_line_bytes) {
  std::string begun;  // a line that began in a chunk before
  numbered_line line;
  auto const take_line = [&](std::string_view text) {
    ++line.number;
    if (text.ends_with('\r')) text.remove_suffix(1);
    if (text.size() > max_line_bytes)
      throw std::runtime_error("line " + std::to_string(line.number) + " is longer than " +
                               std::to_string(max_line_bytes) + " bytes");
    line.text = text;
  };
  for (std::string_view chunk : chunks) {
    for (auto end = chunk.find('\n'); end != chunk.npos; end = chunk.find('\n')) {
      take_line(begun.empty() ? chunk.substr(0, end) : begun.append(chunk.substr(0, end)));
      if (!line.text.empty()) co_yield line;
      begun.clear();
      chunk.remove_prefix(end + 1);
    }
    begun += chunk;
    if (begun.size() > max_line_bytes + 1) take_line(begun);  // throws: its end, if any, can't save it
  }
  take_line(begun);
  if (!line.text.empty()) co_yield line;
}
// [/lines]

}  // namespace http_stream
