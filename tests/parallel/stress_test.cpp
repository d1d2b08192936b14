// Thousands of pipelines made up at random, with delays and faults at random places. Each has a number of its own:
// COGEN_STRESS_SEED=number is the first, COGEN_STRESS_RUNS says how many there are for each kind of elements. A failure
// tells its number.
#include "parallel/random_pipeline.hpp"
#include "parallel/threads.hpp"
#include "parallel/watchdog.hpp"
#include "support/catch.hpp"
#include "support/sources.hpp"
#include "support/tracked.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using support::in_sink;
using support::nowhere;
using support::pick;
using support::plan;
using support::stage;

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool sanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr bool sanitized = true;
#else
constexpr bool sanitized = false;
#endif
#else
constexpr bool sanitized = false;
#endif

unsigned from_environment(char const* name, unsigned otherwise) {
  char const* const given = std::getenv(name);
  return given != nullptr ? static_cast<unsigned>(std::strtoul(given, nullptr, 10)) : otherwise;
}

bool chance(std::mt19937& random, int one_in) { return pick(random, one_in - 1) == 0; }

support::pace random_pace(std::mt19937& random) {
  unsigned const often[] = {0, 0, 1, 2, 5};
  return {static_cast<unsigned>(random()), often[pick(random, 4)]};
}

stage random_stage(std::mt19937& random, int place) {
  using enum stage::kind;
  stage::kind const kinds[] = {
      prefetch, prefetch, prefetch_of_bytes, parallel_map, parallel_map, parallel_map, map,
      filter,   batches,  batches_ahead,     coroutine,    take,         pipelines,    parallel_map_of_pipelines};
  int const ahead[] = {1, 1, 2, 3, 5, 16, 17, 40};
  int const many_threads = chance(random, 4) ? 13 : 11;  // seldom, for they take long
  stage its{.what = kinds[pick(random, many_threads)], .place = place, .slow = random_pace(random)};
  its.window = pick(random, 8) + 1;
  switch (its.what) {
    case prefetch:
      its.n = ahead[pick(random, 7)];
      break;
    case prefetch_of_bytes:
      its.n = ahead[pick(random, 7)];
      break;
    case parallel_map:
      its.n = pick(random, 3) + 1;
      its.ordered = !chance(random, 3);
      break;
    case take:
      its.n = pick(random, 40);
      break;
    default:
      its.n = pick(random, 3) + 1;
  }
  return its;
}

// In one stage of six the function throws for some value.
void choose_fault(std::mt19937& random, stage& its, support::flow& out) {
  if (out.values.empty() || !chance(random, 6)) return;
  auto const at = static_cast<std::size_t>(pick(random, static_cast<int>(out.values.size()) - 1));
  its.fails_for = out.values[at];
  out.stops_at(its.fails_for, its.place);
}
void step_all(support::flow& out) {
  for (int& value : out.values) value = stage::stepped(value);
}

// What the stage makes of what comes in; chooses where it fails.
void pass(std::mt19937& random, stage& its, support::flow& out) {
  using enum stage::kind;
  switch (its.what) {
    case prefetch:
      break;
    case prefetch_of_bytes:
    case coroutine:
      choose_fault(random, its, out);
      break;
    case parallel_map:
    case parallel_map_of_pipelines:
    case map:
      if (!its.ordered) out.ordered = false;
      choose_fault(random, its, out);
      step_all(out);
      break;
    case filter:
      choose_fault(random, its, out);
      std::erase_if(out.values, [](int value) { return !stage::passes(value); });
      break;
    case batches:
    case batches_ahead:
      if (out.faults.empty()) break;
      if (out.ordered) out.values.resize(out.values.size() - out.values.size() % static_cast<std::size_t>(its.n));
      if (!out.ordered) out.complete = false;
      break;
    case pipelines: {
      std::vector<int> tripled;
      for (int const value : out.values) tripled.insert(tripled.end(), {3 * value, 3 * value + 1, 3 * value + 2});
      out.values = std::move(tripled);
      choose_fault(random, its, out);
      break;
    }
    case take:
      if (static_cast<std::size_t>(its.n) > out.values.size()) break;
      out.values.resize(static_cast<std::size_t>(its.n));
      out.faults.clear();
  }
}

plan random_plan(std::mt19937& random) {
  plan made{.length = pick(random, chance(random, 8) ? 200 : 40), .slow = random_pace(random)};
  made.expected.values = support::counted(made.length);
  if (chance(random, 5)) {
    made.source_fails_at = pick(random, made.length);
    made.expected.values.resize(static_cast<std::size_t>(made.source_fails_at));
    made.expected.faults = {0};
  }
  auto const wanted = static_cast<std::size_t>(pick(random, 4) + 1);
  bool threads = false;
  while (made.stages.size() < wanted || !threads) {
    stage its = random_stage(random, static_cast<int>(made.stages.size()) + 1);
    // Which values are taken of those that come in any order, nobody can say.
    if (its.what == stage::kind::take && !made.expected.ordered) continue;
    if (its.what == stage::kind::pipelines && made.expected.values.size() > 30) continue;
    threads = threads || its.what == stage::kind::prefetch || its.what == stage::kind::parallel_map;
    pass(random, its, made.expected);
    made.stages.push_back(its);
  }
  if (chance(random, 3)) made.leaves_after = pick(random, static_cast<int>(made.expected.values.size()) + 1);
  made.leaves_by_throw = chance(random, 2);
  made.left_to_another = chance(random, 4);
  made.takes_out = chance(random, 2);
  return made;
}

