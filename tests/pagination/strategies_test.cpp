#include <cogen/adaptor.hpp>
#include <cogen/pagination.hpp>
#include <cogen/source/paginate.hpp>

#include "support/catch.hpp"
#include "support/sources.hpp"

#include <compare>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using cogen::any_origin;
using cogen::by_cursor;
using cogen::by_cursor_header;
using cogen::by_link_header;
using cogen::by_offset;
using cogen::by_page_number;
using cogen::by_url;
using cogen::paginate;
using cogen::pagination_error;
using cogen::until_empty;
using support::collected;
using ints = std::vector<int>;
using texts = std::vector<std::string>;

namespace {

struct page {
  ints items{};
  bool has_more = false;
  std::string next{};
  std::map<std::string, std::string> headers{};

  [[nodiscard]] std::string header(std::string_view name) const {
    auto const found = headers.find(std::string(name));
    return found != headers.end() ? found->second : std::string();
  }
};

// The items 0, 1, ..., 6, two a page, by page number from 1 or by offset.
page numbered(int number) {
  page got;
  for (int item = 2 * (number - 1); item < 2 * number && item < 7; ++item) got.items.push_back(item);
  got.has_more = number < 4;
  return got;
}
page behind(std::int64_t offset) {
  page got;
  for (auto item = static_cast<int>(offset); item < offset + 2 && item < 7; ++item) got.items.push_back(item);
  got.has_more = offset + 2 < 7;
  return got;
}

// A service of pages that name each other; notes what it is asked.
struct service {
  std::map<std::string, page> pages;
  texts asked{};

  auto fetch() {
    return [this](std::string const& request) {
      asked.push_back(request);
      return pages.at(request);
    };
  }
};

template <class Pages>
ints items_of(Pages pages) {
  return collected(std::move(pages) | cogen::map([](page&& got) { return std::move(got.items); }) | cogen::flatten);
}

ints const all = support::counted(7);

}  // namespace

TEST_CASE("by_page_number counts up while the page says that there is more") {
  CHECK(items_of(paginate(1, numbered, by_page_number(&page::has_more))) == all);
  CHECK(items_of(paginate(1, numbered, by_page_number([](page const& got) { return got.items.size() == 2; }))) == all);
  CHECK(items_of(paginate(3, numbered, by_page_number(&page::has_more))) == ints{4, 5, 6});
}

TEST_CASE("by_page_number ends at an empty page") {
  int fetched = 0;
  auto const fetch = [&fetched](int number) {
    ++fetched;
    return numbered(number);
  };
  CHECK(items_of(paginate(1, fetch, by_page_number(until_empty(&page::items)))) == all);
  CHECK(fetched == 5);
}

TEST_CASE("by_page_number ends where any of its predicates does not hold") {
  // A service whose flag is wrong: it always says that there is more.
  auto const liar = [](int number) {
    page got = numbered(number);
    got.has_more = true;
    return got;
  };
  CHECK(items_of(paginate(1, liar, by_page_number(&page::has_more, until_empty(&page::items)))) == all);
  int fetched = 0;
  auto const fetch = [&fetched](int number) {
    ++fetched;
    return numbered(number);
  };
  CHECK(items_of(paginate(1, fetch, by_page_number(until_empty(&page::items), &page::has_more))) == all);
  CHECK(fetched == 4);
}

TEST_CASE("by_offset goes on behind the items of the page") {
  auto pages = paginate(std::int64_t{0}, behind, by_offset(&page::items));
  CHECK(pages.pull()->items == ints{0, 1});
  CHECK(pages.next_request() == 2);
  CHECK(items_of(std::move(pages)) == ints{2, 3, 4, 5, 6});
}

