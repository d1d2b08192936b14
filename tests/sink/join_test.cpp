#include <cogen/adaptor/flatten.hpp>
#include <cogen/adaptor/map.hpp>
#include <cogen/generator.hpp>
#include <cogen/sink/join.hpp>

#include "support/catch.hpp"
#include "support/input_only.hpp"
#include "support/pulled.hpp"
#include "support/sources.hpp"

#include <list>
#include <string>
#include <string_view>
#include <vector>

using cogen::join;
using support::counted;

namespace {

constexpr auto text = [](int value) { return std::to_string(value); };
static_assert(std::is_same_v<decltype(join(std::declval<std::vector<std::string>&>(), ",")), std::string>);

}  // namespace

TEST_CASE("join puts the separator between each two strings") {
  CHECK(join(std::vector<std::string>(), ", ").empty());
  CHECK(join(std::vector<std::string>{"one"}, ", ") == "one");
  CHECK(join(std::list<std::string>{"one", "two", "three"}, ", ") == "one, two, three");
  CHECK(join(std::vector<std::string>{"", "", ""}, "-") == "--");
  CHECK(join(std::vector<std::string>{"a", "b"}, "") == "ab");
}

TEST_CASE("join takes all that is like a string, and characters") {
  CHECK(join(std::vector<std::string_view>{"a", "b"}, "+") == "a+b");
  CHECK(join(std::vector<char const*>{"a", "b"}, "+") == "a+b");
  CHECK(join(std::string("abc"), "-") == "a-b-c");
  CHECK(join(std::list{'x', 'y'}, ".") == "x.y");
  CHECK((counted(3) | cogen::map(text) | join("+")) == "0+1+2");
}

TEST_CASE("join keeps zeros within the strings and the separator") {
  std::string const with_zero("a\0b", 3);
  CHECK(join(std::vector{with_zero, with_zero}, std::string_view("\0", 1)) == std::string("a\0b\0a\0b", 7));
}

TEST_CASE("join of generators, input ranges and flattened pages") {
  auto const words = []() -> cogen::generator<std::string> {
    std::string word = "one";
    co_yield word;
    word = "two";
    co_yield word;
  };
  CHECK((words() | join(" ")) == "one two");
  support::input_only<std::string> range(std::vector<std::string>{"a", "b"});
  auto const counts = range.counts();
  CHECK(join(std::move(range), ",") == "a,b");
  CHECK(counts->dereferences == 2);
  std::vector<std::vector<std::string>> const pages{{"a", "b"}, {}, {"c"}};
  CHECK((pages | cogen::flatten | join(",")) == "a,b,c");
}

TEST_CASE("join is the same called and piped and composed, with a separator of any kind") {
  std::vector<std::string> const words{"a", "b"};
  auto const written = cogen::map([](std::string const& word) { return word + "!"; }) | join(std::string(" and then "));
  CHECK((words | written) == "a! and then b!");
  CHECK((words | written) == "a! and then b!");
  CHECK((words | join(std::string_view(";"))) == "a;b");
  std::string const separator = ":";
  CHECK(join(words, separator) == "a:b");
}

TEST_CASE("join passes on what its source throws") {
  support::pull_log log;
  log.throw_at = 2;
  CHECK_THROWS_AS(support::pulled(log) | cogen::map(text) | join(","), support::pull_failed);
}
