// What a person sees.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "frontier.hpp"

namespace crawler {

class report {
 public:
  explicit report(std::string const& start);  // prints the head of the table

  void add(page const& visited);  // prints a row
  void finish(frontier const& urls, limits const& most) const;

 private:
  struct failure {
    std::string url;
    std::string why;
  };

  std::string const site_;
  std::map<page_kind, std::size_t> pages_;
  std::size_t cut_ = 0;
  std::vector<failure> broken_;
};

}  // namespace crawler
