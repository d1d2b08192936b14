#include <cogen/adaptor/inspect.hpp>
#include <cogen/adaptor/take.hpp>

#include "support/catch.hpp"
#include "support/counting.hpp"
#include "support/input_only.hpp"
#include "support/pulled.hpp"
#include "support/sources.hpp"
#include "support/tracked.hpp"

#include <string>
#include <type_traits>
#include <utility>
#include <vector>

using cogen::inspect;
using support::collected;
using support::counted;

namespace {

// Writes down what it is shown.
auto into(std::vector<int>& seen) {
  return [&seen](auto& value) {
    static_assert(std::is_const_v<std::remove_reference_t<decltype(value)>>);
    seen.push_back(value);
  };
}

}  // namespace

TEST_CASE("inspect shows each element to its function and hands it on") {
  for (int length : {0, 1, 5}) {
    std::vector<int> seen;
    CHECK(collected(inspect(counted(length), into(seen))) == counted(length));
    CHECK(seen == counted(length));
  }
}

TEST_CASE("inspect hands out the very elements, after the function has seen them") {
  std::vector<int> values{1, 2};
  int const* shown = nullptr;
  auto inspected = inspect(values, [&shown](int const& value) { shown = &value; });
  int* const element = inspected.pull();
  CHECK(element == &values[0]);
  CHECK(shown == element);
}

TEST_CASE("inspect shows nothing that is not asked for") {
  support::pull_log log;
  std::vector<int> seen;
  CHECK(collected(inspect(support::pulled(log), into(seen)) | cogen::take(3)) == counted(3));
  CHECK(log.pulls == 3);
  CHECK(seen == counted(3));
}

TEST_CASE("inspect stays exhausted") {
  support::pull_log log;
  std::vector<int> seen;
  auto inspected = inspect(support::pulled(log, 2), into(seen));
  CHECK(support::stays_exhausted(inspected));
  CHECK(seen == counted(2));
}

TEST_CASE("inspect lets move-only elements be moved out of an rvalue") {
  support::lifetime_check check;
  int sum = 0;
  for (auto&& element :
       counted<support::move_only>(3) | inspect([&sum](support::move_only const& each) { sum += each.value(); })) {
    support::move_only const kept(std::move(element));
  }
  CHECK(sum == 3);
  CHECK(check->moved == 3);
}

TEST_CASE("inspect reads each element of an input range once") {
  std::string all;
  auto inspected =
      inspect(support::input_only<std::string&&>({"a", "b"}), [&all](std::string const& each) { all += each; });
  CHECK(collected(inspected) == std::vector<std::string>{"a", "b"});
  CHECK(all == "ab");
}

TEST_CASE("inspect passes the element that its function throws at and goes on with the next") {
  auto inspected = inspect(counted(4), [](int value) {
    if (value == 1) throw support::pull_failed();
  });
  CHECK(*inspected.pull() == 0);
  CHECK_THROWS_AS(inspected.pull(), support::pull_failed);
  CHECK(collected(inspected) == std::vector{2, 3});
}

TEST_CASE("inspect passes on what its source throws and loses nothing") {
  for (int at = 1; at != 5; ++at) {
    support::pull_log log;
    log.throw_at = at;
    std::vector<int> shown;
    auto inspected = inspect(support::pulled(log, 4), into(shown));
    std::vector<int> seen;
    CHECK_THROWS_AS(support::append_rest(inspected, seen), support::pull_failed);
    support::append_rest(inspected, seen);
    CHECK(seen == counted(4));
    CHECK(shown == counted(4));
  }
}

TEST_CASE("inspect is the same called and piped and composed") {
  std::vector<int> called;
  std::vector<int> piped;
  std::vector<int> composed;
  static_cast<void>(collected(inspect(counted(3), into(called))));
  static_cast<void>(collected(counted(3) | inspect(into(piped))));
  static_cast<void>(collected(counted(9) | (cogen::take(3) | inspect(into(composed)))));
  CHECK(called == counted(3));
  CHECK(piped == called);
  CHECK(composed == called);
}

TEST_CASE("inspect allocates nothing") {
  auto values = counted(100);
  int shown = 0;
  support::allocation_count count;
  auto inspected = inspect(values, [&shown](int value) { shown += value; });
  int sum = 0;
  while (int* const value = inspected.pull()) sum += *value;
  auto const allocations = count.allocations();
  CHECK(sum == 4950);
  CHECK(shown == sum);
  CHECK(allocations == 0);
}
