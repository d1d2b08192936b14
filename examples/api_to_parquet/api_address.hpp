// Where the pages of an API are.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "http_client.hpp"

namespace api_to_parquet {

// How messages name a page: "page 3", "offset 2000", "cursor \"...\"", or its URL.
std::string described(api_style style, std::string_view at);

// The URLs of an API.
class api_address {
 public:
  // Throws std::invalid_argument that names the url or page_size.
  explicit api_address(api what);

  std::string const& scheme_host_port() const noexcept { return scheme_host_port_; }
  std::string const& host() const noexcept { return host_; }
  api const& what() const noexcept { return what_; }

  // What to fetch first.
  std::string first() const;

  // What to send a GET for, path and query, to have the page `at`. Throws std::invalid_argument.
  std::string target(std::string_view at) const;

 private:
  std::string listed(std::string_view parameters) const;
  std::string linked(std::string_view url) const;

  api what_;
  std::string scheme_host_port_;
  std::string host_;
  std::string prefix_;  // without a '/' at its end
};

}  // namespace api_to_parquet
