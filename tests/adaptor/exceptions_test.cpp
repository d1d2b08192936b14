// Everything that can throw in an adaptor does so, at each place in turn: see support/faults.hpp.
#include <cogen/adaptor.hpp>

#include "support/catch.hpp"
#include "support/faults.hpp"
#include "support/python.hpp"

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

using support::faults;
using support::giving;
using support::lending;
using support::open;
using support::tracked;

namespace {

constexpr auto never = support::promise::never;
constexpr auto whole = support::promise::whole;
constexpr auto passed = support::promise::passed;
constexpr auto some = support::promise::some;
constexpr auto refuses = support::promise::refuses;
constexpr auto loose = support::promise::loose;

// What functions make of an element; they may throw.
int number(tracked const& element) {
  faults::in_function();
  return element.value();
}
bool odd(tracked const& element) { return number(element) % 2 != 0; }
bool low(tracked const& element) { return number(element) < 5; }
int third(tracked const& element) { return number(element) / 3; }
tracked first_of_three(tracked const& element) { return tracked(element.value() / 3); }
std::optional<tracked> if_odd(tracked&& element) {
  return odd(element) ? std::optional<tracked>(std::move(element)) : std::nullopt;
}
bool rises(tracked const& one, tracked const& other) { return number(one) / 4 != number(other) / 4; }
bool less(tracked const& one, tracked const& other) { return number(one) < number(other); }
std::size_t hash(int key) { return static_cast<std::size_t>(key); }

template <class Container>
Container alone(tracked&& element) {
  Container container;
  container.push_back(std::move(element));
  return container;
}
template <class Vector>
Vector take(Vector&& vector) {
  return std::move(vector);
}

// So large that tools which keep elements run out of the room that they reserve.
struct page {
  page() = default;
  explicit page(int value) : number(value), bytes{} {}
  int number;
  char bytes[96];
};
auto pages() { return support::faulty_source<page&&>(1, 110); }

std::vector<std::list<int>> const lists{{1, 4, 7}, {2, 5, 8}, {3, 6, 9}};

//  {name, make, source, function, copy, move, allocation}
support::chain const chains[] = {
    {"accumulate",
     [] {
       return open(cogen::accumulate(
           giving(), [](tracked&& total, tracked&& element) { return tracked(number(element) + total.value()); }));
     },
     whole, passed, never, passed, never},
    {"batch", [] { return open(cogen::batch(giving(), 4)); }, whole, never, never, passed, whole},
    {"batch of lent elements", [] { return open(cogen::batch(lending(), 4)); }, whole, never, passed, never, whole},
    {"batch, moved out", [] { return open(cogen::batch(giving(), 4) | cogen::map(take<std::vector<tracked>>)); }, whole,
     never, never, passed, whole},
    {"batch of numbers, moved out",
     [] { return open(cogen::batch(support::faulty_source<int&&>(1, 9), 4) | cogen::map(take<std::vector<int>>)); },
     whole, never, never, never, whole},
    {"batch that grows", [] { return open(cogen::batch(pages(), 1000)); }, whole, never, never, never, whole},
    {"batch_by", [] { return open(cogen::batch_by(giving(), number, 12)); }, whole, passed, never, passed, whole},
    {"batch_by of lent elements", [] { return open(cogen::batch_by(lending(), number, 12)); }, whole, passed, passed,
     passed, whole},
    {"batch_by, moved out",
     [] { return open(cogen::batch_by(giving(), number, 12) | cogen::map(take<std::vector<tracked>>)); }, whole, passed,
     never, passed, whole},
    {"batch_by that grows", [] { return open(cogen::batch_by(pages(), [](page const&) { return 1; }, 1000)); }, whole,
     never, never, never, whole},
    {"chain", [] { return open(cogen::chain(giving(1, 4), giving(5, 5))); }, whole, never, never, never, never},
    {"combinations", [] { return open(cogen::combinations(lending(1, 4), 2)); }, whole, never, passed, never, passed},
    {"combinations_with_replacement", [] { return open(cogen::combinations_with_replacement(lending(1, 3), 2)); },
     whole, never, passed, never, passed},
    {"compress", [] { return open(cogen::compress(giving(1, 6), cogen::map(giving(11, 6), odd))); }, whole, passed,
     never, never, never},
    {"drop", [] { return open(cogen::drop(giving(), 3)); }, whole, never, never, never, never},
    {"drop_while", [] { return open(cogen::drop_while(giving(), low)); }, whole, passed, never, never, never},
    {"enumerate", [] { return open(cogen::enumerate(giving())); }, whole, never, never, never, never},
    {"filter", [] { return open(cogen::filter(giving(), odd)); }, whole, passed, never, never, never},
    {"filter_false", [] { return open(cogen::filter_false(giving(), odd)); }, whole, passed, never, never, never},
    {"filter_map", [] { return open(cogen::filter_map(giving(), if_odd)); }, whole, passed, never, passed, never},
    {"flatten of vectors", [] { return open(giving() | cogen::map(alone<std::vector<tracked>>) | cogen::flatten); },
     whole, never, never, passed, passed},
    {"flatten of lists", [] { return open(giving() | cogen::map(alone<std::list<tracked>>) | cogen::flatten); }, whole,
     never, never, passed, passed},
    {"group_by", [] { return open(cogen::group_by(giving(), third) | cogen::flatten); }, whole, passed, never, never,
     never},
    {"group_by, keys kept", [] { return open(cogen::group_by(giving(), first_of_three) | cogen::flatten); }, whole,
     never, whole, some, never},
    {"inspect", [] { return open(cogen::inspect(giving(), number)); }, whole, passed, never, never, never},
    {"interleave", [] { return open(cogen::interleave(giving(1, 4), giving(11, 4))); }, whole, never, never, never,
     never},
    {"islice", [] { return open(cogen::islice(giving(), 1, 8, 3)); }, whole, never, never, never, never},
    {"map", [] { return open(cogen::map(giving(), number)); }, whole, passed, never, never, never},
    {"merge", [] { return open(cogen::merge(giving(1, 4), giving(3, 4), giving(2, 4), less)); }, whole, whole, never,
     never, whole},
    {"padded", [] { return open(cogen::padded(giving(), tracked(99), 12)); }, whole, never, whole, never, never},
    {"merge_from", [] { return open(cogen::merge_from(lists)); }, never, never, never, never, whole},
    {"pairwise", [] { return open(cogen::pairwise(giving())); }, whole, never, never, passed, never},
    {"peekable", [] { return open(cogen::peekable(giving()), [](auto& source) { static_cast<void>(source.peek()); }); },
     whole, never, never, never, never},
    {"permutations", [] { return open(cogen::permutations(lending(1, 3))); }, whole, never, passed, refuses, passed},
    {"powerset", [] { return open(cogen::powerset(lending(1, 4))); }, whole, never, passed, never, passed},
    {"product", [] { return open(cogen::product(lending(1, 3), lending(11, 2))); }, whole, never, passed, never,
     passed},
    {"product of a range with itself", [] { return open(cogen::product(lending(1, 3), 2)); }, whole, never, passed,
     never, passed},
    {"progress",
     [] {
       return open(cogen::progress(
           giving(), [](cogen::progress_report const&) { faults::in_function(); },
           cogen::progress_options{.interval = std::chrono::milliseconds(0)}));
     },
     whole, whole, never, never, never},
    {"round_robin", [] { return open(cogen::round_robin(giving(1, 4), giving(11, 2))); }, whole, never, never, never,
     never},
    {"sliding_window", [] { return open(cogen::sliding_window(lending(), 3)); }, whole, never, passed, some, passed},
    {"sliding_window of given elements", [] { return open(cogen::sliding_window(giving(), 3)); }, whole, never, never,
     some, passed},
    {"sliding_window with a step", [] { return open(cogen::sliding_window(lending(), 3, 2)); }, whole, never, passed,
     loose, passed},
    {"sliding_window with gaps", [] { return open(cogen::sliding_window(lending(), 2, 3)); }, whole, never, passed,
     never, passed},
    {"split_when", [] { return open(cogen::split_when(giving(), rises)); }, whole, passed, passed, passed, whole},
    {"split_when of lent elements", [] { return open(cogen::split_when(lending(), rises)); }, whole, passed, passed,
     passed, whole},
    {"spy", [] { return open(cogen::spy(lending(), 4), [](auto& source) { static_cast<void>(source.head()); }); },
     whole, never, passed, never, whole},
    {"starmap",
     [] {
       return open(cogen::enumerate(giving()) |
                   cogen::starmap([](std::ptrdiff_t, tracked&& element) { return number(element); }));
     },
     whole, passed, never, never, never},
    {"tail", [] { return open(cogen::tail(giving(), 4)); }, whole, never, passed, passed, passed},
    {"tail of lent elements", [] { return open(cogen::tail(lending(), 4)); }, whole, never, passed, never, passed},
    {"take", [] { return open(cogen::take(giving(), 4)); }, whole, never, never, never, never},
    {"take_until", [] { return open(cogen::take_until(giving(), std::not_fn(low))); }, whole, passed, never, never,
     never},
    {"take_while", [] { return open(cogen::take_while(giving(), low)); }, whole, passed, never, never, never},
    {"tee",
     [] {
       auto [one, other] = cogen::tee<2>(giving());
       return open(cogen::zip(std::move(one), std::move(other)));
     },
     refuses, never, never, refuses, never},
    {"tee of more than a chunk",
     [] {
       auto [one, other] = cogen::tee<2>(pages());
       return open(cogen::zip(std::move(one), std::move(other)));
     },
     refuses, never, never, never, refuses},
    {"unique_everseen", [] { return open(cogen::unique_everseen(giving(), third, hash)); }, whole, passed, never, never,
     passed},
    {"unique_justseen", [] { return open(cogen::unique_justseen(giving())); }, whole, never, passed, never, never},
    {"unique_justseen with a key", [] { return open(cogen::unique_justseen(giving(), third)); }, whole, passed, never,
     never, never},
    {"zip", [] { return open(cogen::zip(giving(1, 4), giving(11, 4))); }, passed, never, never, never, never},
    {"zip_longest", [] { return open(cogen::zip_longest(tracked(0), giving(1, 4), lending(11, 2))); }, passed, never,
     never, some, never},
    {"zip_strict", [] { return open(cogen::zip_strict(giving(1, 4), giving(11, 4))); }, loose, never, never, never,
     never},
};

}  // namespace

TEST_CASE("adaptors keep what they promise when something throws") {
  for (auto const& each : chains) support::check_faults(each);
}

TEST_CASE("every adaptor is among those in which everything throws") {
  for (auto const& header : std::filesystem::directory_iterator(support::tests_folder() / "../include/cogen/adaptor")) {
    auto const tool = header.path().stem().string();
    INFO(tool);
    CHECK(std::any_of(std::begin(chains), std::end(chains), [&tool](support::chain const& each) {
      return std::string_view(each.name).substr(0, std::string_view(each.name).find_first_of(" ,")) == tool;
    }));
  }
}
