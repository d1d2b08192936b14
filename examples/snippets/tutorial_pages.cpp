#include <cogen/adaptor/flatten.hpp>
#include <cogen/adaptor/map.hpp>
#include <cogen/adaptor/take.hpp>
#include <cogen/generator.hpp>
#include <cogen/pace/retry.hpp>
#include <cogen/pagination/by_cursor.hpp>
#include <cogen/pagination/by_number.hpp>
#include <cogen/sink/to.hpp>
#include <cogen/source/paginate.hpp>

#include "check.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

// [service]
struct page {
  std::vector<int> items;
  bool has_more = false;
};

int requests = 0;

page fetch(int number) {  // pages 1, 2 and 3, of three items each
  ++requests;
  int const first = (number - 1) * 3;
  return page{{first, first + 1, first + 2}, number < 3};
}
// [/service]

// [by_hand]
cogen::generator<int> all_items() {
  for (int number = 1;; ++number) {
    page got = fetch(number);
    co_yield cogen::from(std::move(got.items));
    if (!got.has_more) co_return;
  }
}
// [/by_hand]

// [flaky]
int failures = 2;

page flaky_fetch(int number) {
  if (failures > 0) {
    --failures;
    throw std::runtime_error("503 Service Unavailable");
  }
  return fetch(number);
}
// [/flaky]

// [table]
// SELECT ... LIMIT 2 OFFSET offset
std::vector<std::string> select_rows(std::int64_t offset) {
  static std::vector<std::string> const table{"Ann", "Bob", "Cem"};
  auto const all = static_cast<std::int64_t>(table.size());
  std::vector<std::string> rows;
  for (std::int64_t row = offset; row < all && row < offset + 2; ++row) {
    rows.push_back(table[static_cast<std::size_t>(row)]);
  }
  return rows;
}
// [/table]

// [solution]
using site = std::map<std::string, std::vector<std::string>>;  // a page and its links

// The site must outlive the generator.
cogen::generator<std::string> crawl(site const& pages, std::string start) {
  std::set<std::string> seen{start};
  std::deque<std::string> waiting{start};
  while (!waiting.empty()) {
    std::string const url = std::move(waiting.front());
    waiting.pop_front();
    auto const found = pages.find(url);
    if (found == pages.end()) continue;  // a broken link
    for (std::string const& link : found->second) {
      if (seen.insert(link).second) waiting.push_back(link);
    }
    co_yield url;
  }
}
// [/solution]

int main() {
  {
    // [by_hand_used]
    auto items = all_items();
    check(requests == 0);
    for (int n = 0; n < 4; ++n) check(items.next() == n);
    check(requests == 2);  // the third page was not needed
    // [/by_hand_used]
  }
  requests = 0;
  {
    // [paginate]
    auto items = cogen::paginate(1, fetch, cogen::by_page_number(&page::has_more))  //
                 | cogen::map(&page::items)                                         //
                 | cogen::flatten;
    auto const some = items | cogen::take(6) | cogen::to<std::vector>();
    check(some == std::vector{0, 1, 2, 3, 4, 5});
    check(requests == 2);
    check(items.next() == 6);  // now the third page is fetched
    check(requests == 3);
    // [/paginate]
  }
  {
    // [retry]
    using std::chrono_literals::operator""ms;
    auto const patient = cogen::retry(flaky_fetch, {.attempts = 5, .base_delay = 1ms});
    auto pages = cogen::paginate(1, patient, cogen::by_page_number(&page::has_more));
    check(pages.next()->items.front() == 0);  // the third attempt
    // [/retry]
  }
  part("table");
  // [table_used]
  // The page is itself the range of its items; an empty one is the end.
  auto names = cogen::paginate(std::int64_t{0}, select_rows, cogen::by_offset(std::identity())) | cogen::flatten;
  for (std::string const& name : names) std::printf("%s\n", name.c_str());
  // [/table_used]
  part("solution");
  // [solution_used]
  site const pages{{"/", {"/a", "/b"}}, {"/a", {"/", "/c"}}, {"/b", {"/gone"}}, {"/c", {}}};
  for (std::string const& url : crawl(pages, "/") | cogen::take(3)) std::printf("%s\n", url.c_str());
  // [/solution_used]
}
