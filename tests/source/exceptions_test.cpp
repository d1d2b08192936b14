// Everything that can throw in a source does so, at each place in turn: see support/faults.hpp. What their streams and
// files throw is in the tests of lines and read_chunks.
#include <cogen/adaptor/take.hpp>
#include <cogen/source.hpp>

#include "support/catch.hpp"
#include "support/faults.hpp"
#include "support/python.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using support::faults;
using support::open;
using support::tracked;

namespace {

constexpr auto never = support::promise::never;
constexpr auto whole = support::promise::whole;
constexpr auto passed = support::promise::passed;

tracked next_to(tracked const& before) {
  faults::in_function();
  return tracked(before.value() + 1);
}
tracked fetch(int request) {
  faults::in_function();
  return tracked(request);
}
std::optional<int> behind(tracked const& page) {
  faults::in_function();
  return page == 5 ? std::nullopt : std::optional<int>(page.value() + 1);
}
auto counter() {
  return [n = 0]() mutable {
    faults::in_function();
    return tracked(++n);
  };
}

// More than a reader begins with.
std::istringstream text() { return std::istringstream("one\n" + std::string(200'000, '2') + "\nthree"); }

//  {name, make, source, function, copy, move, allocation}
support::chain const chains[] = {
    {"call_until", [] { return open(cogen::call_until(counter(), tracked(9))); }, never, whole, never, never, never},
    {"count", [] { return open(cogen::take(cogen::count(1), 9)); }, never, never, never, never, never},
    {"cycle", [] { return open(cogen::take(cogen::cycle(support::lending(1, 4)), 9)); }, whole, never, passed, never,
     passed},
    {"cycle of given elements", [] { return open(cogen::take(cogen::cycle(support::giving(1, 4)), 9)); }, whole, never,
     passed, passed, passed},
    {"iterate", [] { return open(cogen::take(cogen::iterate(tracked(1), next_to), 9)); }, never, whole, never, whole,
     never},
    {"lines", [] { return open(cogen::lines(text())); }, never, never, never, never, whole},
    {"paginate", [] { return open(cogen::paginate(1, fetch, behind)); }, never, whole, never, never, never},
    {"range", [] { return open(cogen::range(1, 9)); }, never, never, never, never, never},
    {"read_chunks", [] { return open(cogen::read_chunks(text(), 150'000)); }, never, never, never, never, whole},
    {"repeat", [] { return open(cogen::repeat(tracked(1), 3)); }, never, never, never, never, never},
};

}  // namespace

TEST_CASE("sources keep what they promise when something throws") {
  for (auto const& each : chains) support::check_faults(each);
}

TEST_CASE("every source is among those in which everything throws") {
  for (auto const& header : std::filesystem::directory_iterator(support::tests_folder() / "../include/cogen/source")) {
    auto const tool = header.path().stem().string();
    INFO(tool);
    CHECK(std::any_of(std::begin(chains), std::end(chains), [&tool](support::chain const& each) {
      return std::string_view(each.name).substr(0, std::string_view(each.name).find(' ')) == tool;
    }));
  }
}
