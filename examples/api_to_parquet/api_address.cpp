#include "api_address.hpp"

#include <regex>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "text.hpp"
#include "timestamps.hpp"

namespace api_to_parquet {
namespace {

// Writes the bytes for which `keep` does not hold as %XX (RFC 3986, 2.1).
template <class Predicate>
std::string percent_encoded(std::string_view text, Predicate keep) {
  std::string result;
  for (char const letter : text) {
    if (keep(letter))
      result += letter;
    else
      result += fmt::format("%{:02X}", static_cast<unsigned char>(letter));
  }
  return result;
}

bool is_graphic(char letter) { return letter > ' ' && letter < '\x7f'; }

bool is_unreserved(char letter) {
  return (letter >= '0' && letter <= '9') || (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z') ||
         std::string_view{"-._~"}.find(letter) != std::string_view::npos;
}

// "scheme://host", without the port that the scheme has anyway.
std::string_view origin_of(std::string_view scheme_host_port) {
  for (auto const& [scheme, port] : {std::pair{"http:", ":80"}, std::pair{"https:", ":443"}}) {
    if (same_name(scheme_host_port.substr(0, scheme_host_port.find('/')), scheme) && scheme_host_port.ends_with(port))
      scheme_host_port.remove_suffix(std::string_view{port}.size());
  }
  return scheme_host_port;
}

}  // namespace

std::string described(api_style style, std::string_view at) {
  switch (style) {
    case api_style::page:
      return fmt::format("page {}", at);
    case api_style::offset:
      return fmt::format("offset {}", at);
    case api_style::cursor:
      return one_line(fmt::format("cursor \"{}\"", at));
    case api_style::link:
      break;
  }
  return std::string{at};
}

api_address::api_address(api what) : what_{std::move(what)} {
  // httplib's constructor takes anything it can't read for a host name, so the shapes it can read are asked
  // for here.
  static std::regex const shape{R"((https?://(\[[\d:]+\]|[^\s:/?#@\[\]]+)(?::(\d{1,5}))?)(/[^\s?#]*)?)"};
  std::smatch part;
  if (!std::regex_match(what_.url, part, shape) ||
      (part[3].matched && (std::stoi(part[3]) < 1 || std::stoi(part[3]) > 65535)))
    throw std::invalid_argument(fmt::format("url \"{}\" must be http[s]://host[:port][/path]", what_.url));
  if (what_.page_size == 0) throw std::invalid_argument("page_size must be at least 1");
  scheme_host_port_ = part[1];
  host_ = part[2];
  prefix_ = percent_encoded(std::string{part[4]}, is_graphic);
  while (prefix_.ends_with('/')) prefix_.pop_back();
}

std::string api_address::first() const {
  switch (what_.style) {
    case api_style::page:
      return "1";
    case api_style::offset:
      return "0";
    case api_style::cursor:
      return "";
    case api_style::link:
      break;
  }
  return scheme_host_port_ + listed(fmt::format("/linked?limit={}", what_.page_size));
}

std::string api_address::target(std::string_view at) const {
  switch (what_.style) {
    case api_style::page:
      if (auto const number = parse_number(at); !number || *number == 0)
        throw std::invalid_argument(fmt::format("fetch: pages are numbered from 1, not \"{}\"", at));
      return listed(fmt::format("?page={}&page_size={}", at, what_.page_size));
    case api_style::offset:
      if (!parse_number(at)) throw std::invalid_argument(fmt::format("fetch: \"{}\" must be a whole number", at));
      return listed(fmt::format("?offset={}&limit={}", at, what_.page_size));
    case api_style::cursor:
      return listed(fmt::format("?cursor={}&limit={}", percent_encoded(at, is_unreserved), what_.page_size));
    case api_style::link:
      break;
  }
  return linked(at);
}

std::string api_address::listed(std::string_view parameters) const {
  return fmt::format("{}/transactions{}{}", prefix_, parameters,
                     what_.since ? "&since=" + iso_8601(*what_.since) : std::string{});
}

std::string api_address::linked(std::string_view url) const {
  auto const refuse = [&](std::string_view rule) {
    throw std::invalid_argument(one_line(fmt::format("fetch: \"{}\" must be {}", url, rule)));
  };
  auto const authority = url.find("://");
  if (authority == std::string_view::npos) refuse("a whole URL");
  auto rest = url.substr(std::min(url.find_first_of("/?#", authority + 3), url.size()));
  auto const origin = url.substr(0, url.size() - rest.size());
  if (!same_name(origin_of(origin), origin_of(scheme_host_port_)))
    refuse(fmt::format("a URL of {}", scheme_host_port_));
  rest = rest.substr(0, rest.find('#'));
  for (char const letter : rest) {
    if (letter == ' ' || letter == '\x7f' || static_cast<unsigned char>(letter) < ' ')
      refuse("without blanks and control characters");
  }
  return (rest.starts_with('/') ? "" : "/") + percent_encoded(rest, is_graphic);
}

}  // namespace api_to_parquet
