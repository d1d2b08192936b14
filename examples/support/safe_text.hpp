// Text of somebody else, for a terminal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

// The first `longest` bytes, not ending within a character, and "..." behind them if there is more. Control characters
// become '?': they could command the terminal. In UTF-8 those from U+0080 to U+009F can, too.
inline std::string safe_text(std::string_view text, std::size_t longest) {
  std::string safe;
  for (std::size_t at = 0; at != text.size(); ++at) {
    auto const byte = static_cast<unsigned char>(text[at]);
    bool const within_a_character = (byte & 0xC0U) == 0x80;
    if (safe.size() >= longest && !within_a_character) return safe + "...";
    bool const two = byte == 0xC2 && at + 1 != text.size() && static_cast<unsigned char>(text[at + 1]) < 0xA0;
    if (two) ++at;
    safe += two || byte < ' ' || byte == 0x7F ? '?' : text[at];
  }
  return safe;
}
