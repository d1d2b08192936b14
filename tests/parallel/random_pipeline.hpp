#pragma once

// Pipelines made up at random of the parallel tools and some others, and what must come out of them.

#include <cogen/adaptor.hpp>
#include <cogen/generator.hpp>
#include <cogen/parallel.hpp>
#include <cogen/sink.hpp>
#include <cogen/source.hpp>

#include "support/sources.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace support {

/// An element that synchronises nothing, as a tracked one does with its mutex: if a tool does not either when it hands
/// it over, the thread sanitizer sees it.
class boxed {
 public:
  explicit boxed(int value) : value_(std::make_unique<int>(value)) {}
  [[nodiscard]] int value() const { return *value_; }

 private:
  std::unique_ptr<int> value_;
};

/// A source of one type, whatever stands behind it, so that a pipeline can be made at run time.
template <class Element>
class any_source : public cogen::pull_range<any_source<Element>> {
 public:
  using reference = Element&&;

  template <cogen::source Source>
    requires(!std::is_same_v<Source, any_source>)
  explicit any_source(Source source) : behind_(std::make_unique<holder<Source>>(std::move(source))) {}

  Element* pull() { return behind_->pull(); }

 private:
  struct base {
    base() = default;
    base(base const&) = delete;
    base& operator=(base const&) = delete;
    virtual ~base() = default;
    virtual Element* pull() = 0;
  };
  template <class Source>
  struct holder : base {
    explicit holder(Source given) : source(std::move(given)) {}
    Element* pull() override { return source.pull(); }
    Source source;
  };

  std::unique_ptr<base> behind_;
};

/// Where an exception comes from: the source is 0, the stages follow.
inline constexpr int nowhere = -1;
inline constexpr int in_sink = 100;
struct fault : std::runtime_error {
  explicit fault(int place) : std::runtime_error("a fault in place " + std::to_string(place)), where(place) {}
  int where;
};

inline unsigned mixed(unsigned value) {
  value = (value ^ (value >> 16)) * 0x7feb352dU;
  value = (value ^ (value >> 15)) * 0x846ca68bU;
  return value ^ (value >> 16);
}

/// How long one takes over an element: mostly no time, sometimes a few turns of the others, or up to 100 microseconds.
struct pace {
  unsigned noise = 0;
  unsigned often = 0;  ///< of 16 elements

  void take_time(int value) const {
    unsigned const random = mixed(noise + static_cast<unsigned>(value));
    if (random % 16 >= often) return;
    if ((random >> 4) % 4 == 0) {
      std::this_thread::sleep_for(std::chrono::microseconds((random >> 8) % 101));
    } else {
      for (unsigned turns = (random >> 8) % 8; turns != 0; --turns) std::this_thread::yield();
    }
  }
};

/// What became of a `numbers`. Nothing in here is atomic: that it is used by one thread at a time, and looked at when
/// that is done, is the tools' business.
struct numbers_log {
  int pulls = 0;
  int destroyed = 0;
  bool one_thread = true;
  std::thread::id pulled_by;
  std::thread::id destroyed_by;
};

/// The source 0, 1, ..., length - 1, which throws in place of one of them.
template <class Element>
class numbers : public cogen::pull_range<numbers<Element>> {
 public:
  using reference = Element&&;

  numbers(numbers_log& log, int length, int fails_at, pace slow)
      : log_(&log), length_(length), fails_at_(fails_at), slow_(slow) {}
  numbers(numbers&& other) noexcept
      : log_(std::exchange(other.log_, nullptr)),
        length_(other.length_),
        fails_at_(other.fails_at_),
        slow_(other.slow_) {}
  numbers& operator=(numbers&&) = delete;
  ~numbers() {
    if (log_ == nullptr) return;
    log_->destroyed_by = std::this_thread::get_id();
    ++log_->destroyed;
  }

  Element* pull() {
    auto const here = std::this_thread::get_id();
    if (log_->pulls++ != 0 && log_->pulled_by != here) log_->one_thread = false;
    log_->pulled_by = here;
    slow_.take_time(next_);
    if (next_ == fails_at_) throw fault(0);
    if (next_ == length_) return nullptr;
    element_.emplace(next_++);
    return &*element_;
  }

 private:
  numbers_log* log_;
  int length_;
  int fails_at_;
  pace slow_;
  int next_ = 0;
  std::optional<Element> element_;
};

/// One stage of a pipeline, with what it needs to know.
struct stage {
  enum class kind {
    prefetch,
    prefetch_of_bytes,
    parallel_map,
    parallel_map_of_pipelines,  ///< the function runs a pipeline of its own
    map,
    filter,
    batches,
    batches_ahead,  ///< whole batches are handed from one thread to another
    pipelines,      ///< each element becomes three, from a pipeline of its own
    coroutine,
    take,
  };

