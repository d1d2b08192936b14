#include "fetch.hpp"

#include <fmt/format.h>
#include <httplib.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "html.hpp"
#include "url.hpp"

namespace crawler {
namespace {

std::string media_type(std::string_view content_type) {
  std::string type(content_type.substr(0, content_type.find_first_of("; ")));
  std::transform(type.begin(), type.end(), type.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  return one_line(type);
}

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

bool is_success(int status) { return status >= 200 && status < 300; }

std::string why(httplib::Error error) {
  switch (error) {
    case httplib::Error::Connection:
      return "connection refused, or host unknown or unreachable";  // httplib tells no more
    case httplib::Error::ConnectionTimeout:
      return "no connection in time";
    case httplib::Error::Read:
      return "no whole answer";
    default:
      return httplib::to_string(error);
  }
}

}  // namespace

fetch_error::fetch_error(std::string url, int status, std::string const& why, std::string retry_after)
    : std::runtime_error(why), url_(std::move(url)), status_(status), retry_after_(std::move(retry_after)) {}

answer fetch(std::string const& url) {
  httplib::Client client{std::string(site_of(url))};
  client.set_url_encode(false);  // it is
  client.set_connection_timeout(5);
  client.set_read_timeout(10);
  client.set_tcp_nodelay(true);

  answer got;
  httplib::Response head;
  bool enough = false;
  auto const read_head = [&](httplib::Response const& response) {
    head = response;
    got.status = response.status;
    got.content_type = media_type(response.get_header_value("Content-Type"));
    if (is_redirect(got.status)) got.location = response.get_header_value("Location");
    got.html = got.content_type == "text/html" || got.content_type == "application/xhtml+xml";
    enough = !got.html || !is_success(got.status);
    return !enough;
  };
  auto const read_body = [&](char const* data, std::size_t size) {
    got.cut = size > longest_page - got.body.size();
    got.body.append(data, std::min(size, longest_page - got.body.size()));
    enough = got.cut;
    return !enough;
  };
  auto const result = client.Get(std::string(path_of(url)), {{"User-Agent", "cogen-crawler"}, {"Accept", "text/html"}},
                                 read_head, read_body);
  if (result && got.status == 0) read_head(*result);  // httplib shows no head where there can be no body
  if (!result && !enough) throw fetch_error(url, 0, why(result.error()));
  if (!is_success(got.status) && got.location.empty()) {
    throw fetch_error(url, got.status, one_line(fmt::format("{} {}", got.status, head.reason)),
                      head.get_header_value("Retry-After"));
  }
  return got;
}

}  // namespace crawler
