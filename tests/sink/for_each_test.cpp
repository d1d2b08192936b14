#include <cogen/adaptor/filter.hpp>
#include <cogen/generator.hpp>
#include <cogen/sink/for_each.hpp>

#include "support/catch.hpp"
#include "support/counting.hpp"
#include "support/input_only.hpp"
#include "support/pulled.hpp"
#include "support/sources.hpp"
#include "support/tracked.hpp"

#include <list>
#include <map>
#include <memory>
#include <ranges>
#include <string>
#include <type_traits>
#include <vector>

using cogen::for_each;
using support::counted;

namespace {

cogen::generator<int> up_to(int stop) {
  for (int i = 0; i != stop; ++i) co_yield i;
}

}  // namespace

TEST_CASE("for_each calls the function with each element in order") {
  for (int length = 0; length != 4; ++length) {
    std::vector<int> seen;
    for_each(counted(length), [&seen](int value) { seen.push_back(value); });
    CHECK(seen == counted(length));
  }
  std::vector<int> seen;
  for_each(up_to(3), [&seen](int value) { seen.push_back(value); });
  CHECK(seen == counted(3));
  static_assert(std::is_void_v<decltype(for_each(seen, [](int) {}))>);
  static_assert(std::is_void_v<decltype(seen | for_each([](int) { return 1; }))>);
}

TEST_CASE("for_each hands over the very elements") {
  std::vector values{1, 2};
  values | for_each([](int& value) { value *= 10; });
  CHECK(values == std::vector{10, 20});
  std::map<int, std::string> names{{1, "a"}};
  for_each(names, [](auto& entry) { entry.second += "!"; });
  CHECK(names[1] == "a!");
}

TEST_CASE("for_each lets move-only elements be taken") {
  support::lifetime_check check;
  std::vector<support::move_only> kept;
  kept.reserve(3);
  for_each(counted<support::move_only>(3),
           [&kept](support::move_only&& element) { kept.push_back(std::move(element)); });
  REQUIRE(kept.size() == 3);
  CHECK(kept[2] == 2);
  CHECK(check->moved == 3);
  for_each(support::input_only<support::move_only>(std::move(kept)),
           [](support::move_only element) { CHECK(element.value() < 3); });
}

TEST_CASE("for_each takes whole segments and sees each element once") {
  support::windowed_log log;
  std::vector<int> seen;
  for_each(support::windowed(log, {{0, 1, 2}, {}, {3}, {4, 5}}), [&seen](int value) { seen.push_back(value); });
  CHECK(seen == counted(6));
  CHECK(log.pulls == 4);
  CHECK(log.by_segment == 3);
  std::mt19937 random(22);
  for (int round = 0; round != 300; ++round) {
    auto const values = support::random_ints(random, 40);
    seen.clear();
    for_each(support::windowed(log, support::random_windows(random, values)),
             [&seen](int value) { seen.push_back(value); });
    CHECK(seen == values);
  }
}

TEST_CASE("for_each uses an lvalue function in place in the call") {
  struct counter {
    int calls = 0;
    void operator()(int) { ++calls; }
  } count;
  for_each(counted(3), count);
  CHECK(count.calls == 3);
}

TEST_CASE("for_each takes functions that can only be moved or name a member") {
  int sum = 0;
  counted(3) | for_each([&sum, by = std::make_unique<int>(2)](int value) { sum += value * *by; });
  CHECK(sum == 6);
  struct called {
    int calls = 0;
    void call() { ++calls; }
  };
  std::vector<called> objects(2);
  for_each(objects, &called::call);
  CHECK(objects[1].calls == 1);
}

TEST_CASE("for_each is the same called and piped and composed") {
  std::vector<int> seen;
  auto const record = [&seen](int value) { seen.push_back(value); };
  auto const record_odd = cogen::filter([](int value) { return value % 2 != 0; }) | for_each(record);
  for_each(counted(2), record);
  counted(2) | for_each(record);
  counted(4) | record_odd;
  CHECK(seen == std::vector{0, 1, 0, 1, 1, 3});
}

TEST_CASE("for_each passes on what the function throws and leaves a borrowed source behind that element") {
  support::pull_log log;
  support::pulled numbers(log);
  CHECK_THROWS_AS(for_each(numbers, [](int value) { value == 2 ? throw support::pull_failed() : void(); }),
                  support::pull_failed);
  CHECK(log.pulls == 3);
  CHECK(*numbers.pull() == 3);
}

TEST_CASE("for_each passes on what its source throws") {
  for (int at = 1; at != 4; ++at) {
    support::pull_log log;
    log.throw_at = at;
    std::vector<int> seen;
    support::pulled numbers(log, 3);
    CHECK_THROWS_AS(for_each(numbers, [&seen](int value) { seen.push_back(value); }), support::pull_failed);
    CHECK(seen == counted(at - 1));
    for_each(numbers, [&seen](int value) { seen.push_back(value); });
    CHECK(seen == counted(3));
  }
}

TEST_CASE("for_each allocates nothing") {
  auto const values = counted(100);
  support::allocation_count count;
  int sum = 0;
  for_each(values, [&sum](int value) { sum += value; });
  auto const allocations = count.allocations();
  CHECK(sum == 4950);
  CHECK(allocations == 0);
}

TEST_CASE("for_each takes the proxies of a vector of bool and std views") {
  std::vector<bool> bits{true, false};
  for_each(bits, [](auto&& bit) { bit = !bit; });
  CHECK(bits == std::vector{false, true});
  int sum = 0;
  std::views::iota(1, 4) | for_each([&sum](int value) { sum += value; });
  CHECK(sum == 6);
}
