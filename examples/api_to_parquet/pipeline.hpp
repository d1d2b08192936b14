// The main job: pages of an HTTP API -> transactions -> batches -> record batches -> Parquet.
#pragma once

#include <cstddef>
#include <cstdint>

#include "job.hpp"

namespace api_to_parquet {

struct outcome {
  std::int64_t rows = 0;      // in files that are complete, those of earlier runs of the job included
  std::int64_t rejected = 0;  // bad rows that are not among them
  std::size_t parts = 0;      // files, if the job is done in parts
  std::int64_t earlier = 0;   // rows that were there before this run
  bool was_complete = false;  // before this run
};

// Runs the job; `so_far` tells also after an exception what there is. The rows are the same in both modes, with any
// number of workers, in one run or several. Lazy: memory is bounded by some pages, a batch and a row group. Eager: as one
// would without generators, everything is fetched, then converted, then written.
//
// Throws api_error for a page that can't be had, cogen::arrow::arrow_error and std::runtime_error for a file that can't be
// written, std::invalid_argument for a job that makes no sense, and interrupted. What was under the name of the output is
// as before then; of a job in parts the complete ones stay.
void run(job const& what, mode how, outcome& so_far);

}  // namespace api_to_parquet
