#include <cogen/adaptor/batch_by.hpp>
#include <cogen/adaptor/flatten.hpp>
#include <cogen/adaptor/take.hpp>

#include "support/catch.hpp"
#include "support/counting.hpp"
#include "support/input_only.hpp"
#include "support/pulled.hpp"
#include "support/sources.hpp"
#include "support/tracked.hpp"

#include <cstdint>
#include <list>
#include <ranges>
#include <string>
#include <vector>

using cogen::batch_by;
using support::collected;
using support::counted;
using batches = std::vector<std::vector<int>>;

namespace {

constexpr auto itself = [](int value) { return value; };
constexpr auto one = [](auto const&) { return 1; };
constexpr auto value_of = [](auto const& object) { return object.value(); };

template <class Range>
using batch_by_of = decltype(batch_by(std::declval<Range>(), one, 1));
static_assert(support::is_source_of<batch_by_of<std::vector<int>&>, std::vector<int>&&, std::vector<int>>);
static_assert(support::is_source_of<batch_by_of<std::list<int> const&>, std::vector<int>&&, std::vector<int>>);
static_assert(support::is_source_of<batch_by_of<std::vector<bool>&>, std::vector<bool>&&, std::vector<bool>>);

batches cut(std::vector<int> const& values, int max_bytes, std::size_t max_count) {
  batches pieces;
  int bytes = 0;
  for (int const value : values) {
    if (pieces.empty() || bytes >= max_bytes || bytes + value > max_bytes || pieces.back().size() == max_count) {
      pieces.emplace_back();
      bytes = 0;
    }
    pieces.back().push_back(value);
    bytes += value;
  }
  return pieces;
}

}  // namespace

TEST_CASE("batch_by closes a batch on whichever bound comes first") {
  CHECK(collected(batch_by(counted(0), itself, 5)).empty());
  CHECK(collected(batch_by(std::vector{1}, itself, 5, 2)) == batches{{1}});
  CHECK(collected(batch_by(std::vector{1, 1, 1, 4, 2}, itself, 5, 2)) == batches{{1, 1}, {1, 4}, {2}});
  CHECK(collected(batch_by(std::vector{3, 3, 3}, itself, 5, 2)) == batches{{3}, {3}, {3}});
  CHECK(collected(batch_by(std::vector{1, 1, 1, 1}, itself, 100, 2)) == batches{{1, 1}, {1, 1}});
  CHECK(collected(batch_by(std::vector{1, 1, 1, 1}, itself, 2)) == batches{{1, 1}, {1, 1}});
}

TEST_CASE("batch_by makes a batch of its own of an element that is too large") {
  CHECK(collected(batch_by(std::vector{9}, itself, 5)) == batches{{9}});
  CHECK(collected(batch_by(std::vector{1, 9, 9, 1, 2}, itself, 5)) == batches{{1}, {9}, {9}, {1, 2}});
}

TEST_CASE("batch_by agrees with a loop on random input, and flatten undoes it") {
  std::mt19937 random(32);
  for (int round = 0; round != 1000; ++round) {
    auto const values = support::random_ints(random, 40);
    int const max_bytes = support::pick(random, 200) + 1;
    auto const max_count = static_cast<std::size_t>(support::pick(random, 8) + 1);
    CHECK(collected(batch_by(values, itself, max_bytes, max_count)) == cut(values, max_bytes, max_count));
    CHECK(collected(batch_by(values, itself, max_bytes)) == cut(values, max_bytes, SIZE_MAX));
    CHECK(collected(values | batch_by(itself, max_bytes, max_count) | cogen::flatten) == values);
  }
}

TEST_CASE("batch_by hands out a full batch without a look at the next element") {
  support::pull_log log;
  auto pieces = batch_by(support::pulled(log), one, 2);
  CHECK(log.pulls == 0);
  CHECK(*pieces.pull() == std::vector{0, 1});
  CHECK(log.pulls == 2);
  auto by_count = batch_by(support::pulled(log), one, 100, 3);
  CHECK(by_count.pull()->size() == 3);
  CHECK(log.pulls == 5);
}

TEST_CASE("batch_by pulls one element too many where only that shows that a batch is full") {
  support::pull_log log;
  auto pieces = batch_by(support::pulled(log), [](int) { return 2; }, 3);
  CHECK(*pieces.pull() == std::vector{0});
  CHECK(log.pulls == 2);
  CHECK(*pieces.pull() == std::vector{1});
  CHECK(log.pulls == 3);
}

TEST_CASE("batch_by asks for the size of each element once") {
  int calls = 0;
  auto pieces = batch_by(counted(10), [&](int value) { return ++calls, value; }, 7, 4);
  CHECK(collected(pieces).size() == 7);
  CHECK(calls == 10);
}

TEST_CASE("batch_by has sums of sizes that do not overflow") {
  auto const huge = [](int) { return SIZE_MAX; };
  CHECK(collected(batch_by(counted(2), huge, 10)) == batches{{0}, {1}});
  auto const nearly = [](int value) { return value == 0 ? std::size_t{1} : SIZE_MAX - 1; };
  CHECK(collected(batch_by(counted(3), nearly, SIZE_MAX)) == batches{{0, 1}, {2}});
}

