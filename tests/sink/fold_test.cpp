#include <cogen/adaptor/map.hpp>
#include <cogen/generator.hpp>
#include <cogen/sink/fold.hpp>

#include "support/catch.hpp"
#include "support/counting.hpp"
#include "support/input_only.hpp"
#include "support/pulled.hpp"
#include "support/sources.hpp"
#include "support/tracked.hpp"

#include <functional>
#include <list>
#include <memory>
#include <numeric>
#include <ranges>
#include <string>
#include <type_traits>
#include <vector>

using cogen::fold;
using support::counted;

namespace {

cogen::generator<int> up_to(int stop) {
  for (int i = 0; i != stop; ++i) co_yield i;
}

constexpr auto append = [](std::string text, int value) { return std::move(text) + std::to_string(value); };

}  // namespace

TEST_CASE("fold goes from left to right and returns the last value") {
  CHECK(fold(counted(0), 7, std::plus<>()) == 7);
  CHECK(fold(counted(1), 7, std::plus<>()) == 7);
  CHECK(fold(counted(4), std::string(">"), append) == ">0123");
  CHECK(fold(up_to(4), std::string(">"), append) == ">0123");
  CHECK(fold(std::list{10, 2, 3}, 100, std::minus<>()) == 85);
}

TEST_CASE("fold has the type of the initial value") {
  static_assert(std::is_same_v<decltype(fold(counted(1), 0L, std::plus<>())), long>);
  static_assert(std::is_same_v<decltype(counted(1) | fold(0.5, std::plus<>())), double>);
  std::vector const large{2'000'000'000, 2'000'000'000};
  CHECK(fold(large, 0LL, std::plus<>()) == 4'000'000'000LL);
}

TEST_CASE("fold agrees with std::accumulate on random input and random windows") {
  std::mt19937 random(23);
  for (int round = 0; round != 300; ++round) {
    auto const values = support::random_ints(random, 40);
    auto const expected = std::accumulate(values.begin(), values.end(), std::string(), append);
    support::windowed_log log;
    CHECK(fold(values, std::string(), append) == expected);
    CHECK(fold(support::windowed(log, support::random_windows(random, values)), std::string(), append) == expected);
  }
}

TEST_CASE("fold takes whole segments") {
  support::windowed_log log;
  CHECK(fold(support::windowed(log, {{0, 1, 2}, {}, {3}, {4, 5}}), 0, std::plus<>()) == 15);
  CHECK(log.pulls == 4);
  CHECK(log.by_segment == 3);
}

TEST_CASE("fold moves its value on and never copies it") {
  support::lifetime_check check;
  auto const last = fold(counted(5), support::tracked(0), [](support::tracked&& sum, int value) {
    sum.set(sum.value() + value);
    return std::move(sum);
  });
  CHECK(last == 10);
  CHECK(check->copied == 0);
  auto const owner = counted(3) | fold(std::make_unique<int>(1), [](std::unique_ptr<int> product, int value) {
                       *product *= value + 1;
                       return product;
                     });
  CHECK(*owner == 6);
}

TEST_CASE("fold gives elements to the operation to move from") {
  support::lifetime_check check;
  auto const collect = [](std::vector<support::move_only> all, support::move_only&& element) {
    all.push_back(std::move(element));
    return all;
  };
  CHECK(fold(counted<support::move_only>(3), std::vector<support::move_only>(), collect).size() == 3);
  support::input_only<support::move_only> range(counted<support::move_only>(3));
  auto const counts = range.counts();
  CHECK(fold(std::move(range), std::vector<support::move_only>(), collect).size() == 3);
  CHECK(counts->dereferences == 3);
}

TEST_CASE("fold is the same called and piped and composed") {
  auto const values = counted(4);
  auto const squares = cogen::map([](int value) { return value * value; }) | fold(0, std::plus<>());
  CHECK(fold(values, 1, std::plus<>()) == 7);
  CHECK((values | fold(1, std::plus<>())) == 7);
  CHECK((values | squares) == 14);
  CHECK((values | squares) == 14);
  CHECK((std::views::iota(0, 4) | squares) == 14);
}

TEST_CASE("fold passes on what its source and its operation throw") {
  support::pull_log log;
  log.throw_at = 3;
  support::pulled numbers(log);
  CHECK_THROWS_AS(fold(numbers, 0, std::plus<>()), support::pull_failed);
  CHECK(log.pulls == 3);
  CHECK_THROWS_AS(fold(numbers, 0, [](int, int value) { return value == 4 ? throw support::pull_failed() : value; }),
                  support::pull_failed);
  CHECK(*numbers.pull() == 5);
}

TEST_CASE("fold allocates nothing") {
  auto const values = counted(100);
  support::allocation_count count;
  int const sum = fold(values, 0, std::plus<>());
  auto const allocations = count.allocations();
  CHECK(sum == 4950);
  CHECK(allocations == 0);
}
