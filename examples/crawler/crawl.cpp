#include "crawl.hpp"

#include <cogen/pace.hpp>
#include <cogen/parallel.hpp>

#include <fmt/format.h>

#include <utility>

#include "fetch.hpp"
#include "html.hpp"
#include "url.hpp"

namespace crawler {
namespace {

// A page as `get` brings it, or what is wrong with it.
template <class Get>
page visited(target const& wanted, Get const& get) {
  page made{.url = wanted.url, .depth = wanted.depth};
  try {
    answer const got = get(wanted.url);
    made.status = got.status;
    made.cut = got.cut;
    if (!got.location.empty()) {
      made.kind = page_kind::redirect;
      made.links.push_back(link_target(wanted.url, got.location));
    } else if (!got.html) {
      made.kind = page_kind::other;
      made.title = got.content_type.empty() ? "of no type" : got.content_type;
    } else {
      auto read = read_html(got.body, wanted.url);
      made.title = std::move(read.title);
      made.links = std::move(read.links);
    }
  } catch (fetch_error const& error) {
    made.kind = page_kind::broken;
    made.status = error.status();
    made.title = error.what();
  }
  return made;
}

cogen::retry_policy patience(crawl_options const& options) {
  cogen::retry_policy policy;
  policy.attempts = options.attempts;
  policy.longest_retry_after = std::chrono::seconds(30);
  policy.advice = cogen::retry_on<fetch_error>([](fetch_error const& error) {
    return cogen::retry_advice{.worth = error.worth_retry(), .retry_after = error.retry_after()};
  });
  policy.before_retry = [note = options.note](cogen::retry_notice const& notice) {
    auto const& failure = dynamic_cast<fetch_error const&>(notice.failure);
    note(fmt::format("{}: {}; trying again in {} ms", failure.url(), failure.what(), notice.wait.count()));
  };
  return policy;
}

}  // namespace

// [crawl]
cogen::generator<page> crawl(frontier& urls, crawl_options options) {
  // Each attempt waits for its turn, whichever worker makes it.
  auto const get = cogen::retry(cogen::rate_limited(fetch, 1, options.delay), patience(options));
  auto const visit = [&get](target const& wanted) { return visited(wanted, get); };
  while (!urls.empty()) {
    for (page&& made : urls.next_round() | cogen::parallel_map(visit, {.workers = options.workers})) {
      urls.add(made);
      co_yield std::move(made);
    }
  }
}
// [/crawl]

}  // namespace crawler
