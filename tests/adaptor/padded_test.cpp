#include <cogen/adaptor/padded.hpp>
#include <cogen/adaptor/take.hpp>

#include "support/catch.hpp"
#include "support/counting.hpp"
#include "support/input_only.hpp"
#include "support/pulled.hpp"
#include "support/sources.hpp"

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

using cogen::padded;
using support::collected;
using support::counted;
using ints = std::vector<int>;

namespace {

template <class Range>
using padded_of = decltype(padded(std::declval<Range>(), 0, 1));
static_assert(support::is_source_of<padded_of<ints&>, int&, int>);
static_assert(support::is_source_of<padded_of<ints const&>, int const&, int>);
static_assert(support::is_source_of<padded_of<ints>, int&&, int>);

}  // namespace

TEST_CASE("padded fills up to n elements and cuts nothing") {
  for (int length = 0; length != 5; ++length) {
    for (int n = 0; n != 7; ++n) {
      ints expected = counted(length);
      while (static_cast<int>(expected.size()) < n) expected.push_back(-1);
      CHECK(collected(padded(counted(length), -1, n)) == expected);
    }
  }
}

TEST_CASE("padded of an infinite source is that source, and pulls once an element") {
  support::pull_log log;
  auto made = padded(support::pulled(log), -1, 3);
  CHECK(log.pulls == 0);
  for (int i = 0; i != 5; ++i) CHECK(*made.pull() == i);
  CHECK(log.pulls == 5);
}

TEST_CASE("padded asks for the end once and stays exhausted") {
  support::pull_log log;
  auto made = padded(support::pulled(log, 2), -1, 4);
  CHECK(support::stays_exhausted(made));
  CHECK(log.pulls == 3);
}

TEST_CASE("padded hands out the very elements, and a copy of the fill each time") {
  ints values{1, 2};
  auto made = padded(values, 0, 4);
  CHECK(made.pull() == &values[0]);
  CHECK(made.pull() == &values[1]);
  int* const first = made.pull();
  *first = 9;  // the consumer's own
  CHECK(*made.pull() == 0);
}

TEST_CASE("padded lets elements and fills be moved out of an rvalue") {
  std::vector<std::string> kept;
  for (std::string&& text : std::vector<std::string>{std::string(40, 'a')} | padded("fill", 3)) {
    kept.push_back(std::move(text));
  }
  CHECK(kept == std::vector<std::string>{std::string(40, 'a'), "fill", "fill"});
}

TEST_CASE("padded takes an input range") {
  auto made = padded(support::input_only<std::string&&>({"a", "b"}), "-", 3);
  CHECK(collected(made) == std::vector<std::string>{"a", "b", "-"});
}

TEST_CASE("padded borrows an lvalue source and leaves it behind its last element") {
  support::pull_log log;
  support::pulled source(log, 9);
  CHECK(collected(padded(source, -1, 4) | cogen::take(2)) == ints{0, 1});
  CHECK(*source.pull() == 2);
}

TEST_CASE("padded passes on what its source throws and loses nothing") {
  for (int at = 1; at != 5; ++at) {
    support::pull_log log;
    log.throw_at = at;
    auto made = padded(support::pulled(log, 3), -1, 5);
    ints seen;
    CHECK_THROWS_AS(support::append_rest(made, seen), support::pull_failed);
    support::append_rest(made, seen);
    CHECK(seen == ints{0, 1, 2, -1, -1});
  }
}

TEST_CASE("padded refuses n below 0 by name, in both forms") {
  CHECK_THROWS_WITH(padded(counted(1), 0, -1), "cogen::padded: n must be at least 0, not -1");
  CHECK_THROWS_AS(padded(0, -1), std::invalid_argument);
}

TEST_CASE("padded is the same called and piped and composed, and can be moved in the middle") {
  auto const called = collected(padded(counted(3), 7, 5));
  CHECK(collected(counted(3) | padded(7, 5)) == called);
  CHECK(collected(counted(9) | (cogen::take(3) | padded(7, 5))) == called);
  support::check_moving([] { return counted(3) | padded(7, 5); });
}

TEST_CASE("padded allocates nothing") {
  auto values = counted(10);
  support::allocation_count count;
  auto made = padded(values, 1, 100);
  int sum = 0;
  while (int* const value = made.pull()) sum += *value;
  auto const allocations = count.allocations();
  CHECK(sum == 45 + 90);
  CHECK(allocations == 0);
}