TEST_CASE("by_offset ends at an empty page, or when the page says so") {
  int fetched = 0;
  auto const fetch = [&fetched](std::int64_t offset) {
    ++fetched;
    return behind(offset);
  };
  CHECK(items_of(paginate(std::int64_t{0}, fetch, by_offset(&page::items))) == all);
  CHECK(fetched == 5);
  fetched = 0;
  CHECK(items_of(paginate(std::int64_t{0}, fetch, by_offset(&page::items, &page::has_more))) == all);
  CHECK(fetched == 4);
}

TEST_CASE("by_cursor asks for what the body of the page names") {
  service api{{{"", {{0, 1}, true, "b"}}, {"b", {{2}, true, "c"}}, {"c", {{3}, false, ""}}}};
  CHECK(items_of(paginate("", api.fetch(), by_cursor(&page::next))) == support::counted(4));
  CHECK(api.asked == texts{"", "b", "c"});
}

TEST_CASE("by_cursor ends at a cursor behind which the page says that there is no more") {
  service api{{{"", {{0, 1}, true, "b"}}, {"b", {{2}, false, "for later"}}}};
  CHECK(items_of(paginate("", api.fetch(), by_cursor(&page::next, &page::has_more))) == support::counted(3));
}

TEST_CASE("by_cursor reads text, optionals, pointers and any value in order") {
  auto const cursor_of = [](auto cursor) {
    return paginate(
        "", [](std::string const& asked) { return asked; },
        by_cursor([cursor](std::string const& asked) { return cursor(asked); }));
  };
  texts const expected{"", "x", "xx"};
  static constexpr char const* const following[] = {"x", "xx", nullptr};
  CHECK(collected(cursor_of([](std::string const& asked) { return following[asked.size()]; })) == expected);
  CHECK(collected(cursor_of([](std::string const& asked) {
          char const* const after = following[asked.size()];
          return after != nullptr ? after : "";
        })) == expected);
  CHECK(collected(cursor_of([](std::string const& asked) {
          return asked.size() < 2 ? std::optional<std::string_view>(following[asked.size()]) : std::nullopt;
        })) == expected);
  CHECK(collected(cursor_of([](std::string const& asked) {
          return asked.size() < 2 ? std::make_shared<std::string>(asked + "x") : nullptr;
        })) == expected);
  // Behind the last key that was seen.
  auto const keys = paginate(
      -1, [](int last) { return last + 10; },
      by_cursor([](int last) { return last < 30 ? std::optional(last) : std::nullopt; }));
  static_assert(std::is_same_v<std::remove_cvref_t<decltype(keys.next_request())>, std::optional<int>>);
  CHECK(collected(paginate(
            -1, [](int last) { return last + 10; }, by_cursor([](int last) {
              return last < 30 ? std::optional(last) : std::nullopt;
            }))) == ints{9, 19, 29, 39});
}

TEST_CASE("by_cursor_header asks for what a header of the page names") {
  service api{{{"", {{0}, false, "", {{"X-Next", "b"}}}}, {"b", {{1}, false, "", {{"X-Other", "c"}}}}}};
  CHECK(items_of(paginate("", api.fetch(), by_cursor_header("X-Next"))) == ints{0, 1});
  CHECK(api.asked == texts{"", "b"});
}

TEST_CASE("by_url follows the URL in the body, which may be relative") {
  service api{{{"http://api/v1/items?page=1", {{0}, false, "?page=2"}},
               {"http://api/v1/items?page=2", {{1}, false, "/v2/items"}},
               {"http://api/v2/items", {{2}, false, "HTTP://API:80/items"}},
               {"HTTP://API:80/items", {{3}, false, ""}}}};
  CHECK(items_of(paginate("http://api/v1/items?page=1", api.fetch(), by_url(&page::next))) == support::counted(4));
}

TEST_CASE("by_link_header follows the next link of the header") {
  page const first{{0}, false, "", {{"Link", "</items?c=2>; rel=\"next\", </items?c=9>; rel=\"last\""}}};
  page const second{{1}, false, "", {{"Link", "</items>; rel=\"first\", </items?c=1>; rel=prev"}}};
  service api{{{"http://api/items", first}, {"http://api/items?c=2", second}}};
  CHECK(items_of(paginate("http://api/items", api.fetch(), by_link_header())) == ints{0, 1});
  auto const header = [](page const& got) { return got.header("Link"); };
  CHECK(items_of(paginate("http://api/items", api.fetch(), by_link_header(header))) == ints{0, 1});
}

