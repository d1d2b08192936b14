#include <cogen/adaptor/map.hpp>
#include <cogen/adaptor/take.hpp>
#include <cogen/adaptor/tee.hpp>
#include <cogen/generator.hpp>

#include "support/catch.hpp"
#include "support/counting.hpp"
#include "support/input_only.hpp"
#include "support/pulled.hpp"
#include "support/sources.hpp"
#include "support/tracked.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <list>
#include <memory>
#include <ranges>
#include <set>
#include <string>
#include <vector>

using cogen::tee;
using support::collected;
using support::counted;

namespace {

template <class Range>
using copy_of = decltype(tee(std::declval<Range>(), 2).front().copy());
static_assert(support::is_source_of<copy_of<std::vector<int>&>, int const&, int>);
static_assert(support::is_source_of<copy_of<std::vector<int>>, int const&, int>);
static_assert(support::is_source_of<copy_of<std::vector<bool>&>, bool const&, bool>);
static_assert(
    support::is_source_of<copy_of<std::vector<support::move_only>>, support::move_only const&, support::move_only>);
static_assert(cogen::segmented<copy_of<std::list<int>&>>);

// Elements of a size that makes a chunk hold 64 of them.
struct large {
  explicit large(int number) : value(number) {}
  int value;
  support::move_only tracker{0};
  std::byte rest[64]{};
};
constexpr int chunk = 64;

// 0, 1, ..., length - 1; calls a function in the middle of the pull of an element.
class interrupted : public cogen::pull_range<interrupted> {
 public:
  using reference = int&&;
  interrupted(int length, int at, std::function<void()>& call) : length_(length), at_(at), call_(&call) {}
  int* pull() {
    if (following_ == length_) return nullptr;
    int const number = following_++;
    if (number == at_) (*call_)();
    element_ = number;
    return &element_;
  }

 private:
  int length_;
  int at_;
  std::function<void()>* call_;
  int following_ = 0;
  int element_ = 0;
};

cogen::generator<int> failing_after(int count) {
  for (int i = 0; i != count; ++i) co_yield i;
  throw support::pull_failed();
}

}  // namespace

TEST_CASE("tee gives copies that each give all elements") {
  for (int length : {0, 1, 2, 5000}) {
    auto [a, b, c] = tee<3>(counted(length));
    CHECK(collected(a) == counted(length));
    CHECK(collected(c) == counted(length));
    CHECK(collected(b) == counted(length));
    CHECK(support::stays_exhausted(a));
    CHECK(support::stays_exhausted(b));
  }
}

TEST_CASE("tee copies equal the source in every random interleaving") {
  std::mt19937 random(15);
  for (int round = 0; round != 200; ++round) {
    auto const values = support::random_ints(random, 3000);
    auto const count = static_cast<std::size_t>(support::pick(random, 3) + 1);
    support::pull_log log;
    auto copies = tee(support::pulled(log, static_cast<int>(values.size())) |
                          cogen::map([&values](int i) { return values[static_cast<std::size_t>(i)]; }),
                      count);
    REQUIRE(copies.size() == count);
    std::vector<std::vector<int>> seen(count);
    std::vector<bool> done(count);
    for (std::size_t left = count; left != 0;) {
      auto const which = static_cast<std::size_t>(support::pick(random, static_cast<int>(count) - 1));
      for (int steps = support::pick(random, 2000); steps != 0 && !done[which]; --steps) {
        if (support::pick(random, 3) == 0) {
          for (int const value : copies[which].segment(static_cast<std::size_t>(support::pick(random, 50)))) {
            seen[which].push_back(value);
          }
        } else if (auto* const value = copies[which].pull()) {
          seen[which].push_back(*value);
        } else {
          done[which] = true;
          --left;
        }
      }
    }
    for (auto const& one : seen) CHECK(one == values);
    CHECK(log.pulls == static_cast<int>(values.size()) + 1);
  }
}

TEST_CASE("tee pulls an element when the first copy asks for it and once for all") {
  support::pull_log log;
  auto [a, b] = tee<2>(support::pulled(log));
  CHECK(log.pulls == 0);
  CHECK(*a.pull() == 0);
  CHECK(*a.pull() == 1);
  CHECK(log.pulls == 2);
  CHECK(*b.pull() == 0);
  CHECK(*b.pull() == 1);
  CHECK(log.pulls == 2);
  CHECK(*b.pull() == 2);
  CHECK(log.pulls == 3);
}

