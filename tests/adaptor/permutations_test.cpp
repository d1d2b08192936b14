#include <cogen/adaptor/permutations.hpp>
#include <cogen/adaptor/take.hpp>

#include "support/catch.hpp"
#include "support/counting.hpp"
#include "support/input_only.hpp"
#include "support/pulled.hpp"
#include "support/sources.hpp"
#include "support/tracked.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <list>
#include <set>
#include <string>
#include <vector>

using cogen::permutations;
using support::collected;
using support::counted;
using ints = std::vector<int>;
using rows = std::vector<ints>;

static_assert(support::is_source_of<decltype(permutations(std::declval<ints&>())), std::span<int const>&&, ints>);

TEST_CASE("permutations come in lexicographic order of positions") {
  for (int size = 0; size != 6; ++size) {
    auto const values = counted(size);
    for (int length = 0; length != 7; ++length) {
      rows expected;
      std::set<ints> seen;
      auto order = values;
      if (length <= size) {
        do {
          ints const row(order.begin(), order.begin() + length);
          if (seen.insert(row).second) expected.push_back(row);
        } while (std::next_permutation(order.begin(), order.end()));
      }
      CHECK(collected(permutations(values, length)) == expected);
      if (length == size) CHECK(collected(permutations(values)) == expected);
    }
  }
  CHECK(collected(permutations(ints{5, 5})) == rows{{5, 5}, {5, 5}});
}

TEST_CASE("permutations read their range with the first pull, once") {
  support::pull_log log;
  auto orders = permutations(support::pulled(log, 3), 2);
  CHECK(log.pulls == 0);
  CHECK(orders.pull() != nullptr);
  CHECK(log.pulls == 4);
  CHECK(support::stays_exhausted(orders));
  CHECK(log.pulls == 4);
}

TEST_CASE("permutations work on move-only elements, input ranges and bools") {
  support::lifetime_check check;
  {
    auto orders = permutations(counted<support::move_only>(3), 2);
    int seen = 0;
    while (auto const* const order = orders.pull()) {
      CHECK(order->size() == 2);
      CHECK((*order)[0].value() != (*order)[1].value());
      ++seen;
    }
    CHECK(seen == 6);
    CHECK(check->live == 3);
  }
  support::input_only<int> range(counted(2));
  CHECK(collected(permutations(std::move(range))) == rows{{0, 1}, {1, 0}});
  CHECK(collected(permutations(std::vector{true, false})) ==
        std::vector<std::vector<bool>>{{true, false}, {false, true}});
}

TEST_CASE("permutations copy no element once they have read it") {
  support::lifetime_check check;
  auto const lent = counted<support::tracked>(4);
  auto orders = permutations(lent);
  CHECK(orders.pull() != nullptr);
  CHECK(check->copied >= 4);
  int const copied = check->copied;
  while (orders.pull() != nullptr) {
  }
  CHECK(check->copied == copied);
}

TEST_CASE("permutations go on reading after an exception") {
  support::pull_log log;
  log.throw_at = 2;
  auto orders = permutations(support::pulled(log, 2));
  CHECK_THROWS_AS(orders.pull(), support::pull_failed);
  CHECK(collected(orders) == rows{{0, 1}, {1, 0}});
}

TEST_CASE("permutations are the same called and piped and refuse a negative length by name") {
  ints const values{1, 2, 3};
  CHECK(collected(values | permutations(1)) == rows{{1}, {2}, {3}});
  CHECK(collected(values | cogen::take(2) | permutations) == rows{{1, 2}, {2, 1}});
  std::string const rule = "cogen::permutations: k must be at least 0, not -1";
  CHECK(support::refusal([&] { (void)permutations(values, -1); }) == rule);
  CHECK(support::refusal([&] { (void)permutations(-1); }) == rule);
}

TEST_CASE("permutations can be moved in the middle and allocate with the first pull only") {
  support::check_moving([] { return permutations(std::array{1, 2, 3, 4}); });
  support::check_moving(
      [] { return permutations(std::list<std::string>{"a", "b", "a string that is long enough"}, 2); });
  auto const values = counted(6);
  auto orders = permutations(values);
  CHECK(orders.pull() != nullptr);
  support::allocation_count count;
  int seen = 1;
  while (orders.pull() != nullptr) ++seen;
  auto const allocations = count.allocations();
  CHECK(seen == 720);
  CHECK(allocations == 0);
}

TEST_CASE("permutations of more elements than there are, however many, has none") {
  CHECK(cogen::permutations(std::vector{1, 2, 3}, SIZE_MAX).pull() == nullptr);
}