TEST_CASE("a cursor that repeats ends the run with an error that quotes it") {
  for (int back = 0; back != 4; ++back) {
    // 0 -> 1 -> 2 -> 3 -> back
    auto const fetch = [](std::string const& asked) { return asked; };
    auto const next = [back](std::string const& asked) {
      return asked == "3" ? std::to_string(back) : std::to_string(std::stoi(asked) + 1);
    };
    auto pages = paginate("0", fetch, by_cursor(next));
    for (int i = 0; i != 4; ++i) CHECK(*pages.pull() == std::to_string(i));  // the last is good itself
    CHECK(pages.next_request() == std::nullopt);
    try {
      pages.pull();
      FAIL("no exception");
    } catch (pagination_error const& error) {
      CHECK(error.named() == std::to_string(back));
      CHECK(std::string(error.what()) ==
            "cogen::paginate: a next page that was fetched before: \"" + error.named() + '"');
    }
    CHECK(support::stays_exhausted(pages));
  }
}

TEST_CASE("URLs and numbers that repeat are noticed too") {
  service api{{{"http://api/items", {{0}, false, "/items"}}}};
  auto pages = paginate("http://api/items", api.fetch(), by_url(&page::next));
  CHECK(pages.pull()->items == ints{0});
  CHECK_THROWS_AS(pages.pull(), pagination_error);
  CHECK(api.asked.size() == 1);
  auto numbers = paginate(1, [](int asked) { return asked; }, by_cursor([](int) { return 2; }));
  CHECK(*numbers.pull() == 1);
  CHECK(*numbers.pull() == 2);
  CHECK_THROWS_AS(numbers.pull(), pagination_error);
}

TEST_CASE("a cursor that repeats need not be text for the error to say so") {
  using key = std::pair<int, std::string>;
  auto keys =
      paginate(key(1, "a"), [](key const& asked) { return asked.first; }, by_cursor([](int) { return key(2, "b"); }));
  CHECK(*keys.pull() == 1);
  CHECK(*keys.pull() == 2);
  try {
    keys.pull();
    FAIL("no exception");
  } catch (pagination_error const& error) {
    CHECK(error.named() == "the same request");
  }
}

TEST_CASE("cursors that are text are told apart by a hash of 64 bits") {
  using cogen::detail::hash_of;
  static_assert(hash_of("") == 0xcbf29ce484222325U);  // FNV-1a, from its authors' tests
  static_assert(hash_of("a") == 0xaf63dc4c8601ec8cU);
  static_assert(hash_of("foobar") == 0x85944171f73967e8U);
  static_assert(hash_of("\xff") == 0xaf64724c8602eb6eU);
}

TEST_CASE("a strategy is a constant and each run starts anew") {
  service api{{{"", {{0}, true, "b"}}, {"b", {{1}, false, ""}}}};
  auto const strategy = by_cursor(&page::next);
  for (int run = 0; run != 3; ++run) CHECK(items_of(paginate("", api.fetch(), strategy)) == ints{0, 1});
  auto one = paginate("", api.fetch(), strategy);
  auto other = paginate("", api.fetch(), strategy);
  CHECK(one.pull()->items == other.pull()->items);
  CHECK(one.pull()->items == other.pull()->items);
}

TEST_CASE("a page that had to be fetched again is no repetition") {
  int failures = 2;
  auto pages = paginate(
      "0", [](std::string const& asked) { return asked; },
      by_cursor([&failures](std::string const& asked) -> std::string {
        if (failures-- > 0) throw std::runtime_error("no cursor");
        return asked == "2" ? "" : std::to_string(std::stoi(asked) + 1);
      }));
  CHECK_THROWS_AS(pages.pull(), std::runtime_error);
  CHECK_THROWS_AS(pages.pull(), std::runtime_error);
  CHECK(collected(pages) == texts{"0", "1", "2"});
}

