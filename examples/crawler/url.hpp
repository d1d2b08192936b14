// Addresses of pages, in the one spelling by which the crawler knows them.
#pragma once

#include <string>
#include <string_view>

namespace crawler {

// http://host[:port]/path[?query]: scheme and host in small letters, no default port, no "." and ".." in the path, no
// fragment, and nothing that can't stand in a request. What is not http or https comes back with only the last mended.
std::string normalised(std::string_view url);

// Where a link in a document leads, normalised. `base` is the document's address, or what its <base> says.
std::string link_target(std::string_view base, std::string_view href);

// Whether it is http or https, with a host. Of a normalised URL, as what follows.
bool is_web(std::string_view url);

// "http://host:port": what pages of one site have in common.
std::string_view site_of(std::string_view url);

// What follows the site.
std::string_view path_of(std::string_view url);

// The address to begin at, normalised. Throws std::invalid_argument if it is not http://host[:port][/path][?query].
std::string start_url(std::string const& url);

}  // namespace crawler
