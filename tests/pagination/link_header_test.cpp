// RFC 8288, with the examples of its section 3.5 and of appendix B.
#include <cogen/pagination/detail/link_header.hpp>

#include "support/catch.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace {

std::optional<std::string> next_in(std::string_view header) { return cogen::detail::link_target(header, "next"); }

}  // namespace

TEST_CASE("the next link is found among others") {
  CHECK(next_in("<http://a/2>; rel=\"next\"") == "http://a/2");
  CHECK(next_in("<http://a/1>; rel=\"prev\", <http://a/3>; rel=\"next\", <http://a/9>; rel=\"last\"") == "http://a/3");
  CHECK(next_in("</terms>; rel=\"copyright\"; anchor=\"#foo\", </b>; rel=next") == "/b");
  CHECK(next_in("<one>; rel=\"previous\"; title*=UTF-8'de'letztes%20Kapitel, <two>; rel=\"next\"; "
                "title*=UTF-8'de'n%c3%a4chstes%20Kapitel") == "two");
  CHECK(next_in("<>; rel=next") == "");
}

TEST_CASE("a link may have several relations, in any case") {
  CHECK(next_in("<a>; rel=\"start http://example.net/relation/other next\"") == "a");
  CHECK(next_in("<a>; REL=\"Next\"") == "a");
  CHECK(next_in("<a>; rel=\"nextone\"") == std::nullopt);
  CHECK(next_in("<a>; rel=\"prev next\"") == "a");
  CHECK(next_in("<a>; rel=\"\"") == std::nullopt);
}

TEST_CASE("commas and semicolons in targets and quoted values do not separate links") {
  CHECK(next_in("<http://a/?ids=1,2;3>; rel=\"next\"") == "http://a/?ids=1,2;3");
  CHECK(next_in("<a>; title=\"x, <b>; rel=next\"; rel=\"prev\", <c>; rel=next") == "c");
  CHECK(next_in("<a>; title=\"with a \\\" quote, <b>; rel=next\"; rel=next") == "a");
}

TEST_CASE("only the first rel of a link counts") {
  CHECK(next_in("<a>; rel=prev; rel=next") == std::nullopt);
  CHECK(next_in("<a>; rel=next; rel=prev") == "a");
}

TEST_CASE("a link with an anchor is one of something else") {
  CHECK(next_in("<a>; rel=next; anchor=\"#foo\", <b>; rel=next") == "b");
}

TEST_CASE("spaces, empty elements and parameters without a value are allowed") {
  CHECK(next_in(" , <a> ; crossorigin ; rel = \"next\" ,") == "a");
  CHECK(next_in("<a>;rel=next") == "a");
  CHECK(next_in("<a>; ; rel=next") == "a");
  CHECK(next_in("<a>\t;\trel=next") == "a");
}

TEST_CASE("a header without a next link names nothing") {
  for (std::string_view const text : {"", "  ", ",", "<a>", "<a>; rel", "<a>; rel=", "<a>; rel=prev, <b>"}) {
    INFO(text);
    CHECK(next_in(text) == std::nullopt);
  }
}

TEST_CASE("what can't be read is left out") {
  CHECK(next_in("junk, <b>; rel=next") == "b");
  CHECK(next_in("<a>; rel=\"prev\" , junk, <b>; rel=\"next\"") == "b");
  CHECK(next_in("<a>; rel=\"prev\"x, <b>; rel=\"next\"") == "b");
  CHECK(next_in("<a> rel=next, <b>; rel=next") == "b");
  CHECK(next_in("<a>; rel=prev foo=\"x, <c>; rel=next, y\", <b>; rel=next") == "b");
  CHECK(next_in("<a>; rel=prev <b>; rel=next") == "b");
  CHECK(next_in("<a>; rel=next junk") == "a");
  CHECK(next_in("<a>; rel=prev,\r\n <b>; rel=next") == "b");
  CHECK(next_in("<a>; rel=\"next") == "a");
}

TEST_CASE("a header that can't be read as a whole and has no next link is an error that quotes it") {
  for (std::string_view const text : {"a", "a; rel=next", "<a; rel=next", "<a> rel=next", "<a>; rel=prev, junk",
                                      "<a>; title=\"x, <b>; rel=next", "<a>; rel=\"next\\"}) {
    INFO(text);
    try {
      next_in(text);
      FAIL_CHECK("no exception");
    } catch (cogen::pagination_error const& error) {
      CHECK(error.named() == text);
    }
  }
}