TEST_CASE("tee does not ask an exhausted source again") {
  support::pull_log log;
  auto [a, b] = tee<2>(support::pulled(log, 2));
  CHECK(support::stays_exhausted(a));
  CHECK(support::stays_exhausted(b));
  CHECK(log.pulls == 3);
  CHECK(log.pulls_after_end == 0);
}

TEST_CASE("tee copies hand out the same object which is kept once") {
  support::lifetime_check check;
  {
    auto [a, b] = tee<2>(counted<support::move_only>(3));
    CHECK(a.pull() == b.pull());
    CHECK(*a.pull() == 1);
    CHECK(check->moved == 2);
    CHECK(check->live == 5);
  }
  CHECK(check->live == 0);
}

TEST_CASE("tee copies a borrowed element once for all copies") {
  support::lifetime_check check;
  auto const values = counted<support::tracked>(5);
  {
    auto copies = tee(values, 4);
    for (auto& copy : copies)
      CHECK(collected(std::views::all(copy) | cogen::map([](auto& e) { return e.value(); })) == counted(5));
    CHECK(check->copied == 5);
    CHECK(check->moved == 0);
  }
  CHECK(check->live == 5);
}

TEST_CASE("tee copies can be copied at any position") {
  auto copies = tee(counted(3000), 1);
  auto& first = copies.front();
  for (int i = 0; i != 1500; ++i) (void)first.pull();
  auto second = first.copy();
  CHECK(*first.pull() == 1500);
  CHECK(*second.pull() == 1500);
  for (int i = 1501; i != 3000; ++i) (void)first.pull();
  CHECK(first.pull() == nullptr);
  CHECK(*second.pull() == 1501);
  auto third = first.copy();
  CHECK(third.pull() == nullptr);
}

TEST_CASE("tee keeps no more than the lag between the fastest and the slowest") {
  support::lifetime_check check;
  support::pull_log log;
  {
    auto [fast, slow] = tee<2>(support::pulled(log) | cogen::map([](int i) { return large(i); }));
    for (int i = 0; i != 10 * chunk; ++i) (void)fast.pull();
    CHECK(check->live >= 10 * chunk);
    for (int i = 0; i != 10 * chunk; ++i) {
      CHECK(slow.pull()->value == i);
      // What slow has passed, but for the chunk that it is in; and the element that map holds.
      CHECK(check->live <= 10 * chunk - i / chunk * chunk + 1);
    }
    for (int i = 0; i != 1000 * chunk; ++i) {
      (void)fast.pull();
      (void)slow.pull();
    }
    CHECK(check->live <= 2 * chunk + 1);
  }
  CHECK(check->live == 0);
}

TEST_CASE("tee frees what only a destroyed copy still had to read") {
  support::lifetime_check check;
  support::pull_log log;
  auto copies = tee(support::pulled(log) | cogen::map([](int i) { return large(i); }), 2);
  for (int i = 0; i != 10 * chunk; ++i) (void)copies[0].pull();
  CHECK(check->live >= 10 * chunk);
  copies.pop_back();
  CHECK(check->live <= chunk + 1);
  CHECK(copies[0].pull()->value == 10 * chunk);
  copies.clear();
  CHECK(check->live == 0);
}

TEST_CASE("tee allocates one chunk after the other and frees each as the slowest moves on") {
  support::pull_log log;
  auto [fast, slow] = tee<2>(support::pulled(log) | cogen::map([](int i) { return large(i); }));
  support::allocation_count count;
  for (int i = 0; i != 1 + 20 * chunk; ++i) (void)fast.pull();
  auto const allocated = count.allocations();
  auto const freed_before = count.deallocations();
  for (int i = 0; i != 1 + 20 * chunk; ++i) (void)slow.pull();
  auto const freed = count.deallocations() - freed_before;
  // The map's elements and the trackers allocate in the books of the test: a set node for each that is made, and one that is gone.
  auto const books = static_cast<std::size_t>(2 * (1 + 20 * chunk));
  CHECK(allocated == 20 + books);
  CHECK(freed == 20 + static_cast<std::size_t>(20 * chunk));
}

