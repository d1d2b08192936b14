#include <cogen.hpp>
#include <cogen/pace.hpp>
// [include]
#include <cogen/pagination.hpp>       // the strategies
#include <cogen/source/paginate.hpp>  // part of cogen.hpp
// [/include]
#include <cogen/parallel.hpp>

#include "check.hpp"

#include <chrono>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// [page]
struct page {
  std::vector<int> items;
  bool has_more = false;
  std::string next_cursor;  // "" behind the last
};
// [/page]

// A service of ten items, three a page.
constexpr int total = 10;
constexpr int page_size = 3;
int requests = 0;

page items_behind(int before, int limit = page_size) {
  ++requests;
  page made;
  for (int item = before; item < total && item < before + limit; ++item) made.items.push_back(item);
  made.has_more = before + limit < total;
  if (made.has_more) made.next_cursor = "after " + std::to_string(before + limit);
  return made;
}
page fetch(int number) { return items_behind((number - 1) * page_size); }
page fetch_from(std::int64_t offset) { return items_behind(static_cast<int>(offset)); }
page fetch_after(std::string const& cursor) { return items_behind(cursor.empty() ? 0 : std::stoi(cursor.substr(6))); }

struct http_page {
  std::vector<int> items;
  std::string link;
  // [header]
  // What by_link_header() and by_cursor_header() ask; must not mind the case of the name.
  std::string header(std::string_view name) const { return name == "Link" ? link : std::string(); }
  // [/header]
};
http_page get(std::string const& url) {
  int const number = url.ends_with("page=2") ? 2 : 1;
  return {fetch(number).items, number == 1 ? R"(<?page=2>; rel="next")" : ""};
}

struct counted_page {
  std::vector<int> items;
  int pages = 0;
};

// [key]
// A cursor that has no value for "none yet": the request says whether there is one.
struct position {
  bool begun = false;
  int last_item = 0;
  auto operator<=>(position const&) const = default;
};
// [/key]

long sum_of(auto pages) {
  long sum = 0;
  for (auto&& got : pages) sum += cogen::sum(got.items);
  return sum;
}

struct database {
  std::vector<int> items;
  std::optional<std::string> resume_from = "";
  void store(std::vector<int> const& more, std::optional<std::string> const& token) {  // in one transaction
    items.insert(items.end(), more.begin(), more.end());
    resume_from = token;
  }
};

