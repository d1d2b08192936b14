// The pipeline.
#pragma once

#include <cogen/generator.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>

#include "frontier.hpp"

namespace crawler {

struct crawl_options {
  std::size_t workers = 4;
  std::chrono::milliseconds delay{50};             // from one request to the next
  std::size_t attempts = 3;                        // for a page
  std::function<void(std::string const&)> note{};  // a page is tried again; called by all workers
};

// The pages of a site, breadth first, the same in the same order for any number of workers. `urls` knows where to begin,
// and must outlive it.
cogen::generator<page> crawl(frontier& urls, crawl_options options);

}  // namespace crawler
