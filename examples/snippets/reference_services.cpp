// The examples of docs/reference: pagination, pace and threads.
#include "show.hpp"

#include <cogen.hpp>
#include <cogen/pace.hpp>
#include <cogen/pagination.hpp>
#include <cogen/parallel.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace std::chrono_literals;

namespace {

// [by_number]
struct numbered_page {
  std::vector<int> items;
  bool has_more;
};
numbered_page get_page(int number) { return {{number}, number < 3}; }
numbered_page get_from(std::int64_t offset) {
  auto const first = static_cast<int>(offset);
  return {first < 4 ? std::vector{first, first + 1} : std::vector<int>(), true};
}

void numbers() {
  show(cogen::paginate(1, get_page, cogen::by_page_number(&numbered_page::has_more))  //
       | cogen::map(&numbered_page::items) | cogen::flatten);
  show(cogen::paginate(std::int64_t{0}, get_from, cogen::by_offset(&numbered_page::items))  // ends at an empty page
       | cogen::map(&numbered_page::items) | cogen::flatten);
}
// [/by_number]

// [until_empty]
void until_there_are_none() {
  auto get = [](int number) { return number <= 2 ? std::vector{number, number} : std::vector<int>(); };
  auto all = [](std::vector<int> const& page) -> auto const& { return page; };
  show(cogen::paginate(1, get, cogen::by_page_number(cogen::until_empty(all))));
}
// [/until_empty]

// [by_cursor]
struct cursor_page {
  std::vector<int> items;
  std::string next_cursor;  // "" behind the last
};
cursor_page get_after(std::string const& cursor) {
  if (cursor.empty()) return {{1, 2}, "after 2"};
  return {{3}, ""};
}

void cursors() {
  show(cogen::paginate("", get_after, cogen::by_cursor(&cursor_page::next_cursor))  //
       | cogen::map(&cursor_page::items) | cogen::flatten);
}
// [/by_cursor]

// [by_url]
struct url_page {
  int item;
  std::string next;  // a URL, absolute or relative to that of the page
};
url_page get_url(std::string const& url) {
  if (url == "https://api.example/items?page=1") return {1, "?page=2"};
  return {2, ""};
}

void urls() {
  show(cogen::paginate("https://api.example/items?page=1", get_url, cogen::by_url(&url_page::next))  //
       | cogen::map(&url_page::item));
}
// [/by_url]

// [by_link_header]
struct response {
  int item;
  std::string link;
  std::string header(std::string_view name) const { return name == "Link" ? link : ""; }
};
response request(std::string const& url) {
  if (url.ends_with("page=1")) return {1, R"(<https://api.example/items?page=2>; rel="next")"};
  return {2, ""};
}

void links() {
  show(cogen::paginate("https://api.example/items?page=1", request, cogen::by_link_header())  //
       | cogen::map(&response::item));
}
// [/by_link_header]

void pages_that_name_each_other() {
  // [pagination_error]
  auto get = [](std::string const& cursor) { return cursor_page{{1}, cursor == "a" ? "b" : "a"}; };
  auto pages = cogen::paginate("a", get, cogen::by_cursor(&cursor_page::next_cursor));
  try {
    for (auto&& page : pages) show(page.items);
  } catch (cogen::pagination_error const& error) {
    say(error.what());
  }
  // [/pagination_error]
}

// [retry]
struct http_error : std::runtime_error {
  using std::runtime_error::runtime_error;
};

void retrying() {
  int calls = 0;
  auto unsteady = [&calls](int n) {
    if (++calls < 3) throw http_error("503");
    return n;
  };
  auto steady = cogen::retry(unsteady, {.attempts = 5, .base_delay = 1ms});
  show(steady(7));
  show(calls);
}
// [/retry]

// [retry_policy]
void retrying_by_policy() {
  cogen::retry_policy const policy{
      .attempts = 3,
      .base_delay = 100ms,
      .advice = cogen::retry_on<http_error>([](http_error const& error) { return error.what()[0] == '5'; }),
      .before_retry = [](cogen::retry_notice const& notice) { say("attempt " + std::to_string(notice.attempt)); },
      .sleep = [](std::chrono::milliseconds) {},  // for a test: takes no time
  };
  auto fetch = cogen::retry([](std::string const& status) -> int { throw http_error(status); }, policy);
  for (char const* status : {"404", "503"}) {
    try {
      fetch(status);
    } catch (http_error const& error) {
      say(error.what());
    }
  }
}
// [/retry_policy]

void waiting_as_told() {
  // [retry_after]
  using namespace std::chrono;
  auto const now = sys_days(year(2026) / 3 / 1);
  show(cogen::retry_after("120", now)->count());  // milliseconds
  show(cogen::retry_after("Sun, 01 Mar 2026 00:00:30 GMT", now)->count());
  show(cogen::retry_after("soon", now).has_value());
  // [/retry_after]
}

void budgeting() {
  // [retry_budget]
  cogen::retry_budget budget(1, 10);  // one retry, and one more for each 10 calls
  auto fetch =
      cogen::retry([]() -> int { throw http_error("503"); }, {.attempts = 9, .base_delay = 0ms, .budget = &budget});
  try {
    fetch();
  } catch (http_error const&) {
    show(budget.left());  // not nine attempts, but two
  }
  // [/retry_budget]
}

// [rate_limiter]
// A clock that takes no time, as a test would use.
struct test_clock {
  std::chrono::steady_clock::time_point time{};
  cogen::rate_timing timing() {
    return {.now = [this] { return time; }, .sleep = [this](std::chrono::nanoseconds wait) { time += wait; }};
  }
  auto milliseconds() const { return time.time_since_epoch() / 1ms; }
};

void limiting() {
  test_clock clock;
  cogen::rate_limiter limiter(2, 1s, clock.timing());
  for (int call = 0; call < 5; ++call) {
    limiter.acquire();
    show(clock.milliseconds());
  }
}
// [/rate_limiter]

void limiting_elements() {
  // [rate_limit]
  test_clock clock;
  for (int n : cogen::range(4) | cogen::rate_limit(1, 250ms, clock.timing())) show(std::pair(n, clock.milliseconds()));
  // [/rate_limit]
}

void limiting_calls() {
  // [rate_limited]
  test_clock clock;
  auto square = cogen::rate_limited([](int n) { return n * n; }, 2, 1s, clock.timing());
  show(cogen::range(5) | cogen::map(square));
  show(clock.milliseconds());  // calls 3 and 4 waited for a second, call 5 for another
  // [/rate_limited]
}

void stopping() {
  // [stop_flag]
  cogen::stop_flag stop;
  auto fetch = cogen::retry([]() -> int { throw http_error("503"); }, {.base_delay = 1h, .sleep = stop.sleep()});
  stop.stop();  // from another thread, while fetch waits
  try {
    fetch();
  } catch (cogen::stopped const&) {
    say("stopped");
  }
  // [/stop_flag]
}

void reading_ahead() {
  // [prefetch]
  auto slow = [](int n) { return n * n; };                                        // a disk, a service
  for (int n : cogen::range(4) | cogen::map(slow) | cogen::prefetch(2)) show(n);  // read by a thread meanwhile
  // [/prefetch]
}

void working_side_by_side() {
  // [parallel_map]
  auto work = [](int n) { return n * n; };
  show(cogen::range(6) | cogen::parallel_map(work, {.workers = 2, .window = 4}));  // in order
  // [/parallel_map]
}

void measuring() {
  // [statistics]
  auto squares = cogen::range(6) | cogen::parallel_map([](int n) { return n * n; }, {.workers = 1, .window = 2});
  cogen::consume(squares);
  cogen::parallel_statistics const at_the_end = squares.statistics();
  show(std::pair(at_the_end.depth, at_the_end.most <= 2));
  // [/statistics]
}

}  // namespace