TEST_CASE("tee of small elements allocates once for many") {
  auto values = counted(10 * 1024);
  auto [a, b] = tee<2>(values);
  support::allocation_count count;
  while (a.pull() != nullptr) {
  }
  auto const allocations = count.allocations();
  CHECK(allocations == 9);  // chunks of 1024 ints of which the first was there
  while (b.pull() != nullptr) {
  }
  CHECK(count.deallocations() == 9);
}

TEST_CASE("tee with a million elements between its copies is destroyed without recursion") {
  auto copies =
      tee(std::views::iota(0, 2'000'000) | std::views::transform([](int i) { return std::array<int, 16>{i}; }), 2);
  while (copies[0].pull() != nullptr) {
  }
  CHECK((*copies[1].pull())[0] == 0);
  copies.pop_back();
  copies.clear();
}

TEST_CASE("tee gives what its source throws to every copy at its position") {
  auto [a, b, late] = tee<3>(failing_after(2));
  std::vector<int> seen;
  CHECK_THROWS_AS(support::append_rest(a, seen), support::pull_failed);
  CHECK(seen == counted(2));
  CHECK_THROWS_AS(a.pull(), support::pull_failed);
  CHECK(*b.pull() == 0);
  CHECK(*b.pull() == 1);
  CHECK_THROWS_AS(b.pull(), support::pull_failed);
  CHECK_THROWS_AS(b.pull(), support::pull_failed);
  CHECK(late.copy().pull() != nullptr);
  CHECK(*late.pull() == 0);
}

TEST_CASE("tee gives a failure at the first element and at the edge of a chunk to every copy") {
  for (int at : {1, 2, 1023, 1024, 1025, 1026, 2049}) {
    support::pull_log log;
    log.throw_at = at;
    auto copies = tee(support::pulled(log), 2);
    for (auto& copy : copies) {
      std::vector<int> seen;
      CHECK_THROWS_AS(support::append_rest(copy, seen), support::pull_failed);
      CHECK(seen == counted(at - 1));
      CHECK_THROWS_AS(copy.pull(), support::pull_failed);
    }
    CHECK(log.pulls == at);
  }
}

TEST_CASE("tee gives a failed copy of an element to every copy of the source wherever it is in a chunk") {
  constexpr int in_a_chunk = 4096 / sizeof(support::tracked);
  for (int const at : {0, 1, in_a_chunk - 1, in_a_chunk, in_a_chunk + 1}) {
    support::lifetime_check check;
    auto const values = counted<support::tracked>(2 * in_a_chunk);
    auto copies = tee(values, 2);
    check->copies_before_throw = at;
    for (auto& copy : copies) {
      for (int i = 0; i != at; ++i) REQUIRE(copy.pull()->value() == i);
      CHECK_THROWS_AS(copy.pull(), support::copy_failed);
      CHECK_THROWS_AS(copy.pull(), support::copy_failed);
      CHECK(copy.segment(5).empty());
    }
  }
}

TEST_CASE("tee reads an input range once and frees it with the last copy") {
  support::input_only<support::move_only> range(counted<support::move_only>(3));
  auto const counts = range.counts();
  auto [a, b] = tee<2>(std::move(range));
  CHECK(*a.pull() == 0);
  CHECK(*b.pull() == 0);
  CHECK(*b.pull() == 1);
  CHECK(counts->dereferences == 2);
}

TEST_CASE("tee borrows an lvalue source which is as far as the fastest copy") {
  support::pull_log log;
  support::pulled numbers(log);
  {
    auto [a, b] = tee<2>(numbers);
    CHECK(*a.pull() == 0);
    CHECK(*a.pull() == 1);
    CHECK(*b.pull() == 0);
  }
  CHECK(*numbers.pull() == 2);
}

TEST_CASE("tee copies outlive each other in any order and can be moved") {
  support::lifetime_check check;
  auto copies = tee(counted<support::tracked>(4), 3);
  auto kept = std::move(copies[1]);
  CHECK(copies[1].pull() == nullptr);
  CHECK(copies[1].segment(5).empty());
  CHECK(*copies[0].pull() == 0);
  copies.clear();
  CHECK(*kept.pull() == 0);
  auto other = kept.copy();
  kept = std::move(other);
  CHECK(*kept.pull() == 1);
}

