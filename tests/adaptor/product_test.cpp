#include <cogen/adaptor/permutations.hpp>
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
#include <tuple>
#include <vector>

// product(range, n) is tested with combinations, whose engine it shares.

using cogen::product;
using support::collected;
using support::counted;
using ints = std::vector<int>;
using pairs = std::vector<std::pair<int, int>>;
using triples = std::vector<std::tuple<int, int, int>>;

static_assert(
    support::is_source_of<decltype(product(std::declval<ints&>())), std::tuple<int const&>&&, std::tuple<int>>);
static_assert(support::is_source_of<decltype(product(std::declval<ints&>(), std::declval<std::vector<bool>>())),
                                    std::pair<int const&, bool const&>&&, std::pair<int, bool>>);
static_assert(support::is_source_of<decltype(product<3>(std::declval<ints&>())),
                                    std::tuple<int const&, int const&, int const&>&&, std::tuple<int, int, int>>);

TEST_CASE("product is nested loops") {
  for (int a = 0; a != 4; ++a) {
    for (int b = 0; b != 4; ++b) {
      for (int c = 0; c != 4; ++c) {
        triples expected;
        for (int i = 0; i != a; ++i) {
          for (int j = 0; j != b; ++j) {
            for (int k = 0; k != c; ++k) expected.emplace_back(i, j, k);
          }
        }
        CHECK(collected(product(counted(a), counted(b), counted(c))) == expected);
      }
    }
  }
  CHECK(collected(product(ints{1}, std::string("ab"), std::list{0.5})) ==
        std::vector<std::tuple<int, char, double>>{{1, 'a', 0.5}, {1, 'b', 0.5}});
}

TEST_CASE("product of a range with itself reads it once") {
  support::pull_log log;
  auto squares = product<2>(support::pulled(log, 2));
  CHECK(log.pulls == 0);
  CHECK(collected(squares) == pairs{{0, 0}, {0, 1}, {1, 0}, {1, 1}});
  CHECK(log.pulls == 3);
  CHECK(collected(product<3>(counted(2))).size() == 8);
  CHECK(collected(product<2>(ints{1}, ints{2, 3})) ==
        std::vector<std::tuple<int, int, int, int>>{{1, 2, 1, 2}, {1, 2, 1, 3}, {1, 3, 1, 2}, {1, 3, 1, 3}});
}

TEST_CASE("product reads its ranges with the first pull and none behind an empty one") {
  std::array<support::pull_log, 3> logs;
  auto rows = product(support::pulled(logs[0], 2), support::pulled(logs[1], 0), support::pulled(logs[2]));
  CHECK(logs[0].pulls == 0);
  CHECK(support::stays_exhausted(rows));
  CHECK(logs[0].pulls == 3);
  CHECK(logs[1].pulls == 1);
  CHECK(logs[2].pulls == 0);
}

TEST_CASE("product shows move-only elements") {
  support::lifetime_check check;
  {
    auto rows = product(counted<support::move_only>(2), counted<support::move_only>(3));
    int sum = 0;
    while (auto const* const row = rows.pull()) sum += row->first.value() * row->second.value();
    CHECK(sum == 3);
    CHECK(check->live == 5);
    CHECK(support::stays_exhausted(rows));
  }
}

TEST_CASE("product works on input ranges and bools") {
  support::input_only<int> range(counted(2));
  CHECK(collected(product(std::move(range), std::vector{true, false})) ==
        std::vector<std::pair<int, bool>>{{0, true}, {0, false}, {1, true}, {1, false}});
}

TEST_CASE("product keeps what spans show") {
  auto const rows = collected(product(cogen::permutations(counted(2)), counted(2)));
  CHECK(rows == std::vector<std::pair<ints, int>>{{{0, 1}, 0}, {{0, 1}, 1}, {{1, 0}, 0}, {{1, 0}, 1}});
}

TEST_CASE("product goes on reading after an exception") {
  for (int at = 1; at != 4; ++at) {
    support::pull_log first;
    support::pull_log second;
    second.throw_at = at;
    auto rows = product(support::pulled(first, 2), support::pulled(second, 2));
    CHECK_THROWS_AS(rows.pull(), support::pull_failed);
    CHECK(collected(rows) == pairs{{0, 0}, {0, 1}, {1, 0}, {1, 1}});
    CHECK(second.pulls_after_end == 0);
  }
}

TEST_CASE("product is the same called and piped") {
  ints const a{1, 2};
  ints const b{3};
  CHECK(collected(a | product(b)) == pairs{{1, 3}, {2, 3}});
  CHECK(collected(a | product(b, b)) == triples{{1, 3, 3}, {2, 3, 3}});
  CHECK(collected(a | product<2>()) == collected(product<2>(a)));
  CHECK(collected(a | product<2>()) == pairs{{1, 1}, {1, 2}, {2, 1}, {2, 2}});
}

TEST_CASE("product can be moved in the middle and allocates with the first pull only") {
  support::check_moving(
      [] { return product(std::array{1, 2}, std::list<std::string>{"a", "a string that is long enough"}); });
  auto const values = counted(10);
  auto rows = product(values, values, values);
  CHECK(rows.pull() != nullptr);
  support::allocation_count count;
  int sum = 0;
  while (auto const* const row = rows.pull()) sum += std::get<0>(*row);
  auto const allocations = count.allocations();
  CHECK(sum == 4500);
  CHECK(allocations == 0);
}
