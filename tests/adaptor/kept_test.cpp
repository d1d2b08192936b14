// Tools that keep elements, over a source that only shows them: what is kept is a container of what a window showed.
#include <cogen/adaptor.hpp>
#include <cogen/sink.hpp>
#include <cogen/source/cycle.hpp>

#include "support/catch.hpp"
#include "support/sources.hpp"

#include <cstddef>
#include <list>
#include <map>
#include <set>
#include <span>
#include <utility>
#include <vector>

using cogen::sliding_window;
using support::collected;
using support::counted;

namespace {

using row = std::vector<int>;
using rows = std::vector<row>;

// 01 12 23 34
auto pairs() { return sliding_window(counted(5), 2); }

rows const all{{0, 1}, {1, 2}, {2, 3}, {3, 4}};

bool odd(std::span<int const> window) { return window.front() % 2 != 0; }

}  // namespace

TEST_CASE("windows can be kept in containers") {
  CHECK((pairs() | cogen::to<std::vector>()) == all);
  CHECK((pairs() | cogen::to<std::list<row>>()) == std::list<row>(all.begin(), all.end()));
  CHECK((pairs() | cogen::to<std::set>()) == std::set<row>(all.begin(), all.end()));
  CHECK((pairs() | cogen::to<std::vector<std::list<int>>>()).back() == std::list<int>{3, 4});
}

TEST_CASE("windows can be batched") {
  CHECK(collected(pairs() | cogen::batch(3)) == std::vector<rows>{{{0, 1}, {1, 2}, {2, 3}}, {{3, 4}}});
  auto const one_by_one = [](std::span<int const>, std::span<int const>) { return true; };
  CHECK(collected(pairs() | cogen::split_when(one_by_one)) ==
        std::vector<rows>{{{0, 1}}, {{1, 2}}, {{2, 3}}, {{3, 4}}});
  CHECK(collected(pairs() | cogen::batch_by([](std::span<int const> window) { return window.size(); }, 4, 100)) ==
        std::vector<rows>{{{0, 1}, {1, 2}}, {{2, 3}, {3, 4}}});
}

TEST_CASE("windows can be slid over, paired and looked at") {
  std::vector<rows> windows;
  for (auto window : pairs() | sliding_window(2, 2)) windows.emplace_back(window.begin(), window.end());
  CHECK(windows == std::vector<rows>{{{0, 1}, {1, 2}}, {{2, 3}, {3, 4}}});

  std::vector<std::pair<row, row>> paired;
  for (auto [one, other] : pairs() | cogen::pairwise) paired.emplace_back(one, other);
  CHECK(paired == std::vector<std::pair<row, row>>{{all[0], all[1]}, {all[1], all[2]}, {all[2], all[3]}});

  auto shown = cogen::spy(pairs(), 2);
  CHECK(rows(shown.head().begin(), shown.head().end()) == rows{{0, 1}, {1, 2}});
  CHECK(collected(shown) == all);
}

TEST_CASE("windows can be read twice") {
  auto [one, two] = cogen::tee<2>(pairs());
  CHECK(collected(one) == all);
  CHECK(collected(two) == all);
  CHECK(collected(cogen::cycle(pairs()) | cogen::take(6)) == rows{{0, 1}, {1, 2}, {2, 3}, {3, 4}, {0, 1}, {1, 2}});
  CHECK(collected(pairs() | cogen::tail(3)) == rows{{1, 2}, {2, 3}, {3, 4}});
}

TEST_CASE("sinks that keep windows keep what they showed") {
  CHECK(cogen::first(pairs()) == row{0, 1});
  CHECK(cogen::nth(pairs(), 2) == row{2, 3});
  CHECK(cogen::last(pairs()) == row{3, 4});
  auto const [rejected, accepted] = cogen::partition(pairs(), odd);
  CHECK(rejected == rows{{0, 1}, {2, 3}});
  CHECK(accepted == rows{{1, 2}, {3, 4}});
  auto const sum = [](std::span<int const> window) { return -window[0] * window[1] % 5; };
  CHECK(cogen::min(pairs(), std::less<>(), sum) == row{1, 2});
  CHECK(cogen::max(pairs(), std::less<>(), sum) == row{0, 1});
  CHECK(cogen::minmax(pairs(), std::less<>(), sum)->max == row{0, 1});
}

TEST_CASE("unique tools compare windows by what they show") {
  auto const repeated = [] { return cogen::chain(pairs() | cogen::take(1), pairs()); };
  CHECK(collected(repeated() | cogen::unique_justseen(odd)) == all);
  CHECK(collected(repeated() | cogen::unique_justseen) == all);
  CHECK(collected(repeated() | cogen::unique_everseen([](std::span<int const> window) { return window[0] / 2; })) ==
        rows{{0, 1}, {2, 3}});
}

TEST_CASE("numbered windows are kept as pairs of a number and a container") {
  auto const numbered = pairs() | cogen::enumerate | cogen::to<std::vector>();
  REQUIRE(numbered.size() == 4);
  CHECK(numbered[1].first == 1);
  CHECK(numbered[1].second == row{1, 2});
  CHECK(collected(pairs() | cogen::enumerate | cogen::tail(2)) ==
        std::vector<std::pair<std::ptrdiff_t, row>>{{2, {2, 3}}, {3, {3, 4}}});
}

TEST_CASE("combinatoric tools take windows") {
  auto source = cogen::permutations(pairs() | cogen::take(2));
  CHECK(collected(source) == std::vector<rows>{{{0, 1}, {1, 2}}, {{1, 2}, {0, 1}}});
}

TEST_CASE("windows over bool are contiguous") {
  std::vector<bool> const given{true, false, true, true};
  std::vector<std::vector<bool>> seen;
  for (std::span<bool const> window : given | sliding_window(2)) seen.emplace_back(window.begin(), window.end());
  CHECK(seen == std::vector<std::vector<bool>>{{true, false}, {false, true}, {true, true}});
}

TEST_CASE("the elements of a map are kept as pairs that can be assigned") {
  std::map<int, char> const map{{1, 'a'}, {2, 'b'}, {3, 'c'}};
  using pairs = std::vector<std::pair<int, char>>;
  CHECK((map | cogen::to<std::vector>()) == pairs{{1, 'a'}, {2, 'b'}, {3, 'c'}});
  CHECK(collected(map | cogen::tail(2)) == pairs{{2, 'b'}, {3, 'c'}});
  CHECK(collected(map | cogen::unique_justseen).size() == 3);
  auto windows = map | sliding_window(2);
  CHECK(windows.pull()->back().first == 2);
  CHECK(windows.pull()->back().first == 3);
}
