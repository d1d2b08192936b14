#include <cogen/adaptor/map.hpp>
#include <cogen/adaptor/take.hpp>
#include <cogen/generator.hpp>
#include <cogen/iter.hpp>

#include "support/catch.hpp"
#include "support/counting.hpp"
#include "support/counting_operators.hpp"
#include "support/input_only.hpp"
#include "support/pulled.hpp"
#include "support/sources.hpp"
#include "support/tracked.hpp"

#include <algorithm>
#include <any>
#include <array>
#include <deque>
#include <filesystem>
#include <forward_list>
#include <fstream>
#include <iterator>
#include <list>
#include <map>
#include <memory>
#include <ranges>
#include <set>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

using cogen::iter;
using cogen::iter_t;
using support::collected;
using support::counted;
using support::is_source_of;
using bits = std::vector<bool>;

namespace {

cogen::generator<int> up_to(int stop) {
  for (int i = 0; i != stop; ++i) co_yield i;
}

struct twice_fn {
  int operator()(int value) const { return 2 * value; }
};
using doubles = decltype(std::declval<std::vector<int>&>() | std::views::transform(twice_fn()));
using entry = std::pair<int const, std::string>;
using kept_entry = std::pair<int, std::string>;

// Lent ranges are looked at as they are; an owned container's elements are the consumer's.
static_assert(is_source_of<iter_t<std::vector<int>&>, int&, int>);
static_assert(is_source_of<iter_t<std::vector<int> const&>, int const&, int>);
static_assert(is_source_of<iter_t<std::vector<int>>, int&&, int>);
static_assert(is_source_of<iter_t<std::array<int, 2>>, int&&, int>);
static_assert(is_source_of<iter_t<int (&)[3]>, int&, int>);
static_assert(is_source_of<iter_t<std::string>, char&&, char>);
static_assert(is_source_of<iter_t<std::list<int>&>, int&, int>);
static_assert(is_source_of<iter_t<std::list<int>>, int&&, int>);
static_assert(is_source_of<iter_t<std::deque<int>>, int&&, int>);
static_assert(is_source_of<iter_t<std::forward_list<int>>, int&&, int>);
static_assert(is_source_of<iter_t<std::set<int>>, int const&, int>);
static_assert(is_source_of<iter_t<std::map<int, std::string>&>, entry&, kept_entry>);
static_assert(is_source_of<iter_t<std::map<int, std::string> const&>, entry const&, kept_entry>);
static_assert(is_source_of<iter_t<std::map<int, std::string>>, entry&&, kept_entry>);
// A view is not the owner of what it shows.
static_assert(is_source_of<iter_t<std::span<int>>, int&, int>);
static_assert(is_source_of<iter_t<std::string_view>, char const&, char>);
static_assert(is_source_of<iter_t<std::initializer_list<int>>, int const&, int>);
static_assert(is_source_of<iter_t<std::ranges::ref_view<std::list<int>>>, int&, int>);
// Computed elements and proxies are kept in the source.
static_assert(is_source_of<iter_t<doubles>, int&&, int>);
static_assert(is_source_of<iter_t<doubles&>, int&&, int>);
static_assert(is_source_of<iter_t<bits&>, bits::reference&&, bool>);
static_assert(is_source_of<iter_t<bits const&>, bits::const_reference&&, bool>);
// Single-pass ranges.
static_assert(is_source_of<iter_t<support::input_only<int>>, int&&, int>);
static_assert(is_source_of<iter_t<support::input_only<int&>>, int&, int>);
static_assert(is_source_of<iter_t<support::input_only<int const&>&>, int const&, int>);
static_assert(is_source_of<iter_t<support::input_only<int&&>&>, int&&, int>);
static_assert(is_source_of<iter_t<support::input_only<support::move_only>>, support::move_only&&, support::move_only>);
// Sources.
static_assert(is_source_of<iter_t<cogen::generator<int>&>, int&&, int>);
static_assert(is_source_of<iter_t<cogen::generator<int const&>&>, int const&, int>);
static_assert(std::is_same_v<iter_t<cogen::generator<int>>, cogen::generator<int>>);
static_assert(is_source_of<iter_t<support::pulled&>, int&&, int>);
static_assert(std::is_same_v<iter_t<support::pulled>, support::pulled>);

static_assert(cogen::segmented<iter_t<std::vector<int>&>>);
static_assert(cogen::segmented<iter_t<std::span<int>>>);
static_assert(cogen::segmented<iter_t<cogen::generator<int>&>>);
static_assert(!cogen::segmented<iter_t<support::pulled&>>);
static_assert(!cogen::segmented<iter_t<std::deque<int>&>>);

static_assert(!cogen::iterable<int>);
static_assert(!cogen::iterable<cogen::generator<int> const&>);
static_assert(!std::is_invocable_v<decltype(iter), int>);

// begin and end are found by argument-dependent lookup alone, as for std::filesystem::directory_iterator.
struct countdown {
  int from;
  struct iterator {
    int value;
    int operator*() const { return value; }
    iterator& operator++() {
      --value;
      return *this;
    }
    bool operator!=(iterator const& other) const { return value != other.value; }
  };
  friend iterator begin(countdown const& range) { return {range.from}; }
  friend iterator end(countdown const&) { return {0}; }
};

// A range whose iterators throw where they are told to.
struct throwing_range {
  enum class where { nowhere, begin, dereference, increment } at = where::nowhere;
  struct iterator {
    throwing_range* range;
    int value;
    int operator*() const {
      range->may_throw(where::dereference, value == 1);
      return value;
    }
    iterator& operator++() {
      range->may_throw(where::increment, value == 0);
      ++value;
      return *this;
    }
    bool operator!=(std::default_sentinel_t) const { return value != 3; }
  };
  void may_throw(where here, bool now) {
    if (here == at && now) {
      at = where::nowhere;
      throw support::pull_failed();
    }
  }
  iterator begin() {
    may_throw(where::begin, true);
    return {this, 0};
  }
  static std::default_sentinel_t end() { return {}; }
};

}  // namespace

