#include "frontier.hpp"

#include <utility>

#include "url.hpp"

namespace crawler {

frontier::frontier(std::string const& start, limits most) : site_(site_of(start)), most_(most) {
  known_[start];
  waiting_[0].push_back({start, 0});
  waiting_count_ = 1;
}

std::vector<target> frontier::next_round() {
  auto lowest = waiting_.extract(waiting_.begin());
  waiting_count_ -= lowest.mapped().size();
  return std::move(lowest.mapped());
}

// [add]
void frontier::add(page const& visited) {
  std::string const* const from = &known_.find(visited.url)->first;
  std::size_t const depth = visited.depth + (visited.kind == page_kind::redirect ? 0 : 1);
  for (std::string const& link : visited.links) {
    ++counts_.found;
    if (auto const known = known_.find(link); known != known_.end()) {
      known->second.push_back(from);
      ++counts_.known;
    } else if (!is_web(link)) {
      ++counts_.not_web;
    } else if (site_of(link) != site_) {
      ++counts_.elsewhere;
    } else if (depth > most_.depth) {
      ++counts_.too_deep;
    } else if (known_.size() == most_.pages) {
      ++counts_.too_many;
    } else if (waiting_count_ == most_.queue) {
      ++counts_.queue_full;
    } else {
      known_[link].push_back(from);
      waiting_[depth].push_back({link, depth});
      ++waiting_count_;
      ++counts_.followed;
    }
  }
}
// [/add]

std::vector<std::string> frontier::linked_from(std::string const& url) const {
  std::vector<std::string> pages;
  for (std::string const* from : known_.at(url)) pages.push_back(*from);
  return pages;
}

}  // namespace crawler
