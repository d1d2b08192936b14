// A job in parts: files that are published one by one, and a checkpoint that says how far they go.
#pragma once

#include "client_pool.hpp"
#include "job.hpp"
#include "pipeline.hpp"

namespace api_to_parquet {

// As run(), for a job in parts. Output is a directory, with part-00000.parquet and so on. A part has whole pages; it ends
// when another page might not fit into what.max_rows_per_file, or with the page that fills what.max_bytes_per_file.
//
// With a checkpoint, a run that was ended at any moment, be it by SIGKILL, is finished by the next: no row is lost, none
// is doubled. Throws `interrupted` when the part at hand is published.
void run_in_parts(client_pool* clients, job const& what, outcome& so_far);

}  // namespace api_to_parquet