TEST_CASE("batch_by stays exhausted") {
  auto carried = batch_by(std::list{1, 9}, itself, 5);
  CHECK(support::stays_exhausted(carried));
}

TEST_CASE("batch_by that is left where it is uses its memory again") {
  auto values = counted(1000);
  auto pieces = batch_by(values, one, 10);
  REQUIRE(pieces.pull() != nullptr);
  auto const* const first = pieces.pull()->data();
  support::allocation_count count;
  bool same = true;
  int seen = 2;
  while (auto* const piece = pieces.pull()) {
    same = same && piece->data() == first;
    ++seen;
  }
  auto const allocations = count.allocations();
  CHECK(seen == 100);
  CHECK(same);
  CHECK(allocations == 0);
}

TEST_CASE("batch_by that is moved out costs one allocation each") {
  auto values = counted(100);
  batches kept;
  kept.reserve(10);
  auto pieces = batch_by(values, one, 10);
  kept.push_back(std::move(*pieces.pull()));
  support::allocation_count count;
  while (auto* const piece = pieces.pull()) kept.push_back(std::move(*piece));
  auto const allocations = count.allocations();
  CHECK(kept.size() == 10);
  CHECK(allocations == 9);
}

TEST_CASE("batch_by keeps its elements when the source throws") {
  for (int at = 1; at != 9; ++at) {
    support::pull_log log;
    log.throw_at = at;
    auto pieces = batch_by(support::pulled(log, 7), [](int) { return 2; }, 5);
    batches seen;
    CHECK_THROWS_AS(support::append_rest(pieces, seen), support::pull_failed);
    support::append_rest(pieces, seen);
    CHECK(seen == batches{{0, 1}, {2, 3}, {4, 5}, {6}});
  }
}

TEST_CASE("batch_by keeps all but the element whose size throws") {
  int calls = 0;
  auto pieces = batch_by(counted(5), [&](int) { return ++calls == 3 ? throw support::pull_failed() : 1; }, 4);
  batches seen;
  CHECK_THROWS_AS(support::append_rest(pieces, seen), support::pull_failed);
  support::append_rest(pieces, seen);
  CHECK(seen == batches{{0, 1, 3, 4}});
}

TEST_CASE("batch_by refuses bad bounds and negative sizes by name") {
  auto values = counted(3);
  CHECK(support::refusal([&] { (void)batch_by(values, one, 0); }) ==
        "cogen::batch_by: max_bytes must be at least 1, not 0");
  CHECK(support::refusal([&] { (void)batch_by(one, -1, 5); }) ==
        "cogen::batch_by: max_bytes must be at least 1, not -1");
  CHECK(support::refusal([&] { (void)(values | batch_by(one, 5, 0)); }) ==
        "cogen::batch_by: max_count must be at least 1, not 0");
  auto negative = batch_by(values, [](int) { return -2; }, 5);
  CHECK(support::refusal([&] { negative.pull(); }) ==
        "cogen::batch_by: the size of an element must be at least 0, not -2");
}

TEST_CASE("batch_by moves elements that are given away and copies borrowed ones once") {
  support::lifetime_check check;
  std::vector<std::vector<support::move_only>> kept;
  for (auto&& piece : counted<support::move_only>(6) | batch_by(value_of, 5)) kept.push_back(std::move(piece));
  REQUIRE(kept.size() == 4);
  CHECK(kept[0].size() == 3);
  CHECK(kept[3][0] == 5);
  auto const values = counted<support::tracked>(6);
  for (auto&& piece : batch_by(values, value_of, 1000, 2)) CHECK(piece.size() == 2);
  CHECK(check->copied == 6);
}

TEST_CASE("batch_by reads each element of an input range once") {
  support::input_only<support::move_only> range(counted<support::move_only>(5));
  auto const counts = range.counts();
  std::size_t elements = 0;
  for (auto&& piece : batch_by(std::move(range), value_of, 3)) elements += piece.size();
  CHECK(elements == 5);
  CHECK(counts->dereferences == 5);
}

TEST_CASE("batch_by is the same called and piped and composed") {
  auto const values = counted(5);
  auto const of_five = batch_by(itself, 5, 3) | cogen::take(2);
  batches const expected{{0, 1, 2}, {3}};
  CHECK(collected(values | of_five) == expected);
  CHECK(collected(cogen::take(batch_by(values, itself, 5, 3), 2)) == expected);
}

TEST_CASE("batch_by can be moved in the middle of what it owns") {
  support::check_moving([] { return batch_by(std::vector{1, 9, 2, 3, 4}, itself, 5); });
  support::check_moving([] {
    return batch_by(std::list<std::string>{"a", "a longer text than fits in place", "c"}, &std::string::size, 4);
  });
  support::check_moving([] { return batch_by(std::views::iota(0, 9) | std::views::transform(itself), itself, 10); });
}
