#include <cogen/adaptor/take.hpp>
#include <cogen/source/range.hpp>

#include "support/catch.hpp"
#include "support/counting.hpp"
#include "support/sources.hpp"

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

using cogen::range;
using support::collected;
using ints = std::vector<int>;

namespace {

static_assert(support::is_source_of<decltype(range(1)), int&&, int>);
static_assert(support::is_source_of<decltype(range(0, std::size_t{1})), std::size_t&&, std::size_t>);
static_assert(support::is_source_of<decltype(range(std::int8_t{0}, std::int8_t{1}, 2L)), std::int8_t&&, std::int8_t>);
template <class... Given>
concept rangeable = requires(Given... given) { range(given...); };
static_assert(rangeable<int, long, short>);
static_assert(!rangeable<double>);
static_assert(!rangeable<bool>);
static_assert(!rangeable<char, char>);

// Python's definition, in numbers that cannot overflow.
template <class Integer, class Wide>
std::vector<Integer> by_definition(Wide start, Wide stop, Wide step) {
  std::vector<Integer> values;
  for (Wide at = start; step > 0 ? at < stop : at > stop; at += step) values.push_back(static_cast<Integer>(at));
  return values;
}

}  // namespace

TEST_CASE("range counts as Python's does") {
  CHECK(collected(range(4)) == ints{0, 1, 2, 3});
  CHECK(collected(range(0)).empty());
  CHECK(collected(range(-3)).empty());
  CHECK(collected(range(2, 5)) == ints{2, 3, 4});
  CHECK(collected(range(5, 2)).empty());
  CHECK(collected(range(5, 2, -1)) == ints{5, 4, 3});
  CHECK(collected(range(0, 10, 3)) == ints{0, 3, 6, 9});
  CHECK(collected(range(0, 9, 3)) == ints{0, 3, 6});
  CHECK(collected(range(10, -1, -5)) == ints{10, 5, 0});
  CHECK(collected(range(1, 2, 100)) == ints{1});
}

TEST_CASE("range agrees with its definition on every eight-bit start and stop") {
  for (int step : {1, 2, 3, 7, 100, 127, -1, -2, -3, -7, -100, -128}) {
    for (int start = -128; start <= 127; start += 3) {
      for (int stop = -128; stop <= 127; ++stop) {
        auto const made = collected(range(static_cast<std::int8_t>(start), static_cast<std::int8_t>(stop), step));
        if (made != by_definition<std::int8_t>(start, stop, step))
          FAIL("range(" << start << ", " << stop << ", " << step << ")");
      }
    }
  }
}

TEST_CASE("range comes to the ends of an integer type and no further") {
  CHECK(collected(range(INT64_MAX - 2, INT64_MAX)) == std::vector{INT64_MAX - 2, INT64_MAX - 1});
  CHECK(collected(range(INT64_MIN + 2, INT64_MIN, -1)) == std::vector{INT64_MIN + 2, INT64_MIN + 1});
  CHECK(collected(range(INT64_MIN, INT64_MAX, INT64_MAX)) == std::vector<std::int64_t>{INT64_MIN, -1, INT64_MAX - 1});
  CHECK(collected(range(INT64_MAX, INT64_MIN, INT64_MIN)) == std::vector<std::int64_t>{INT64_MAX, -1});
  CHECK(collected(range(UINT64_MAX - 1, UINT64_MAX)) == std::vector{UINT64_MAX - 1});
  CHECK(collected(range(UINT64_MAX, std::uint64_t{0}, INT64_MIN)) == std::vector{UINT64_MAX, UINT64_MAX >> 1});
  CHECK(collected(range(std::int8_t{100}, std::int8_t{127}, 1'000'000'000'000)) == std::vector<std::int8_t>{100});
  CHECK(collected(range(INT64_MIN, INT64_MAX) | cogen::take(2)) == std::vector{INT64_MIN, INT64_MIN + 1});
  CHECK(collected(range(UINT64_MAX, -1, -1) | cogen::take(2)) == std::vector{UINT64_MAX, UINT64_MAX - 1});
}

TEST_CASE("range mixes signed and unsigned by their values") {
  std::size_t const size = 3;
  CHECK(collected(range(0, size)) == std::vector<std::size_t>{0, 1, 2});
  CHECK(collected(range(size, -1, -1)) == std::vector<std::size_t>{3, 2, 1, 0});
  CHECK(collected(range(size - 1, -1, -2)) == std::vector<std::size_t>{2, 0});
  CHECK(collected(range(size, -5)).empty());
  CHECK(collected(range(-1, size, -1)).empty());
  CHECK(support::refusal([&] { (void)range(-1, size); }) ==
        "cogen::range: negative numbers from -1 to 3 in an unsigned type");
  CHECK(support::refusal([&] { (void)range(size, -2, -1); }) ==
        "cogen::range: negative numbers from 3 to -2 in an unsigned type");
}

TEST_CASE("range refuses a step of zero") {
  CHECK(support::refusal([] { (void)range(0, 3, 0); }) == "cogen::range: step must not be 0");
  CHECK(support::refusal([] { (void)range(3, 0, 0U); }) == "cogen::range: step must not be 0");
}

TEST_CASE("range stays exhausted and can be moved in the middle") {
  auto numbers = range(2);
  CHECK(support::stays_exhausted(numbers));
  support::check_moving([] { return range(3, 9, 2); });
}

TEST_CASE("range allocates nothing and lets its element be changed") {
  support::allocation_count allocated;
  int sum = 0;
  auto numbers = range(1, 101);
  while (int* const number = numbers.pull()) {
    sum += *number;
    *number = -1;
  }
  auto const allocations = allocated.allocations();
  CHECK(sum == 5050);
  CHECK(allocations == 0);
}
