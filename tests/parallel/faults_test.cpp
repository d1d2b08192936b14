// A pipeline, source | prefetch | parallel_map | batch | consumer, and everything in it that can throw does so, at each
// place in turn.
#include <cogen/adaptor/batch.hpp>
#include <cogen/parallel.hpp>

#include "parallel/failing_operators.hpp"
#include "parallel/support.hpp"
#include "parallel/threads.hpp"
#include "parallel/watchdog.hpp"
#include "support/catch.hpp"
#include "support/sources.hpp"
#include "support/tracked.hpp"

#include <algorithm>
#include <cstddef>
#include <exception>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

using support::counted;
using support::failing_allocations;

namespace {

constexpr int length = 14;
constexpr int in_a_batch = 3;

// An element with memory of its own.
class parcel {
 public:
  explicit parcel(int value) : object_(value), content_(std::make_unique<int>(value)) {}
  parcel(parcel&&) = default;
  parcel& operator=(parcel&&) = delete;

  [[nodiscard]] int value() const { return object_.value() == *content_ ? *content_ : -1; }

 private:
  support::move_only object_;
  std::unique_ptr<int> content_;
};

struct function_failed : std::runtime_error {
  function_failed() : std::runtime_error("the function fails") {}
};
struct size_failed : std::runtime_error {
  size_failed() : std::runtime_error("the size function fails") {}
};
struct consumer_failed : std::runtime_error {
  consumer_failed() : std::runtime_error("the consumer fails") {}
};

// The element, counted from 0, for which somebody throws; -1: nobody does.
struct faults {
  int source = -1;
  int size = -1;
  int function = -1;
  int consumer = -1;
};

struct shape {
  int ahead = 1;
  bool counts_bytes = false;
  cogen::parallel_options options{};

  [[nodiscard]] std::string text() const {
    return "prefetch(" + std::to_string(ahead) + (counts_bytes ? ", bytes" : "") + ") | parallel_map(" +
           std::to_string(options.workers) + " workers, window " + std::to_string(*options.window) +
           (options.ordered ? ")" : ", unordered)");
  }
};

std::vector<shape> shapes() {
  std::vector<shape> all;
  for (int const ahead : {1, 3, 20}) {
    for (std::size_t const workers : {1U, 3U}) {
      for (bool const ordered : {true, false}) {
        bool const counts_bytes = (ahead == 3) == ordered;
        all.push_back({ahead, counts_bytes, {.workers = workers, .window = 2 * workers, .ordered = ordered}});
      }
    }
  }
  return all;
}

struct outcome {
  outcome() {
    support::unfailing_allocations const scope;
    values.reserve(length);
    rest.reserve(length);
  }
  std::vector<int> values;  // that came before the exception
  std::vector<int> rest;    // and when the consumer asked again
  std::exception_ptr error;
};

template <class Pipeline>
void consume(Pipeline& batches, faults const& fail, std::vector<int>& values) {
  while (auto* const batch = batches.pull()) {
    for (parcel const& each : *batch) {
      if (static_cast<int>(values.size()) == fail.consumer) throw consumer_failed();
      values.push_back(each.value());
    }
  }
}

template <class Source>
void run_from(Source source, shape const& its, faults const& fail, outcome& seen) {
  auto const function = [&fail](parcel element) {
    support::dawdle(static_cast<unsigned>(element.value()) * 7919U);
    if (element.value() == fail.function) throw function_failed();
    return parcel(element.value());
  };
  auto batches = std::move(source) | cogen::parallel_map(function, its.options) | cogen::batch(in_a_batch);
  try {
    consume(batches, fail, seen.values);
  } catch (...) {
    seen.error = std::current_exception();
  }
  if (fail.consumer < 0 && !failing_allocations::happened()) consume(batches, {}, seen.rest);
}

// The pipeline's life from beginning to end; what its making throws is seen, too.
outcome run(support::watch& log, shape const& its, faults const& fail) {
  outcome seen;
  auto const size = [&fail](parcel const& element) {
    if (element.value() == fail.size) throw size_failed();
    return 10;
  };
  try {
    auto source = support::watched<parcel>(log, length, fail.source);
    if (its.counts_bytes) {
      run_from(std::move(source) | cogen::prefetch(its.ahead, size, 25), its, fail, seen);
    } else {
      run_from(std::move(source) | cogen::prefetch(its.ahead), its, fail, seen);
    }
  } catch (...) {
    seen.error = std::current_exception();
  }
  return seen;
}

template <class Error>
bool is(std::exception_ptr const& error) {
  if (error == nullptr) return false;
  try {
    std::rethrow_exception(error);
  } catch (Error const&) {
    return true;
  } catch (...) {
    return false;
  }
}

// All of `first ... ` are there, in order if they are asked for in order.
void check_all(shape const& its, std::vector<int> values, int count) {
  if (!its.options.ordered) std::sort(values.begin(), values.end());
  REQUIRE(values == counted(count));
}
// Some are, none twice.
void check_some(shape const& its, std::vector<int> values) {
  if (!its.options.ordered) std::sort(values.begin(), values.end());
  REQUIRE(std::is_sorted(values.begin(), values.end()));
  REQUIRE(std::adjacent_find(values.begin(), values.end()) == values.end());
  for (int const value : values) REQUIRE((value >= 0 && value < length));
}

// What every test does for each shape and each fault.
class trials {
 public:
  template <class Trial>
  void run(std::string const& what, Trial trial) {
    INFO(what);
    guard_.begins(what);
    support::lifetime_check check;
    support::watch log;
    trial(log, check);
    REQUIRE(log.destroyed == 1);
    REQUIRE(check->live == 0);
    REQUIRE(check->misused == 0);
    REQUIRE(support::threads_become(threads_));
  }

