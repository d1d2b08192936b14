#include <cogen/adaptor/combinations.hpp>
#include <cogen/adaptor/combinations_with_replacement.hpp>
#include <cogen/adaptor/powerset.hpp>
#include <cogen/adaptor/product.hpp>
#include <cogen/adaptor/take.hpp>

#include "support/catch.hpp"
#include "support/counting.hpp"
#include "support/input_only.hpp"
#include "support/pulled.hpp"
#include "support/sources.hpp"
#include "support/tracked.hpp"

#include <array>
#include <list>
#include <string>
#include <vector>

// The four tools that pick by position and give spans: one engine, one test of each property for all of them.

using cogen::combinations;
using cogen::combinations_with_replacement;
using cogen::powerset;
using cogen::product;
using support::collected;
using support::counted;
using ints = std::vector<int>;
using rows = std::vector<ints>;

namespace {

static_assert(support::is_source_of<decltype(combinations(std::declval<ints&>(), 1)), std::span<int const>&&, ints>);
static_assert(support::is_source_of<decltype(powerset(std::declval<std::vector<bool>&>())), std::span<bool const>&&,
                                    std::vector<bool>>);

// All rows of `length` numbers below `size` in lexicographic order, those that are `wanted`.
template <class Wanted>
rows by_definition(int size, int length, Wanted wanted) {
  rows all{{}};
  for (int i = 0; i != length; ++i) {
    rows longer;
    for (auto const& row : all) {
      for (int next = 0; next != size; ++next) {
        longer.push_back(row);
        longer.back().push_back(next);
      }
    }
    all = longer;
  }
  std::erase_if(all, [&](ints const& row) { return !wanted(row); });
  return all;
}
bool any(ints const&) { return true; }
bool ascending(ints const& row) {
  return std::adjacent_find(row.begin(), row.end(), std::greater_equal<>()) == row.end();
}
bool not_descending(ints const& row) { return std::is_sorted(row.begin(), row.end()); }

}  // namespace

TEST_CASE("combinations and their kin pick in lexicographic order of positions") {
  for (int size = 0; size != 6; ++size) {
    auto const values = counted(size);
    rows subsets;
    for (int length = 0; length != 6; ++length) {
      auto const once = by_definition(size, length, ascending);
      CHECK(collected(combinations(values, length)) == once);
      CHECK(collected(combinations_with_replacement(values, length)) == by_definition(size, length, not_descending));
      CHECK(collected(product(values, length)) == by_definition(size, length, any));
      subsets.insert(subsets.end(), once.begin(), once.end());
    }
    CHECK(collected(powerset(values)) == subsets);
  }
}

TEST_CASE("combinations pick by position, not by value") {
  CHECK(collected(combinations(ints{7, 7}, 1)) == rows{{7}, {7}});
  CHECK(collected(powerset(ints{3, 3})) == rows{{}, {3}, {3}, {3, 3}});
}

TEST_CASE("combinations and their kin read their range with the first pull, once") {
  for (int tool = 0; tool != 4; ++tool) {
    support::pull_log log;
    auto check = [&log](auto picks) {
      CHECK(log.pulls == 0);
      CHECK(picks.pull() != nullptr);
      CHECK(log.pulls == 5);
      CHECK(support::stays_exhausted(picks));
      CHECK(log.pulls == 5);
    };
    if (tool == 0) check(combinations(support::pulled(log, 4), 2));
    if (tool == 1) check(combinations_with_replacement(support::pulled(log, 4), 2));
    if (tool == 2) check(product(support::pulled(log, 4), 2));
    if (tool == 3) check(powerset(support::pulled(log, 4)));
  }
}

TEST_CASE("combinations work on input ranges and on bools") {
  support::input_only<int> range(counted(3));
  CHECK(collected(combinations(std::move(range), 2)) == rows{{0, 1}, {0, 2}, {1, 2}});
  CHECK(collected(product(std::vector{false, true}, 2)) ==
        std::vector<std::vector<bool>>{{false, false}, {false, true}, {true, false}, {true, true}});
}