// As one would write it.
std::string text_of(plan const& its) {
  using enum stage::kind;
  char const* const names[] = {"prefetch",     "prefetch of bytes",
                               "parallel_map", "parallel_map of pipelines",
                               "map",          "filter",
                               "batches",      "batches ahead",
                               "pipelines",    "coroutine",
                               "take"};
  std::string text = std::to_string(its.length) + " numbers, fail at " + std::to_string(its.source_fails_at);
  for (stage const& each : its.stages) {
    text += std::string(" | ") + names[static_cast<int>(each.what)] + "(" + std::to_string(each.n) + ", " +
            std::to_string(each.window) + (each.ordered ? "" : ", unordered") + ", fails for " +
            std::to_string(each.fails_for) + ")";
  }
  return text + ", left after " + std::to_string(its.leaves_after) + (its.leaves_by_throw ? " by throw" : "") +
         (its.left_to_another ? " to another thread" : "");
}

struct outcome {
  std::vector<int> values;
  int fault = nowhere;
  bool ended = false;  // by a null, and then again
  std::thread::id destroyed_by = std::this_thread::get_id();
};

template <class Element>
void consume(support::any_source<Element>& pipeline, plan const& its, outcome& seen) {
  support::pace const slow = its.slow;
  for (;;) {
    if (static_cast<int>(seen.values.size()) == its.leaves_after) {
      if (its.leaves_by_throw) throw support::fault(in_sink);
      return;
    }
    Element* const element = pipeline.pull();
    if (element == nullptr) break;
    seen.values.push_back(element->value());
    if (its.takes_out) Element const taken = std::move(*element);
    slow.take_time(seen.values.back());
  }
  seen.ended = pipeline.pull() == nullptr;
}

template <class Element>
outcome run(plan const& its, support::numbers_log& log) {
  outcome seen;
  try {
    support::any_source<Element> pipeline(support::numbers<Element>(log, its.length, its.source_fails_at, its.slow));
    for (stage const& each : its.stages) pipeline = support::extended(std::move(pipeline), each);
    consume(pipeline, its, seen);
    if (its.left_to_another) {
      std::thread other([left = std::move(pipeline)]() mutable { auto const gone = std::move(left); });
      seen.destroyed_by = other.get_id();
      other.join();
    }
  } catch (support::fault const& error) {
    seen.fault = error.where;
  }
  return seen;
}

template <class Values>
Values sorted(Values values) {
  std::sort(values.begin(), values.end());
  return values;
}

// Nothing lost, nothing twice, all in its place.
void check_values(plan const& its, outcome const& seen) {
  auto expected = its.expected.values;
  bool const left = seen.fault == in_sink || (seen.fault == nowhere && !seen.ended);
  if (left) REQUIRE(static_cast<int>(seen.values.size()) == its.leaves_after);
  if (its.expected.ordered) {
    if (left) expected.resize(static_cast<std::size_t>(its.leaves_after));
    REQUIRE(seen.values == expected);
  } else if (left || !its.expected.complete) {
    auto const all = sorted(expected);
    auto const some = sorted(seen.values);
    REQUIRE(std::includes(all.begin(), all.end(), some.begin(), some.end()));
  } else {
    REQUIRE(sorted(seen.values) == sorted(expected));
  }
  if (left) {
    REQUIRE((seen.fault == in_sink) == its.leaves_by_throw);
  } else if (its.expected.faults.empty()) {
    REQUIRE(seen.fault == nowhere);
  } else {
    REQUIRE(std::count(its.expected.faults.begin(), its.expected.faults.end(), seen.fault) == 1);
  }
}

// The source was used by one thread, and destroyed once: by the thread that read ahead, or else the consumer's.
void check_source(plan const& its, outcome const& seen, support::numbers_log const& log) {
  REQUIRE(log.destroyed == 1);
  REQUIRE(log.one_thread);
  if (log.pulls == 0) return;
  auto const here = std::this_thread::get_id();
  if (its.has_thread_that_reads()) {
    REQUIRE(log.pulled_by != here);
    REQUIRE(log.destroyed_by == log.pulled_by);
  } else {
    REQUIRE(log.pulled_by == here);
    bool const by_consumer = log.destroyed_by == here || log.destroyed_by == seen.destroyed_by;
    REQUIRE(by_consumer);
  }
}

template <class Element>
void stress() {
  unsigned const first = from_environment("COGEN_STRESS_SEED", 1);
  unsigned const runs = from_environment("COGEN_STRESS_RUNS", sanitized ? 700 : 2000);
  support::watchdog guard;
  std::size_t const threads = support::threads_at_rest();
  for (unsigned number = first; number != first + runs; ++number) {
    std::mt19937 random(number);
    plan const its = random_plan(random);
    std::string const what =
        "COGEN_STRESS_SEED=" + std::to_string(number) + " COGEN_STRESS_RUNS=1, that is " + text_of(its);
    INFO(what);
    guard.begins(what);
    support::lifetime_check check;
    support::numbers_log log;
    outcome const seen = run<Element>(its, log);
    check_values(its, seen);
    check_source(its, seen, log);
    REQUIRE(check->live == 0);
    REQUIRE(check->misused == 0);
    REQUIRE(support::threads_become(threads));
  }
}

}  // namespace

TEST_CASE("random pipelines with faults lose nothing, repeat nothing and leave nothing behind") {
  stress<support::move_only>();
}

TEST_CASE("random pipelines of elements that synchronise nothing have no races") { stress<support::boxed>(); }
