#include <cogen/adaptor.hpp>
#include <cogen/arrow/record_batches.hpp>
#include <cogen/generator.hpp>
#include <cogen/sink.hpp>

#include <array>
#include <cstdint>
#include <list>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "arrow/support.hpp"
#include "support/sources.hpp"

using namespace arrow_tests;
using cogen::batch;
using cogen::generator;
using cogen::arrow::record_batches;

namespace {

using record_batch = std::shared_ptr<arrow::RecordBatch>;

cogen::arrow::columns<sale> numbered_columns() {
  using namespace cogen::arrow;
  return columns<sale>(column("id", &sale::id), column("category", &sale::category),
                       batch_column("batch", [](batch_info const& info) { return info.number; }));
}

strings ids(std::vector<record_batch> const& batches) {
  strings found;
  for (auto const& each : batches)
    for (auto const& id : texts(each->column(0))) found.push_back(id);
  return found;
}

strings numbers(std::int64_t first, std::int64_t end) {
  strings found;
  for (auto id = first; id != end; ++id) found.push_back(std::to_string(id));
  return found;
}

std::vector<std::int64_t> sizes(std::vector<record_batch> const& batches) {
  std::vector<std::int64_t> found;
  for (auto const& each : batches) found.push_back(each->num_rows());
  return found;
}

using int64s = std::vector<std::int64_t>;

// Batches of `size` sales, `count` of them; notes how many have been made.
generator<std::vector<sale>> made(std::int64_t size, int count, int& pulled) {
  for (int i = 0; i < count; ++i) {
    ++pulled;
    std::vector<sale> rows = sales(size, i * size);
    co_yield std::move(rows);
  }
}

}  // namespace

TEST_CASE("each batch of rows becomes a record batch, by call and by pipe, the last one short") {
  auto const check = [](auto source) {
    std::vector<record_batch> const batches = std::move(source) | cogen::to<std::vector>();
    CHECK(sizes(batches) == int64s{10, 10, 5});
    CHECK(ids(batches) == numbers(0, 25));
    for (std::size_t i = 0; i != batches.size(); ++i) {
      CHECK(batches[i]->ValidateFull().ok());
      CHECK(texts(batches[i]->column(2)) ==
            strings(static_cast<std::size_t>(batches[i]->num_rows()), std::to_string(i + 1)));
    }
    CHECK(texts(batches[2]->column(1)) == strings{"books", "food", "travel", "books", "food"});
  };
  auto const rows = sales(25);
  check(record_batches(batch(rows, 10), numbered_columns()));
  check(rows | batch(10) | record_batches(numbered_columns()));
  check(rows | (batch(10) | record_batches(numbered_columns())));
}

TEST_CASE("the source of record batches is a move-only input range that hands its batches over") {
  auto source = sales(25) | batch(10) | record_batches(numbered_columns());
  STATIC_REQUIRE(support::is_source_of<decltype(source), record_batch&&, record_batch>);
  std::optional<record_batch> const first = source.next();
  REQUIRE(first.has_value());
  CHECK(ids({*first}) == numbers(0, 10));
  auto moved = std::move(source);
  std::vector<record_batch> rest;
  for (auto const& each : moved) rest.push_back(each);  // not taken, so the source still has it
  CHECK(ids(rest) == numbers(10, 25));
  CHECK(ids({*first}) == numbers(0, 10));  // later batches do not change it
  CHECK(support::stays_exhausted(moved));
}

TEST_CASE("the schema is there before the first batch, and is that of every batch") {
  int pulled = 0;
  auto source = made(10, 3, pulled) | record_batches(numbered_columns());
  CHECK(source.schema()->Equals(*numbered_columns().schema()));
  CHECK(pulled == 0);
  while (auto* const each = source.pull()) CHECK((*each)->schema() == source.schema());
  CHECK(pulled == 3);
}

TEST_CASE("an empty range has a schema and no batches") {
  auto source = std::vector<sale>() | batch(10) | record_batches(numbered_columns());
  CHECK(source.schema()->num_fields() == 3);
  CHECK(support::stays_exhausted(source));
}

TEST_CASE("a batch of no rows is a record batch of no rows, with a number of its own") {
  std::vector<std::vector<sale>> const batches{sales(2), {}, sales(1, 2)};
  std::vector<record_batch> const made_of_them =
      batches | record_batches(numbered_columns()) | cogen::to<std::vector>();
  CHECK(sizes(made_of_them) == int64s{2, 0, 1});
  CHECK(texts(made_of_them[2]->column(2)) == strings{"3"});
}

TEST_CASE("batches of rows may be any contiguous range of them") {
  auto const rows = sales(6);
  auto const check = [](auto&& batches) {
    std::vector<record_batch> const made_of_them =
        std::forward<decltype(batches)>(batches) | record_batches(numbered_columns()) | cogen::to<std::vector>();
    CHECK(ids(made_of_them) == numbers(0, 6));
  };
  std::span<sale const> const all(rows);
  check(std::array<std::span<sale const>, 2>{all.first(4), all.last(2)});
  check(std::list<std::vector<sale>>{sales(4), sales(2, 4)});
  check(std::vector<std::array<sale, 3>>{{rows[0], rows[1], rows[2]}, {rows[3], rows[4], rows[5]}});
  int pulled = 0;
  check(made(3, 2, pulled));
  check(rows | cogen::sliding_window(6));
}

TEST_CASE("a batch is made when it is asked for, and none ahead") {
  int pulled = 0;
  auto source = made(10, 5, pulled) | record_batches(numbered_columns());
  CHECK(pulled == 0);
  CHECK(source.next().has_value());
  CHECK(pulled == 1);
  std::vector<record_batch> const two = std::move(source) | cogen::take(2) | cogen::to<std::vector>();
  CHECK(ids(two) == numbers(10, 30));
  CHECK(pulled == 3);
}

TEST_CASE("a borrowed source goes on where the record batches stopped") {
  int pulled = 0;
  auto rows = made(10, 3, pulled);
  {
    auto source = rows | record_batches(numbered_columns());
    CHECK(ids({source.next().value()}) == numbers(0, 10));
  }
  auto const second = rows.next();
  REQUIRE(second.has_value());
  CHECK(second->front().id == 10);

  std::vector<std::vector<sale>> const lent{sales(2)};
  (lent | record_batches(numbered_columns())) | cogen::for_each([](record_batch const&) {});
  CHECK(lent.front().size() == 2);
  CHECK(lent.front().front().category == "food");
}

TEST_CASE("what a source throws passes through, after the batches before it") {
  auto const failing = []() -> generator<std::vector<sale>> {
    std::vector<sale> rows = sales(10);
    co_yield std::move(rows);
    throw std::domain_error("no more sales");
  };
  auto source = failing() | record_batches(numbered_columns());
  CHECK(source.next().has_value());
  CHECK(message_of<std::domain_error>([&] { (void)source.next(); }) == "no more sales");
  CHECK(support::stays_exhausted(source));
}

TEST_CASE("a batch that can't be made is dropped, told by its column, and the next one is whole") {
  std::vector<std::vector<sale>> batches{sales(3), sales(3, 3), sales(3, 6)};
  batches[1][2].category = "\xff";
  auto source = batches | record_batches(sale_columns());
  CHECK(ids({source.next().value()}) == numbers(0, 3));
  CHECK(contains(message_of<std::invalid_argument>([&] { (void)source.next(); }), "column 'category': "));
  auto const third = source.next().value();
  CHECK(ids({third}) == numbers(6, 9));
  CHECK(third->ValidateFull().ok());
  CHECK(support::stays_exhausted(source));
}
