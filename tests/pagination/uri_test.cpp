// RFC 3986: all examples of sections 5.4.1 and 5.4.2.
#include <cogen/pagination/detail/uri.hpp>

#include "support/catch.hpp"

#include <string>
#include <string_view>
#include <utility>

using cogen::detail::resolved;

TEST_CASE("references are resolved as in the examples of RFC 3986") {
  static constexpr std::pair<std::string_view, std::string_view> examples[] = {
      {"g:h", "g:h"},
      {"g", "http://a/b/c/g"},
      {"./g", "http://a/b/c/g"},
      {"g/", "http://a/b/c/g/"},
      {"/g", "http://a/g"},
      {"//g", "http://g"},
      {"?y", "http://a/b/c/d;p?y"},
      {"g?y", "http://a/b/c/g?y"},
      {"#s", "http://a/b/c/d;p?q#s"},
      {"g#s", "http://a/b/c/g#s"},
      {"g?y#s", "http://a/b/c/g?y#s"},
      {";x", "http://a/b/c/;x"},
      {"g;x", "http://a/b/c/g;x"},
      {"g;x?y#s", "http://a/b/c/g;x?y#s"},
      {"", "http://a/b/c/d;p?q"},
      {".", "http://a/b/c/"},
      {"./", "http://a/b/c/"},
      {"..", "http://a/b/"},
      {"../", "http://a/b/"},
      {"../g", "http://a/b/g"},
      {"../..", "http://a/"},
      {"../../", "http://a/"},
      {"../../g", "http://a/g"},
      {"../../../g", "http://a/g"},
      {"../../../../g", "http://a/g"},
      {"/./g", "http://a/g"},
      {"/../g", "http://a/g"},
      {"g.", "http://a/b/c/g."},
      {".g", "http://a/b/c/.g"},
      {"g..", "http://a/b/c/g.."},
      {"..g", "http://a/b/c/..g"},
      {"./../g", "http://a/b/g"},
      {"./g/.", "http://a/b/c/g/"},
      {"g/./h", "http://a/b/c/g/h"},
      {"g/../h", "http://a/b/c/h"},
      {"g;x=1/./y", "http://a/b/c/g;x=1/y"},
      {"g;x=1/../y", "http://a/b/c/y"},
      {"g?y/./x", "http://a/b/c/g?y/./x"},
      {"g?y/../x", "http://a/b/c/g?y/../x"},
      {"g#s/./x", "http://a/b/c/g#s/./x"},
      {"g#s/../x", "http://a/b/c/g#s/../x"},
      {"http:g", "http:g"},
  };
  for (auto const& [reference, expected] : examples) {
    INFO(reference);
    CHECK(resolved("http://a/b/c/d;p?q", reference) == expected);
  }
}

TEST_CASE("a base may lack a path, or be a path alone") {
  CHECK(resolved("http://a", "g?page=2") == "http://a/g?page=2");
  CHECK(resolved("http://a:80?q", "?page=2") == "http://a:80?page=2");
  CHECK(resolved("/items?page=1", "?page=2") == "/items?page=2");
  CHECK(resolved("/v1/items?next=http://x/y", "other?at=12:30") == "/v1/other?at=12:30");
  CHECK(resolved("/items", "http://b/c") == "http://b/c");
  CHECK(resolved("items", "other") == "other");
  CHECK(resolved("items?page=1", "?page=2") == "items?page=2");
}

TEST_CASE("dots that lead out of a path without a root are left out") {
  CHECK(resolved("items", "../other") == "other");
  CHECK(resolved("items", "../../other/page") == "other/page");
  CHECK(resolved("items", "./other") == "other");
  CHECK(resolved("items", ".") == "");
  CHECK(resolved("items", "..?page=2") == "?page=2");
}
