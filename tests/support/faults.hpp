#pragma once

// Everything that can throw in a chain of tools does so, at each place in turn; what the chain gives then is compared with
// what its documentation promises. One file of a test program that includes this includes
// support/counting_operators.hpp.

#include <cogen/detail/pull_range.hpp>
#include <cogen/detail/slot.hpp>

#include "support/catch.hpp"
#include "support/counting.hpp"
#include "support/failing_allocations.hpp"
#include "support/tracked.hpp"

#include <algorithm>
#include <array>
#include <climits>
#include <concepts>
#include <cstddef>
#include <memory>
#include <new>
#include <optional>
#include <string_view>
#include <thread>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace support {

/// Who throws.
enum class fault { source, function, copy, move, allocation };

/// What a chain does when somebody has thrown, once, and the consumer asks again.
enum class promise {
  never,    ///< nobody can throw in a pull
  whole,    ///< nothing is lost
  passed,   ///< at most the element at hand: the rest is as if that had never been there
  some,     ///< more may be lost, but what comes is right and in order
  refuses,  ///< what came before was right; it is at its end then, or throws again
  loose     ///< no promise but that nothing leaks, no dead object is used, and there is an end
};

struct source_fault {};
struct function_fault {};

/// The one fault of a trial.
class faults {
 public:
  /// What sources do in each pull, and functions that a chain is given.
  static void in_source() { count<source_fault>(source_left); }
  static void in_function() { count<function_fault>(function_left); }

  static inline int source_left = -1;    ///< so many pulls succeed; -1: all
  static inline int function_left = -1;  ///< so many calls succeed
  static inline int omitted = -1;        ///< the element that sources leave out
  static inline std::vector<int> given;  ///< by all sources, where `records`
  static inline bool records = false;

 private:
  template <class Error>
  static void count(int& left) {
    if (left == 0) throw Error();
    if (left > 0) --left;
  }
};

/// The source of `count` elements from `first` on. Throws before it has changed anything.
template <class Reference>
class faulty_source : public cogen::pull_range<faulty_source<Reference>> {
  using value = std::remove_cvref_t<Reference>;

 public:
  using reference = Reference;
  using value_type = value;

  faulty_source(int first, int count) : next_(first), end_(first + count) {}

  std::add_pointer_t<Reference> pull() {
    faults::in_source();
    if (next_ != end_ && next_ == faults::omitted) ++next_;
    if (next_ == end_) return nullptr;
    if (faults::records) faults::given.push_back(next_);
    return element_.fill([this] { return value(next_++); });
  }

 private:
  int next_;
  int end_;
  cogen::detail::slot<value> element_;
};

/// Elements to move from, and to look at.
inline auto giving(int first = 1, int count = 9) { return faulty_source<tracked&&>(first, count); }
inline auto lending(int first = 1, int count = 9) { return faulty_source<tracked const&>(first, count); }

/// Notes what an element is, whatever it is made of.
template <class Element>
void describe(std::vector<int>& seen, Element const& element) {
  if constexpr (requires { Element::moved_from; }) {
    seen.push_back(element.value());
  } else if constexpr (std::integral<Element>) {
    seen.push_back(static_cast<int>(element));
  } else if constexpr (std::convertible_to<Element const&, std::string_view>) {
    std::string_view const text = element;
    seen.insert(seen.end(), {static_cast<int>(text.size()), text.empty() ? 0 : text.back()});
  } else if constexpr (requires { element.begin(); }) {
    for (auto const& each : element) describe(seen, each);
  } else if constexpr (requires { element.number; }) {
    seen.push_back(element.number);
  } else {
    std::apply([&seen](auto const&... each) { (describe(seen, each), ...); }, element);
  }
}

/// A chain whose type nobody needs to know.
class stream {
 public:
  stream() = default;
  stream(stream const&) = delete;
  stream& operator=(stream const&) = delete;
  virtual ~stream() = default;
  /// Notes the next element; false at the end.
  virtual bool pull(std::vector<int>& seen) = 0;
};
template <class Source, class Before>
class stream_of : public stream {
 public:
  stream_of(Source source, Before before) : source_(std::move(source)), before_(before) {}
  bool pull(std::vector<int>& seen) override {
    before_(source_);
    auto* const element = source_.pull();
    if (element == nullptr) return false;
    describe(seen, *element);
    return true;
  }

 private:
  Source source_;
  Before before_;
};

/// `before(source)` is called before each pull.
template <class Source, class Before>
std::unique_ptr<stream> open(Source source, Before before) {
  return std::make_unique<stream_of<Source, Before>>(std::move(source), before);
}
template <class Source>
std::unique_ptr<stream> open(Source source) {
  return open(std::move(source), [](Source&) {});
}

/// A row of a table of chains.
struct chain {
  char const* name;
  std::unique_ptr<stream> (*make)();
  promise source;
  promise function;
  promise copy;
  promise move;
  promise allocation;

  [[nodiscard]] promise on(fault who) const {
    return std::array{source, function, copy, move, allocation}[static_cast<std::size_t>(who)];
  }
};

namespace detail {

struct trial {
  trial() {
    unfailing_allocations const scope;
    seen.reserve(4096);
    ends.reserve(4096);
  }

  std::vector<int> seen;
  std::vector<std::size_t> ends;  // of the elements, in `seen`
  bool made = false;
  bool happened = false;  // the fault
  bool told = false;      // by the right exception
  bool ended = false;     // not by an exception
  bool leaks = false;

