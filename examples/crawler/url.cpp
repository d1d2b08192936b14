#include "url.hpp"

#include <cogen/pagination/detail/origin.hpp>
#include <cogen/pagination/detail/uri.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <regex>
#include <stdexcept>

namespace crawler {
namespace {

std::string lower(std::string_view text) {
  std::string small(text);
  std::transform(small.begin(), small.end(), small.begin(),
                 [](char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter; });
  return small;
}

// What may not stand in a URL (RFC 3986, 2) as %XX: a line break in a request would be a second request.
std::string encoded(std::string_view text) {
  std::string whole;
  for (char const letter : text) {
    bool const fits = letter > ' ' && letter < '\x7f' && std::string_view(R"("<>\^`{|})").find(letter) == text.npos;
    if (fits) {
      whole += letter;
    } else {
      fmt::format_to(std::back_inserter(whole), "%{:02X}", static_cast<unsigned char>(letter));
    }
  }
  return whole;
}

// Browsers take an attribute without the spaces around it, and without the line breaks in it.
std::string trimmed(std::string_view href) {
  while (!href.empty() && static_cast<unsigned char>(href.front()) <= ' ') href.remove_prefix(1);
  while (!href.empty() && static_cast<unsigned char>(href.back()) <= ' ') href.remove_suffix(1);
  std::string whole(href);
  std::erase_if(whole, [](char letter) { return letter == '\n' || letter == '\r' || letter == '\t'; });
  return whole;
}

}  // namespace

std::string normalised(std::string_view url) {
  auto const parts = cogen::detail::parts_of(url);
  std::string const scheme = lower(parts.scheme.value_or(""));
  if (!parts.authority || (scheme != "http" && scheme != "https")) return encoded(url);
  std::string host = lower(cogen::detail::host_of(parts));
  if (host.ends_with(':')) host.pop_back();
  std::string whole = scheme + "://" + encoded(host);
  whole += parts.path.empty() ? "/" : encoded(cogen::detail::without_dots(parts.path));
  if (parts.query) whole += "?" + encoded(*parts.query);
  return whole;
}

std::string link_target(std::string_view base, std::string_view href) {
  return normalised(cogen::detail::resolved(base, trimmed(href)));
}

bool is_web(std::string_view url) {
  auto const parts = cogen::detail::parts_of(url);
  return (parts.scheme == "http" || parts.scheme == "https") && !parts.authority.value_or("").empty();
}

std::string_view site_of(std::string_view url) { return url.substr(0, url.size() - path_of(url).size()); }

std::string_view path_of(std::string_view url) {
  std::size_t const host = url.find("//");
  std::size_t const path = host != url.npos ? url.find('/', host + 2) : url.npos;
  return path != url.npos ? url.substr(path) : std::string_view();
}

std::string start_url(std::string const& url) {
  static std::regex const shape(R"([hH][tT][tT][pP]://(\[[\da-fA-F:.]+\]|[^\s:/?#@\[\]]+)(?::(\d{1,5}))?([/?#]\S*)?)");
  std::smatch part;
  if (!std::regex_match(url, part, shape) ||
      (part[2].matched && (std::stoi(part[2]) < 1 || std::stoi(part[2]) > 65535))) {
    throw std::invalid_argument(fmt::format("url \"{}\" must be http://host[:port][/path][?query]", url));
  }
  return normalised(url);
}

}  // namespace crawler
