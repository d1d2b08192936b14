#include <cogen/adaptor/zip_strict.hpp>

#include "support/catch.hpp"
#include "support/counting.hpp"
#include "support/pulled.hpp"
#include "support/sources.hpp"

#include <array>
#include <list>
#include <string>
#include <tuple>
#include <vector>

using cogen::zip_strict;
using support::collected;
using support::counted;
using ints = std::vector<int>;

static_assert(support::is_source_of<decltype(zip_strict(std::declval<ints&>(), std::declval<ints>())),
                                    std::pair<int&, int&&>&&, std::pair<int, int>>);

namespace {

// Python's words for zip(strict=True) of ranges of these lengths.
std::string by_definition(std::vector<int> const& lengths) {
  int const shortest = *std::min_element(lengths.begin(), lengths.end());
  for (std::size_t i = 0; i != lengths.size(); ++i) {
    bool const shorter = i != 0 && lengths[0] != shortest && lengths[i] == shortest;
    bool const longer = lengths[0] == shortest && lengths[i] != shortest;
    if (shorter || longer) {
      return "cogen::zip_strict: argument " + std::to_string(i + 1) + " is " + (shorter ? "shorter" : "longer") +
             " than argument" + (i == 1 ? " " : "s 1-") + std::to_string(i);
    }
  }
  return {};
}

}  // namespace

TEST_CASE("zip_strict refuses ranges of unequal length in Python's words") {
  for (int a = 0; a != 4; ++a) {
    for (int b = 0; b != 4; ++b) {
      for (int c = 0; c != 4; ++c) {
        auto rows = zip_strict(counted(a), counted(b), counted(c));
        std::vector<std::tuple<int, int, int>> seen;
        CHECK(support::refusal([&] { support::append_rest(rows, seen); }) == by_definition({a, b, c}));
        CHECK(static_cast<int>(seen.size()) == std::min({a, b, c}));
        CHECK(support::stays_exhausted(rows));
      }
    }
  }
  CHECK(by_definition({2, 1}) == "cogen::zip_strict: argument 2 is shorter than argument 1");
  CHECK(by_definition({1, 1, 2}) == "cogen::zip_strict: argument 3 is longer than arguments 1-2");
}

TEST_CASE("zip_strict pulls no more than it takes to tell") {
  std::array<support::pull_log, 3> logs;
  auto rows = zip_strict(support::pulled(logs[0], 1), support::pulled(logs[1], 2), support::pulled(logs[2], 1));
  CHECK(rows.pull() != nullptr);
  CHECK_FALSE(support::refusal([&] { rows.pull(); }).empty());
  CHECK(logs[0].pulls == 2);
  CHECK(logs[1].pulls == 2);
  CHECK(logs[2].pulls == 1);
}

TEST_CASE("zip_strict of equal lengths asks each source for its end once") {
  std::array<support::pull_log, 2> logs;
  auto rows = zip_strict(support::pulled(logs[0], 2), support::pulled(logs[1], 2));
  CHECK(support::stays_exhausted(rows));
  CHECK(logs[0].pulls == 3);
  CHECK(logs[1].pulls == 3);
}

TEST_CASE("zip_strict goes on after what a source throws") {
  support::pull_log first;
  support::pull_log second;
  second.throw_at = 3;
  auto rows = zip_strict(support::pulled(first, 2), support::pulled(second, 2));
  CHECK(rows.pull() != nullptr);
  CHECK(rows.pull() != nullptr);
  CHECK_THROWS_AS(rows.pull(), support::pull_failed);
  CHECK(rows.pull() == nullptr);
}

TEST_CASE("zip_strict is the same called and piped and can be moved in the middle") {
  ints const a{1, 2};
  ints const b{3, 4};
  std::vector<std::pair<int, int>> const rows{{1, 3}, {2, 4}};
  CHECK(collected(zip_strict(a, b)) == rows);
  CHECK(collected(a | zip_strict(b)) == rows);
  support::check_moving([] { return zip_strict(std::array{1, 2, 3}, std::list<std::string>{"a", "b", "c"}); });
}

TEST_CASE("zip_strict allocates nothing") {
  auto a = counted(10);
  support::allocation_count count;
  int sum = 0;
  for (auto [one, other] : zip_strict(a, a)) sum += one * other;
  auto const allocations = count.allocations();
  CHECK(sum == 285);
  CHECK(allocations == 0);
}
