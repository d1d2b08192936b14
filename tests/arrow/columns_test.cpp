#include <cmath>
#include <limits>
#include <optional>
#include <string_view>

#include "arrow/support.hpp"

using namespace arrow_tests;
using namespace cogen::arrow;

namespace {

struct wide {
  bool flag = true;
  std::int8_t i8 = -8;
  std::int16_t i16 = -16;
  int i32 = -32;
  long i64 = -64;
  long long also_i64 = -65;
  std::uint8_t u8 = 8;
  std::uint16_t u16 = 16;
  unsigned u32 = 32;
  unsigned long u64 = std::numeric_limits<unsigned long>::max();
  float single = 0.5F;
  double twice = 0.1;
  std::string text = "text";
  std::string_view view = "view";
  std::chrono::sys_seconds seconds{std::chrono::seconds(1)};
  std::chrono::sys_days day{std::chrono::days(1)};
  std::chrono::sys_time<std::chrono::nanoseconds> nanos{std::chrono::nanoseconds(1'999)};
  std::chrono::sys_time<std::chrono::nanoseconds> before_1970{std::chrono::nanoseconds(-1)};
  std::optional<int> maybe;
  std::optional<std::string> maybe_text;
  int doubled() const { return 2 * i32; }
};

}  // namespace

static_assert(std::is_nothrow_move_constructible_v<cogen::arrow::columns<int>> &&
              !std::is_copy_constructible_v<cogen::arrow::columns<int>>);

TEST_CASE("every C++ type becomes its Arrow type and keeps its value") {
  columns<wide> table{column("flag", &wide::flag),
                      column("i8", &wide::i8),
                      column("i16", &wide::i16),
                      column("i32", &wide::i32),
                      column("i64", &wide::i64),
                      column("also_i64", &wide::also_i64),
                      column("u8", &wide::u8),
                      column("u16", &wide::u16),
                      column("u32", &wide::u32),
                      column("u64", &wide::u64),
                      column("single", &wide::single),
                      column("twice", &wide::twice),
                      column("narrow", &wide::twice, as_float32),
                      column("text", &wide::text),
                      column("view", &wide::view),
                      column("seconds", &wide::seconds),
                      column("day", &wide::day),
                      column("nanos", &wide::nanos),
                      column("before_1970", &wide::before_1970),
                      column("doubled", &wide::doubled),
                      column("computed", [](wide const& row) { return row.text + '!'; }),
                      dictionary("encoded", &wide::text)};
  table.append(std::vector<wide>(1));
  auto const batch = table.finish();
  REQUIRE(batch->ValidateFull().ok());

  auto const time = arrow::timestamp(arrow::TimeUnit::MICRO, "UTC");
  std::vector<std::pair<std::shared_ptr<arrow::DataType>, std::string>> const expected{
      {arrow::boolean(), "true"},
      {arrow::int8(), "-8"},
      {arrow::int16(), "-16"},
      {arrow::int32(), "-32"},
      {arrow::int64(), "-64"},
      {arrow::int64(), "-65"},
      {arrow::uint8(), "8"},
      {arrow::uint16(), "16"},
      {arrow::uint32(), "32"},
      {arrow::uint64(), "18446744073709551615"},
      {arrow::float32(), "0.5"},
      {arrow::float64(), "0.1"},
      {arrow::float32(), "0.1"},
      {arrow::utf8(), "text"},
      {arrow::utf8(), "view"},
      {time, "1970-01-01 00:00:01.000000Z"},
      {time, "1970-01-02 00:00:00.000000Z"},
      {time, "1970-01-01 00:00:00.000001Z"},
      {time, "1969-12-31 23:59:59.999999Z"},
      {arrow::int32(), "-64"},
      {arrow::utf8(), "text!"},
      {arrow::dictionary(arrow::int32(), arrow::utf8()), "text"}};
  REQUIRE(batch->num_columns() == static_cast<int>(expected.size()));
  REQUIRE(batch->schema()->Equals(*table.schema()));
  for (int index = 0; index < batch->num_columns(); ++index) {
    auto const& [type, text] = expected[static_cast<std::size_t>(index)];
    INFO(batch->schema()->field(index)->ToString());
    CHECK(batch->schema()->field(index)->type()->Equals(*type));
    CHECK_FALSE(batch->schema()->field(index)->nullable());
    CHECK(texts(batch->column(index)) == strings{text});
  }
}

TEST_CASE("an optional makes a nullable column, of any type") {
  columns<wide> table{
      column("maybe", &wide::maybe),
      column("maybe_text", &wide::maybe_text),
      dictionary("encoded", &wide::maybe_text),
      column("time", [](wide const& row) { return row.maybe ? std::optional(row.seconds) : std::nullopt; }),
      column("flag", [](wide const& row) { return row.maybe ? std::optional(row.flag) : std::nullopt; }),
      column(
          "narrow", [](wide const& row) { return row.maybe ? std::optional(row.twice) : std::nullopt; }, as_float32)};
  wide full;
  full.maybe = 7;
  full.maybe_text.emplace("x");
  table.append(std::vector<wide>{{}, full, {}});
  auto const batch = table.finish();
  REQUIRE(batch->ValidateFull().ok());
  for (int index = 0; index < batch->num_columns(); ++index) {
    INFO(batch->schema()->field(index)->ToString());
    CHECK(batch->schema()->field(index)->nullable());
    CHECK(batch->column(index)->null_count() == 2);
    CHECK(batch->column(index)->IsValid(1));
  }
  CHECK(texts(batch->column(2)) == strings{"null", "x", "null"});
}

TEST_CASE("as_float32 turns what is too large into infinity") {
  columns<double> table{column("value", [](double const& value) { return value; }, as_float32)};
  table.append(std::vector<double>{1e300, -1e300, 0.1});
  auto const batch = table.finish();
  auto const& values = static_cast<arrow::FloatArray const&>(*batch->column(0));
  CHECK(values.Value(0) == std::numeric_limits<float>::infinity());
  CHECK(values.Value(1) == -std::numeric_limits<float>::infinity());
  CHECK(values.Value(2) == 0.1F);
}

TEST_CASE("a batch takes all rows appended since the last, and the next begins empty") {
  auto table = sale_columns();
  table.append(sales(3));
  table.append(sales(2, 3));
  CHECK(table.rows() == 5);
  auto const first = table.finish();
  CHECK(texts(first->column(0)) == strings{"0", "1", "2", "3", "4"});
  CHECK(table.rows() == 0);
  table.append(sales(1, 9));
  CHECK(texts(table.finish()->column(0)) == strings{"9"});
  CHECK(texts(first->column(0)) == strings{"0", "1", "2", "3", "4"});
  auto const none = table.finish();
  CHECK(none->num_rows() == 0);
  CHECK(none->ValidateFull().ok());
}

TEST_CASE("an empty first batch and one of nulls alone have valid dictionaries") {
  columns<wide> table{dictionary("encoded", &wide::maybe_text)};
  auto const empty = table.finish();
  CHECK(empty->ValidateFull().ok());
  table.append(std::vector<wide>(2));
  auto const nulls = table.finish();
  CHECK(nulls->ValidateFull().ok());
  CHECK(texts(nulls->column(0)) == strings{"null", "null"});
}

TEST_CASE("a batch column is computed once a batch from its number and rows") {
  int calls = 0;
  columns<sale> table{
      column("id", &sale::id),
      batch_column("number",
                   [&](batch_info const& batch) {
                     ++calls;
                     return batch.number;
                   }),
      batch_column("rows", [](batch_info const& batch) { return batch.rows; }),
      batch_column("source", [](batch_info const& batch) { return "page " + std::to_string(batch.number); }),
      batch_column("even",
                   [](batch_info const& batch) { return batch.number % 2 ? std::nullopt : std::optional(true); })};
  table.append(sales(2));
  table.append(sales(1));
  auto const first = table.finish();
  CHECK(calls == 1);
  CHECK(texts(first->column(1)) == strings{"1", "1", "1"});
  CHECK(texts(first->column(2)) == strings{"3", "3", "3"});
  table.append(sales(1));
  auto const second = table.finish();
  CHECK(texts(second->column(1)) == strings{"2"});
  CHECK(texts(second->column(3)) == strings{"page 2"});
  CHECK(texts(first->column(4)) == strings{"null", "null", "null"});
  CHECK(texts(second->column(4)) == strings{"true"});
  CHECK(first->schema()->field(1)->type()->id() == arrow::Type::INT64);
}

TEST_CASE("a dictionary keeps its values' places over the batches and is shared while it does not grow") {
  auto table = sale_columns();
  auto const dictionary_of = [](arrow::RecordBatch const& batch) {
    return static_cast<arrow::DictionaryArray const&>(*batch.column(2)).dictionary();
  };
  table.append(sales(4, 0, {"food", "travel"}));
  auto const first = table.finish();
  table.append(sales(4, 0, {"travel", "food"}));
  auto const second = table.finish();
  table.append(sales(4, 0, {"books", "travel"}));
  auto const third = table.finish();
  CHECK(texts(dictionary_of(*first)) == strings{"food", "travel"});
  CHECK(second->column(2)->data()->dictionary == first->column(2)->data()->dictionary);
  CHECK(texts(dictionary_of(*third)) == strings{"food", "travel", "books"});
  CHECK(texts(second->column(2)) == strings{"travel", "food", "travel", "food"});
  CHECK(texts(third->column(2)) == strings{"books", "travel", "books", "travel"});
}

TEST_CASE("a dictionary of too many values starts anew with the next batch") {
  columns<int> table{dictionary("text", [](int const& value) { return std::to_string(value); })};
  std::vector<int> many(65'537);
  for (std::size_t index = 0; index < many.size(); ++index) many[index] = static_cast<int>(index);
  auto const dictionary_of = [](arrow::RecordBatch const& batch) {
    return static_cast<arrow::DictionaryArray const&>(*batch.column(0)).dictionary();
  };
  table.append(many);
  auto const first = table.finish();
  table.append(std::vector<int>{5, 6});
  auto const second = table.finish();
  CHECK(dictionary_of(*first)->length() == 65'537);
  CHECK(dictionary_of(*second)->length() == 2);
  CHECK(texts(second->column(0)) == strings{"5", "6"});
}

TEST_CASE("columns refuses a description that makes no schema, by name") {
  CHECK(message_of<std::invalid_argument>([] { columns<sale>{}; }) == "columns: at least one column is needed");
  CHECK(contains(
      message_of<std::invalid_argument>([] { columns<sale>{column("id", &sale::id), column("id", &sale::amount)}; }),
      "'id' is given twice"));
  CHECK(contains(message_of<std::invalid_argument>([] { columns<sale>{column("", &sale::id)}; }), "must not be empty"));
  CHECK(contains(
      message_of<std::invalid_argument>([] { (void)column("id", static_cast<std::int64_t sale::*>(nullptr)); }),
      "column 'id'"));
}

TEST_CASE("a string that is not UTF-8 is refused with its column and place") {
  columns<std::string> plain{column("merchant", [](std::string const& text) { return std::string_view(text); })};
  plain.append(strings{"good", "bad \xff"});
  CHECK(message_of<std::invalid_argument>([&] { (void)plain.finish(); }) ==
        "column 'merchant': value 1 is not valid UTF-8");
  columns<std::string> encoded{dictionary("merchant", [](std::string const& text) { return std::string_view(text); })};
  encoded.append(strings{"good", "good", "bad \xff"});
  CHECK(contains(message_of<std::invalid_argument>([&] { (void)encoded.finish(); }), "column 'merchant'"));
  encoded.append(strings{"caf\xc3\xa9"});
  CHECK(texts(encoded.finish()->column(0)) == strings{"caf\xc3\xa9"});
}

TEST_CASE("a time that microseconds cannot hold is refused by its column's name") {
  using seconds = std::chrono::sys_seconds;
  columns<seconds> table{column("at", [](seconds const& at) { return at; })};
  CHECK(contains(message_of<std::invalid_argument>([&] { table.append(std::vector{seconds::max()}); }), "column 'at'"));
  CHECK(contains(message_of<std::invalid_argument>([&] { table.append(std::vector{seconds::min()}); }), "column 'at'"));
  table.append(std::vector{seconds(std::chrono::seconds(253'402'300'799))});
  CHECK(texts(table.finish()->column(0)) == strings{"9999-12-31 23:59:59.000000Z"});
}

TEST_CASE("when a column's function throws, the rows of the batch are dropped and the next one is whole") {
  columns<int> table{
      column("value", [](int const& value) { return value; }),
      column("checked", [](int const& value) { return value < 0 ? throw std::domain_error("negative") : value; }),
      dictionary("text", [](int const& value) { return std::to_string(value); })};
  table.append(std::vector{1, 2});
  CHECK_THROWS_AS(table.append(std::vector{3, -4}), std::domain_error);
  CHECK(table.rows() == 0);
  table.append(std::vector{5});
  auto const batch = table.finish();
  REQUIRE(batch->ValidateFull().ok());
  CHECK(batch->num_rows() == 1);
  CHECK(texts(batch->column(1)) == strings{"5"});
  CHECK(texts(batch->column(2)) == strings{"5"});
}
