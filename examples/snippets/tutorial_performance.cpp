#include <cogen/generator.hpp>

#include "check.hpp"

#include <cstddef>
#include <utility>
#include <vector>

// [counted]
// Counts how often it is copied.
class record {
 public:
  record() = default;
  record(record&&) noexcept = default;
  record(record const&) { ++copies; }
  record& operator=(record const&) = delete;

  static inline int copies = 0;
};

using page = std::vector<record>;
int resumes = 0;
// [/counted]

// [slow]
cogen::generator<record> one_by_one(std::vector<page> pages) {
  for (page const& each : pages) {
    for (record const& item : each) {
      co_yield item;
      ++resumes;
    }
  }
}
// [/slow]

// [fast]
cogen::generator<record> page_by_page(std::vector<page> pages) {
  for (page& each : pages) {
    co_yield cogen::from(std::move(each));
    ++resumes;
  }
}
// [/fast]

// [reference]
cogen::generator<record const&> shown(page const& items) {  // items must outlive it
  for (record const& item : items) co_yield item;
}
// [/reference]

std::vector<page> three_pages() {
  std::vector<page> pages;
  for (int n = 0; n < 3; ++n) pages.emplace_back(1000);
  return pages;
}

// [exercise]
cogen::generator<record> copying(page items) {
  for (auto item : items) {
    co_yield item;
  }
}
// [/exercise]

// [solution]
cogen::generator<record> moving(page items) {
  for (record& item : items) co_yield std::move(item);
}
// [/solution]

int main() {
  record::copies = 0;
  {
    // [used]
    std::size_t count = 0;
    for (record const& each : one_by_one(three_pages())) count += sizeof(each);
    check(record::copies == 3000 && resumes == 3000);

    record::copies = resumes = 0;
    for (record const& each : page_by_page(three_pages())) count += sizeof(each);
    check(record::copies == 0 && resumes == 3);
    // [/used]
    check(count == 6000 * sizeof(record));
  }
  {
    // [reference_used]
    page const items(3);
    auto some = shown(items);
    record const* const first = some.next();  // a pointer, for the element is somebody else's
    check(first == &items[0]);
    // [/reference_used]
  }
  record::copies = 0;
  {
    // [solution_used]
    std::size_t count = 0;
    for (record const& each : copying(page(10))) count += sizeof(each);
    check(record::copies == 20);
    record::copies = 0;
    for (record const& each : moving(page(10))) count += sizeof(each);
    check(record::copies == 0);
    // [/solution_used]
    check(count == 20 * sizeof(record));
  }
}