TEST_CASE("a page that is the last is not asked for what names the next") {
  // Behind the last item, of which an empty page has none.
  auto const last = [](page const& got) { return got.items.at(got.items.size() - 1); };
  auto const empty = [](int) { return page(); };
  CHECK(paginate(0, empty, by_cursor(last, &page::has_more)).pull() != nullptr);
  CHECK(paginate(0, empty, by_cursor(last, until_empty(&page::items))).pull() != nullptr);
  auto const url = [](page const& got) { return std::to_string(got.items.at(0)); };
  CHECK(paginate("a", [](std::string const&) { return page(); }, by_url(url, &page::has_more)).pull() != nullptr);
}

TEST_CASE("a predicate may compare the request with the page") {
  auto const more = [](int asked, page const&) { return asked < 4; };
  CHECK(items_of(paginate(1, numbered, by_page_number(more))) == all);
  auto const offset_more = [](std::int64_t asked, page const& got) {
    return asked + static_cast<std::int64_t>(got.items.size()) < 7;
  };
  int fetched = 0;
  auto const fetch = [&fetched](std::int64_t offset) {
    ++fetched;
    return behind(offset);
  };
  CHECK(items_of(paginate(std::int64_t{0}, fetch, by_offset(&page::items, offset_more))) == all);
  CHECK(fetched == 4);
  auto const cursor_more = [](std::string const& asked, page const&) { return asked != "b"; };
  service api{{{"", {{0}, true, "b"}}, {"b", {{1}, true, "c"}}}};
  CHECK(items_of(paginate("", api.fetch(), by_cursor(&page::next, cursor_more))) == ints{0, 1});
}

TEST_CASE("by_offset with a limit goes on behind it however many items came") {
  // Leaves out the multiples of four, behind the limit: a page of four has three items, or none.
  auto const filtered = [](int offset) {
    page got;
    for (int item = offset; item < offset + 4 && item < 12; ++item) {
      if (item % 4 != 0 && item / 4 != 1) got.items.push_back(item);
    }
    got.has_more = offset + 4 < 12;
    return got;
  };
  CHECK(items_of(paginate(0, filtered, by_offset(&page::items, 4, &page::has_more))) == ints{1, 2, 3, 9, 10, 11});
  CHECK(items_of(paginate(0, filtered, by_offset(&page::items, 4))) == ints{1, 2, 3});  // the next one is empty
  CHECK(items_of(paginate(std::int64_t{0}, behind, by_offset(&page::items, 2))) == all);
  CHECK(support::refusal([] { (void)by_offset(&page::items, 0); }) ==
        "cogen::by_offset: limit must be at least 1, not 0");
}

TEST_CASE("numbers that the request can't hold are an error behind the page") {
  auto const yes = [](auto const&) { return true; };
  auto const echo = [](auto asked) { return std::vector<std::int64_t>{static_cast<std::int64_t>(asked)}; };
  auto const itself = [](auto const& got) -> auto const& { return got; };
  auto const check = [](auto pages, std::string const& named) {
    CHECK(pages.pull() != nullptr);
    CHECK_FALSE(pages.next_known());
    try {
      pages.pull();
      FAIL_CHECK("no exception");
    } catch (pagination_error const& error) {
      CHECK(error.named() == named);
    }
    CHECK(support::stays_exhausted(pages));
  };
  check(paginate(std::numeric_limits<int>::max(), echo, by_page_number(yes)), "2147483647");
  check(paginate(std::uint8_t{255}, echo, by_offset(itself)), "255");
  check(paginate(std::int8_t{100}, echo, by_offset(itself, 100)), "100");
  check(paginate(std::numeric_limits<std::int64_t>::max(), echo, by_offset(itself)), "9223372036854775807");
  auto fits = paginate(std::uint8_t{254}, echo, by_page_number(yes));
  fits.pull();
  CHECK(fits.next_request() == std::uint8_t{255});
}