TEST_CASE("iter gives the elements of every kind of range") {
  auto const expected = counted(3);
  int array[] = {0, 1, 2};
  CHECK(collected(iter(counted(3))) == expected);
  CHECK(collected(iter(expected)) == expected);
  CHECK(collected(iter(array)) == expected);
  CHECK(collected(iter(std::array{0, 1, 2})) == expected);
  CHECK(collected(iter(std::list{0, 1, 2})) == expected);
  CHECK(collected(iter(std::deque{0, 1, 2})) == expected);
  CHECK(collected(iter(std::forward_list{0, 1, 2})) == expected);
  CHECK(collected(iter(std::set{2, 1, 0})) == expected);
  CHECK(collected(iter(std::span(array))) == expected);
  CHECK(collected(iter(std::initializer_list<int>{0, 1, 2})) == expected);
  CHECK(collected(iter(std::views::iota(0, 3))) == expected);
  CHECK(collected(iter(support::input_only<int>(counted(3)))) == expected);
  CHECK(collected(iter(up_to(3))) == expected);
  CHECK(collected(iter(std::string_view("ab"))) == std::vector{'a', 'b'});
  CHECK(collected(iter("ab")) == std::vector{'a', 'b', '\0'});
  std::istringstream text("0 1 2");
  CHECK(collected(iter(std::views::istream<int>(text))) == expected);
}

TEST_CASE("iter of an empty range is exhausted and stays so") {
  std::vector<int> none;
  auto lent = iter(none);
  CHECK(support::stays_exhausted(lent));
  auto owned = iter(std::list<int>());
  CHECK(support::stays_exhausted(owned));
  auto view = iter(std::views::empty<int>);
  CHECK(support::stays_exhausted(view));
}

TEST_CASE("iter finds begin and end by argument-dependent lookup") {
  countdown range{3};
  CHECK(collected(iter(range)) == std::vector{3, 2, 1});
  CHECK(collected(iter(countdown{2})) == std::vector{2, 1});
  CHECK(collected(countdown{9} | cogen::take(2)) == std::vector{9, 8});
}

