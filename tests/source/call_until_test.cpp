#include <cogen/source/call_until.hpp>

#include "support/catch.hpp"
#include "support/counting.hpp"
#include "support/sources.hpp"
#include "support/tracked.hpp"

#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

using cogen::call_until;
using support::collected;

namespace {
struct counter {
  int* calls;
  int operator()() const { return (*calls)++; }
};
static_assert(support::is_source_of<decltype(call_until(counter(), 3)), int&&, int>);
static_assert(support::is_source_of<decltype(call_until(std::declval<int& (*)()>(), 3)), int&, int>);
}  // namespace

TEST_CASE("call_until gives each result up to the sentinel") {
  for (int end = 0; end != 5; ++end) {
    int calls = 0;
    auto values = call_until(counter{&calls}, end);
    CHECK(calls == 0);
    CHECK(collected(values) == support::counted(end));
    CHECK(calls == end + 1);
    CHECK(support::stays_exhausted(values));
    CHECK(calls == end + 1);
  }
}

TEST_CASE("call_until makes no call that is not needed") {
  int calls = 0;
  auto values = call_until(counter{&calls}, 1000);
  CHECK(values.next() == 0);
  CHECK(values.next() == 1);
  CHECK(calls == 2);
}

TEST_CASE("call_until ends optionals at nullopt and strings at whatever equals them") {
  int left = 3;
  auto values = call_until([&left] { return left != 0 ? std::optional(left--) : std::nullopt; }, std::nullopt);
  CHECK(collected(values) == std::vector<std::optional<int>>{3, 2, 1});
  std::string text = "ab";
  auto words = call_until([&text] { return std::exchange(text, text.substr(text.empty() ? 0 : 1)); }, "");
  CHECK(collected(words) == std::vector<std::string>{"ab", "b"});
}

TEST_CASE("call_until hands on the very reference that the function returns") {
  std::vector<int> values{1, 2, 0};
  std::size_t next = 0;
  auto shown = call_until([&]() -> int& { return values[next++]; }, 0);
  for (int& value : shown) value += 10;
  CHECK(values == std::vector{11, 12, 0});
}

TEST_CASE("call_until calls again after an exception") {
  int calls = 0;
  auto values = call_until(
      [&calls] {
        if (++calls == 2) throw std::runtime_error("the second call");
        return calls;
      },
      4);
  CHECK(*values.pull() == 1);
  CHECK_THROWS_AS(values.pull(), std::runtime_error);
  CHECK(collected(values) == std::vector{3});
}

TEST_CASE("call_until gives move-only results away and can be moved in the middle") {
  support::lifetime_check check;
  {
    int calls = 0;
    auto values = call_until([&calls] { return support::move_only(calls++); }, 2);
    std::vector<support::move_only> kept;
    support::append_rest(values, kept);
    CHECK(kept.size() == 2);
  }
  std::vector<int> calls(10);
  std::size_t made = 0;
  support::check_moving([&] { return call_until(counter{&(calls.at(made++) = 0)}, 3); });
}

TEST_CASE("call_until allocates nothing") {
  support::allocation_count allocated;
  int calls = 0;
  int sum = 0;
  auto values = call_until(counter{&calls}, 100);
  while (int const* const value = values.pull()) sum += *value;
  auto const allocations = allocated.allocations();
  CHECK(sum == 4950);
  CHECK(allocations == 0);
}
