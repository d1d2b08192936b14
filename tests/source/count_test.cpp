#include <cogen/adaptor/take.hpp>
#include <cogen/source/count.hpp>

#include "support/catch.hpp"
#include "support/counting.hpp"
#include "support/counting_operators.hpp"
#include "support/sources.hpp"

#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

using cogen::count;
using cogen::take;
using support::collected;

namespace {

static_assert(support::is_source_of<decltype(count()), std::ptrdiff_t&&, std::ptrdiff_t>);
static_assert(support::is_source_of<decltype(count(1)), int&&, int>);
static_assert(support::is_source_of<decltype(count(std::uint8_t{1})), std::uint8_t&&, std::uint8_t>);
static_assert(support::is_source_of<decltype(count(1, 2L)), long&&, long>);
static_assert(support::is_source_of<decltype(count(1U, -1)), unsigned&&, unsigned>);
static_assert(support::is_source_of<decltype(count(1U, -1L)), unsigned long&&, unsigned long>);
static_assert(support::is_source_of<decltype(count(-1, 1U)), int&&, int>);
static_assert(support::is_source_of<decltype(count(1.5F)), float&&, float>);
static_assert(support::is_source_of<decltype(count(1, 0.5)), double&&, double>);
static_assert(support::is_source_of<decltype(count(0.5F, 1)), float&&, float>);
template <class... Given>
concept countable = requires(Given... given) { count(given...); };
static_assert(countable<int>);
static_assert(!countable<bool>);
static_assert(!countable<char>);
static_assert(!countable<char const*>);

// What comes before the overflow, and what that says.
template <class Source>
std::string overflow_of(Source source, std::vector<cogen::value_t<Source>>& before) {
  try {
    support::append_rest(source, before);
  } catch (std::overflow_error const& error) {
    CHECK_THROWS_AS(source.pull(), std::overflow_error);  // and again, never a wrong number
    return error.what();
  }
  return {};
}

}  // namespace

TEST_CASE("count goes up by one from zero or from where it is told") {
  CHECK(collected(count() | take(4)) == std::vector<std::ptrdiff_t>{0, 1, 2, 3});
  CHECK(collected(count(7) | take(3)) == std::vector{7, 8, 9});
  CHECK(collected(count(-1) | take(3)) == std::vector{-1, 0, 1});
}

TEST_CASE("count takes steps of any size and sign") {
  CHECK(collected(count(1, 10) | take(3)) == std::vector{1, 11, 21});
  CHECK(collected(count(1, -2) | take(3)) == std::vector{1, -1, -3});
  CHECK(collected(count(5, 0) | take(3)) == std::vector{5, 5, 5});
  CHECK(collected(count(2U, -1) | take(3)) == std::vector{2U, 1U, 0U});
  CHECK(collected(count(-2, 1U) | take(3)) == std::vector{-2, -1, 0});
  CHECK(collected(count(0, 5'000'000'000) | take(3)) == std::vector<std::int64_t>{0, 5'000'000'000, 10'000'000'000});
}

TEST_CASE("count of floating-point numbers does not drift") {
  auto tenths = count(0.0, 0.1);
  for (int i = 0; i != 1'000'000; ++i) {
    double const* const element = tenths.pull();
    if (*element != i * 0.1) FAIL("element " << i << " is " << *element);
  }
  CHECK(collected(count(1, -0.5) | take(3)) == std::vector{1.0, 0.5, 0.0});
  CHECK(collected(count(0.5F) | take(3)) == std::vector{0.5F, 1.5F, 2.5F});
}

TEST_CASE("count hands out the ends of an integer type and throws by name for what is beyond") {
  std::vector<std::int8_t> small;
  CHECK(overflow_of(count(std::int8_t{125}), small) == "cogen::count: the value after 127 is beyond the type of start");
  CHECK(small == std::vector<std::int8_t>{125, 126, 127});
  std::vector<int> low;
  CHECK(overflow_of(count(std::numeric_limits<int>::min() + 3, -2), low) ==
        "cogen::count: the value after -2147483647 is beyond the type of start");
  CHECK(low.size() == 2);
  std::vector<unsigned> natural;
  CHECK(overflow_of(count(2U, -1), natural) == "cogen::count: the value after 0 is beyond the type of start");
  CHECK(natural == std::vector{2U, 1U, 0U});
  std::vector<std::int64_t> wide;
  CHECK(overflow_of(count(INT64_MIN, INT64_MAX), wide) ==
        "cogen::count: the value after 9223372036854775806 is beyond the type of start");
  CHECK(wide == std::vector<std::int64_t>{INT64_MIN, -1, INT64_MAX - 1});
  std::vector<std::int64_t> down;
  CHECK_FALSE(overflow_of(count(INT64_MAX, INT64_MIN), down).empty());
  CHECK(down == std::vector<std::int64_t>{INT64_MAX, -1});
  std::vector<std::uint64_t> widest;
  CHECK_FALSE(overflow_of(count(UINT64_MAX - 1), widest).empty());
  CHECK(widest == std::vector<std::uint64_t>{UINT64_MAX - 1, UINT64_MAX});
}

TEST_CASE("count can be moved in the middle and lets its element be changed") {
  support::check_moving([] { return take(count(3, 4), 5); });
  support::check_moving([] { return take(count(0.0, 0.1), 5); });
  auto numbers = count(1);
  *numbers.pull() = 100;
  CHECK(*numbers.pull() == 2);
  CHECK(numbers.next() == 3);
}

TEST_CASE("count allocates nothing") {
  support::allocation_count allocated;
  int sum = 0;
  auto numbers = count(1);
  for (int i = 0; i != 100; ++i) sum += *numbers.pull();
  auto const allocations = allocated.allocations();
  CHECK(sum == 5050);
  CHECK(allocations == 0);
}