  kind what;
  int place;
  int n = 1;       ///< elements: ahead, in a batch, to take; or workers
  int window = 1;  ///< or most bytes
  bool ordered = true;
  int fails_for = -1;  ///< the function throws for this value
  pace slow{};

  void meet(int value) const {
    slow.take_time(value);
    if (value == fails_for) throw fault(place);
  }
  // Chosen so that no two values become the same.
  static int stepped(int value) { return 3 * value + 1; }
  static bool passes(int value) { return mixed(static_cast<unsigned>(value)) % 4 != 0; }
  [[nodiscard]] cogen::parallel_options options() const {
    return {.workers = static_cast<std::size_t>(n), .window = static_cast<std::size_t>(window), .ordered = ordered};
  }
};

template <class Element>
cogen::generator<Element> passed_on(any_source<Element> elements, stage its) {
  while (auto* const element = elements.pull()) {
    its.meet(element->value());
    co_yield std::move(*element);
  }
}

/// The pipeline with one more stage.
template <class Element>
any_source<Element> extended(any_source<Element> source, stage const& its) {
  using enum stage::kind;
  auto const step = [its](Element element) {
    its.meet(element.value());
    return Element(stage::stepped(element.value()));
  };
  auto const size = [its](Element const& element) {
    its.meet(element.value());
    return element.value() % 5;
  };
  auto const passes = [its](Element const& element) {
    its.meet(element.value());
    return stage::passes(element.value());
  };
  auto const step_inside = [its](Element element) {
    auto const part = [&](int index) {
      if (index == 2) its.meet(element.value());
      return index == 3 ? element.value() : 0;
    };
    long const whole = cogen::range(5) | cogen::prefetch(2) |
                       cogen::parallel_map(part, {.workers = 2, .window = 3, .ordered = false}) | cogen::sum;
    return Element(stage::stepped(static_cast<int>(whole)));
  };
  auto const three = [its](Element element) {
    auto const one = [its, first = 3 * element.value()](int index) {
      its.meet(first + index);
      return Element(first + index);
    };
    return cogen::range(3) | cogen::parallel_map(one, its.options()) | cogen::prefetch(1);
  };
  auto const made = [](auto next) { return any_source<Element>(std::move(next)); };
  switch (its.what) {
    case prefetch:
      return made(std::move(source) | cogen::prefetch(its.n));
    case prefetch_of_bytes:
      return made(std::move(source) | cogen::prefetch(its.n, size, its.window));
    case parallel_map:
      return made(std::move(source) | cogen::parallel_map(step, its.options()));
    case parallel_map_of_pipelines:
      return made(std::move(source) | cogen::parallel_map(step_inside, its.options()));
    case map:
      return made(std::move(source) | cogen::map(step));
    case filter:
      return made(std::move(source) | cogen::filter(passes));
    case batches:
      return made(std::move(source) | cogen::batch(its.n) | cogen::flatten);
    case batches_ahead:
      return made(std::move(source) | cogen::batch(its.n) | cogen::prefetch(its.window) | cogen::flatten);
    case pipelines:
      return made(std::move(source) | cogen::map(three) | cogen::flatten);
    case coroutine:
      return made(passed_on(std::move(source), its));
    case take:
      return made(std::move(source) | cogen::islice(its.n));
  }
  throw std::logic_error("no such stage");
}

/// What comes out of a pipeline.
struct flow {
  std::vector<int> values;
  bool ordered = true;      ///< the values come in this order
  bool complete = true;     ///< all of them come; otherwise some
  std::vector<int> faults;  ///< then one of these, if there are any

  /// A stage that meets each value in turn throws for this one.
  void stops_at(int value, int place) {
    auto const at = std::find(values.begin(), values.end(), value);
    values.erase(at, ordered ? values.end() : at + 1);
    if (complete) faults.clear();  // which would have come behind all values
    faults.push_back(place);
    if (!ordered) complete = false;
  }
};

/// A pipeline, and its consumer, who may leave early.
struct plan {
  int length;
  int source_fails_at = -1;
  pace slow{};
  std::vector<stage> stages{};
  int leaves_after = -1;  ///< so many elements
  bool leaves_by_throw = false;
  bool left_to_another = false;  ///< thread, which destroys the pipeline
  bool takes_out = false;        ///< moves the elements out
  flow expected{};

  [[nodiscard]] bool has_thread_that_reads() const {
    return std::any_of(stages.begin(), stages.end(), [](stage const& its) {
      return its.what == stage::kind::prefetch || its.what == stage::kind::prefetch_of_bytes ||
             its.what == stage::kind::batches_ahead;
    });
  }
};

}  // namespace support
