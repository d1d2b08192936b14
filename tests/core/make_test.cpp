#include <cogen/generator.hpp>

#include "support/catch.hpp"
#include "support/collect.hpp"
#include "support/tracked.hpp"

#include <array>
#include <memory>
#include <string>
#include <utility>
#include <vector>

// cogen::make yields aggregates where a braced one in the co_yield is destroyed twice by g++ 12.2.

namespace {

using cogen::generator;
using cogen::make;

struct row {
  int number;
  std::string name;
  bool operator==(row const&) const = default;
};

}  // namespace

TEST_CASE("make builds an aggregate from its members") {
  CHECK(make<row>(1, "one") == row{1, "one"});
  CHECK(make<row>() == row{0, ""});
  static_assert(make<std::array<int, 2>>(1, 2)[1] == 2);
}

TEST_CASE("make moves rvalue members and copies lvalue members") {
  support::lifetime_check check;
  struct pair_of_tracked {
    support::tracked first;
    support::tracked second;
  };
  support::tracked const mine(1);
  auto const made = make<pair_of_tracked>(mine, support::tracked(2));
  CHECK(check->copied == 1);
  CHECK(check->moved == 1);
  CHECK(made.second == 2);
  struct owner {
    std::unique_ptr<int> owned;
  };
  CHECK(*make<owner>(std::make_unique<int>(3)).owned == 3);
}

TEST_CASE("made aggregates are yielded, each destroyed once") {
  support::lifetime_check check;
  struct tracked_row {
    support::tracked key;
    std::string name;
  };
  auto rows = [](int count) -> generator<tracked_row> {
    std::string const name = "a name that is too long to be stored in place";
    for (int i = 0; i != count; ++i) co_yield make<tracked_row>(support::tracked(i), name);
  };
  SECTION("run to the end") {
    int sum = 0;
    for (auto&& element : rows(4)) sum += element.key.value() + static_cast<int>(element.name.size());
    CHECK(sum == 6 + 4 * 45);
  }
  SECTION("taken by next") {
    auto g = rows(2);
    auto const first = g.next();
    CHECK(first->key == 0);
    auto const second = g.next();
    CHECK(second->name.size() == 45);
  }
  SECTION("destroyed at the yield") {
    auto g = rows(2);
    CHECK(g.pull()->key == 0);
  }
}

TEST_CASE("made aggregates are yielded by const reference and sent values come back") {
  auto rows = []() -> generator<row const&, int> {
    auto value = co_yield make<row>(1, "one");
    co_yield make<row>(*value, "sent");
  };
  auto g = rows();
  CHECK(*g.next() == row{1, "one"});
  CHECK(*g.send(5) == row{5, "sent"});
  CHECK(g.next() == nullptr);
}
