// What is known, what waits, and what is left out.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

namespace crawler {

enum class page_kind { html, other, redirect, broken };

struct page {
  std::string url;
  std::size_t depth = 0;
  page_kind kind = page_kind::html;
  int status = 0;                    // 0: no answer
  std::string title{};               // of HTML; else the type, or what is wrong
  std::vector<std::string> links{};  // normalised, each once; of a redirect the one that it leads to
  bool cut = false;                  // too long: the links at its end are not known
};

// A page to fetch.
struct target {
  std::string url;
  std::size_t depth;
};

struct limits {
  std::size_t pages = 100;
  std::size_t depth = 5;     // links from the start
  std::size_t queue = 1000;  // pages that wait
};

// What has become of the links: `found` is the sum of the others.
struct link_counts {
  std::size_t found = 0;  // each once in a page
  std::size_t followed = 0;
  std::size_t known = 0;  // followed already, from elsewhere
  std::size_t elsewhere = 0;
  std::size_t not_web = 0;
  std::size_t too_deep = 0;
  std::size_t too_many = 0;    // more than limits::pages
  std::size_t queue_full = 0;  // more than limits::queue
};

// The pages of one site that wait to be fetched, each of them once. Memory: an address for each page, at most
// limits::pages, and a pointer for each link between them.
class frontier {
 public:
  frontier(std::string const& start, limits most);

  bool empty() const { return waiting_.empty(); }
  // All that wait at the lowest depth; so what a redirect leads to comes before what is one link further away.
  std::vector<target> next_round();
  // Notes the links of a page that has been fetched.
  void add(page const& visited);

  link_counts const& counts() const { return counts_; }
  // The pages with a link to a page.
  std::vector<std::string> linked_from(std::string const& url) const;

 private:
  std::string const site_;
  limits const most_;
  std::unordered_map<std::string, std::vector<std::string const*>> known_;  // and the pages with a link to it
  std::map<std::size_t, std::vector<target>> waiting_;                      // by depth
  std::size_t waiting_count_ = 0;
  link_counts counts_;
};

}  // namespace crawler
