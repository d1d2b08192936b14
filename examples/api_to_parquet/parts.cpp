#include "parts.hpp"

#include <cogen/adaptor/batch.hpp>
#include <cogen/adaptor/take_until.hpp>
#include <cogen/arrow.hpp>
#include <cogen/generator.hpp>

#include <cstddef>
#include <exception>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "checkpoint.hpp"
#include "pages.hpp"
#include "rejected_rows.hpp"
#include "run_lock.hpp"
#include "transaction_columns.hpp"

namespace api_to_parquet {

using cogen::generator;

namespace {

std::string part_name(std::size_t index) { return fmt::format("part-{:05}.parquet", index); }

void refuse_what_is_there(cogen::arrow::destination const& output) {
  bool const there = output.is_local()
                         ? std::filesystem::exists(output.path()) && !std::filesystem::is_empty(output.path())
                         : output.exists();
  if (there) throw std::invalid_argument(fmt::format("output '{}' is there already and not empty", output.show()));
}

void make_directory(cogen::arrow::destination const& output) {
  if (!output.is_local()) return;
  std::error_code error;
  std::filesystem::create_directory(output.path(), error);
  if (error)
    throw std::runtime_error(fmt::format("cannot make the directory '{}': {}", output.show(), error.message()));
}

void save(checkpoint const& done, job const& what) {
  if (!what.checkpoint.empty()) done.save(what.checkpoint);
}

// Where the run before stopped, or the beginning, saved before anything is there.
checkpoint begin(job const& what, outcome& so_far) {
  if (!what.checkpoint.empty()) {
    if (auto saved = checkpoint::load(what.checkpoint)) {
      if (saved->identity != what.identity)
        throw std::invalid_argument(fmt::format("checkpoint '{}' is of another job: {}, not {}",
                                                what.checkpoint.string(), saved->identity, what.identity));
      for (auto const& [file, rows] : saved->parts) {
        if (!(what.output / file).exists())
          throw std::runtime_error(fmt::format("'{}', which checkpoint '{}' names, is not there",
                                               (what.output / file).show(), what.checkpoint.string()));
      }
      so_far.was_complete = saved->complete;
      return *std::move(saved);
    }
  }
  refuse_what_is_there(what.output);
  if (std::filesystem::exists(what.rejected_rows) && !std::filesystem::is_empty(what.rejected_rows))
    throw std::invalid_argument(
        fmt::format("quarantine '{}' is there already and not empty", what.rejected_rows.string()));
  checkpoint fresh;
  fresh.identity = what.identity;
  make_directory(what.output);
  save(fresh, what);
  return fresh;
}

// A failure is an end like any other, to be thrown when what has come is written: an API that fails often must not keep
// the job from getting on.
generator<located_page> until_failure(generator<located_page> pages, std::exception_ptr& failure) {
  try {
    for (located_page&& got : pages) co_yield std::move(got);
  } catch (...) {
    failure = std::current_exception();
  }
}

}  // namespace

void run_in_parts(client_pool* clients, job const& what, outcome& so_far) {
  run_lock const alone(what.checkpoint);
  checkpoint done = begin(what, so_far);
  so_far.earlier = done.rows;
  auto const report = [&] {
    so_far.rows = done.rows;
    so_far.rejected = done.rejected;
    so_far.parts = done.parts.size();
  };
  report();
  if (done.complete) return;
  make_directory(what.output);  // a run before this one may not have come so far
  // Those of the parts that the checkpoint names; what a killed run wrote behind them goes.
  rejected_rows rejected(what.rejected_rows, done.rejected_bytes, done.rejected);

  // [parts]
  std::exception_ptr failure;
  auto pages = until_failure(
      pages_from(clients, what, done.next, what.limit - static_cast<std::uint64_t>(done.rows), rejected), failure);
  while (!done.complete) {
    checkpoint behind = done;  // what will be done when this part is
    auto const part = part_name(done.parts.size());
    cogen::arrow::parquet_writer writer(what.output / part, transaction_columns().schema(), what.parquet);

    std::int64_t rows = 0;
    bool empty = true;
    auto const ends_part = [&](located_page const& got) {
      empty = false;
      rows += static_cast<std::int64_t>(got.page.rows.size());
      behind.next = got.next.value_or("");
      behind.complete = !got.next && got.next_known;
      if (!got.next) return behind.complete;  // if the next page is not known, to ask for it says why
      std::int64_t const fuller = rows + static_cast<std::int64_t>(what.from.page_size);
      return (what.max_rows_per_file != 0 && fuller > what.max_rows_per_file) ||
             (what.max_bytes_per_file != 0 && writer.bytes() >= what.max_bytes_per_file);
    };
    // `pages` is borrowed, and stands behind this part afterwards.
    for (auto&& batch : transactions(pages | cogen::take_until(ends_part))  //
                            | cogen::batch(what.batch_size)                 //
                            | cogen::arrow::record_batches(transaction_columns(done.batches))) {
      writer.write(*batch);
      ++behind.batches;
    }
    // [/parts]
    if (empty && !failure) throw std::logic_error("the pages ended without a last one");
    if (!empty) {
      behind.rejected_bytes = rejected.flush();
      behind.rejected = rejected.count();
      behind.rows += rows;
      behind.parts.push_back({part, rows});
      writer.close();
      save(behind, what);
      done = std::move(behind);
      report();
    }
    if (failure) std::rethrow_exception(failure);
  }
}

}  // namespace api_to_parquet