int main() {
  {
    // [items]
    auto items = cogen::paginate(1, fetch, cogen::by_page_number(&page::has_more))  //
                 | cogen::map(&page::items)                                         //
                 | cogen::flatten;
    check(items.next() == 0);
    check(requests == 1);  // the second page is fetched when its first item is asked for
    // [/items]
    check(cogen::sum(items) == 45);
  }
  long const sum = 45;
  {
    // [strategies]
    using cogen::paginate;
    auto by_number = paginate(1, fetch, cogen::by_page_number(cogen::until_empty(&page::items)));
    auto by_offset = paginate(std::int64_t{0}, fetch_from, cogen::by_offset(&page::items));
    auto by_limit = paginate(std::int64_t{0}, fetch_from, cogen::by_offset(&page::items, 3, &page::has_more));
    auto by_cursor = paginate(std::string(), fetch_after, cogen::by_cursor(&page::next_cursor));
    auto by_link = paginate(std::string("https://api.example/items"), get, cogen::by_link_header());
    // [/strategies]
    check(sum_of(std::move(by_number)) == sum && sum_of(std::move(by_offset)) == sum);
    check(sum_of(std::move(by_limit)) == sum && sum_of(std::move(by_cursor)) == sum);
    check(sum_of(std::move(by_link)) == 15);
  }
  {
    // [stripe]
    // The last item of a page names the next one, and a flag says whether there is one; it is asked first.
    auto const last_item = [](page const& got) { return std::optional(position{true, got.items.back()}); };
    auto const fetch_behind = [](position const& at) { return items_behind(at.begun ? at.last_item + 1 : 0); };
    auto pages = cogen::paginate(position(), fetch_behind, cogen::by_cursor(last_item, &page::has_more));
    // [/stripe]
    check(sum_of(std::move(pages)) == sum);
  }
  {
    auto const counted = [](int number) { return counted_page{fetch(number).items, 4}; };
    // [function]
    auto const next = [](int asked, counted_page const& got) {
      return asked < got.pages ? std::optional(asked + 1) : std::nullopt;
    };
    auto pages = cogen::paginate(1, counted, next);
    // [/function]
    check(sum_of(std::move(pages)) == sum);
  }
  {
    auto const next = cogen::by_cursor(&page::next_cursor);
    database saved;
    bool broken = false;  // the service names a page that was there before
    auto const fetch_after = [&broken](std::string const& cursor) {
      page got = ::fetch_after(cursor);
      if (broken) got.next_cursor = cursor;
      return got;
    };
    auto const run = [&](std::size_t most) {
      // [located]
      auto pages = cogen::paginate(saved.resume_from, fetch_after, next, cogen::located, {.max_pages = most})  //
                   | cogen::prefetch(2);
      for (auto const& got : pages) {
        // The page, and where to go on behind it. If that can't be known, the next pull throws why; the page is left
        // for another run, for an empty token would say that all is done.
        if (got.next_known) saved.store(got.page.items, got.next);
      }
      // [/located]
    };
    run(2);
    check(saved.items.size() == 6 && saved.resume_from == "after 6");
    broken = true;
    try {
      run(1);
      run(100);
      check(false);
    } catch (cogen::pagination_error const&) {
      check(saved.items.size() == 6 && saved.resume_from == "after 6");
    }
    broken = false;
    run(1);
    run(100);
    check(saved.items.size() == 10 && !saved.resume_from);
    requests = 0;
    run(100);  // nothing to do
    check(saved.items.size() == 10 && requests == 0);
  }
  {
    // [max_pages]
    auto some = cogen::paginate(1, fetch, cogen::by_page_number(&page::has_more), {.max_pages = 2});
    check(cogen::length(some) == 2);
    check(some.next_request() == 3);  // where to go on another day
    // [/max_pages]
  }
  {
    // [repeated]
    auto const broken = [](std::string const&) { return page{{1, 2}, true, "again"}; };
    auto pages = cogen::paginate(std::string(), broken, cogen::by_cursor(&page::next_cursor));
    check(pages.next().has_value());
    check(pages.next().has_value());  // "again", which says "again"
    try {
      pages.next();
      check(false);
    } catch (cogen::pagination_error const& error) {
      check(error.named() == "again");
    }
    check(!pages.next() && !pages.next_known());  // not complete, though there is no next request
    // [/repeated]
  }
  {
    int failures = 2;
    auto const unreliable = [&failures](int number) {
      if (number == 2 && failures-- > 0) throw std::runtime_error("503");
      return fetch(number);
    };
    // [retry]
    auto const policy = cogen::retry_policy{.attempts = 8, .base_delay = std::chrono::milliseconds(1)};
    auto pages = cogen::paginate(1, cogen::retry(unreliable, policy), cogen::by_page_number(&page::has_more));
    // [/retry]
    check(sum_of(std::move(pages)) == sum);
  }
  {
    bool fails = true;
    auto const unreliable = [&fails](int number) {
      if (number == 2 && std::exchange(fails, false)) throw std::runtime_error("503");
      return fetch(number);
    };
    // [again]
    auto pages = cogen::paginate(1, unreliable, cogen::by_page_number(&page::has_more));
    pages.next();
    try {
      pages.next();
      check(false);
    } catch (std::runtime_error const&) {
      check(pages.next_request() == 2);
    }
    check(pages.next()->items.front() == 3);  // page 2, asked for again
    // [/again]
  }
}
