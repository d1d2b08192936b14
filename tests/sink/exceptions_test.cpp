// Everything that can throw in a sink does so, at each place in turn: see support/faults.hpp.
#include <cogen/adaptor/map.hpp>
#include <cogen/sink.hpp>

#include "support/catch.hpp"
#include "support/faults.hpp"
#include "support/python.hpp"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using support::fault;
using support::faults;
using support::tracked;

namespace {

constexpr int count = 9;

// Three windows of three elements, which are the consumer's.
class windowed_source : public cogen::pull_range<windowed_source> {
 public:
  using reference = tracked&&;

  windowed_source() {
    elements_.reserve(count);
    for (int i = 1; i <= count; ++i) elements_.emplace_back(i);
  }

  tracked* pull() {
    faults::in_source();
    return next_ == elements_.size() ? nullptr : &elements_[next_++];
  }
  [[nodiscard]] std::span<tracked> segment(std::size_t most) {
    std::size_t const there = (elements_.size() - next_) % 3;
    std::size_t const taken = there < most ? there : most;
    return {elements_.data() + std::exchange(next_, next_ + taken), taken};
  }

 private:
  std::vector<tracked> elements_;
  std::size_t next_ = 0;
};

int number(tracked const& element) {
  faults::in_function();
  return element.value();
}
bool big(tracked const& element) { return number(element) > 5; }
std::string text(tracked const& element) { return std::string(static_cast<std::size_t>(number(element)) * 10, 'x'); }

template <class Result>
void note(std::vector<int>& seen, Result const& result) {
  support::describe(seen, result);
}

//  what the sink makes of a borrowed source; whether it calls the function once an element
struct sink {
  char const* name;
  void (*run)(windowed_source& elements, std::vector<int>& seen);
  bool calls;
};
sink const sinks[] = {
    {"all", [](auto& elements, auto& seen) { note(seen, cogen::all(elements, number)); }, true},
    {"any", [](auto& elements, auto& seen) { note(seen, cogen::any(elements, big)); }, true},
    {"consume", [](auto& elements, auto&) { cogen::consume(elements); }, false},
    {"first", [](auto& elements, auto& seen) { note(seen, *cogen::first(elements)); }, false},
    {"fold",
     [](auto& elements, auto& seen) {
       note(seen, cogen::fold(elements, tracked(0), [](tracked&& total, tracked&& element) {
              return tracked(number(element) + total.value());
            }));
     },
     true},
    {"for_each",
     [](auto& elements, auto& seen) {
       cogen::for_each(elements, [&seen](tracked&& element) { seen.push_back(number(element)); });
     },
     true},
    {"join", [](auto& elements, auto& seen) { note(seen, cogen::join(cogen::map(elements, text), ", ")); }, true},
    {"last", [](auto& elements, auto& seen) { note(seen, *cogen::last(elements)); }, false},
    {"length", [](auto& elements, auto& seen) { note(seen, cogen::length(elements)); }, false},
    {"max", [](auto& elements, auto& seen) { note(seen, *cogen::max(elements, std::less<>(), number)); }, true},
    {"min", [](auto& elements, auto& seen) { note(seen, *cogen::min(elements, std::greater<>(), number)); }, true},
    {"minmax",
     [](auto& elements, auto& seen) {
       auto const found = cogen::minmax(elements, std::less<>(), number);
       note(seen, found->min);
       note(seen, found->max);
     },
     true},
    {"none", [](auto& elements, auto& seen) { note(seen, cogen::none(elements, big)); }, true},
    {"nth", [](auto& elements, auto& seen) { note(seen, *cogen::nth(elements, 4)); }, false},
    {"partition",
     [](auto& elements, auto& seen) {
       auto const parts = cogen::partition(elements, big);
       note(seen, parts.rejected);
       note(seen, parts.accepted);
     },
     true},
    {"sum", [](auto& elements, auto& seen) { note(seen, cogen::sum(cogen::map(elements, number))); }, true},
    {"to a vector", [](auto& elements, auto& seen) { note(seen, cogen::to<std::vector>(elements)); }, false},
    {"to a set", [](auto& elements, auto& seen) { note(seen, cogen::to<std::set>(elements)); }, false},
};

struct trial {
  std::vector<int> seen;
  std::vector<int> rest;
  bool happened = false;
  bool told = false;
  bool leaks = false;
};

trial run(sink const& tested, std::optional<fault> who = std::nullopt, int at = 0) {
  trial result;
  result.seen.reserve(100);
  result.rest.reserve(100);
  support::lifetime_check const lives;
  support::allocation_count const allocated;
  {
    windowed_source elements;
    support::detail::arming armed(lives, who, at);
    try {
      tested.run(elements, result.seen);
    } catch (...) {
      result.happened = true;
      result.told = who && support::detail::threw(*who);
    }
    armed.disarm();
    while (auto* const element = elements.pull()) result.rest.push_back(element->value());
  }
  result.leaks = allocated.allocations() != allocated.deallocations() || lives->live != 0 || lives->misused != 0;
  return result;
}

// The last of the elements.
std::vector<int> last(int left) {
  std::vector<int> elements;
  for (int i = count - left + 1; i <= count; ++i) elements.push_back(i);
  return elements;
}

void check_faults(sink const& tested) {
  INFO(tested.name);
  static_cast<void>(run(tested));  // warms up
  trial const expected = run(tested);
  REQUIRE_FALSE(expected.leaks);
  for (fault const who : {fault::source, fault::function, fault::copy, fault::move, fault::allocation}) {
    int at = 0;
    for (;; ++at) {
      auto const result = run(tested, who, at);
      INFO("fault " << static_cast<int>(who) << " at " << at);
      REQUIRE_FALSE(result.leaks);
      if (!result.happened) {
        REQUIRE(result.seen == expected.seen);
        REQUIRE(result.rest == expected.rest);
        break;
      }
      REQUIRE(result.told);
      // The source goes on behind the element at hand, wherever in a window that stands.
      CHECK(result.rest == last(static_cast<int>(result.rest.size())));
      if (who == fault::function) CHECK(result.rest == last(count - at - 1));
    }
    INFO("fault " << static_cast<int>(who) << " came " << at << " times");
    if (who == fault::source) CHECK(at > 0);
    if (who == fault::function) CHECK((at > 0) == tested.calls);
  }
}

}  // namespace

TEST_CASE("sinks tell what is thrown, leak nothing, and leave a borrowed source behind the element at hand") {
  for (auto const& each : sinks) check_faults(each);
}

TEST_CASE("every sink is among those in which everything throws") {
  for (auto const& header : std::filesystem::directory_iterator(support::tests_folder() / "../include/cogen/sink")) {
    auto const tool = header.path().stem().string();
    INFO(tool);
    CHECK(std::any_of(std::begin(sinks), std::end(sinks), [&tool](sink const& each) {
      return std::string_view(each.name).substr(0, std::string_view(each.name).find(' ')) == tool;
    }));
  }
}
