#include <fstream>
#include <limits>
#include <map>

#include <sys/stat.h>
#include <unistd.h>

#include <arrow/compute/api_vector.h>
#include <arrow/io/memory.h>
#include <arrow/ipc/api.h>

#include <parquet/file_reader.h>
#include <parquet/metadata.h>

#include "arrow/python.hpp"
#include "arrow/support.hpp"
#include "cogen/arrow/parquet_writer.hpp"

using namespace arrow_tests;
using namespace cogen::arrow;

namespace {

std::vector<std::int64_t> row_groups(std::filesystem::path const& path) {
  auto const file = parquet::ParquetFileReader::OpenFile(path.string());
  std::vector<std::int64_t> rows;
  for (int group = 0; group < file->metadata()->num_row_groups(); ++group)
    rows.push_back(file->metadata()->RowGroup(group)->num_rows());
  return rows;
}

std::int64_t sum(std::vector<std::int64_t> const& values) {
  std::int64_t total = 0;
  for (auto const value : values) total += value;
  return total;
}

std::string file_text(std::filesystem::path const& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("what is written is read back, with its schema, and the file appears on close") {
  scratch directory;
  auto const path = directory / "sales.parquet";
  auto const batch = sales_batch(1000);
  parquet_writer writer(path, batch->schema());
  writer.write(*batch);
  CHECK(directory.names() == strings{"sales.parquet.partial"});
  writer.close();
  CHECK(directory.names() == strings{"sales.parquet"});
  CHECK(writer.rows() == 1000);

  auto const table = read_table(path);
  CHECK(table->schema()->Equals(*batch->schema()));
  CHECK(table->Equals(*arrow::Table::FromRecordBatches({batch}).ValueOrDie()));
  writer.close();
  CHECK(directory.names() == strings{"sales.parquet"});
}

TEST_CASE("pyarrow, pandas and duckdb read the same rows") {
  scratch directory;
  auto const path = directory / "sales.parquet";
  auto table = sale_columns();
  parquet_writer writer(path, table.schema(), {.compression = compression::zstd, .row_group_rows = 1000});
  for (std::int64_t first = 0; first < 3000; first += 300) {
    table.append(sales(300, first));
    writer.write(*table.finish());
  }
  writer.close();
  CHECK(read_back(path, 3000, 4'498'500, "food=1000,travel=1000,books=1000") == "agree\n");
  CHECK(contains(read_back(path, 3001, 4'498'500, "food=1000,travel=1000,books=1000"),
                 "pyarrow: rows is 3000, expected 3001"));
}

TEST_CASE("batches gather in row groups of row_group_rows, whatever their own size") {
  scratch directory;
  auto const batch_rows = GENERATE(std::int64_t{7}, std::int64_t{1000}, std::int64_t{5000});
  auto const path = directory / "sales.parquet";
  parquet_writer writer(path, sale_columns().schema(), {.row_group_rows = 1000});
  for (std::int64_t first = 0; first < 3500; first += batch_rows) {
    writer.write(*sales_batch(std::min(batch_rows, 3500 - first), first));
  }
  writer.close();
  CHECK(row_groups(path) == std::vector<std::int64_t>{1000, 1000, 1000, 500});
  auto const ids = texts(*read_table(path)->column(0));
  REQUIRE(ids.size() == 3500);
  CHECK(ids.front() == "0");
  CHECK(ids.back() == "3499");
}

TEST_CASE("a row group ends when its memory reaches row_group_bytes") {
  scratch directory;
  auto const path = directory / "text.parquet";
  columns<std::string> table{column("text", [](std::string const& text) { return std::string_view(text); })};
  parquet_writer writer(path, table.schema(), {.compression = compression::none, .row_group_bytes = 4 << 20});
  std::mt19937_64 random(1);
  for (int batch = 0; batch < 64; ++batch) {
    strings rows(256);
    for (auto& row : rows) {
      while (row.size() < 1000) row += std::to_string(random());
    }
    table.append(rows);
    writer.write(*table.finish());
  }
  writer.close();
  auto const groups = row_groups(path);  // 16 MiB in groups of 2 to 4: pages lie in buffers that double
  CHECK(groups.size() >= 4);
  CHECK(groups.size() <= 10);
  CHECK(sum(groups) == 64 * 256);
}

TEST_CASE("a file of no batches is a valid file of no rows, and one of empty batches too") {
  scratch directory;
  parquet_writer none(directory / "none.parquet", sale_columns().schema());
  none.close();
  CHECK(read_table(directory / "none.parquet")->num_rows() == 0);
  parquet_writer empty(directory / "empty.parquet", sale_columns().schema());
  empty.write(*sales_batch(0));
  empty.close();
  CHECK(read_table(directory / "empty.parquet")->num_rows() == 0);
  CHECK(row_groups(directory / "empty.parquet").empty());
}

TEST_CASE("batches whose dictionaries differ are read back right and stay dictionary-encoded") {
  scratch directory;
  auto const path = directory / "sales.parquet";
  parquet_writer writer(path, sale_columns().schema());
  // Each batch from columns of its own: three dictionaries that share values at different places.
  std::vector<strings> const categories{{"food", "travel"}, {"travel", "books", "food"}, {"games"}};
  for (std::size_t batch = 0; batch < 300; ++batch)
    writer.write(*sales_batch(6, static_cast<std::int64_t>(6 * batch), categories[batch % 3]));
  writer.close();

  auto const read = texts(*read_table(path)->column(2));
  REQUIRE(read.size() == 1800);
  for (std::size_t row = 0; row < read.size(); ++row) {
    auto const& values = categories[row / 6 % 3];
    REQUIRE(read[row] == values[row % values.size()]);
  }
  auto const file = parquet::ParquetFileReader::OpenFile(path.string());
  auto const column = file->metadata()->RowGroup(0)->ColumnChunk(2);
  for (auto const& page : column->encoding_stats()) {
    CHECK((page.page_type == parquet::PageType::DICTIONARY_PAGE || page.encoding == parquet::Encoding::RLE_DICTIONARY));
  }
  CHECK(column->total_uncompressed_size() < 1800);  // two bits a row; as plain strings about 16,000
}

TEST_CASE("a growing dictionary with nulls is read back right over row groups") {
  scratch directory;
  auto const path = directory / "text.parquet";
  columns<int> table{dictionary(
      "text", [](int const& value) { return value % 5 ? std::optional(std::to_string(value % 97)) : std::nullopt; })};
  parquet_writer writer(path, table.schema(), {.row_group_rows = 150});
  strings expected;
  for (int first = 0; first < 400; first += 40) {
    std::vector<int> rows;
    for (int value = first; value < first + 40; ++value) {
      rows.push_back(value);
      expected.push_back(value % 5 ? std::to_string(value % 97) : "null");
    }
    table.append(rows);
    writer.write(*table.finish());
  }
  writer.close();
  CHECK(texts(*read_table(path)->column(0)) == expected);
}

TEST_CASE("an Arrow stream with deltas takes the batches of columns, dictionaries growing") {
  auto table = sale_columns();
  auto const sink = arrow::io::BufferOutputStream::Create().ValueOrDie();
  auto options = arrow::ipc::IpcWriteOptions::Defaults();
  options.emit_dictionary_deltas = true;
  auto const writer = arrow::ipc::MakeFileWriter(sink, table.schema(), options).ValueOrDie();
  for (auto const& categories : {strings{"food"}, strings{"food", "travel"}, strings{"books", "food"}}) {
    table.append(sales(4, 0, categories));
    REQUIRE(writer->WriteRecordBatch(*table.finish()).ok());
  }
  REQUIRE(writer->Close().ok());
  auto const file = std::make_shared<arrow::io::BufferReader>(sink->Finish().ValueOrDie());
  auto const reader = arrow::ipc::RecordBatchFileReader::Open(file).ValueOrDie();
  CHECK(texts(reader->ReadRecordBatch(1).ValueOrDie()->column(2)) == strings{"food", "travel", "food", "travel"});
  CHECK(texts(reader->ReadRecordBatch(2).ValueOrDie()->column(2)) == strings{"books", "food", "books", "food"});
}

TEST_CASE("every compression is written and read") {
  auto const codec = GENERATE(compression::none, compression::snappy, compression::gzip, compression::zstd);
  scratch directory;
  auto const path = directory / "sales.parquet";
  parquet_writer writer(path, sale_columns().schema(), {.compression = codec});
  writer.write(*sales_batch(100));
  writer.close();
  auto const file = parquet::ParquetFileReader::OpenFile(path.string());
  CHECK(file->metadata()->RowGroup(0)->ColumnChunk(0)->compression() == detail::codec_of(codec));
  CHECK(read_table(path)->num_rows() == 100);
}

TEST_CASE("a writer that is not closed leaves nothing, and the old file as it was") {
  scratch directory;
  auto const path = directory / "sales.parquet";
  std::ofstream(path) << "old";
  {
    parquet_writer writer(path, sale_columns().schema(), {.row_group_rows = 10});
    writer.write(*sales_batch(1000));
    CHECK(std::filesystem::file_size(directory / "sales.parquet.partial") > 100);
  }
  CHECK(directory.names() == strings{"sales.parquet"});
  CHECK(file_text(path) == "old");
  parquet_writer writer(path, sale_columns().schema());
  writer.close();
  CHECK(file_text(path).substr(0, 4) == "PAR1");
}

TEST_CASE("an exception that passes the writer leaves nothing") {
  scratch directory;
  try {
    parquet_writer writer(directory / "sales.parquet", sale_columns().schema());
    writer.write(*sales_batch(10));
    throw std::domain_error("the source failed");
  } catch (std::domain_error const&) {
  }
  CHECK(directory.names().empty());
}

TEST_CASE("a leftover partial of a killed run is replaced") {
  scratch directory;
  std::ofstream(directory / "sales.parquet.partial") << std::string(100'000, 'x');
  parquet_writer writer(directory / "sales.parquet", sale_columns().schema());
  writer.write(*sales_batch(10));
  writer.close();
  CHECK(directory.names() == strings{"sales.parquet"});
  CHECK(read_table(directory / "sales.parquet")->num_rows() == 10);
}

TEST_CASE("a full disk is an arrow_error with the path, on write or on close, and leaves nothing") {
  scratch directory;
  auto const path = directory / "sales.parquet";
  std::filesystem::create_symlink("/dev/full", directory / "sales.parquet.partial");
  auto const group_rows = GENERATE(std::int64_t{10}, std::int64_t{100'000});
  std::string said;
  bool failed_on_write = true;
  try {
    parquet_writer writer(path, sale_columns().schema(), {.row_group_rows = group_rows});
    said = message_of<arrow_error>([&] {
      writer.write(*sales_batch(1000));
      failed_on_write = false;
      writer.close();
    });
    CHECK_THROWS_AS(writer.write(*sales_batch(1)), std::logic_error);
    CHECK_THROWS_AS(writer.close(), arrow_error);
  } catch (arrow_error const& error) {  // the magic bytes at the start may be written at once
    said = error.what();
  }
  INFO(said);
  CHECK(contains(said, "cannot write '" + path.string() + "'"));
  CHECK(contains(said, "No space left on device"));
  CHECK(directory.names().empty());
  CHECK((failed_on_write || group_rows > 10));
}

TEST_CASE("a file that cannot be made is an arrow_error with the path") {
  scratch directory;
  auto const path = directory / "missing" / "sales.parquet";
  auto const said = message_of<arrow_error>([&] { parquet_writer(path, sale_columns().schema()); });
  CHECK(contains(said, "cannot write '" + path.string() + "'"));
  CHECK(contains(said, "No such file or directory"));

  auto const locked = directory / "locked";
  std::filesystem::create_directory(locked);
  std::filesystem::permissions(locked, std::filesystem::perms::owner_read | std::filesystem::perms::owner_exec);
  if (::geteuid() != 0) {  // root may write anywhere
    CHECK(contains(message_of<arrow_error>([&] { parquet_writer(locked / "sales.parquet", sale_columns().schema()); }),
                   "Permission denied"));
  }
  CHECK(directory.names() == strings{"locked"});
}

TEST_CASE("a rename that fails is an arrow_error and leaves nothing") {
  scratch directory;
  auto const path = directory / "sales.parquet";
  parquet_writer writer(path, sale_columns().schema());
  std::filesystem::create_directories(path / "in the way");
  CHECK(contains(message_of<arrow_error>([&] { writer.close(); }), path.string()));
  CHECK(directory.names() == strings{"sales.parquet", "sales.parquet/in the way"});
}

TEST_CASE("the writer refuses wrong arguments by name, before it makes a file") {
  scratch directory;
  auto const schema = sale_columns().schema();
  auto const path = directory / "sales.parquet";
  auto const refused = [](auto make) { return message_of<std::invalid_argument>(make); };
  CHECK(contains(refused([&] { parquet_writer("", schema); }), "path must name a file"));
  CHECK(contains(refused([&] { parquet_writer(directory.path(), schema); }), "is a directory"));
  CHECK(contains(refused([&] { parquet_writer(path, nullptr); }), "schema must not be null"));
  CHECK(contains(refused([&] { parquet_writer(path, arrow::schema({})); }), "at least one column"));
  auto const twice = arrow::schema({arrow::field("a", arrow::int32()), arrow::field("a", arrow::utf8())});
  CHECK(contains(refused([&] { parquet_writer(path, twice); }), "two columns of one name"));
  CHECK(contains(refused([&] { parquet_writer(path, schema, {.row_group_rows = 0}); }),
                 "row_group_rows must be at least 1"));
  CHECK(contains(refused([&] { parquet_writer(path, schema, {.row_group_bytes = 0}); }),
                 "row_group_bytes must be at least 1"));
  CHECK(contains(refused([&] { parquet_writer(path, schema, {.dictionary_bytes = 0}); }),
                 "dictionary_bytes must be at least 1"));
  CHECK(contains(refused([&] { parquet_writer(path, schema, {.compression_level = 3}); }), "no compression_level"));
  parquet_options const level{.compression = compression::zstd, .compression_level = 1000};
  CHECK(contains(refused([&] { parquet_writer(path, schema, level); }), "compression_level must lie between"));
  parquet_options const unknown{.compression = static_cast<compression>(17)};
  CHECK(contains(refused([&] { parquet_writer(path, schema, unknown); }),
                 "compression must be none, snappy, gzip or zstd"));
  CHECK(directory.names().empty());
}

TEST_CASE("a batch of another schema or with a forbidden null is refused, and the writer goes on") {
  scratch directory;
  auto const path = directory / "sales.parquet";
  auto const good = sales_batch(2);
  parquet_writer writer(path, good->schema());
  auto const other = good->RenameColumns({"id", "price", "category", "time"}).ValueOrDie();
  CHECK(contains(message_of<std::invalid_argument>([&] { writer.write(*other); }),
                 "batch must have the writer's schema"));
  auto const nulls = batch_of(good->schema(), {arrow::MakeArrayOfNull(arrow::int64(), 2).ValueOrDie(), good->column(1),
                                               good->column(2), good->column(3)});
  CHECK(contains(message_of<std::invalid_argument>([&] { writer.write(*nulls); }),
                 "null in the non-nullable column 'id'"));
  writer.write(*good);
  writer.close();
  CHECK(read_table(path)->num_rows() == 2);
  CHECK_THROWS_AS(writer.write(*good), std::logic_error);
}

TEST_CASE("a moved writer goes on where the first stopped") {
  scratch directory;
  parquet_writer first(directory / "sales.parquet", sale_columns().schema());
  first.write(*sales_batch(3));
  auto second = std::move(first);
  second.write(*sales_batch(4));
  second.close();
  CHECK(read_table(directory / "sales.parquet")->num_rows() == 7);
}

TEST_CASE("the reader hands out batches of at most batch_rows, in order, then none for ever") {
  scratch directory;
  auto const path = directory / "sales.parquet";
  parquet_writer writer(path, sale_columns().schema(), {.row_group_rows = 1000});
  writer.write(*sales_batch(2500));
  writer.close();
  parquet_batches batches(path, 400);
  CHECK(batches.rows() == 2500);
  CHECK(batches.row_groups() == 3);
  strings ids;
  while (auto* const batch = batches.pull()) {
    CHECK((*batch)->num_rows() <= 400);
    for (auto const& id : texts((*batch)->column(0))) ids.push_back(id);
  }
  REQUIRE(ids.size() == 2500);
  for (std::size_t row = 0; row < ids.size(); ++row) REQUIRE(ids[row] == std::to_string(row));
  CHECK(batches.pull() == nullptr);
  CHECK_FALSE(batches.next().has_value());
}

TEST_CASE("what cannot be read is an arrow_error with the path") {
  scratch directory;
  auto const refused = [](std::filesystem::path const& path) {
    return message_of<arrow_error>([&] { parquet_batches{path}; });
  };
  CHECK(contains(refused(directory / "missing"), "cannot read '" + (directory / "missing").string() + "'"));
  std::ofstream(directory / "text") << "this is no Parquet file";
  CHECK(contains(refused(directory / "text"), "cannot read '" + (directory / "text").string() + "'"));
  CHECK(contains(refused(directory.path()), "cannot read"));

  auto const path = directory / "sales.parquet";
  parquet_writer writer(path, sale_columns().schema(), {.compression = compression::gzip});
  writer.write(*sales_batch(1000));
  writer.close();
  CHECK_THROWS_AS(parquet_batches(path, 0), std::invalid_argument);
  std::fstream(path, std::ios::in | std::ios::out | std::ios::binary).seekp(40) << std::string(200, '\xff');
  parquet_batches batches(path);
  CHECK(contains(message_of<arrow_error>([&] { (void)batches.next(); }), "cannot read '" + path.string() + "'"));
  CHECK(batches.pull() == nullptr);
}
