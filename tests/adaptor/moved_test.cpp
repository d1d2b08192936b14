// Sources may be moved at any time: the new one goes on, and what is left behind is exhausted.
#include <cogen/adaptor.hpp>
#include <cogen/source.hpp>

#include "support/catch.hpp"
#include "support/counting.hpp"
#include "support/sources.hpp"
#include "support/tracked.hpp"

#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace {

std::vector<int> const three{1, 2, 3};

// Pulls `before` elements, moves the source, and looks at what is left behind.
template <class Make>
void check_left_behind(Make make) {
  for (int before = 0; before != 4; ++before) {
    auto source = make();
    for (int i = 0; i != before; ++i) static_cast<void>(source.pull());
    auto const moved = std::make_unique<decltype(source)>(std::move(source));
    CAPTURE(before);
    CHECK(source.pull() == nullptr);  // NOLINT(bugprone-use-after-move)
    CHECK(source.begin() == source.end());
  }
}

}  // namespace

TEST_CASE("a source that was moved from is exhausted") {
  using namespace cogen;
  check_left_behind([] { return cycle(std::vector(three)); });
  check_left_behind([] { return std::vector(three) | tail(2); });
  check_left_behind([] { return std::vector(three) | sliding_window(2); });
  check_left_behind([] { return std::vector(three) | sliding_window(1, 2); });
  check_left_behind([] { return permutations(std::vector(three)); });
  check_left_behind([] { return combinations(std::vector(three), 2); });
  check_left_behind([] { return powerset(std::vector(three)); });
  check_left_behind([] { return product(std::vector(three), std::vector(three)); });
  check_left_behind([] { return product(std::vector(three), 2); });
  check_left_behind([] {
    auto shown = spy(std::vector(three), 2);
    CHECK(shown.head().size() == 2);
    return shown;
  });
  check_left_behind([] { return std::vector(three) | split_when([](int, int) { return true; }); });
  check_left_behind([] { return std::vector(three) | batch_by([](int) { return 2; }, 3); });
  check_left_behind([] { return repeat(three, 2) | flatten; });
  check_left_behind([] { return std::vector<std::vector<int>>{three, three} | flatten; });
}

TEST_CASE("flatten that is moved in the middle of a range that its base holds goes on there") {
  auto twice = cogen::repeat(three, 2) | cogen::flatten;
  CHECK(*twice.pull() == 1);
  auto rest = std::make_unique<decltype(twice)>(std::move(twice));
  CHECK(support::collected(*rest) == std::vector<int>{2, 3, 1, 2, 3});

  auto const longer = [](std::vector<int> row) {
    row.push_back(static_cast<int>(row.size()));
    return row;
  };
  auto growing = cogen::iterate(std::vector<int>{0}, longer) | cogen::flatten;
  CHECK(*growing.pull() == 0);
  CHECK(*growing.pull() == 0);
  auto more = std::move(growing);
  CHECK(support::collected(more | cogen::take(4)) == std::vector<int>{1, 0, 1, 2});
}

TEST_CASE("flatten allocates only where its base holds the ranges") {
  std::vector<std::vector<int>> const rows{three, three};
  support::allocation_count count;
  int sum = 0;
  for (int each : rows | cogen::flatten) sum += each;
  auto const allocations = count.allocations();
  CHECK(sum == 12);
  CHECK(allocations == 0);
}

TEST_CASE("a source that is assigned to goes on as the other one") {
  {
    support::lifetime_check const lives;
    auto const make = [](int value) { return support::tracked(value); };
    auto made = support::counted(5) | cogen::map(make);
    auto other = support::counted(3) | cogen::map(make);
    CHECK(*made.pull() == 0);
    CHECK(*other.pull() == 0);
    made = std::move(other);
    CHECK(lives->live == 1);  // what the other one had handed out
    CHECK(*made.pull() == 1);
    CHECK(*made.pull() == 2);
    CHECK(made.pull() == nullptr);
  }

  auto const size = [](std::string const& text) { return text.size(); };
  std::vector<std::string> const words{"a", "bc", "d", "efg"};
  auto batches = words | cogen::batch_by(size, 2);
  auto other_batches = words | cogen::batch_by(size, 5);
  CHECK(batches.pull()->size() == 1);  // "bc" waits
  CHECK(other_batches.pull()->size() == 3);
  batches = std::move(other_batches);
  CHECK(support::collected(batches) == std::vector<std::vector<std::string>>{{"efg"}});

  std::vector<bool> truths(20, true);
  truths.back() = false;
  auto turning = cogen::cycle(std::vector{false});
  CHECK_FALSE(*turning.pull());
  auto other_turning = cogen::cycle(std::vector(truths));
  for (int i = 0; i != 20; ++i) CHECK(*other_turning.pull() == (i != 19));
  turning = std::move(other_turning);
  for (int i = 0; i != 20; ++i) CHECK(*turning.pull() == (i != 19));
}
