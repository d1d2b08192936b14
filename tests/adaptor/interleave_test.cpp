#include <cogen/adaptor/interleave.hpp>
#include <cogen/adaptor/map.hpp>
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

using cogen::interleave;
using support::collected;
using support::counted;
using ints = std::vector<int>;

namespace {

template <class... Ranges>
using interleave_of = decltype(interleave(std::declval<Ranges>()...));
static_assert(support::is_source_of<interleave_of<ints&, std::list<int>&>, int&, int>);
static_assert(support::is_source_of<interleave_of<ints&, ints>, int const&, int>);
static_assert(support::is_source_of<interleave_of<ints&, std::vector<long>>, long&&, long>);

}  // namespace

TEST_CASE("interleave gives whole rows up to the end of the shortest") {
  for (int a = 0; a != 4; ++a) {
    for (int b = 0; b != 4; ++b) {
      for (int c = 0; c != 4; ++c) {
        ints expected;
        for (int i = 0; i != std::min({a, b, c}); ++i) expected.insert(expected.end(), {i, i, i});
        CHECK(collected(interleave(counted(a), counted(b), counted(c))) == expected);
      }
    }
  }
  CHECK(collected(interleave(ints{1, 2, 3}, ints{4, 5}, ints{6, 7, 8})) == ints{1, 4, 6, 2, 5, 7});
  CHECK(collected(interleave(ints{1, 2})) == ints{1, 2});
}

TEST_CASE("interleave pulls a row in order when its first element is asked for") {
  std::array<support::pull_log, 3> logs;
  auto mixed = interleave(support::pulled(logs[0], 2), support::pulled(logs[1], 1), support::pulled(logs[2], 5));
  CHECK(logs[0].pulls == 0);
  CHECK(*mixed.pull() == 0);
  CHECK(logs[2].pulls == 1);
  CHECK(*mixed.pull() == 0);
  CHECK(*mixed.pull() == 0);
  CHECK(logs[0].pulls == 1);
  CHECK(support::stays_exhausted(mixed));
  CHECK(logs[0].pulls == 2);
  CHECK(logs[1].pulls == 2);
  CHECK(logs[2].pulls == 1);
}

TEST_CASE("interleave of infinite sources goes on") {
  support::pull_log first;
  support::pull_log second;
  CHECK(collected(interleave(support::pulled(first), support::pulled(second)) | cogen::take(5)) == ints{0, 0, 1, 1, 2});
  CHECK(first.pulls == 3);
}

TEST_CASE("interleave hands out the very elements and moves none") {
  support::lifetime_check check;
  {
    ints a{1, 2};
    std::list<int> b{3, 4};
    for (int& value : interleave(a, b)) value = -value;
    CHECK(a == ints{-1, -2});
    CHECK(b.back() == -4);
    std::vector<support::move_only> kept;
    auto mixed = interleave(counted<support::move_only>(2), counted<support::move_only>(2));
    support::append_rest(mixed, kept);
    CHECK(kept.size() == 4);
    CHECK(kept[3] == 1);
  }
}

TEST_CASE("interleave keeps computed elements of a row until they are handed out, wherever it is moved") {
  auto text = [](int value) { return std::to_string(value) + " is a number with a long text after it"; };
  support::check_moving(
      [&] { return interleave(cogen::map(std::array{1, 2}, text), cogen::map(std::list{3, 4}, text)); });
  support::check_moving([] { return interleave(std::array{1, 2}, std::vector<long>{3, 4}, std::list{5, 6, 7}); });
}

TEST_CASE("interleave reads each element of input ranges once") {
  support::input_only<int> first(counted(3));
  auto const counts = first.counts();
  CHECK(collected(interleave(std::move(first), ints{7, 8})) == ints{0, 7, 1, 8});
  CHECK(counts->dereferences == 3);
}

TEST_CASE("interleave loses nothing when a source throws") {
  for (int at = 1; at != 4; ++at) {
    support::pull_log first;
    support::pull_log second;
    second.throw_at = at;
    auto mixed = interleave(support::pulled(first, 3), support::pulled(second, 3));
    ints seen;
    CHECK_THROWS_AS(support::append_rest(mixed, seen), support::pull_failed);
    CHECK(seen.size() == static_cast<std::size_t>(2 * (at - 1)));
    support::append_rest(mixed, seen);
    CHECK(seen == ints{0, 0, 1, 1, 2, 2});
  }
}

TEST_CASE("interleave is the same called and piped") {
  ints const a{1, 2};
  ints const b{3, 4};
  CHECK(collected(interleave(a, b)) == ints{1, 3, 2, 4});
  CHECK(collected(a | interleave(b)) == ints{1, 3, 2, 4});
  CHECK(collected(a | interleave(b, a)) == ints{1, 3, 1, 2, 4, 2});
}

TEST_CASE("interleave gives back what it owns at the end and allocates once") {
  support::lifetime_check check;
  auto owning = interleave(counted<support::tracked>(1), counted<support::tracked>(1));
  CHECK(support::stays_exhausted(owning));
  CHECK(check->live == 0);
  auto a = counted(10);
  support::allocation_count count;
  auto mixed = interleave(a, a);
  int sum = 0;
  while (int const* const value = mixed.pull()) sum += *value;
  auto const allocations = count.allocations();
  CHECK(sum == 90);
  CHECK(allocations == 1);
}