TEST_CASE("tee loses nothing when its source asks another copy while it makes an element") {
  for (int const at : {0, 1, 1021, 1022, 1023, 1024, 1025}) {
    for (int const asked : {1, 2, 3, 3000}) {
      std::function<void()> call;
      auto copies = tee(interrupted(3000, at, call), 2);
      std::vector<std::vector<int>> seen(2);
      call = [&] {
        for (int i = 0; i != asked; ++i) {
          if (auto const* const element = copies[1].pull()) seen[1].push_back(*element);
        }
      };
      for (int i = 0; i != at; ++i) {
        seen[0].push_back(*copies[0].pull());
        seen[1].push_back(*copies[1].pull());
      }
      support::append_rest(copies[0], seen[0]);
      support::append_rest(copies[1], seen[1]);
      CHECK(seen[0] == seen[1]);
      std::sort(seen[0].begin(), seen[0].end());
      CHECK(seen[0] == counted(3000));
    }
  }
}

TEST_CASE("tee copies that were moved from are exhausted and so are their copies") {
  auto copies = tee(counted(3), 2);
  CHECK(*copies[0].pull() == 0);
  auto const kept = std::move(copies[0]);
  CHECK(support::stays_exhausted(copies[0]));
  CHECK(copies[0].segment(5).empty());
  auto copied = copies[0].copy();
  CHECK(copied.pull() == nullptr);
  CHECK(copied.segment(5).empty());
}

TEST_CASE("tee is the same called and piped and composed") {
  auto const values = counted(4);
  auto const first_two_thrice = cogen::take(2) | tee(3);
  CHECK(collected(tee(values, 2)[1]) == values);
  CHECK(collected((values | tee(2))[1]) == values);
  CHECK(collected(tee<2>(values)[1]) == values);
  CHECK(collected((values | tee<2>())[1]) == values);
  auto copies = values | first_two_thrice;
  REQUIRE(copies.size() == 3);
  CHECK(collected(copies[2]) == counted(2));
  static_assert(std::is_same_v<decltype(tee<2>(values)), std::array<copy_of<std::vector<int> const&>, 2>>);
}

TEST_CASE("tee refuses an n below 1 by name in every form") {
  auto values = counted(3);
  std::string const rule = "cogen::tee: n must be at least 1, not 0";
  CHECK(support::refusal([&] { (void)tee(values, 0); }) == rule);
  CHECK(support::refusal([&] { (void)tee(0); }) == rule);
  CHECK(support::refusal([&] { (void)(values | tee(0)); }) == rule);
}

TEST_CASE("tee copies can be moved in the middle of what they own") {
  support::check_moving([] { return std::move(tee<2>(std::array{1, 2, 3})[1]); });
  support::check_moving([] { return std::move(tee<2>(std::string("short"))[0]); });
  support::check_moving([] { return std::move(tee<1>(std::list{1, 2, 3})[0]); });
  support::check_moving([] { return std::move(tee<2>(std::set{1, 2, 3})[1]); });
  support::check_moving([] { return std::move(tee<2>(std::views::iota(0, 4) | std::views::drop(1))[1]); });
}

TEST_CASE("tee segments hold what another copy has read already and never more") {
  support::pull_log log;
  auto [fast, slow] = tee<2>(support::pulled(log));
  CHECK(slow.segment(9).empty());
  for (int i = 0; i != 3; ++i) (void)fast.pull();
  CHECK(fast.segment(9).empty());
  CHECK(slow.segment(2).size() == 2);
  CHECK(slow.segment(9).size() == 1);
  CHECK(slow.segment(9).empty());
  CHECK(log.pulls == 3);
  CHECK(*slow.pull() == 3);
}

TEST_CASE("tee copies are ranges for std algorithms and views") {
  auto [a, b] = tee<2>(counted(5));
  std::vector<int> seen;
  for (int const value : a | std::views::filter([](int i) { return i > 2; })) seen.push_back(value);
  CHECK(seen == std::vector{3, 4});
  CHECK(std::ranges::count_if(b, [](int i) { return i > 2; }) == 2);
  std::vector<bool> bits{true, false};
  CHECK(collected(tee<2>(bits)[0]) == bits);
}