TEST_CASE("iter reads directories") {
  int here = 0;
  auto const folder = std::filesystem::temp_directory_path() /
                      ("cogen_iter_test_" + std::to_string(reinterpret_cast<std::uintptr_t>(&here)));
  std::filesystem::create_directory(folder);
  for (char const* const name : {"a", "b", "c"}) std::ofstream(folder / name) << name;
  std::set<std::string> names;
  for (auto const& found : iter(std::filesystem::directory_iterator(folder)))
    names.insert(found.path().filename().string());
  std::filesystem::remove_all(folder);
  CHECK(names == std::set<std::string>{"a", "b", "c"});
}

TEST_CASE("iter hands out the very elements of a lent range") {
  std::vector values{1, 2};
  auto contiguous = iter(values);
  CHECK(contiguous.pull() == &values[0]);
  CHECK(contiguous.pull() == &values[1]);
  std::list<int> nodes{1};
  CHECK(iter(nodes).pull() == &nodes.front());
  std::map<int, std::string> names{{1, "one"}};
  for (auto& [key, name] : iter(names)) name = "uno";
  CHECK(names[1] == "uno");
  bits flags{false, false};
  for (auto&& flag : iter(flags)) flag = true;
  CHECK(flags == bits{true, true});
}

TEST_CASE("iter borrows an lvalue source which goes on where it was left") {
  auto numbers = up_to(5);
  {
    auto borrowed = iter(numbers);
    CHECK(*borrowed.pull() == 0);
    CHECK(*borrowed.pull() == 1);
  }
  CHECK(*numbers.next() == 2);
  CHECK(collected(iter(numbers)) == std::vector{3, 4});
  CHECK_FALSE(numbers.next());
}

TEST_CASE("iter of an rvalue source is the source itself") {
  auto numbers = up_to(3);
  (void)numbers.next();
  auto owned = iter(std::move(numbers));
  CHECK(numbers.state() == cogen::generator_state::closed);
  CHECK(collected(owned) == std::vector{1, 2});
}

TEST_CASE("iter sees a lent vector grow while it is read") {
  std::vector<int> values{1};
  auto source = iter(values);
  CHECK(*source.pull() == 1);
  for (int i = 2; i != 100; ++i) {
    values.push_back(i);
    CHECK(*source.pull() == i);
  }
}

TEST_CASE("iter stays exhausted when a lent range grows behind its end") {
  std::vector<int> values{1};
  auto contiguous = iter(values);
  CHECK(collected(contiguous) == values);
  values.push_back(2);
  CHECK(contiguous.pull() == nullptr);
  CHECK(contiguous.segment(9).empty());
  std::list<int> nodes{1};
  auto linked = iter(nodes);
  CHECK(support::stays_exhausted(linked));
  nodes.push_back(2);
  CHECK(linked.pull() == nullptr);
}

TEST_CASE("iter reads nothing before the first pull and nothing ahead") {
  support::input_only<int> range(counted(3));
  auto const counts = range.counts();
  auto source = iter(std::move(range));
  CHECK(counts->begins == 0);
  CHECK(*source.pull() == 0);
  CHECK(counts->begins == 1);
  CHECK(counts->dereferences == 1);
  CHECK(counts->increments == 0);
  CHECK(*source.pull() == 1);
  CHECK(counts->dereferences == 2);
  CHECK(counts->increments == 1);
  CHECK(*source.pull() == 2);
  CHECK(support::stays_exhausted(source));
  CHECK(counts->begins == 1);
  CHECK(counts->dereferences == 3);
  CHECK(counts->increments == 3);
}

TEST_CASE("iter lets elements be moved out of an owned container and not out of a constant one") {
  support::lifetime_check check;
  {
    auto source = iter(counted<support::tracked>(2));
    support::tracked const kept(*source.begin());
    CHECK(check->moved == 1);
    CHECK(check->copied == 0);
  }
  {
    auto const constant = counted<support::tracked>(2);
    auto source = iter(std::move(constant));  // NOLINT(performance-move-const-arg)
    int const before = check->moved;
    support::tracked const kept(*source.begin());
    CHECK(check->moved == before);
    CHECK(constant[0] == 0);
  }
}

