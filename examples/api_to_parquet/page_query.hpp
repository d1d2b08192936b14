// What a request asks the API for, and how the answer names its neighbours.
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>

#include <httplib.h>

#include "api_style.hpp"
#include "transaction.hpp"
#include "transactions_api.hpp"

namespace api_to_parquet {

// To be answered with 400.
struct bad_request : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct page_query {
  api_style style = api_style::page;
  std::uint64_t first_row = 0;  // of those that `since` leaves
  std::uint64_t size = 0;
  std::uint64_t page = 0;  // from 1
  std::optional<timestamp> since{};
};

// Reads the parameters. Throws bad_request that names the one that is wrong.
page_query read_query(httplib::Request const& request, transactions_api_options const& options);

// A page without its rows, in two parts: what stands before them and behind them. `total`: rows that `since` leaves.
struct page_frame {
  std::string before;
  std::string behind;
};
page_frame frame_of(page_query const& asked, std::uint64_t total, std::uint64_t seed);

// The Link header of the linked style.
std::string link_header(page_query const& asked, std::uint64_t total);

}  // namespace api_to_parquet
