// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/generator_error.hpp>
#include <cogen/pagination/detail/same_word.hpp>
#include <cogen/pagination/pagination_error.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace cogen::detail {

// Reads a `Link` header from left to right (RFC 8288, appendix B.2), which forgives what it can:
//
//    <target>; name=value; name="value", <target>; ...
//
// What can't be read is left out, to the next comma that is not in quotes.
class link_reader {
 public:
  explicit link_reader(std::string_view text) noexcept : rest_(text) {}

  // The target of the next link; empty at the end.
  std::optional<std::string_view> target() noexcept {
    for (;;) {
      skip(" \t\r\n,");
      if (rest_.empty()) return std::nullopt;
      std::size_t const end = rest_.find('>');
      if (rest_.front() == '<' && end != std::string_view::npos) {
        std::string_view const found = rest_.substr(1, end - 1);
        rest_.remove_prefix(end + 1);
        return found;
      }
      leave_out();
    }
  }
  // The next parameter of this link; false behind the last.
  bool parameter(std::string_view& name, std::string& value) {
    skip(spaces);
    if (!accept(';')) return false;
    skip(" \t\r\n;");
    name = until("=;, \t\r\n");
    value.clear();
    skip(spaces);
    if (!accept('=')) return true;
    skip(spaces);
    if (accept('"')) {
      quoted(value);
    } else {
      value = until(";, \t\r\n");
    }
    return true;
  }
  // Whether something was left out.
  [[nodiscard]] bool incomplete() const noexcept { return incomplete_; }

 private:
  static constexpr std::string_view spaces = " \t\r\n";

  // Behind the first quote.
  void quoted(std::string& value) {
    while (!accept('"')) {
      if (rest_.empty()) {
        incomplete_ = true;
        return;
      }
      if (rest_.front() == '\\' && rest_.size() > 1) rest_.remove_prefix(1);
      value += rest_.front();
      rest_.remove_prefix(1);
    }
  }
  void leave_out() noexcept {
    incomplete_ = true;
    for (bool within = false; !rest_.empty() && (within || rest_.front() != ','); rest_.remove_prefix(1)) {
      if (rest_.front() == '"') within = !within;
    }
  }
  void skip(std::string_view letters) noexcept {
    std::size_t const end = rest_.find_first_not_of(letters);
    rest_.remove_prefix(end != std::string_view::npos ? end : rest_.size());
  }
  bool accept(char letter) noexcept {
    if (rest_.empty() || rest_.front() != letter) return false;
    rest_.remove_prefix(1);
    return true;
  }
  std::string_view until(std::string_view letters) noexcept {
    std::string_view const found = rest_.substr(0, rest_.find_first_of(letters));
    rest_.remove_prefix(found.size());
    return found;
  }

  std::string_view rest_;
  bool incomplete_ = false;
};

// Whether one of the relation types in `value`, which stand between spaces, is `relation`.
[[nodiscard]] inline bool has_relation(std::string_view value, std::string_view relation) noexcept {
  while (!value.empty()) {
    std::size_t const end = value.find_first_of(" \t");
    if (same_word(value.substr(0, end), relation)) return true;
    value.remove_prefix(end != std::string_view::npos ? end + 1 : value.size());
  }
  return false;
}

// The target of the first link of that relation to the page itself (a link with an anchor is one of something else).
// Throws pagination_error if there is none in a header that can't be read as a whole: that may be where it is.
[[nodiscard]] inline std::optional<std::string> link_target(std::string_view header, std::string_view relation) {
  link_reader links(header);
  while (auto const target = links.target()) {
    bool seen = false;  // only the first rel of a link counts
    bool related = false;
    bool anchored = false;
    std::string_view name;
    std::string value;
    while (links.parameter(name, value)) {
      if (same_word(name, "anchor")) anchored = true;
      if (!seen && same_word(name, "rel")) {
        seen = true;
        related = has_relation(value, relation);
      }
    }
    if (related && !anchored) return std::string(*target);
  }
  if (links.incomplete()) raise<pagination_error>("a Link header that can't be read", std::string(header));
  return std::nullopt;
}

}  // namespace cogen::detail