TEST_CASE("iter of an lvalue never moves from its elements") {
  std::list<std::string> names{"a long name that would be moved from"};
  auto source = iter(names);
  std::string const copied = *source.begin();
  CHECK(names.front() == copied);
}

TEST_CASE("iter destroys an owned range with the source") {
  support::lifetime_check check;
  {
    auto contiguous = iter(counted<support::tracked>(3));
    auto vector = counted<support::tracked>(2);
    auto linked = iter(std::list<support::tracked>(vector.begin(), vector.end()));
    REQUIRE(contiguous.pull() != nullptr);
    REQUIRE(linked.pull() != nullptr);
    CHECK(check->live == 7);
    auto moved = std::move(linked);
    CHECK(check->live == 7);
  }
  CHECK(check->live == 0);
}

TEST_CASE("iter keeps one computed element at a time and constructs it in place") {
  support::lifetime_check check;
  {
    auto source = iter(std::views::iota(0, 3) | std::views::transform([](int i) { return support::tracked(i); }));
    for (int i = 0; i != 3; ++i) {
      CHECK(*source.pull() == i);
      CHECK(check->live == 1);
    }
    CHECK(check->copied + check->moved == 0);
  }
  CHECK(check->live == 0);
}

TEST_CASE("iter of computed elements that can be made of anything gives them as they are") {
  auto source = iter(std::views::iota(0, 1) | std::views::transform([](int i) { return std::any(i); }));
  CHECK(std::any_cast<int>(source.pull()) != nullptr);
}

TEST_CASE("iter passes on what the iterators throw and can be pulled from again") {
  using where = throwing_range::where;
  for (where const at : {where::begin, where::dereference, where::increment}) {
    throwing_range range{at};
    auto source = iter(range);
    std::vector<int> seen;
    CHECK_THROWS_AS(support::append_rest(source, seen), support::pull_failed);
    support::append_rest(source, seen);
    if (at == where::dereference) {
      CHECK(seen == std::vector{0, 2});  // the element that can't be read is passed
    } else {
      CHECK(seen == counted(3));
    }
  }
}

TEST_CASE("iter goes on in a second loop where the first was left") {
  auto source = iter(counted(5));
  for (int const value : source) {
    if (value == 1) break;
  }
  std::vector<int> rest;
  for (int const value : source) rest.push_back(value);
  CHECK(rest == std::vector{2, 3, 4});
  CHECK(source.begin() == source.end());
}

TEST_CASE("iter has Python's next") {
  std::vector<int> values{7};
  auto lent = iter(values);
  CHECK(lent.next() == &values[0]);
  CHECK(lent.next() == nullptr);
  auto owned = iter(std::vector<std::unique_ptr<int>>(1));
  static_assert(std::is_same_v<decltype(owned.next()), std::optional<std::unique_ptr<int>>>);
  CHECK(owned.next().has_value());
  CHECK_FALSE(owned.next().has_value());
}

TEST_CASE("iter can be moved in the middle of what it owns") {
  support::check_moving([] { return iter(std::array{1, 2, 3}); });
  support::check_moving([] { return iter(std::string("short")); });
  support::check_moving([] { return iter(std::string(100, 'x')); });
  support::check_moving([] { return iter(std::vector{1, 2, 3}); });
  support::check_moving([] { return iter(std::list{1, 2, 3}); });
  support::check_moving([] { return iter(std::deque{1, 2, 3}); });
  support::check_moving([] { return iter(std::set{1, 2, 3}); });
  support::check_moving([] { return iter(bits{true, false, true}); });
  support::check_moving([] { return iter(std::map<int, std::string>{{1, "a"}, {2, "b"}}); });
  support::check_moving([] { return iter(countdown{3}); });
  support::check_moving([] { return iter(support::input_only<int>(counted(3))); });
  support::check_moving([] { return iter(std::vector{1, 2, 3} | std::views::filter([](int i) { return i != 2; })); });
  support::check_moving([] {
    return iter(std::views::iota(1, 9) |
                std::views::transform([](int i) { return std::string(20, 'a') + char('a' + i); }));
  });
  support::check_moving([] { return iter(std::views::single(5)); });
  support::check_moving([] { return iter(up_to(3)); });
  support::check_moving([] {
    static std::vector<int> lent;
    lent = counted(3);
    return iter(lent);
  });
}

