#include <cogen/adaptor/batch.hpp>
#include <cogen/adaptor/flatten.hpp>
#include <cogen/adaptor/take.hpp>
#include <cogen/generator.hpp>

#include "support/catch.hpp"
#include "support/counting.hpp"
#include "support/failing_allocations.hpp"
#include "support/input_only.hpp"
#include "support/pulled.hpp"
#include "support/sources.hpp"
#include "support/tracked.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <new>
#include <ranges>
#include <set>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

using cogen::batch;
using support::collected;
using support::counted;
using batches = std::vector<std::vector<int>>;

namespace {

template <class Range>
using batch_of = decltype(batch(std::declval<Range>(), 1));
static_assert(support::is_source_of<batch_of<std::vector<int>&>, std::vector<int>&&, std::vector<int>>);
static_assert(support::is_source_of<batch_of<std::vector<int> const&>, std::vector<int>&&, std::vector<int>>);
static_assert(support::is_source_of<batch_of<std::list<int>>, std::vector<int>&&, std::vector<int>>);
static_assert(support::is_source_of<batch_of<std::vector<bool>&>, std::vector<bool>&&, std::vector<bool>>);

batches cut(std::vector<int> const& values, std::size_t size) {
  batches pieces;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i % size == 0) pieces.emplace_back();
    pieces.back().push_back(values[i]);
  }
  return pieces;
}

}  // namespace

TEST_CASE("batch gives vectors of n elements of which the last may be shorter") {
  CHECK(collected(batch(counted(0), 3)).empty());
  CHECK(collected(batch(counted(1), 3)) == batches{{0}});
  CHECK(collected(batch(counted(6), 3)) == batches{{0, 1, 2}, {3, 4, 5}});
  CHECK(collected(batch(counted(7), 3)) == batches{{0, 1, 2}, {3, 4, 5}, {6}});
  CHECK(collected(batch(counted(2), 1)) == batches{{0}, {1}});
}

TEST_CASE("batch and flatten together change nothing") {
  std::mt19937 random(6);
  for (int round = 0; round != 400; ++round) {
    auto const values = support::random_ints(random, 40);
    std::list<int> const linked(values.begin(), values.end());
    int const n = support::pick(random, 11) + 1;
    CHECK(collected(batch(values, n)) == cut(values, static_cast<std::size_t>(n)));
    CHECK(collected(batch(linked, n)) == cut(values, static_cast<std::size_t>(n)));
    CHECK(collected(values | batch(n) | cogen::flatten) == values);
  }
}

TEST_CASE("batch cuts windows of any lengths as it cuts single elements") {
  std::mt19937 random(7);
  for (int round = 0; round != 400; ++round) {
    auto const values = support::random_ints(random, 40);
    int const n = support::pick(random, 11) + 1;
    support::windowed_log log;
    auto const pieces = collected(batch(support::windowed(log, support::random_windows(random, values)), n));
    CHECK(pieces == cut(values, static_cast<std::size_t>(n)));
  }
}

TEST_CASE("batch takes whole segments and pulls once for each") {
  support::windowed_log log;
  auto pieces = batch(support::windowed(log, {counted(10), counted(10)}), 15);
  CHECK(pieces.pull()->size() == 15);
  CHECK(log.pulls == 2);
  CHECK(log.by_segment == 13);
}

TEST_CASE("batch pulls exactly n elements for a batch of an infinite source") {
  support::pull_log log;
  auto pieces = batch(support::pulled(log), 4);
  CHECK(log.pulls == 0);
  for (int i = 1; i != 5; ++i) {
    REQUIRE(pieces.pull() != nullptr);
    CHECK(log.pulls == 4 * i);
  }
}

TEST_CASE("batch stays exhausted behind a whole and behind a short last batch") {
  auto whole = batch(counted(6), 3);
  CHECK(support::stays_exhausted(whole));
  auto with_short = batch(std::list{1, 2, 3, 4}, 3);
  CHECK(support::stays_exhausted(with_short));
}

