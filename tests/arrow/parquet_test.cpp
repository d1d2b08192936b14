#include <cogen/adaptor.hpp>
#include <cogen/arrow.hpp>
#include <cogen/generator.hpp>
#include <cogen/sink.hpp>

#include <parquet/file_reader.h>
#include <parquet/metadata.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <list>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "arrow/support.hpp"
#include "support/sources.hpp"

using namespace arrow_tests;
using namespace cogen::arrow;
using cogen::batch;
using cogen::generator;

namespace {

using record_batch = std::shared_ptr<arrow::RecordBatch>;

std::string file_text(std::filesystem::path const& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

strings numbers(std::int64_t first, std::int64_t end) {
  strings found;
  for (auto id = first; id != end; ++id) found.push_back(std::to_string(id));
  return found;
}

strings ids(std::filesystem::path const& path) { return texts(*read_table(path)->column(0)); }

// Batches of ten sales; notes how many have been made. It has no schema().
generator<record_batch> made(int count, int& pulled) {
  for (int i = 0; i < count; ++i) {
    ++pulled;
    record_batch each = sales_batch(10, i * 10);
    co_yield std::move(each);
  }
}

// Two batches of ten sales, then an exception; or the exception at once.
generator<std::vector<sale>> failing(int batches_before) {
  for (int i = 0; i < batches_before; ++i) {
    std::vector<sale> rows = sales(10, i * 10);
    co_yield std::move(rows);
  }
  throw std::domain_error("no more sales");
}

// Range, path -> rows written; as one file, and partitioned by category.
struct write_file {
  static constexpr char const* name = "write_parquet";
  std::int64_t operator()(auto&& batches, std::filesystem::path const& path) const {
    return write_parquet(std::forward<decltype(batches)>(batches), path);
  }
};
struct write_directory {
  static constexpr char const* name = "write_partitioned_parquet";
  std::int64_t operator()(auto&& batches, std::filesystem::path const& path) const {
    return write_partitioned_parquet(std::forward<decltype(batches)>(batches), path, "category");
  }
};

}  // namespace

TEST_CASE("rows go through batches into a file and back, by call and by pipe") {
  scratch const directory;
  auto const rows = sales(95);
  CHECK(write_parquet(record_batches(batch(rows, 10), sale_columns()), directory / "call.parquet") == 95);
  CHECK((rows | batch(10) | record_batches(sale_columns()) | write_parquet(directory / "pipe.parquet")) == 95);
  CHECK((rows | (batch(10) | record_batches(sale_columns()) | write_parquet(directory / "composed.parquet"))) == 95);
  CHECK(directory.names() == strings{"call.parquet", "composed.parquet", "pipe.parquet"});
  CHECK(file_text(directory / "call.parquet") == file_text(directory / "pipe.parquet"));
  CHECK(file_text(directory / "call.parquet") == file_text(directory / "composed.parquet"));

  auto const table = read_table(directory / "call.parquet");
  CHECK(table->Equals(*arrow::Table::FromRecordBatches({sales_batch(95)}).ValueOrDie()));
}

TEST_CASE("batches come from a generator, a vector, an array or a list, and what is lent is left as it is") {
  scratch const directory;
  int pulled = 0;
  CHECK((made(3, pulled) | write_parquet(directory / "generator.parquet")) == 30);
  std::vector<record_batch> const vector{sales_batch(10), sales_batch(20, 10)};
  CHECK((vector | write_parquet(directory / "vector.parquet")) == 30);
  CHECK(vector[0].use_count() == 1);
  CHECK(vector[1]->num_rows() == 20);
  std::list<record_batch> list{sales_batch(10), sales_batch(20, 10)};
  CHECK((list | write_parquet(directory / "list.parquet")) == 30);
  CHECK(list.front()->num_rows() == 10);
  record_batch const array[]{sales_batch(30)};
  CHECK((array | write_parquet(directory / "array.parquet")) == 30);
  CHECK((std::vector{sales_batch(30)} | write_parquet(directory / "temporary.parquet")) == 30);
  for (auto const& name : directory.names()) CHECK(ids(directory / name) == numbers(0, 30));
}

TEST_CASE("the options reach the file") {
  scratch const directory;
  parquet_options options;
  options.compression = compression::zstd;
  options.row_group_rows = 40;
  int pulled = 0;
  made(10, pulled) | write_parquet(directory / "sales.parquet", options);
  auto const file = parquet::ParquetFileReader::OpenFile((directory / "sales.parquet").string());
  CHECK(file->metadata()->num_row_groups() == 3);
  CHECK(file->metadata()->RowGroup(0)->ColumnChunk(0)->compression() == arrow::Compression::ZSTD);

  partitioned_options partitioned;
  partitioned.parquet.compression = compression::gzip;
  made(10, pulled) | write_partitioned_parquet(directory / "sales", "category", partitioned);
  auto const part = parquet::ParquetFileReader::OpenFile((directory / "sales/category=food/part-0.parquet").string());
  CHECK(part->metadata()->RowGroup(0)->ColumnChunk(0)->compression() == arrow::Compression::GZIP);
}

TEST_CASE("a partitioned directory is written by call and by pipe") {
  scratch const directory;
  auto const rows = sales(95);
  CHECK(write_partitioned_parquet(record_batches(batch(rows, 10), sale_columns()), directory / "call", "category") ==
        95);
  CHECK((rows | batch(10) | record_batches(sale_columns()) |
         write_partitioned_parquet(directory / "pipe", "category")) == 95);
  strings const inside{"category=books",  "category=books/part-0.parquet",
                       "category=food",   "category=food/part-0.parquet",
                       "category=travel", "category=travel/part-0.parquet"};
  strings expected;
  for (std::string const top : {"call", "pipe"}) {
    expected.push_back(top);
    for (auto const& name : inside) expected.push_back(top + "/" + name);
  }
  CHECK(directory.names() == expected);
  strings food;
  for (std::int64_t id = 0; id < 95; id += 3) food.push_back(std::to_string(id));
  CHECK(ids(directory / "call/category=food/part-0.parquet") == food);
  CHECK(file_text(directory / "call/category=food/part-0.parquet") ==
        file_text(directory / "pipe/category=food/part-0.parquet"));
}

TEST_CASE("a range without batches gives a valid empty file where it knows its schema, lent or owned") {
  scratch const directory;
  CHECK((std::vector<sale>() | batch(10) | record_batches(sale_columns()) |
         write_parquet(directory / "owned.parquet")) == 0);
  auto lent = std::vector<sale>() | batch(10) | record_batches(sale_columns());
  CHECK((lent | write_parquet(directory / "lent.parquet")) == 0);
  CHECK((read_parquet(directory / "lent.parquet") | write_parquet(directory / "copy.parquet")) == 0);
  for (std::string const name : {"owned.parquet", "lent.parquet", "copy.parquet"}) {
    CAPTURE(name);
    auto const table = read_table(directory / name);
    CHECK(table->num_rows() == 0);
    CHECK(table->schema()->Equals(*sale_columns().schema()));
  }

  auto again = std::vector<sale>() | batch(10) | record_batches(sale_columns());
  CHECK((again | write_partitioned_parquet(directory / "partitioned", "category")) == 0);
  CHECK(std::filesystem::is_empty(directory / "partitioned"));
}

TEMPLATE_TEST_CASE("a range without batches and without a schema is refused by name, and nothing is left", "",
                   write_file, write_directory) {
  scratch const directory;
  int pulled = 0;
  std::string const message = std::string(TestType::name) + ": range has no batches";
  CHECK(contains(message_of<std::invalid_argument>([&] { TestType()(made(0, pulled), directory / "out"); }), message));
  CHECK(contains(message_of<std::invalid_argument>([&] { TestType()(std::vector<record_batch>(), directory / "out"); }),
                 message));
  CHECK(directory.names() == strings{});
}

TEMPLATE_TEST_CASE("a null batch is refused by name, and nothing is left", "", write_file, write_directory) {
  scratch const directory;
  std::string const message = std::string(TestType::name) + ": range has a null batch";
  std::vector<record_batch> const first{nullptr, sales_batch(10)};
  CHECK(message_of<std::invalid_argument>([&] { TestType()(first, directory / "out"); }) == message);
  std::vector<record_batch> const second{sales_batch(10), nullptr};
  CHECK(message_of<std::invalid_argument>([&] { TestType()(second, directory / "out"); }) == message);
  CHECK(directory.names() == strings{});
}

TEMPLATE_TEST_CASE("a batch of another schema is refused, and nothing is left", "", write_file, write_directory) {
  scratch const directory;
  columns<sale> other(column("category", &sale::category));
  other.append(sales(3));
  std::vector<record_batch> const batches{sales_batch(10), other.finish()};
  CHECK(contains(message_of<std::invalid_argument>([&] { TestType()(batches, directory / "out"); }),
                 "batch must have the writer's schema"));
  CHECK(directory.names() == strings{});
}

TEMPLATE_TEST_CASE("what the range throws passes on, and nothing is left, however far it came", "", write_file,
                   write_directory) {
  int const batches_before = GENERATE(0, 1, 5);
  scratch const directory;
  auto const message = message_of<std::domain_error>(
      [&] { TestType()(failing(batches_before) | record_batches(sale_columns()), directory / "out"); });
  CHECK(message == "no more sales");
  CHECK(directory.names() == strings{});
}

TEST_CASE("a file that was there stays when the range throws, and is replaced when it does not") {
  scratch const directory;
  auto const path = directory / "sales.parquet";
  std::vector{sales_batch(10)} | write_parquet(path);
  auto const before = file_text(path);
  CHECK_THROWS_AS(failing(2) | record_batches(sale_columns()) | write_parquet(path), std::domain_error);
  CHECK(file_text(path) == before);
  CHECK(directory.names() == strings{"sales.parquet"});
  std::vector{sales_batch(20)} | write_parquet(path);
  CHECK(ids(path) == numbers(0, 20));
}

TEMPLATE_TEST_CASE("where nothing can be written, nothing is pulled from a range that knows its schema", "", write_file,
                   write_directory) {
  scratch const directory;
  int pulled = 0;
  auto rows = [&pulled]() -> generator<std::vector<sale>> {
    ++pulled;
    std::vector<sale> some = sales(10);
    co_yield std::move(some);
  };
  auto batches = rows() | record_batches(sale_columns());
  CHECK(contains(message_of<arrow_error>([&] { TestType()(batches, directory / "no/such/out"); }), "no/such/out"));
  CHECK(pulled == 0);
  CHECK(TestType()(batches, directory / "out") == 10);  // the range is as it was
}

TEST_CASE("a lent source goes on where the file stopped") {
  scratch const directory;
  int pulled = 0;
  auto batches = made(5, pulled);
  CHECK((batches | cogen::take(2) | write_parquet(directory / "first.parquet")) == 20);
  CHECK(pulled == 2);
  CHECK((batches | write_parquet(directory / "rest.parquet")) == 30);
  CHECK(ids(directory / "first.parquet") == numbers(0, 20));
  CHECK(ids(directory / "rest.parquet") == numbers(20, 50));
  CHECK_FALSE(batches.next().has_value());
}

TEST_CASE("read_parquet is a source of batches of at most batch_rows, and copies a file through a pipe") {
  scratch const directory;
  std::vector{sales_batch(95)} | write_parquet(directory / "sales.parquet");
  auto source = read_parquet(directory / "sales.parquet", 10);
  STATIC_REQUIRE(support::is_source_of<decltype(source), record_batch&&, record_batch>);
  std::optional<record_batch> const first = source.next();
  REQUIRE(first.has_value());
  CHECK(texts(first.value()->column(0)) == numbers(0, 10));
  std::int64_t rows = 10;
  for (auto&& each : source) {
    CHECK(each->num_rows() <= 10);
    rows += each->num_rows();
  }
  CHECK(rows == 95);
  CHECK(texts(first.value()->column(0)) == numbers(0, 10));  // later batches do not change it
  CHECK(support::stays_exhausted(source));

  CHECK((read_parquet(directory / "sales.parquet", 7) | write_parquet(directory / "copy.parquet")) == 95);
  CHECK(read_table(directory / "copy.parquet")->Equals(*read_table(directory / "sales.parquet")));
  std::vector<std::int64_t> const sizes = read_parquet(directory / "sales.parquet", 50) |
                                          cogen::map([](record_batch const& each) { return each->num_rows(); }) |
                                          cogen::to<std::vector>();
  CHECK(sizes == std::vector<std::int64_t>{50, 45});
  CHECK_THROWS_AS(read_parquet(directory / "missing.parquet"), arrow_error);
  CHECK_THROWS_AS(read_parquet(directory / "sales.parquet", 0), std::invalid_argument);
}