TEST_CASE("combinations copy an element when its position changes and no more") {
  support::lifetime_check check;
  {
    auto picks = combinations(counted<support::tracked>(4), 3);
    picks.pull();  // 012
    int const before = check->copied;
    picks.pull();  // 013
    CHECK(check->copied - before == 1);
    picks.pull();  // 023
    CHECK(check->copied - before == 3);
    picks.pull();  // 123
    CHECK(check->copied - before == 6);
    CHECK(picks.pull() == nullptr);
  }
}

TEST_CASE("combinations skip no pick when a copy throws") {
  support::lifetime_check check;
  rows const expected = by_definition(4, 2, ascending);
  for (int copies = 0; copies != 9; ++copies) {
    rows seen;
    auto picks = combinations(counted<support::tracked>(4), 2);
    auto read = [&](int most) {
      while (auto* const pick = most-- != 0 ? picks.pull() : nullptr) {
        ints row;
        for (auto const& element : *pick) row.push_back(element.value());
        seen.push_back(row);
      }
    };
    read(1);
    check->copies_before_throw = copies;
    try {
      read(-1);
    } catch (support::copy_failed const&) {
      check->copies_before_throw = -1;
      read(-1);
    }
    check->copies_before_throw = -1;
    CHECK(seen == expected);
  }
}

TEST_CASE("combinations and their kin go on reading after an exception") {
  for (int at = 1; at != 5; ++at) {
    support::pull_log log;
    log.throw_at = at;
    auto picks = combinations(support::pulled(log, 3), 2);
    CHECK_THROWS_AS(picks.pull(), support::pull_failed);
    CHECK(collected(picks) == rows{{0, 1}, {0, 2}, {1, 2}});
  }
}

TEST_CASE("combinations and their kin are the same called and piped") {
  ints const values{1, 2, 3};
  CHECK(collected(values | combinations(2)) == rows{{1, 2}, {1, 3}, {2, 3}});
  CHECK(collected(values | cogen::take(2) | combinations_with_replacement(2)) == rows{{1, 1}, {1, 2}, {2, 2}});
  CHECK(collected(values | cogen::take(1) | product(2)) == rows{{1, 1}});
  CHECK(collected(values | cogen::take(1) | powerset) == rows{{}, {1}});
}

TEST_CASE("combinations and their kin refuse a negative length by name") {
  ints const values{1};
  CHECK(support::refusal([&] { (void)combinations(values, -1); }) ==
        "cogen::combinations: k must be at least 0, not -1");
  CHECK(support::refusal([&] { (void)combinations(-1); }) == "cogen::combinations: k must be at least 0, not -1");
  CHECK(support::refusal([&] { (void)combinations_with_replacement(values, -2); }) ==
        "cogen::combinations_with_replacement: k must be at least 0, not -2");
  CHECK_FALSE(support::refusal([&] { (void)combinations_with_replacement(-2); }).empty());
  CHECK(support::refusal([&] { (void)product(values, -3); }) == "cogen::product: n must be at least 0, not -3");
  CHECK_FALSE(support::refusal([&] { (void)product(-3); }).empty());
  CHECK(collected(combinations(values, SIZE_MAX)).empty());
  CHECK(collected(product(ints(), SIZE_MAX)).empty());
}

TEST_CASE("combinations and their kin can be moved in the middle") {
  support::check_moving([] { return combinations(std::array{1, 2, 3, 4}, 2); });
  support::check_moving([] {
    return combinations_with_replacement(std::list<std::string>{"a", "b", "a string that is long enough"}, 2);
  });
  support::check_moving([] { return product(std::vector{true, false}, 3); });
  support::check_moving([] { return powerset(std::vector{1, 2, 3}); });
}

TEST_CASE("combinations and their kin allocate with the first pull and never after") {
  auto const values = counted(8);
  auto picks = combinations(values, 4);
  CHECK(picks.pull() != nullptr);
  auto powers = product(values, 3);
  CHECK(powers.pull() != nullptr);
  support::allocation_count count;
  int seen = 2;
  while (picks.pull() != nullptr) ++seen;
  while (powers.pull() != nullptr) ++seen;
  auto const allocations = count.allocations();
  CHECK(seen == 70 + 512);
  CHECK(allocations == 0);
}