 private:
  support::watchdog guard_;
  std::size_t threads_ = support::threads_at_rest();
};

// The fault comes when all before is handed out: whole batches, and what was begun of the next with the next pull.
template <class Error>
void check_fault_in(int faults::* place, std::vector<shape> const& all) {
  trials each;
  for (shape const& its : all) {
    for (int at = 0; at != length; ++at) {
      each.run(its.text() + ", fails at " + std::to_string(at), [&](support::watch& log, auto&) {
        faults fail;
        fail.*place = at;
        auto seen = run(log, its, fail);
        REQUIRE(is<Error>(seen.error));
        REQUIRE(seen.values.size() % in_a_batch == 0);
        REQUIRE(seen.rest.size() < in_a_batch);
        seen.values.insert(seen.values.end(), seen.rest.begin(), seen.rest.end());
        if (its.options.ordered || place != &faults::function) {
          check_all(its, seen.values, at);
        } else {
          check_some(its, seen.values);
          REQUIRE(std::count(seen.values.begin(), seen.values.end(), at) == 0);
        }
      });
    }
  }
}

}  // namespace

TEST_CASE("a pipeline without faults hands out all and ends") {
  trials each;
  for (shape const& its : shapes()) {
    each.run(its.text(), [&](support::watch& log, auto&) {
      auto const seen = run(log, its, {});
      REQUIRE(seen.error == nullptr);
      check_all(its, seen.values, length);
    });
  }
}

TEST_CASE("what the source throws comes through the whole pipeline") {
  check_fault_in<support::source_failed>(&faults::source, shapes());
}

TEST_CASE("what the size function throws comes through the whole pipeline") {
  auto with_bytes = shapes();
  std::erase_if(with_bytes, [](shape const& its) { return !its.counts_bytes; });
  check_fault_in<size_failed>(&faults::size, with_bytes);
}

TEST_CASE("what the function throws comes through the whole pipeline") {
  check_fault_in<function_failed>(&faults::function, shapes());
}

TEST_CASE("a consumer who throws leaves nothing behind") {
  trials each;
  for (shape const& its : shapes()) {
    for (int at = 0; at != length; ++at) {
      each.run(its.text() + ", fails at " + std::to_string(at), [&](support::watch& log, auto&) {
        auto const seen = run(log, its, {.consumer = at});
        REQUIRE(is<consumer_failed>(seen.error));
        REQUIRE(static_cast<int>(seen.values.size()) == at);
        if (its.options.ordered) check_all(its, seen.values, at);
        check_some(its, seen.values);
      });
    }
  }
}

TEST_CASE("an element whose move throws anywhere in the pipeline leaves nothing behind") {
  trials each;
  for (shape const& its : shapes()) {
    int moves = 0;
    for (bool failed = true; failed; ++moves) {
      each.run(its.text() + ", move " + std::to_string(moves) + " fails", [&](support::watch& log, auto& check) {
        check->moves_before_throw = moves;
        auto const seen = run(log, its, {});
        failed = seen.error != nullptr;
        if (failed) {
          REQUIRE(is<support::move_failed>(seen.error));
          check_some(its, seen.values);
        } else {
          check_all(its, seen.values, length);
        }
      });
    }
    REQUIRE(moves == 4 * length + 1);  // into prefetch, parallel_map, the function, and the batch; and no fault
  }
}

TEST_CASE("an allocation that fails anywhere in the pipeline is told and leaves nothing behind") {
  trials each;
  for (shape const& its : shapes()) {
    for (bool const for_good : {false, true}) {
      int allocations = 0;
      for (bool failed = true; failed; ++allocations) {
        std::string const what =
            its.text() + ", allocation " + std::to_string(allocations) + (for_good ? " and all others fail" : " fails");
        each.run(what, [&](support::watch& log, auto&) {
          outcome seen;
          {
            failing_allocations const failing(allocations, for_good);
            seen = run(log, its, {});
            failed = failing_allocations::happened();
          }
          if (failed && seen.error != nullptr) {
            REQUIRE(is<std::bad_alloc>(seen.error));
            check_some(its, seen.values);
          } else {
            // The only one that may pass unnoticed is that for one more worker.
            if (failed) REQUIRE(its.options.workers > 1);
            check_all(its, seen.values, length);
          }
        });
      }
      REQUIRE(allocations > 2 * length);  // each element's and each result's content
    }
  }
}
