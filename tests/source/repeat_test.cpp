#include <cogen/adaptor/take.hpp>
#include <cogen/source/repeat.hpp>

#include "support/catch.hpp"
#include "support/counting.hpp"
#include "support/sources.hpp"
#include "support/tracked.hpp"

#include <memory>
#include <string>
#include <vector>

using cogen::repeat;
using support::collected;

static_assert(support::is_source_of<decltype(repeat(1)), int const&, int>);
static_assert(support::is_source_of<decltype(repeat("x", 2)), char const* const&, char const*>);

TEST_CASE("repeat gives its value n times") {
  for (int n = 0; n != 4; ++n) CHECK(collected(repeat(7, n)) == std::vector<int>(static_cast<std::size_t>(n), 7));
}

TEST_CASE("repeat without n has no end") {
  auto sevens = repeat(7);
  for (int i = 0; i != 1000; ++i) CHECK(*sevens.pull() == 7);
}

TEST_CASE("repeat shows the one object that it keeps") {
  support::lifetime_check check;
  {
    auto values = repeat(support::move_only(3), 3);
    auto const* const first = values.pull();
    CHECK(*first == 3);
    CHECK(values.pull() == first);
    CHECK(check->live == 1);
    CHECK(check->copied == 0);
  }
  support::tracked value(4);
  auto copied = repeat(value, 2);
  value.set(5);
  CHECK(*copied.pull() == 4);
  CHECK(check->copied == 1);
}

TEST_CASE("repeat stays exhausted and can be moved in the middle") {
  auto twice = repeat(1, 2);
  CHECK(support::stays_exhausted(twice));
  support::check_moving([] { return repeat(std::string("a string that is not short at all"), 3); });
  support::check_moving([] { return cogen::take(repeat(std::string("b")), 3); });
}

TEST_CASE("repeat refuses a negative n by name") {
  CHECK(support::refusal([] { (void)repeat(1, -1); }) == "cogen::repeat: n must be at least 0, not -1");
}

TEST_CASE("repeat allocates nothing") {
  support::allocation_count allocated;
  int sum = 0;
  auto ones = repeat(1, 100);
  while (int const* const one = ones.pull()) sum += *one;
  auto const allocations = allocated.allocations();
  CHECK(sum == 100);
  CHECK(allocations == 0);
}
