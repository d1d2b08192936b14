// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace cogen::detail {

[[nodiscard]] constexpr char lower(char letter) noexcept {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}
[[nodiscard]] constexpr bool same_word(std::string_view one, std::string_view other) noexcept {
  if (one.size() != other.size()) return false;
  for (std::size_t i = 0; i != one.size(); ++i) {
    if (lower(one[i]) != lower(other[i])) return false;
  }
  return true;
}

// Reads a `Link` header from left to right (RFC 8288, appendix B.2), which forgives what it can:
//
//    <target>; name=value; name="value", <target>; ...
class link_reader {
 public:
  explicit link_reader(std::string_view text) noexcept : rest_(text) {}

  // The target of the next link; empty at the end, and at what is no link.
  std::optional<std::string_view> target() noexcept {
    skip(" \t,");
    if (!accept('<')) return std::nullopt;
    std::size_t const end = rest_.find('>');
    if (end == std::string_view::npos) return std::nullopt;
    std::string_view const found = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return found;
  }
  // The next parameter of this link; false behind the last.
  bool parameter(std::string_view& name, std::string& value) {
    skip(" \t");
    if (!accept(';')) return false;
    skip(" \t;");
    name = until("=;, \t");
    value.clear();
    skip(" \t");
    if (!accept('=')) return true;
    skip(" \t");
    if (accept('"')) {
      while (!rest_.empty() && !accept('"')) {
        if (rest_.front() == '\\' && rest_.size() > 1) rest_.remove_prefix(1);
        value += rest_.front();
        rest_.remove_prefix(1);
      }
    } else {
      value = until(";, \t");
    }
    return true;
  }

 private:
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
  return std::nullopt;
}

}  // namespace cogen::detail
