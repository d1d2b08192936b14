#include <cogen/adaptor/take.hpp>
#include <cogen/adaptor/zip_longest.hpp>

#include "support/catch.hpp"
#include "support/counting.hpp"
#include "support/input_only.hpp"
#include "support/pulled.hpp"
#include "support/sources.hpp"
#include "support/tracked.hpp"

#include <array>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

using cogen::zip_longest;
using support::collected;
using support::counted;
using ints = std::vector<int>;

namespace {

template <class... Given>
using zip_longest_of = decltype(zip_longest(std::declval<Given>()...));
static_assert(
    support::is_source_of<zip_longest_of<int, ints&, ints>, std::pair<int const&, int>&&, std::pair<int, int>>);
static_assert(support::is_source_of<zip_longest_of<std::nullopt_t, ints&, std::list<char>>,
                                    std::pair<std::optional<int>, std::optional<char>>&&,
                                    std::pair<std::optional<int>, std::optional<char>>>);
static_assert(support::is_source_of<zip_longest_of<bool, std::vector<bool>&>, std::tuple<bool>&&, std::tuple<bool>>);

}  // namespace

TEST_CASE("zip_longest fills up to the end of the longest") {
  for (int a = 0; a != 4; ++a) {
    for (int b = 0; b != 4; ++b) {
      for (int c = 0; c != 4; ++c) {
        std::vector<std::tuple<int, int, int>> expected;
        for (int i = 0; i != std::max({a, b, c}); ++i)
          expected.emplace_back(i < a ? i : -1, i < b ? i : -1, i < c ? i : -1);
        auto const lent = counted(b);
        CHECK(collected(zip_longest(-1, counted(a), lent, counted(c))) == expected);
      }
    }
  }
}

TEST_CASE("zip_longest pulls each source in order and none after its end") {
  std::array<support::pull_log, 3> logs;
  auto rows = zip_longest(0, support::pulled(logs[0], 1), support::pulled(logs[1], 3), support::pulled(logs[2], 0));
  CHECK(logs[0].pulls + logs[1].pulls + logs[2].pulls == 0);
  rows.pull();
  CHECK(logs[1].pulls == 1);
  CHECK(support::stays_exhausted(rows));
  CHECK(logs[0].pulls == 2);
  CHECK(logs[1].pulls == 4);
  CHECK(logs[2].pulls == 1);
}

TEST_CASE("zip_longest of an infinite source does not end") {
  support::pull_log log;
  auto rows = zip_longest(7, ints{1}, support::pulled(log));
  auto const seen = collected(rows | cogen::take(3));
  CHECK(seen == std::vector<std::pair<int, int>>{{1, 0}, {7, 1}, {7, 2}});
  CHECK(log.pulls == 3);
}

TEST_CASE("zip_longest converts the fill to the elements of each range") {
  std::vector<std::string> const names{"a"};
  std::vector<std::string> const more{"b", "c"};
  CHECK(collected(zip_longest("none", names, more)) ==
        std::vector<std::pair<std::string, std::string>>{{"a", "b"}, {"none", "c"}});
  CHECK(collected(zip_longest(0, std::vector{1.5}, ints{1, 2})) ==
        std::vector<std::pair<double, int>>{{1.5, 1}, {0.0, 2}});
}

TEST_CASE("zip_longest with nullopt gives optionals, of move-only elements too") {
  CHECK(collected(zip_longest(std::nullopt, ints{1}, std::string("ab"))) ==
        std::vector<std::pair<std::optional<int>, std::optional<char>>>{{1, 'a'}, {std::nullopt, 'b'}});
  std::vector<std::unique_ptr<int>> owners;
  owners.push_back(std::make_unique<int>(5));
  auto rows = zip_longest(std::nullopt, std::move(owners), ints{1, 2});
  auto first = rows.next();
  CHECK(**first->first == 5);
  CHECK_FALSE(rows.next()->first.has_value());
}

TEST_CASE("zip_longest shows lent elements and moves those that are given away") {
  support::lifetime_check check;
  {
    auto lent = counted<support::tracked>(2);
    auto rows = zip_longest(9, lent, counted<support::move_only>(1));
    auto* const first = rows.pull();
    CHECK(&first->first == lent.data());
    support::move_only const kept(std::move(first->second));
    CHECK(kept == 0);
    auto* const second = rows.pull();
    CHECK(second->second == 9);
    CHECK(check->copied == 0);
  }
}

TEST_CASE("zip_longest reads each element of input ranges once") {
  support::input_only<int> first(counted(3));
  auto const counts = first.counts();
  CHECK(collected(zip_longest(0, std::move(first), ints{1})).size() == 3);
  CHECK(counts->dereferences == 3);
}

TEST_CASE("zip_longest passes on what a source throws and goes on") {
  support::pull_log first;
  support::pull_log second;
  second.throw_at = 2;
  auto rows = zip_longest(-1, support::pulled(first, 3), support::pulled(second, 3));
  rows.pull();
  CHECK_THROWS_AS(rows.pull(), support::pull_failed);
  CHECK(collected(rows) == std::vector<std::pair<int, int>>{{2, 1}, {-1, 2}});
}

TEST_CASE("zip_longest is the same called and piped") {
  ints const a{1, 2};
  ints const b{3};
  std::vector<std::pair<int, int>> const rows{{1, 3}, {2, 0}};
  CHECK(collected(zip_longest(0, a, b)) == rows);
  CHECK(collected(a | zip_longest(0, b)) == rows);
  CHECK(collected(a | zip_longest(std::nullopt, b)).back().second == std::nullopt);
}

TEST_CASE("zip_longest can be moved in the middle of what it owns and of its fill") {
  std::string const fill = "a fill that is too long to be short";
  support::check_moving(
      [&] { return zip_longest(fill, std::array<std::string, 1>{"a"}, std::list<std::string>{"b", "c", "d"}); });
  std::vector<std::string> const lent{"x"};
  support::check_moving([&] { return zip_longest(fill, lent, std::list<std::string>{"b", "c", "d"}); });
}

TEST_CASE("zip_longest allocates nothing") {
  auto a = counted(10);
  auto b = counted(5);
  support::allocation_count count;
  int sum = 0;
  for (auto [one, other] : zip_longest(1, a, b)) sum += one * other;
  auto const allocations = count.allocations();
  CHECK(sum == 30 + 35);
  CHECK(allocations == 0);
}