int main() {
  part("by_number");
  numbers();
  shown("[1, 2, 3]\n[0, 1, 2, 3]\n");
  part("until_empty");
  until_there_are_none();
  shown("[[1, 1], [2, 2], []]\n");
  part("by_cursor");
  cursors();
  shown("[1, 2, 3]\n");
  part("by_url");
  urls();
  shown("[1, 2]\n");
  part("by_link_header");
  links();
  shown("[1, 2]\n");
  part("pagination_error");
  pages_that_name_each_other();
  shown("[1]\n[1]\ncogen::paginate: a next page that was fetched before: \"a\"\n");
  part("retry");
  retrying();
  shown("7\n3\n");
  part("retry_policy");
  retrying_by_policy();
  shown("404\nattempt 1\nattempt 2\n503\n");
  part("retry_after");
  waiting_as_told();
  shown("120000\n30000\nFalse\n");
  part("retry_budget");
  budgeting();
  shown("0\n");
  part("rate_limiter");
  limiting();
  shown("0\n0\n1000\n1000\n2000\n");
  part("rate_limit");
  limiting_elements();
  shown("(0, 0)\n(1, 250)\n(2, 500)\n(3, 750)\n");
  part("rate_limited");
  limiting_calls();
  shown("[0, 1, 4, 9, 16]\n2000\n");
  part("stop_flag");
  stopping();
  shown("stopped\n");
  part("prefetch");
  reading_ahead();
  shown("0\n1\n4\n9\n");
  part("parallel_map");
  working_side_by_side();
  shown("[0, 1, 4, 9, 16, 25]\n");
  part("statistics");
  measuring();
  shown("(0, True)\n");
}