  [[nodiscard]] bool same(trial const& other) const { return seen == other.seen && ends == other.ends; }
  [[nodiscard]] bool begins(trial const& other) const {
    return seen.size() <= other.seen.size() && std::equal(seen.begin(), seen.end(), other.seen.begin()) &&
           ends.size() <= other.ends.size() && std::equal(ends.begin(), ends.end(), other.ends.begin());
  }
  [[nodiscard]] std::vector<int> element(std::size_t index) const {
    auto const at = [this](std::size_t end) { return seen.begin() + static_cast<std::ptrdiff_t>(end); };
    return {at(index == 0 ? 0 : ends[index - 1]), at(ends[index])};
  }
  [[nodiscard]] bool is_part_of(trial const& other) const {
    std::size_t found = 0;
    for (std::size_t i = 0; i != other.ends.size() && found != ends.size(); ++i) {
      if (element(found) == other.element(i)) ++found;
    }
    return found == ends.size();
  }
};

class arming {
 public:
  // Nobody is to throw unless `who` is somebody.
  arming(lifetime_check const& lives, std::optional<fault> who, int at)
      : lives_(&lives), failing_(who == fault::allocation ? at : INT_MAX, false) {
    faults::source_left = who == fault::source ? at : -1;
    faults::function_left = who == fault::function ? at : -1;
    lives->copies_before_throw = who == fault::copy ? at : -1;
    lives->moves_before_throw = who == fault::move ? at : -1;
  }
  arming(arming const&) = delete;
  arming& operator=(arming const&) = delete;
  ~arming() { disarm(); }
  void disarm() {
    faults::source_left = faults::function_left = -1;
    (*lives_)->copies_before_throw = (*lives_)->moves_before_throw = -1;
    failing_allocations::disarm();
  }

 private:
  lifetime_check const* lives_;
  failing_allocations failing_;
};

// Whether this is what `who` throws; to be called in a handler.
inline bool threw(fault who) {
  try {
    throw;
  } catch (source_fault const&) {
    return who == fault::source;
  } catch (function_fault const&) {
    return who == fault::function;
  } catch (copy_failed const&) {
    return who == fault::copy;
  } catch (move_failed const&) {
    return who == fault::move;
  } catch (std::bad_alloc const&) {
    return who == fault::allocation;
  } catch (...) {
    return false;
  }
}

// The life of a chain with a consumer who asks again after an exception, a few times.
inline void live(chain const& tested, arming& armed, std::optional<fault> who, trial& result) {
  std::unique_ptr<stream> made;
  for (int exceptions = 0; exceptions != 4; ++exceptions) {
    try {
      if (made == nullptr) made = tested.make();
      result.made = true;
      while (made->pull(result.seen)) result.ends.push_back(result.seen.size());
      result.ended = true;
      return;
    } catch (...) {
      if (!result.happened) result.told = who && threw(*who);
      result.happened = true;
      armed.disarm();
      result.seen.resize(result.ends.empty() ? 0 : result.ends.back());
      if (!result.made) return;
    }
  }
}

// On a thread of its own, since the pool of frames is a thread's.
inline trial run(chain const& tested, std::optional<fault> who = std::nullopt, int at = 0) {
  trial result;
  lifetime_check const lives;
  allocation_count const count;
  std::thread([&] {
    arming armed(lives, who, at);
    live(tested, armed, who, result);
  }).join();
  result.leaks = count.allocations() != count.deallocations() || lives->live != 0 || lives->misused != 0;
  return result;
}

// `expected` is what comes without a fault, and then what comes without one of the elements, for each of them.
inline bool keeps(promise promised, trial const& seen, std::vector<trial> const& expected) {
  auto const any = [&expected](auto is) { return std::any_of(expected.begin(), expected.end(), is); };
  switch (promised) {
    case promise::never:
      return false;
    case promise::whole:
      return seen.ended && seen.same(expected.front());
    case promise::passed:
      return seen.ended && any([&](trial const& other) { return seen.same(other); });
    case promise::some:
      return seen.ended && any([&](trial const& other) { return seen.is_part_of(other); });
    case promise::refuses:
      return seen.begins(expected.front());
    case promise::loose:
      return true;
  }
  return false;
}

}  // namespace detail

/// Lets everything fail in a chain, and compares what it does with what it promises.
inline void check_faults(chain const& tested) {
  INFO(tested.name);
  faults::given.clear();
  faults::records = true;
  static_cast<void>(detail::run(tested));  // warms up: what stays allocated from here on has leaked
  faults::records = false;
  std::vector<detail::trial> expected{detail::run(tested)};
  REQUIRE(expected.front().ended);
  REQUIRE_FALSE(expected.front().leaks);
  for (int const element : faults::given) {
    faults::omitted = element;
    expected.push_back(detail::run(tested));
  }
  faults::omitted = -1;
  for (fault const who : {fault::source, fault::function, fault::copy, fault::move, fault::allocation}) {
    int in_pulls = 0;
    for (int at = 0;; ++at) {
      auto const seen = detail::run(tested, who, at);
      INFO("fault " << static_cast<int>(who) << " at " << at);
      REQUIRE_FALSE(seen.leaks);
      if (!seen.happened) {
        REQUIRE(seen.same(expected.front()));
        break;
      }
      REQUIRE(seen.told);
      if (!seen.made) continue;
      ++in_pulls;
      if (!detail::keeps(tested.on(who), seen, expected)) {
        CAPTURE(seen.seen, expected.front().seen, seen.ended);
        FAIL_CHECK("broken promise");
        break;
      }
    }
    INFO("fault " << static_cast<int>(who) << " came in " << in_pulls << " pulls");
    CHECK((in_pulls == 0) == (tested.on(who) == promise::never));
  }
}

}  // namespace support
