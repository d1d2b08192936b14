// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace cogen::detail {

// The parts of a URI reference (RFC 3986, appendix B); the path is always there.
//
//    scheme ":" "//" authority path "?" query "#" fragment
struct uri_parts {
  std::optional<std::string_view> scheme;
  std::optional<std::string_view> authority;
  std::string_view path;
  std::optional<std::string_view> query;
  std::optional<std::string_view> fragment;
};

[[nodiscard]] inline uri_parts parts_of(std::string_view uri) noexcept {
  uri_parts parts;
  // What stands behind `mark`, cut off.
  auto const cut = [&uri](char mark) -> std::optional<std::string_view> {
    std::size_t const at = uri.find(mark);
    if (at == std::string_view::npos) return std::nullopt;
    auto const behind = uri.substr(at + 1);
    uri = uri.substr(0, at);
    return behind;
  };
  parts.fragment = cut('#');
  parts.query = cut('?');
  std::size_t const colon = uri.find_first_of(":/");
  if (colon != std::string_view::npos && colon != 0 && uri[colon] == ':') {
    parts.scheme = uri.substr(0, colon);
    uri.remove_prefix(colon + 1);
  }
  if (uri.starts_with("//")) {
    uri.remove_prefix(2);
    parts.authority = uri.substr(0, uri.find('/'));
    uri.remove_prefix(parts.authority->size());
  }
  parts.path = uri;
  return parts;
}

// RFC 3986, 5.2.4.
[[nodiscard]] inline std::string without_dots(std::string_view path) {
  std::string clean;
  auto const drop_last = [&clean] {
    std::size_t const slash = clean.rfind('/');
    clean.erase(slash != std::string::npos ? slash : 0);
  };
  while (!path.empty()) {
    if (path.starts_with("../")) {
      path.remove_prefix(3);
    } else if (path.starts_with("./") || path.starts_with("/./")) {
      path.remove_prefix(2);
    } else if (path == "/.") {
      path = "/";
    } else if (path.starts_with("/../")) {
      path.remove_prefix(3);
      drop_last();
    } else if (path == "/..") {
      path = "/";
      drop_last();
    } else if (path == "." || path == "..") {
      path = {};
    } else {
      std::size_t const end = path.find('/', 1);
      clean += path.substr(0, end);
      path.remove_prefix(end != std::string_view::npos ? end : path.size());
    }
  }
  return clean;
}

// What `reference` means in a document from `base` (RFC 3986, 5.2.2).
[[nodiscard]] inline std::string resolved(std::string_view base, std::string_view reference) {
  auto const from = parts_of(base);
  auto target = parts_of(reference);
  std::string path;
  if (target.scheme || target.authority || target.path.starts_with('/')) {
    path = without_dots(target.path);
  } else if (target.path.empty()) {
    path = from.path;
    if (!target.query) target.query = from.query;
  } else if (from.authority && from.path.empty()) {
    path = without_dots("/" + std::string(target.path));
  } else {
    std::size_t const slash = from.path.rfind('/');
    std::string merged(from.path.substr(0, slash != std::string_view::npos ? slash + 1 : 0));
    path = without_dots(merged += target.path);
  }
  if (!target.scheme) {
    target.scheme = from.scheme;
    if (!target.authority) target.authority = from.authority;
  }
  std::string whole;
  if (target.scheme) whole.append(*target.scheme).append(":");
  if (target.authority) whole.append("//").append(*target.authority);
  whole.append(path);
  if (target.query) whole.append("?").append(*target.query);
  if (target.fragment) whole.append("#").append(*target.fragment);
  return whole;
}

}  // namespace cogen::detail
