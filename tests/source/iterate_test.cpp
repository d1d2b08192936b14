#include <cogen/adaptor/take.hpp>
#include <cogen/source/iterate.hpp>

#include "support/catch.hpp"
#include "support/counting.hpp"
#include "support/sources.hpp"
#include "support/tracked.hpp"

#include <stdexcept>
#include <string>
#include <vector>

using cogen::iterate;
using cogen::take;
using support::collected;

namespace {
int twice(int value) { return 2 * value; }
static_assert(support::is_source_of<decltype(iterate(1, twice)), int const&, int>);
}  // namespace

TEST_CASE("iterate gives a value and what the function makes of each") {
  CHECK(collected(iterate(1, twice) | take(6)) == std::vector{1, 2, 4, 8, 16, 32});
  auto longer = [](std::string const& text) { return text + '!'; };
  CHECK(collected(iterate(std::string("a"), longer) | take(3)) == std::vector<std::string>{"a", "a!", "a!!"});
}

TEST_CASE("iterate calls the function once an element and not for the first") {
  int calls = 0;
  auto values = iterate(1, [&calls](int value) {
    ++calls;
    return value + 1;
  });
  CHECK(calls == 0);
  CHECK(*values.pull() == 1);
  CHECK(calls == 0);
  CHECK(*values.pull() == 2);
  CHECK(calls == 1);
  CHECK(collected(values | take(10)).size() == 10);
  CHECK(calls == 11);
}

TEST_CASE("iterate keeps its value when the function throws and calls it again") {
  int calls = 0;
  auto values = iterate(1, [&calls](int value) {
    if (++calls == 2) throw std::runtime_error("the second call");
    return value * 3;
  });
  CHECK(collected(values | take(2)) == std::vector{1, 3});
  CHECK_THROWS_AS(values.pull(), std::runtime_error);
  CHECK(*values.pull() == 9);
}

TEST_CASE("iterate works with move-only values and functions") {
  support::lifetime_check check;
  {
    auto step = [extra = std::make_unique<int>(10)](support::move_only const& value) {
      return support::move_only(value.value() + *extra);
    };
    auto values = iterate(support::move_only(1), std::move(step));
    CHECK(*values.pull() == 1);
    auto moved = std::move(values);
    CHECK(*moved.pull() == 11);
  }
}

TEST_CASE("iterate can be moved in the middle and allocates nothing") {
  support::check_moving([] { return iterate(3, twice) | take(5); });
  support::allocation_count allocated;
  auto values = iterate(1, twice);
  int sum = 0;
  for (int i = 0; i != 10; ++i) sum += *values.pull();
  auto const allocations = allocated.allocations();
  CHECK(sum == 1023);
  CHECK(allocations == 0);
}