TEST_CASE("batch borrows an lvalue source which goes on behind the last batch") {
  support::pull_log log;
  support::pulled numbers(log);
  CHECK(collected(numbers | batch(3) | cogen::take(2)) == batches{{0, 1, 2}, {3, 4, 5}});
  CHECK(*numbers.pull() == 6);
}

TEST_CASE("batch copies each borrowed element once and moves each that is given away once") {
  support::lifetime_check check;
  auto const values = counted<support::tracked>(10);
  for (auto&& piece : batch(values, 4)) CHECK(piece.size() <= 4);
  CHECK(check->copied == 10);
  CHECK(check->moved == 0);
  for (auto&& piece : batch(counted<support::tracked>(10), 4)) CHECK(piece.size() <= 4);
  CHECK(check->copied == 10);
  CHECK(check->moved == 10);
  CHECK(check->live == 10);
}

TEST_CASE("batch of move-only elements can be moved out whole") {
  support::lifetime_check check;
  std::vector<std::vector<support::move_only>> kept;
  for (auto&& piece : counted<support::move_only>(5) | batch(2)) kept.push_back(std::move(piece));
  REQUIRE(kept.size() == 3);
  CHECK(kept[1][1] == 3);
  CHECK(kept[2].size() == 1);
  CHECK(check->moved == 5);
}

TEST_CASE("batch reads each element of an input range once") {
  support::input_only<support::move_only> range(counted<support::move_only>(5));
  auto const counts = range.counts();
  std::size_t elements = 0;
  for (auto&& piece : batch(std::move(range), 2)) elements += piece.size();
  CHECK(elements == 5);
  CHECK(counts->dereferences == 5);
  CHECK(counts->begins == 1);
}

TEST_CASE("batch that is left where it is uses its memory again") {
  auto values = counted(1000);
  auto pieces = batch(values, 10);
  auto const* const first = pieces.pull()->data();
  support::allocation_count count;
  bool same = true;
  int batches_seen = 1;
  while (auto* const piece = pieces.pull()) {
    same = same && piece->data() == first;
    ++batches_seen;
  }
  auto const allocations = count.allocations();
  CHECK(batches_seen == 100);
  CHECK(same);
  CHECK(allocations == 0);
}

