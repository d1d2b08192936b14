#include "report.hpp"

#include <cogen.hpp>

#include <fmt/format.h>

#include <cstdio>
#include <string_view>

#include "../support/command_line.hpp"

#include "fetch.hpp"
#include "html.hpp"
#include "url.hpp"

namespace crawler {

report::report(std::string const& start) : site_(site_of(start)) {
  fmt::print("{}\n\nstatus  depth  links  {:<24}  title\n", start, "path");
}

void report::add(page const& visited) {
  ++pages_[visited.kind];
  if (visited.cut) ++cut_;
  if (visited.kind == page_kind::broken) broken_.push_back({visited.url, visited.title});
  std::string title = visited.title;
  if (visited.kind == page_kind::redirect) {
    std::string_view const to = visited.links.front();
    title = "-> " + one_line(site_of(to) == site_ ? path_of(to) : to);
  }
  fmt::print("{:>6}  {:>5}  {:>5}  {:<24}  {}\n", visited.status != 0 ? std::to_string(visited.status) : "none",
             visited.depth, visited.links.size(), path_of(visited.url), title);
  flush_stdout();
}

void report::finish(frontier const& urls, limits const& most) const {
  auto const of = [this](page_kind kind) {
    auto const found = pages_.find(kind);
    return found != pages_.end() ? found->second : 0;
  };
  std::size_t const pages = of(page_kind::html) + of(page_kind::other) + of(page_kind::redirect) + broken_.size();
  fmt::print("\n{} pages: {} of HTML, {} of other types, {} redirects, {} broken\n", pages, of(page_kind::html),
             of(page_kind::other), of(page_kind::redirect), broken_.size());

  link_counts const& links = urls.counts();
  fmt::print("{} links: {} followed, {} to the same pages, {} left out\n", links.found, links.followed, links.known,
             links.found - links.followed - links.known);
  auto const left_out = [](std::size_t count, std::string const& why) {
    if (count != 0) fmt::print("{:>6}  {}\n", count, why);
  };
  left_out(links.elsewhere, "to other hosts");
  left_out(links.not_web, "that are not http or https");
  left_out(links.too_deep, fmt::format("deeper than {} (--max-depth)", most.depth));
  left_out(links.too_many, fmt::format("to more than {} pages (--max-pages)", most.pages));
  left_out(links.queue_full, fmt::format("when {} pages waited (--max-queue)", most.queue));
  if (cut_ != 0)
    fmt::print("{} pages are longer than {} MiB: links behind that are not known\n", cut_, longest_page >> 20U);

  if (!broken_.empty()) fmt::print("\nBroken:\n");
  for (failure const& each : broken_) {
    auto const path = [](std::string const& url) { return std::string(path_of(url)); };
    fmt::print("  {}: {}\n      linked from {}\n", path_of(each.url), each.why,
               urls.linked_from(each.url) | cogen::map(path) | cogen::join(", "));
  }
}

}  // namespace crawler
