#include <cogen/adaptor/take.hpp>
#include <cogen/adaptor/zip.hpp>
#include <cogen/sink/to.hpp>

#include "support/catch.hpp"
#include "support/counting.hpp"
#include "support/input_only.hpp"
#include "support/pulled.hpp"
#include "support/sources.hpp"
#include "support/tracked.hpp"

#include <array>
#include <list>
#include <map>
#include <ranges>
#include <string>
#include <tuple>
#include <vector>

using cogen::zip;
using support::collected;
using support::counted;
using ints = std::vector<int>;
using pairs = std::vector<std::pair<int, int>>;

namespace {

template <class... Ranges>
using zip_of = decltype(zip(std::declval<Ranges>()...));
static_assert(support::is_source_of<zip_of<ints&>, std::tuple<int&>&&, std::tuple<int>>);
static_assert(
    support::is_source_of<zip_of<ints&, std::list<char> const&>, std::pair<int&, char const&>&&, std::pair<int, char>>);
static_assert(
    support::is_source_of<zip_of<ints&, ints, std::vector<bool>&>,
                          std::tuple<int&, int&&, std::vector<bool>::reference&&>&&, std::tuple<int, int, bool>>);

}  // namespace

TEST_CASE("zip gives rows up to the end of the shortest") {
  for (int a = 0; a != 4; ++a) {
    for (int b = 0; b != 4; ++b) {
      pairs expected;
      for (int i = 0; i != std::min(a, b); ++i) expected.emplace_back(i, i);
      CHECK(collected(zip(counted(a), counted(b))) == expected);
    }
  }
  CHECK(collected(zip(ints{1, 2})) == std::vector<std::tuple<int>>{{1}, {2}});
  CHECK(collected(zip(ints{1, 2}, std::string("ab"), std::list{0.5, 1.5})) ==
        std::vector<std::tuple<int, char, double>>{{1, 'a', 0.5}, {2, 'b', 1.5}});
}

TEST_CASE("zip pulls in order, stops at the first exhausted source and says how many lost an element") {
  for (int a = 0; a != 5; ++a) {
    for (int b = 0; b != 5; ++b) {
      for (int c = 0; c != 5; ++c) {
        std::array<support::pull_log, 3> logs;
        auto rows = zip(support::pulled(logs[0], a), support::pulled(logs[1], b), support::pulled(logs[2], c));
        CHECK(logs[0].pulls == 0);
        int const shortest = std::min({a, b, c});
        for (int i = 0; i != shortest; ++i) {
          rows.pull();
          CHECK(rows.lost() == 0);
        }
        CHECK(support::stays_exhausted(rows));
        std::size_t const stopped_by = a == shortest ? 0 : b == shortest ? 1 : 2;
        CHECK(rows.lost() == stopped_by);
        for (std::size_t i = 0; i != 3; ++i) CHECK(logs[i].pulls == shortest + (i <= stopped_by ? 1 : 0));
      }
    }
  }
}

TEST_CASE("zip leaves borrowed sources where it stopped") {
  support::pull_log log;
  support::pulled numbers(log);
  CHECK(collected(zip(ints{7, 8}, numbers)) == pairs{{7, 0}, {8, 1}});
  CHECK(*numbers.pull() == 2);
  CHECK(collected(zip(numbers, ints{7, 8})) == pairs{{3, 7}, {4, 8}});
  CHECK(*numbers.pull() == 6);  // 5 was pulled in vain
}

TEST_CASE("zip of infinite sources goes on as long as it is asked") {
  support::pull_log first;
  support::pull_log second;
  auto rows = zip(support::pulled(first), support::pulled(second)) | cogen::take(100);
  CHECK(collected(rows).back() == std::pair(99, 99));
  CHECK(first.pulls == 100);
  CHECK(second.pulls == 100);
}

TEST_CASE("zip rows refer to the very elements") {
  ints a{1, 2};
  std::list<int> b{3, 4};
  for (auto [one, other] : zip(a, b)) std::swap(one, other);
  CHECK(a == ints{3, 4});
  CHECK(b == std::list{1, 2});
}

TEST_CASE("zip lets move-only elements be moved out of rows and copies none") {
  support::lifetime_check check;
  {
    auto lent = counted<support::tracked>(2);
    std::vector<support::move_only> kept;
    for (auto&& [one, other] : zip(counted<support::move_only>(2), lent)) kept.push_back(std::move(one));
    CHECK(kept.size() == 2);
    CHECK(kept[1] == 1);
    CHECK(check->copied == 0);
  }
}

TEST_CASE("zip makes maps") {
  std::vector<std::string> const names{"a", "b"};
  CHECK((zip(names, ints{1, 2}) | cogen::to<std::map>()) == std::map<std::string, int>{{"a", 1}, {"b", 2}});
}

TEST_CASE("zip reads each element of input ranges once") {
  support::input_only<int> first(counted(3));
  support::input_only<int> second(counted(2));
  auto const counts = first.counts();
  CHECK(collected(zip(std::move(first), std::move(second))) == pairs{{0, 0}, {1, 1}});
  CHECK(counts->dereferences == 3);
  CHECK(counts->increments == 2);
}

TEST_CASE("zip passes on what a source throws and says what was lost") {
  support::pull_log first;
  support::pull_log second;
  second.throw_at = 2;
  auto rows = zip(support::pulled(first, 4), support::pulled(second, 4));
  rows.pull();
  CHECK_THROWS_AS(rows.pull(), support::pull_failed);
  CHECK(rows.lost() == 1);
  CHECK(collected(rows) == pairs{{2, 1}, {3, 2}});
}

TEST_CASE("zip is the same called and piped") {
  ints const a{1, 2};
  ints const b{3, 4};
  ints const c{5, 6};
  CHECK(collected(a | zip(b)) == pairs{{1, 3}, {2, 4}});
  std::vector<std::tuple<int, int, int>> const rows{{1, 3, 5}, {2, 4, 6}};
  CHECK(collected(zip(a, b, c)) == rows);
  CHECK(collected(a | zip(b, c)) == rows);
  CHECK(collected(std::views::iota(1, 3) | zip(b, ints{5, 6})) == rows);
}

TEST_CASE("zip can be moved in the middle") {
  support::check_moving([] { return zip(std::array{1, 2, 3}, std::string("abc")); });
  support::check_moving(
      [] { return zip(std::list{1, 2, 3}, std::views::iota(0, 9), std::vector<std::string>{"a", "b", "c"}); });
}

TEST_CASE("zip allocates nothing") {
  auto a = counted(100);
  auto b = counted(100);
  support::allocation_count count;
  int sum = 0;
  for (auto [one, other] : zip(a, b)) sum += one * other;
  auto const allocations = count.allocations();
  CHECK(sum == 328350);
  CHECK(allocations == 0);
}

TEST_CASE("zip is a range for std views") {
  ints a{1, 2, 3};
  ints b{4, 5, 6};
  ints products;
  for (int const product : zip(a, b) | std::views::transform([](auto const& row) { return row.first * row.second; })) {
    products.push_back(product);
  }
  CHECK(products == ints{4, 10, 18});
}