TEST_CASE("a Link header that can't be read does not end the run silently") {
  service api{
      {{"http://api/1", {{0}, false, "", {{"Link", "<http://api/1>; rel=\"first\" , <http://api/2; rel=next"}}}}}};
  auto pages = paginate("http://api/1", api.fetch(), by_link_header());
  CHECK(pages.pull()->items == ints{0});
  CHECK_THROWS_AS(pages.pull(), pagination_error);
}

TEST_CASE("URLs of another origin are refused unless they are allowed") {
  auto const run = [](std::string const& next, auto strategy) {
    auto pages = paginate(
        "https://api:8443/items",
        [next](std::string const& asked) { return asked == next ? page() : page{{}, false, next}; }, strategy);
    pages.pull();
    return pages.next_request();
  };
  for (std::string const other : {"https://evil:8443/items", "//evil/items", "https://api/items",
                                  "http://api:8443/items", "https://api:8443@evil/", "file:/etc/passwd"}) {
    INFO(other);
    CHECK(run(other, by_url(&page::next)) == std::nullopt);
    CHECK(run(other, by_url(&page::next, any_origin)) != std::nullopt);
  }
  CHECK(run("HTTPS://API:8443/more", by_url(&page::next)) == "HTTPS://API:8443/more");
  auto refused = paginate(
      "https://api/", [](std::string const&) { return page{{}, false, "https://evil/"}; }, by_url(&page::next));
  refused.pull();
  try {
    refused.pull();
    FAIL("no exception");
  } catch (pagination_error const& error) {
    CHECK(error.named() == "https://evil/");
  }
  page const first{{0}, false, "", {{"Link", "<https://other/2>; rel=next"}}};
  service api{{{"http://api", first}, {"https://other/2", {{1}}}}};
  CHECK(items_of(paginate("http://api", api.fetch(), by_link_header(any_origin))) == ints{0, 1});
  auto const header = [](page const& got) { return got.header("Link"); };
  CHECK(items_of(paginate("http://api", api.fetch(), by_link_header(header, any_origin))) == ints{0, 1});
  auto pages = paginate("http://api", api.fetch(), by_link_header());
  pages.pull();
  CHECK_THROWS_AS(pages.pull(), pagination_error);
}

TEST_CASE("the default port is the same origin") {
  using cogen::detail::same_origin;
  CHECK(same_origin("https://a:443/x", "https://A/y"));
  CHECK(same_origin("http://a/x", "http://a:80"));
  CHECK_FALSE(same_origin("http://a:443/x", "http://a/y"));
  CHECK(same_origin("/items", "/items?page=2"));
  CHECK_FALSE(same_origin("/items", "http://a/items"));
  CHECK_FALSE(same_origin("/items", "///items"));
}

TEST_CASE("by_cursor_header keeps the name of the header") {
  service api{{{"", {{0}, false, "", {{"X-Next-Page-Cursor-Of-A-Long-Name", "b"}}}}, {"b", {{1}}}}};
  auto strategy = [] {
    std::string const name = "X-Next-Page-Cursor-Of-A-Long-Name";
    return by_cursor_header(name);
  }();
  CHECK(items_of(paginate("", api.fetch(), std::move(strategy))) == ints{0, 1});
}

TEST_CASE("a cursor without a value for none yet may say whether it has begun") {
  struct place {
    bool begun;
    int from;
    auto operator<=>(place const&) const = default;
  };
  auto const fetch = [](place const& asked) { return asked.begun ? asked.from + 1 : 0; };
  auto const cursor = [](int got) { return got < 3 ? std::optional(place{true, got}) : std::nullopt; };
  CHECK(collected(paginate(place{}, fetch, by_cursor(cursor))) == ints{0, 1, 2, 3});
}