TEST_CASE("iter that was moved from has nothing left of what it owned") {
  using nested = std::vector<std::vector<int>>;
  nested const constant{{1}, {2}};
  auto from_constant = iter(std::move(constant));  // NOLINT(performance-move-const-arg)
  auto from_vector = iter(nested{{1}, {2}});
  auto from_list = iter(std::list{1, 2});
  CHECK(iter(std::move(constant)).segment(1).front() == std::vector{1});  // NOLINT(performance-move-const-arg)
  CHECK(collected(decltype(from_constant)(std::move(from_constant))) == constant);
  CHECK(collected(decltype(from_vector)(std::move(from_vector))) == constant);
  CHECK(collected(decltype(from_list)(std::move(from_list))) == std::vector{1, 2});
  CHECK(support::stays_exhausted(from_constant));
  CHECK(from_constant.segment(5).empty());
  CHECK(support::stays_exhausted(from_vector));
  CHECK(support::stays_exhausted(from_list));
}

TEST_CASE("iter allocates once to own a range that is not contiguous and never else") {
  auto vector = counted(10);
  auto const other = counted(4);
  std::list<int> list{1, 2, 3};
  support::allocation_count count;
  auto lent = iter(other);
  auto lent_list = iter(list);
  auto owned = iter(std::move(vector));
  auto pipeline = iter(std::views::iota(0, 3));
  auto const before_pulls = count.allocations();
  int sum = 0;
  while (auto* const value = lent.pull()) sum += *value;
  while (auto* const value = lent_list.pull()) sum += *value;
  while (auto* const value = owned.pull()) sum += *value;
  while (auto* const value = pipeline.pull()) sum += *value;
  auto const after_pulls = count.allocations();
  CHECK(before_pulls == 1);
  CHECK(after_pulls == 1);
  CHECK(sum == 60);
}

TEST_CASE("iter of a contiguous range gives segments of at most as many as asked for") {
  auto values = counted(10);
  auto source = iter(values);
  CHECK(source.segment(0).empty());
  auto const two = source.segment(2);
  CHECK(two.data() == values.data());
  CHECK(two.size() == 2);
  CHECK(source.pull() == &values[2]);
  CHECK(source.segment(SIZE_MAX).size() == 7);
  CHECK(source.segment(SIZE_MAX).empty());
  CHECK(source.pull() == nullptr);
  std::mt19937 random(16);
  for (int round = 0; round != 200; ++round) {
    auto lent = support::random_ints(random, 20);
    support::check_segments(random, [&] { return iter(lent); });
    support::check_segments(random, [&] { return iter(std::vector<int>(lent)); });
    auto windows = support::random_windows(random, lent);
    support::windowed_log log;
    support::windowed base(log, {});
    support::check_segments(random, [&]() {
      base = support::windowed(log, windows);
      return iter(base);
    });
  }
}

TEST_CASE("iter is a range for std algorithms and views") {
  auto numbers = up_to(9);
  auto borrowed = iter(numbers);
  auto const found = std::ranges::find(borrowed, 3);
  CHECK(*found == 3);
  std::vector<int> seen;
  std::ranges::copy(borrowed | std::views::transform(twice_fn()) | std::views::filter([](int i) { return i != 10; }) |
                        std::views::take(2),
                    std::back_inserter(seen));
  CHECK(seen == std::vector{8, 12});
  CHECK(std::ranges::equal(iter(counted(3)) | std::views::transform(twice_fn()), std::vector{0, 2, 4}));
  CHECK(std::ranges::max(iter(counted(3))) == 2);
}
