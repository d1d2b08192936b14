#include <cogen/adaptor/round_robin.hpp>
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

using cogen::round_robin;
using support::collected;
using support::counted;
using ints = std::vector<int>;

namespace {

template <class... Ranges>
using round_robin_of = decltype(round_robin(std::declval<Ranges>()...));
static_assert(support::is_source_of<round_robin_of<ints&, std::list<int>&>, int&, int>);
static_assert(support::is_source_of<round_robin_of<ints&, ints>, int const&, int>);
static_assert(support::is_source_of<round_robin_of<ints&, std::vector<long>>, long&&, long>);

}  // namespace

TEST_CASE("round_robin goes on until all are exhausted") {
  for (int a = 0; a != 4; ++a) {
    for (int b = 0; b != 4; ++b) {
      for (int c = 0; c != 4; ++c) {
        ints expected;
        for (int i = 0; i != 4; ++i) {
          for (int const length : {a, b, c}) {
            if (i < length) expected.push_back(10 * length + i);
          }
        }
        auto tens = [](int length) {
          ints values;
          for (int i = 0; i != length; ++i) values.push_back(10 * length + i);
          return values;
        };
        CHECK(collected(round_robin(tens(a), tens(b), tens(c))) == expected);
      }
    }
  }
  CHECK(collected(round_robin(std::string("ABC"), std::string("D"), std::string("EF"))) ==
        std::vector<char>{'A', 'D', 'E', 'B', 'F', 'C'});
}

TEST_CASE("round_robin pulls one element at a time and asks each end once") {
  std::array<support::pull_log, 3> logs;
  auto mixed = round_robin(support::pulled(logs[0], 1), support::pulled(logs[1], 3), support::pulled(logs[2], 0));
  CHECK(*mixed.pull() == 0);
  CHECK(logs[1].pulls == 0);
  CHECK(*mixed.pull() == 0);
  CHECK(logs[2].pulls == 0);
  CHECK(support::stays_exhausted(mixed));
  CHECK(logs[0].pulls == 2);
  CHECK(logs[1].pulls == 4);
  CHECK(logs[2].pulls == 1);
  for (auto const& log : logs) CHECK(log.pulls_after_end == 0);
}

TEST_CASE("round_robin of an infinite source does not end") {
  support::pull_log log;
  CHECK(collected(round_robin(ints{7}, support::pulled(log)) | cogen::take(4)) == ints{7, 0, 1, 2});
  CHECK(log.pulls == 3);
}

TEST_CASE("round_robin hands out the very elements and moves none") {
  support::lifetime_check check;
  {
    ints a{1};
    std::list<int> b{3, 4};
    for (int& value : round_robin(a, b)) value = -value;
    CHECK(a == ints{-1});
    CHECK(b.back() == -4);
    std::vector<support::move_only> kept;
    auto mixed = round_robin(counted<support::move_only>(1), counted<support::move_only>(2));
    support::append_rest(mixed, kept);
    CHECK(kept.size() == 3);
  }
}

TEST_CASE("round_robin reads each element of input ranges once") {
  support::input_only<int> first(counted(3));
  auto const counts = first.counts();
  CHECK(collected(round_robin(std::move(first), ints{7})) == ints{0, 7, 1, 2});
  CHECK(counts->dereferences == 3);
}

TEST_CASE("round_robin asks a source that threw again, in its turn") {
  for (int at = 1; at != 4; ++at) {
    support::pull_log first;
    support::pull_log second;
    second.throw_at = at;
    auto mixed = round_robin(support::pulled(first, 3), support::pulled(second, 3));
    ints seen;
    CHECK_THROWS_AS(support::append_rest(mixed, seen), support::pull_failed);
    support::append_rest(mixed, seen);
    CHECK(seen == ints{0, 0, 1, 1, 2, 2});
  }
}

TEST_CASE("round_robin is the same called and piped and can be moved in the middle") {
  ints const a{1, 2};
  ints const b{3};
  CHECK(collected(round_robin(a, b)) == ints{1, 3, 2});
  CHECK(collected(a | round_robin(b)) == ints{1, 3, 2});
  support::check_moving([] { return round_robin(std::array{1, 2}, std::list{3, 4, 5}, std::vector<long>{6}); });
}

TEST_CASE("round_robin allocates nothing") {
  auto a = counted(10);
  auto b = counted(5);
  support::allocation_count count;
  auto mixed = round_robin(a, b);
  int sum = 0;
  while (int const* const value = mixed.pull()) sum += *value;
  auto const allocations = count.allocations();
  CHECK(sum == 55);
  CHECK(allocations == 0);
}
