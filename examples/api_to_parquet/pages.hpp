// The pages of the API, in order, one after the other or side by side; and the rows in them.
#pragma once

#include <cogen/generator.hpp>
#include <cogen/source/paginate.hpp>

#include <cstdint>
#include <string>
#include <utility>

#include "client_pool.hpp"
#include "job.hpp"
#include "rejected_rows.hpp"

namespace api_to_parquet {

// With the request for the page behind it: where to resume once the page has been dealt with.
using located_page = cogen::located_page<page, std::string>;

// The pages of a job from `at` on (empty: from the first), no more than `most` rows in them. Each is told to
// what.on_rows, and its bad rows to `rejected`. `clients` is not needed for synthetic rows.
cogen::generator<located_page> pages_from(client_pool* clients, job const& what, std::string at, std::uint64_t most,
                                          rejected_rows& rejected);

// [stages]
// The rows of all pages. A page goes through as one window: no coroutine is resumed for a row, and no row is copied.
template <class Pages>
cogen::generator<transaction> transactions(Pages pages) {
  for (located_page&& got : pages) {
    co_yield cogen::from(std::move(got.page.rows));
  }
}
// [/stages]

}  // namespace api_to_parquet
