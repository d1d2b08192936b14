// The styles of pagination that the API and its client know.
#pragma once

namespace api_to_parquet {

// How the API tells its pages apart.
enum class api_style {
  page,    // by their number, from 1
  offset,  // by the index of their first row
  cursor,  // by what the page before says
  link,    // by the URL in the Link header of the page before
};

}  // namespace api_to_parquet