TEST_CASE("batch of more than is reserved at first allocates nothing once it has seen one") {
  auto values = counted(60'000);
  auto pieces = batch(values, 20'000);
  REQUIRE(pieces.pull() != nullptr);
  support::allocation_count count;
  while (pieces.pull() != nullptr) {
  }
  CHECK(count.allocations() == 0);
}

TEST_CASE("batch that is moved out costs one allocation each") {
  auto values = counted(100);
  std::vector<std::vector<int>> kept;
  kept.reserve(10);
  auto pieces = batch(values, 10);
  support::allocation_count count;
  while (auto* const piece = pieces.pull()) kept.push_back(std::move(*piece));
  auto const allocations = count.allocations();
  CHECK(kept.size() == 10);
  CHECK(allocations == 10);
}

TEST_CASE("batch with an n far beyond the range reserves no memory for it") {
  for (std::size_t const n : {std::size_t{1} << 40, SIZE_MAX}) {
    support::allocation_count count;
    auto pieces = batch(std::views::iota(0, 5), n);
    bool const whole = *pieces.pull() == std::vector{0, 1, 2, 3, 4};
    auto const bytes = count.bytes();
    CHECK(whole);
    CHECK(bytes < 16'384);
  }
}

TEST_CASE("batch is right whatever the consumer leaves in it") {
  auto pieces = batch(counted(9), 3);
  pieces.pull()->assign(50, 7);
  CHECK(*pieces.pull() == std::vector{3, 4, 5});
  auto* const last = pieces.pull();
  last->clear();
  last->shrink_to_fit();
  CHECK(pieces.pull() == nullptr);
}

TEST_CASE("batch keeps the elements of a batch that its source throws in") {
  for (int at = 1; at != 9; ++at) {
    support::pull_log log;
    log.throw_at = at;
    auto pieces = batch(support::pulled(log, 7), 3);
    batches seen;
    CHECK_THROWS_AS(support::append_rest(pieces, seen), support::pull_failed);
    CHECK(seen.size() == static_cast<std::size_t>((at - 1) / 3));
    support::append_rest(pieces, seen);
    CHECK(seen == batches{{0, 1, 2}, {3, 4, 5}, {6}});
  }
}

TEST_CASE("batch with strict refuses a short last batch and only that") {
  CHECK(collected(batch(counted(0), 3, cogen::strict)).empty());
  CHECK(collected(batch(counted(6), 3, cogen::strict)) == batches{{0, 1, 2}, {3, 4, 5}});
  auto pieces = batch(counted(4), 3, cogen::strict);
  CHECK(*pieces.pull() == counted(3));
  CHECK(support::refusal([&] { pieces.pull(); }) == "cogen::batch: with strict the last batch must be complete");
  CHECK(collected(counted(4) | batch(2, cogen::strict)) == batches{{0, 1}, {2, 3}});
}

TEST_CASE("batch is the same called and piped and composed") {
  auto const values = counted(8);
  auto const batches_of_batches = batch(2) | batch(3);
  std::vector<batches> const expected{{{0, 1}, {2, 3}, {4, 5}}, {{6, 7}}};
  CHECK(collected(batch(batch(values, 2), 3)) == expected);
  CHECK(collected(values | batch(2) | batch(3)) == expected);
  CHECK(collected(values | batches_of_batches) == expected);
}

TEST_CASE("batch refuses an n below 1 by name in every form") {
  auto values = counted(3);
  std::string const rule = "cogen::batch: n must be at least 1, not 0";
  CHECK(support::refusal([&] { (void)batch(values, 0); }) == rule);
  CHECK(support::refusal([&] { (void)batch(0); }) == rule);
  CHECK(support::refusal([&] { (void)(values | batch(0)); }) == rule);
  CHECK(support::refusal([&] { (void)batch(values, 0U, cogen::strict); }) == rule);
  CHECK(support::refusal([&] { (void)batch(0, cogen::strict); }) == rule);
  CHECK(support::refusal([&] { (void)(values | batch(-3, cogen::strict)); }) ==
        "cogen::batch: n must be at least 1, not -3");
}

TEST_CASE("batch can be moved in the middle of what it owns") {
  support::check_moving([] { return batch(std::array{1, 2, 3, 4, 5}, 2); });
  support::check_moving([] { return batch(std::string("a text"), 4); });
  support::check_moving([] { return batch(std::list{1, 2, 3, 4, 5}, 2); });
  support::check_moving([] { return batch(std::set{1, 2, 3, 4, 5}, 3); });
  support::check_moving(
      [] { return batch(std::views::iota(0, 9) | std::views::transform([](int i) { return i; }), 4); });
}

TEST_CASE("batch keeps what it has begun when it is moved") {
  support::pull_log log;
  log.throw_at = 3;
  auto pieces = batch(support::pulled(log, 4), 4);
  CHECK_THROWS_AS(pieces.pull(), support::pull_failed);
  auto moved = std::move(pieces);
  CHECK(*moved.pull() == counted(4));
}

TEST_CASE("batch works with vectors of bool and with arrays of bool") {
  std::vector<bool> bits{true, false, true};
  CHECK(collected(batch(bits, 2)) == std::vector<std::vector<bool>>{{true, false}, {true}});
  CHECK(collected(batch(std::array{true, false, true}, 2)) == std::vector<std::vector<bool>>{{true, false}, {true}});
}

TEST_CASE("batch is a range for std algorithms and views") {
  auto values = counted(7);
  std::vector<std::size_t> sizes;
  for (auto const size : batch(values, 3) | std::views::transform([](std::vector<int> const& b) { return b.size(); })) {
    sizes.push_back(size);
  }
  CHECK(sizes == std::vector<std::size_t>{3, 3, 1});
  CHECK(std::ranges::count_if(batch(values, 3), [](auto const& piece) { return piece.size() == 3; }) == 2);
  CHECK(collected(values | std::views::reverse | batch(4)) == batches{{6, 5, 4, 3}, {2, 1, 0}});
}

TEST_CASE("batch with strict is exhausted after it has refused a short batch") {
  auto strictly = cogen::batch(support::counted(5), 2, cogen::strict);
  CHECK(strictly.pull() != nullptr);
  CHECK(strictly.pull() != nullptr);
  CHECK_THROWS_AS(strictly.pull(), std::invalid_argument);
  CHECK(support::stays_exhausted(strictly));
}

TEST_CASE("a copy that throws in the middle of a page costs batch that element alone") {
  support::lifetime_check check;
  std::vector<support::tracked> page;
  for (int i = 0; i < 6; ++i) page.emplace_back(i);
  auto make = [](std::vector<support::tracked> const& all) -> cogen::generator<support::tracked const&> {
    co_yield cogen::from(all);
  };
  auto source = make(page) | cogen::batch(6);
  check->copies_before_throw = 2;
  CHECK_THROWS_AS(source.pull(), support::copy_failed);
  check->copies_before_throw = -1;
  auto* const filled = source.pull();
  REQUIRE(filled != nullptr);
  std::vector<int> values;
  for (auto const& each : *filled) values.push_back(each.value());
  CHECK(values == std::vector<int>{0, 1, 3, 4, 5});
}

TEST_CASE("batch copies lent elements of any type by whole segments, and once") {
  auto const shared = std::make_shared<int>(1);
  std::vector<std::shared_ptr<int>> const lent(5, shared);
  auto batches_of_two = lent | batch(2);
  for (std::size_t const size : {2U, 2U, 1U}) {
    auto* const pulled = batches_of_two.pull();
    REQUIRE(pulled != nullptr);
    CHECK(*pulled == std::vector(size, shared));
    CHECK(shared.use_count() == static_cast<long>(6 + size));
  }
}

TEST_CASE("batch of more strings than it reserves memory for takes what there is, and all") {
  std::vector<std::string> words;
  for (int i = 0; i != 3000; ++i) words.push_back(std::to_string(i));
  auto const expected = words;
  CHECK(collected(std::move(words) | batch(1'000'000)) == std::vector<std::vector<std::string>>{expected});
}

namespace {

// Shows shorts, to be kept as ints.
class shorts : public cogen::pull_range<shorts> {
 public:
  using reference = short&&;
  using value_type = int;

  short* pull() { return at_ != given_.size() ? &given_[at_++] : nullptr; }
  std::span<short> segment(std::size_t most) {
    std::size_t const count = std::min(most, given_.size() - at_);
    return std::span(given_).subspan(std::exchange(at_, at_ + count), count);
  }

 private:
  std::array<short, 5> given_{-1, 2, -3, 4, -5};
  std::size_t at_ = 0;
};

}  // namespace

TEST_CASE("batch converts the elements of a segment that are kept as another type") {
  CHECK(collected(shorts() | batch(3)) == batches{{-1, 2, -3}, {4, -5}});
}

TEST_CASE("batch of one that had no memory for it hands out that one then, and pulls no other") {
  support::pull_log log;
  auto ones = support::pulled(log) | batch(1);
  bool refused = false;
  try {
    support::failing_allocations const first(0, false);
    static_cast<void>(ones.pull());
  } catch (std::bad_alloc const&) {
    refused = true;
  }
  CHECK(refused);
  CHECK(log.pulls == 1);
  CHECK(*ones.pull() == std::vector{0});
  CHECK(log.pulls == 1);
  CHECK(*ones.pull() == std::vector{1});
}
