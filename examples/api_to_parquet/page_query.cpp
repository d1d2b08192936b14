#include "page_query.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <limits>
#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "served_rows.hpp"
#include "text.hpp"
#include "timestamps.hpp"

namespace api_to_parquet {
namespace {

using json = nlohmann::ordered_json;

constexpr auto no_limit = std::numeric_limits<std::uint64_t>::max();

std::uint64_t number(httplib::Request const& request, char const* name, std::uint64_t otherwise, std::uint64_t least,
                     std::uint64_t most) {
  if (!request.has_param(name)) return std::min(otherwise, most);
  auto const text = request.get_param_value(name);
  auto const value = parse_number(text);
  if (!value || *value < least || *value > most)
    throw bad_request(fmt::format("{} must be a whole number from {} to {}, not \"{}\"", name, least, most, text));
  return *value;
}

// A place between two rows and the `since` that it belongs to, as text that tells a client nothing: three numbers, of
// which the last proves the other two, in base64url (RFC 4648).
using cursor_words = std::array<std::uint64_t, 3>;
constexpr std::string_view base64url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr auto no_since = std::numeric_limits<std::int64_t>::min();

std::uint64_t proof(cursor_words const& words, std::uint64_t seed) {
  return random_stream{seed ^ random_stream{words[0] ^ random_stream{words[1]}.next()}.next()}.next();
}

std::string write_cursor(std::uint64_t row, std::optional<timestamp> since, std::uint64_t seed) {
  cursor_words words{row, static_cast<std::uint64_t>(since ? since->time_since_epoch().count() : no_since)};
  words[2] = proof(words, seed);
  std::string text;
  // 192 bits are 32 letters of six; the bits are taken from the top of the first word on.
  for (std::size_t bit = 0; bit < 192; bit += 6) {
    std::size_t letter = 0;
    for (std::size_t i = bit; i < bit + 6; ++i) letter = letter * 2 + (words[i / 64] >> (63 - i % 64) & 1U);
    text += base64url[letter];
  }
  return text;
}

struct place {
  std::uint64_t row = 0;
  std::optional<timestamp> since{};
};

place read_cursor(std::string_view text, std::uint64_t seed) {
  cursor_words words{};
  bool good = text.size() == 32;
  for (std::size_t bit = 0; good && bit < 192; ++bit) {
    auto const letter = base64url.find(text[bit / 6]);
    good = letter != std::string_view::npos;
    words[bit / 64] = words[bit / 64] * 2 + (letter >> (5 - bit % 6) & 1U);
  }
  if (!good || words[2] != proof(words, seed)) throw bad_request("cursor must be one that a page has given");
  auto const since = static_cast<std::int64_t>(words[1]);
  if (since == no_since) return {words[0], std::nullopt};
  return {words[0], timestamp{std::chrono::microseconds{since}}};
}

api_style style_of(httplib::Request const& request) {
  if (request.path.ends_with("/linked")) return api_style::link;
  if (request.has_param("cursor")) return api_style::cursor;
  if (request.has_param("offset") || request.has_param("limit")) return api_style::offset;
  return api_style::page;
}

// Rather than to answer something else than was meant.
void refuse(httplib::Request const& request, std::initializer_list<char const*> names, char const* style) {
  for (auto const* const name : names) {
    if (request.has_param(name)) throw bad_request(fmt::format("{} does not go with {}", name, style));
  }
}

}  // namespace

page_query read_query(httplib::Request const& request, transactions_api_options const& options) {
  page_query asked{.style = style_of(request)};
  if (request.has_param("since")) {
    auto const text = request.get_param_value("since");
    asked.since = parse_timestamp(text);
    if (!asked.since) throw bad_request(fmt::format("since must look like 2024-06-01T00:00:00Z, not \"{}\"", text));
  }

  if (asked.style == api_style::page) {
    asked.page = number(request, "page", 1, 1, no_limit);
    asked.size = number(request, "page_size", 100, 1, options.max_page_size);
    // Compared by division: a far page must not overflow into rows that exist.
    asked.first_row = asked.page - 1 > no_limit / asked.size ? no_limit : (asked.page - 1) * asked.size;
  } else {
    asked.size = number(request, "limit", 100, 1, options.max_page_size);
    if (asked.style == api_style::cursor) {
      refuse(request, {"page", "page_size", "offset"}, "cursor");
      if (auto const text = request.get_param_value("cursor"); !text.empty()) {
        auto const [row, since] = read_cursor(text, options.seed);
        if (asked.since && asked.since != since) throw bad_request("since must be as it was for the first page");
        asked.first_row = row;
        asked.since = since;
      }
    } else {
      refuse(request, {"page", "page_size", "cursor"}, "offset and limit");
      asked.first_row = number(request, "offset", 0, 0, no_limit);
    }
    asked.page = asked.first_row / asked.size + 1;
  }
  if (asked.since && options.rows > served_rows::longest_search)
    throw bad_request(fmt::format("since can't be asked of more than {} rows", served_rows::longest_search));
  return asked;
}

page_frame frame_of(page_query const& asked, std::uint64_t total, std::uint64_t seed) {
  auto const first = std::min(asked.first_row, total);
  bool const more = total - first > asked.size;
  json envelope{{"data", json::array()}};
  switch (asked.style) {
    case api_style::page:
      envelope.update({{"page", asked.page}, {"page_size", asked.size}, {"has_more", more}});
      break;
    case api_style::offset:
      envelope.update({{"offset", asked.first_row}, {"limit", asked.size}, {"total", total}});
      break;
    case api_style::cursor:
      envelope["next_cursor"] = more ? json(write_cursor(first + asked.size, asked.since, seed)) : json(nullptr);
      break;
    case api_style::link:
      break;
  }
  auto const text = envelope.dump();
  auto const rows_go_here = std::string_view{R"({"data":[)"}.size();
  return {text.substr(0, rows_go_here), text.substr(rows_go_here)};
}

// Relative to the path asked for: the API may be seen under a prefix that it does not know.
std::string link_header(page_query const& asked, std::uint64_t total) {
  auto const since = asked.since ? "&since=" + iso_8601(*asked.since) : std::string{};
  auto text = fmt::format(R"(<linked?limit={}{}>; rel="first")", asked.size, since);
  auto const first = std::min(asked.first_row, total);
  if (total - first > asked.size)
    text = fmt::format(R"(<linked?limit={}&offset={}{}>; rel="next", )", asked.size, first + asked.size, since) + text;
  return text;
}

}  // namespace api_to_parquet
