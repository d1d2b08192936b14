// SPDX-License-Identifier: BSL-1.0

// The module of cogen, all but cogen::arrow: `import cogen;` in place of every <cogen/...> header. Its names are those of
// the headers, so some files of a program may import and others include. A module exports no macros: COGEN_VERSION_* and
// the rest are had by #include <cogen/config.hpp>, and what sets COGEN_DEBUG or its like must set it for this file too.
module;

#include <cogen.hpp>
#include <cogen/pace.hpp>
#include <cogen/pagination.hpp>
#include <cogen/parallel.hpp>
#include <cogen/scheduler.hpp>

export module cogen;

export namespace cogen {

// Generators, what every source has, and the errors.
using cogen::co_invoke;
using cogen::from;
using cogen::generator;
using cogen::generator_error;
using cogen::generator_exit;
using cogen::generator_ignored_exit;
using cogen::generator_no_result;
using cogen::generator_not_started;
using cogen::generator_running;
using cogen::generator_state;
using cogen::iter;
using cogen::iter_t;
using cogen::iterable;
using cogen::iterator_misused;
using cogen::make;
using cogen::pull_range;
using cogen::segmented;
using cogen::source;
using cogen::value_t;

// Sources.
using cogen::call_until;
using cogen::call_until_source;
using cogen::chunks_source;
using cogen::count;
using cogen::count_source;
using cogen::cycle;
using cogen::cycle_source;
using cogen::float_count_source;
using cogen::iterate;
using cogen::iterate_source;
using cogen::lines;
using cogen::lines_source;
using cogen::located;
using cogen::located_page;
using cogen::located_t;
using cogen::paginate;
using cogen::paginate_options;
using cogen::paginate_source;
using cogen::range;
using cogen::range_source;
using cogen::read_chunks;
using cogen::repeat;
using cogen::repeat_source;

// Adaptors.
using cogen::accumulate;
using cogen::accumulate_source;
using cogen::batch;
using cogen::batch_by;
using cogen::batch_by_source;
using cogen::batch_source;
using cogen::chain;
using cogen::chain_from;
using cogen::chain_source;
using cogen::combinations;
using cogen::combinations_with_replacement;
using cogen::compress;
using cogen::compress_source;
using cogen::drop;
using cogen::drop_while;
using cogen::drop_while_source;
using cogen::enumerate;
using cogen::enumerate_source;
using cogen::filter;
using cogen::filter_false;
using cogen::filter_map;
using cogen::filter_map_source;
using cogen::filter_source;
using cogen::flatten;
using cogen::flatten_source;
using cogen::group_by;
using cogen::group_by_source;
using cogen::group_source;
using cogen::inspect;
using cogen::inspect_source;
using cogen::interleave;
using cogen::interleave_source;
using cogen::islice;
using cogen::islice_source;
using cogen::map;
using cogen::map_source;
using cogen::merge;
using cogen::merge_from;
using cogen::merge_source;
using cogen::padded;
using cogen::padded_source;
using cogen::pairwise;
using cogen::pairwise_source;
using cogen::peekable;
using cogen::peekable_source;
using cogen::permutations;
using cogen::permutations_source;
using cogen::picks_source;
using cogen::powerset;
using cogen::product;
using cogen::product_source;
using cogen::progress;
using cogen::progress_options;
using cogen::progress_report;
using cogen::progress_source;
using cogen::round_robin;
using cogen::round_robin_source;
using cogen::sliding_window;
using cogen::sliding_window_source;
using cogen::split_when;
using cogen::split_when_source;
using cogen::spy;
using cogen::spy_source;
using cogen::starmap;
using cogen::strict;
using cogen::strict_t;
using cogen::tail;
using cogen::tail_source;
using cogen::take;
using cogen::take_source;
using cogen::take_until;
using cogen::take_until_source;
using cogen::take_while;
using cogen::take_while_source;
using cogen::tee;
using cogen::tee_source;
using cogen::unique_everseen;
using cogen::unique_everseen_source;
using cogen::unique_justseen;
using cogen::unique_justseen_source;
using cogen::zip;
using cogen::zip_longest;
using cogen::zip_longest_source;
using cogen::zip_source;
using cogen::zip_strict;

// Sinks.
using cogen::all;
using cogen::any;
using cogen::consume;
using cogen::first;
using cogen::fold;
using cogen::for_each;
using cogen::join;
using cogen::last;
using cogen::length;
using cogen::max;
using cogen::min;
using cogen::minmax;
using cogen::minmax_result;
using cogen::none;
using cogen::nth;
using cogen::partition;
using cogen::partitioned;
using cogen::sum;
using cogen::to;

// Pagination.
using cogen::any_origin;
using cogen::any_origin_t;
using cogen::by_cursor;
using cogen::by_cursor_header;
using cogen::by_link_header;
using cogen::by_offset;
using cogen::by_page_number;
using cogen::by_url;
using cogen::pagination_error;
using cogen::until_empty;

// Pace.
using cogen::rate_limit;
using cogen::rate_limit_source;
using cogen::rate_limited;
using cogen::rate_limited_function;
using cogen::rate_limiter;
using cogen::rate_timing;
using cogen::retried;
using cogen::retry;
using cogen::retry_advice;
using cogen::retry_after;
using cogen::retry_attempt;
using cogen::retry_budget;
using cogen::retry_end;
using cogen::retry_give_up;
using cogen::retry_notice;
using cogen::retry_on;
using cogen::retry_policy;
using cogen::stop_flag;
using cogen::stopped;

// Threads and tasks.
using cogen::default_workers;
using cogen::parallel_map;
using cogen::parallel_map_source;
using cogen::parallel_options;
using cogen::parallel_statistics;
using cogen::prefetch;
using cogen::prefetch_source;
using cogen::scheduler;

}  // namespace cogen

export namespace cogen::pmr {
using cogen::pmr::generator;
}  // namespace cogen::pmr

// Found by the arguments: map(f) | filter(p), before there is a range.
export namespace cogen::detail {
using cogen::detail::operator|;
}  // namespace cogen::detail
