#include <fstream>
#include <map>

#include "arrow/python.hpp"
#include "arrow/support.hpp"
#include "cogen/arrow/partitioned_writer.hpp"

using namespace arrow_tests;
using namespace cogen::arrow;

namespace {

strings ids_of(std::filesystem::path const& path) { return texts(*read_table(path)->GetColumnByName("id")); }

strings numbers(std::vector<int> const& values) {
  strings found;
  for (int const value : values) found.push_back(std::to_string(value));
  return found;
}

struct labelled {
  std::int64_t id;
  std::optional<std::string> label;
};

}  // namespace

TEST_CASE("rows go to their partition in order, and the directory appears on close") {
  scratch directory;
  auto table = sale_columns();
  partitioned_parquet_writer writer(directory / "sales", table.schema(), "category");
  for (int batch = 0; batch < 3; ++batch) {
    table.append(sales(4, 4 * batch));
    writer.write(*table.finish());
  }
  CHECK_FALSE(std::filesystem::exists(directory / "sales"));
  writer.close();
  writer.close();
  CHECK(directory.names() == strings{"sales", "sales/category=books", "sales/category=books/part-0.parquet",
                                     "sales/category=food", "sales/category=food/part-0.parquet",
                                     "sales/category=travel", "sales/category=travel/part-0.parquet"});
  CHECK(ids_of(directory / "sales/category=food/part-0.parquet") == numbers({0, 3, 6, 9}));
  CHECK(ids_of(directory / "sales/category=travel/part-0.parquet") == numbers({1, 4, 7, 10}));
  CHECK(ids_of(directory / "sales/category=books/part-0.parquet") == numbers({2, 5, 8, 11}));
  CHECK(writer.rows() == 12);
  CHECK(writer.partitions() == 3);
  auto const schema = read_table(directory / "sales/category=food/part-0.parquet")->schema();
  CHECK(schema->field_names() == strings{"id", "amount", "time"});
  CHECK_THROWS_AS(writer.write(*sales_batch(1)), std::logic_error);
}

TEST_CASE("pyarrow, pandas and duckdb read the partitions back, special characters included") {
  scratch directory;
  strings const categories{"food", "a/b", "x=y", "50% off", "caf\xc3\xa9", "two words", "..", "#1?&", "null or 'so'"};
  auto table = sale_columns();
  partitioned_parquet_writer writer(directory / "sales", table.schema(), "category");
  table.append(sales(90, 0, categories));
  writer.write(*table.finish());
  writer.close();
  CHECK(std::filesystem::exists(directory / "sales" / "category=a%2Fb" / "part-0.parquet"));
  auto const counts =
      "food=10,a%2Fb=10,x%3Dy=10,50%25%20off=10,caf%C3%A9=10,two%20words=10,..=10,%231%3F%26=10,null%20or%20%27so%27="
      "10";
  CHECK(read_back(directory / "sales", 90, 4005, counts) == "agree\n");
}

TEST_CASE("nulls go to the default partition of Hive, which readers give back as nulls") {
  scratch directory;
  columns<sale> table{
      column("id", &sale::id), column("amount", &sale::amount, as_float32), column("time", &sale::time),
      dictionary("category", [](sale const& row) { return row.id % 2 ? std::optional(row.category) : std::nullopt; })};
  partitioned_parquet_writer writer(directory / "sales", table.schema(), "category");
  table.append(sales(10, 0, {"food"}));
  writer.write(*table.finish());
  table.append(sales(1, 10, {"food"}));  // a batch of a null alone
  writer.write(*table.finish());
  writer.close();
  CHECK(ids_of(directory / "sales/category=__HIVE_DEFAULT_PARTITION__/part-0.parquet") == numbers({0, 2, 4, 6, 8, 10}));
  CHECK(read_back(directory / "sales", 11, 55, "food=5,null=6") == "agree\n");
}

TEST_CASE("plain strings, integers and booleans partition as dictionaries do") {
  scratch directory;
  columns<sale> table{column("id", &sale::id), column("text", &sale::category),
                      column("number", [](sale const& row) { return row.id % 2 - 1; }),
                      column("flag", [](sale const& row) { return row.id > 1; })};
  table.append(sales(4, 0, {"food", "books"}));
  auto const batch = table.finish();
  auto const written = [&](std::string const& name) {
    partitioned_parquet_writer writer(directory / name, table.schema(), name);
    writer.write(*batch);
    writer.close();
    strings names;
    for (auto const& entry : std::filesystem::directory_iterator(directory / name)) {
      auto text = entry.path().filename().string();
      for (auto const& id : ids_of(entry.path() / "part-0.parquet")) text += ' ' + id;
      names.push_back(text);
    }
    std::sort(names.begin(), names.end());
    return names;
  };
  CHECK(written("text") == strings{"text=books 1 3", "text=food 0 2"});
  CHECK(written("number") == strings{"number=-1 0 2", "number=0 1 3"});
  CHECK(written("flag") == strings{"flag=false 0 1", "flag=true 2 3"});
}

TEST_CASE("no more than max_open_files are open: the least recently used is ended and a further part begun later") {
  scratch directory;
  auto table = sale_columns();
  partitioned_parquet_writer writer(directory / "sales", table.schema(), "category",
                                    {.max_open_files = 2, .gather_rows = 1});
  auto const write = [&](std::string const& category, std::int64_t id) {
    table.append(sales(1, id, {category}));
    writer.write(*table.finish());
    CHECK(writer.open_files() <= 2);
  };
  write("a", 0);
  write("b", 1);
  write("a", 2);
  write("c", 3);  // ends b
  write("a", 4);
  write("b", 5);  // ends c, begins b again
  writer.close();
  CHECK(ids_of(directory / "sales/category=a/part-0.parquet") == numbers({0, 2, 4}));
  CHECK(ids_of(directory / "sales/category=b/part-0.parquet") == numbers({1}));
  CHECK(ids_of(directory / "sales/category=b/part-1.parquet") == numbers({5}));
  CHECK(ids_of(directory / "sales/category=c/part-0.parquet") == numbers({3}));
  CHECK_FALSE(std::filesystem::exists(directory / "sales/category=a/part-1.parquet"));
}

TEST_CASE("more values than open files still make few files, because rows are gathered") {
  scratch directory;
  columns<std::int64_t> table{column("id", [](std::int64_t const& id) { return id; }),
                              column("shop", [](std::int64_t const& id) { return id * 7919 % 50; })};
  partitioned_parquet_writer writer(directory / "rows", table.schema(), "shop",
                                    {.max_open_files = 4, .gather_rows = 1600});
  for (std::int64_t batch = 0; batch < 100; ++batch) {
    std::vector<std::int64_t> ids(100);
    for (std::size_t row = 0; row < ids.size(); ++row) ids[row] = 100 * batch + static_cast<std::int64_t>(row);
    table.append(ids);
    writer.write(*table.finish());
    CHECK(writer.open_files() <= 4);
  }
  writer.close();
  std::int64_t files = 0;
  std::vector<bool> seen(10'000);
  for (auto const& entry : std::filesystem::recursive_directory_iterator(directory / "rows")) {
    if (!entry.is_regular_file()) continue;
    ++files;
    auto const shop = entry.path().parent_path().filename().string().substr(5);
    for (auto const& text : ids_of(entry.path())) {
      auto const id = std::stoll(text);
      CHECK(std::to_string(id * 7919 % 50) == shop);
      seen.at(static_cast<std::size_t>(id)) = true;
    }
  }
  CHECK(std::find(seen.begin(), seen.end(), false) == seen.end());
  CHECK(files == 50);  // each value has 200 rows
}

TEST_CASE("memory_bytes bounds all open files together: the largest is ended") {
  scratch directory;
  columns<labelled> table{column("id", &labelled::id), dictionary("label", &labelled::label),
                          column("text", [](labelled const& row) {
                            return std::string(4000, static_cast<char>('a' + row.id % 26)) + std::to_string(row.id);
                          })};
  partitioned_options options{.memory_bytes = 8 << 20, .gather_rows = 800};
  options.parquet.compression = compression::none;
  partitioned_parquet_writer writer(directory / "rows", table.schema(), "label", options);
  for (std::int64_t batch = 0; batch < 20; ++batch) {
    std::vector<labelled> rows;
    for (std::int64_t row = 0; row < 500; ++row) rows.push_back({500 * batch + row, row % 100 ? "large" : "small"});
    table.append(rows);
    writer.write(*table.finish());
  }
  writer.close();
  CHECK(std::filesystem::exists(directory / "rows/label=large/part-2.parquet"));
  CHECK_FALSE(std::filesystem::exists(directory / "rows/label=small/part-1.parquet"));
  std::int64_t rows = 0;
  for (auto const& entry : std::filesystem::recursive_directory_iterator(directory / "rows")) {
    if (entry.is_regular_file()) rows += parquet_batches(entry.path()).rows();
  }
  CHECK(rows == 10'000);
}

TEST_CASE("a writer that is not closed leaves nothing") {
  scratch directory;
  {
    partitioned_parquet_writer writer(directory / "sales", sale_columns().schema(), "category",
                                      {.max_open_files = 1, .gather_rows = 1});
    writer.write(*sales_batch(10));
    CHECK(std::filesystem::exists(directory / "sales.partial/category=food/part-0.parquet"));
  }
  CHECK(directory.names().empty());
}

TEST_CASE("a moved partitioned writer goes on where the first stopped, and only the last removes or publishes") {
  scratch directory;
  partitioned_parquet_writer second = [&] {
    partitioned_parquet_writer first(directory / "sales", sale_columns().schema(), "category", {.gather_rows = 1});
    first.write(*sales_batch(3));
    return partitioned_parquet_writer(std::move(first));
  }();
  second.write(*sales_batch(3, 3));
  second.close();
  CHECK(ids_of(directory / "sales/category=food/part-0.parquet") == numbers({0, 3}));
  CHECK(directory.names().front() == "sales");
}

TEST_CASE("a directory that is there and not empty is refused and untouched; an empty one is taken") {
  scratch directory;
  std::filesystem::create_directory(directory / "sales");
  std::ofstream(directory / "sales" / "notes") << "mine";
  auto const said = message_of<std::invalid_argument>(
      [&] { partitioned_parquet_writer(directory / "sales", sale_columns().schema(), "category"); });
  CHECK(contains(said, "'" + (directory / "sales").string() + "' is there already and not empty"));
  CHECK(directory.names() == strings{"sales", "sales/notes"});

  std::filesystem::remove(directory / "sales" / "notes");
  partitioned_parquet_writer writer((directory / "sales") / "", sale_columns().schema(), "category");
  writer.write(*sales_batch(1));
  writer.close();
  CHECK(directory.names() == strings{"sales", "sales/category=food", "sales/category=food/part-0.parquet"});
}

TEST_CASE("a file where the directory should be is refused and untouched") {
  scratch directory;
  std::ofstream(directory / "sales") << "mine";
  CHECK_THROWS_AS(partitioned_parquet_writer(directory / "sales", sale_columns().schema(), "category"),
                  std::invalid_argument);
  CHECK(std::filesystem::file_size(directory / "sales") == 4);
}

TEST_CASE("a directory filled in the meantime makes close fail, and the staged files go") {
  scratch directory;
  partitioned_parquet_writer writer(directory / "sales", sale_columns().schema(), "category");
  writer.write(*sales_batch(10));
  std::filesystem::create_directories(directory / "sales" / "others");
  CHECK(contains(message_of<arrow_error>([&] { writer.close(); }), (directory / "sales").string()));
  CHECK(directory.names() == strings{"sales", "sales/others"});
  CHECK_THROWS_AS(writer.close(), arrow_error);
  CHECK_THROWS_AS(writer.write(*sales_batch(1)), std::logic_error);
}

TEST_CASE("a failure in one partition removes all of them") {
  scratch directory;
  partitioned_parquet_writer writer(directory / "sales", sale_columns().schema(), "category",
                                    {.max_open_files = 1, .gather_rows = 1});
  writer.write(*sales_batch(10));
  auto const said = message_of<arrow_error>([&] { writer.write(*sales_batch(1, 0, {std::string(300, 'x')})); });
  CHECK(contains(said, "File name too long"));
  CHECK(directory.names().empty());
}

TEST_CASE("a full disk in one partition is an arrow_error that names the file, and nothing stays") {
  scratch directory;
  partitioned_parquet_writer writer(directory / "sales", sale_columns().schema(), "category");
  std::filesystem::create_directory(directory / "sales.partial/category=food");
  std::filesystem::create_symlink("/dev/full", directory / "sales.partial/category=food/part-0.parquet");
  auto const said = message_of<arrow_error>([&] {
    writer.write(*sales_batch(10));
    writer.close();
  });
  CHECK(contains(said, (directory / "sales/category=food/part-0.parquet").string()));
  CHECK(contains(said, "No space left on device"));
  CHECK(directory.names().empty());
}

TEST_CASE("the leftovers of a killed run are replaced") {
  scratch directory;
  std::filesystem::create_directories(directory / "sales.partial/category=old");
  partitioned_parquet_writer writer(directory / "sales", sale_columns().schema(), "category");
  writer.write(*sales_batch(1));
  writer.close();
  CHECK(directory.names() == strings{"sales", "sales/category=food", "sales/category=food/part-0.parquet"});
}

TEST_CASE("without rows an empty directory is published") {
  scratch directory;
  partitioned_parquet_writer writer(directory / "sales", sale_columns().schema(), "category");
  writer.write(*sales_batch(0));
  writer.close();
  CHECK(directory.names() == strings{"sales"});
}

TEST_CASE("the partitioned writer refuses wrong arguments by name, before it makes a directory") {
  scratch directory;
  auto const schema = sale_columns().schema();
  auto const path = directory / "sales";
  auto const refused = [](auto make) { return message_of<std::invalid_argument>(make); };
  CHECK(contains(refused([&] { partitioned_parquet_writer("", schema, "category"); }), "directory must not be empty"));
  CHECK(contains(refused([&] { partitioned_parquet_writer(path, nullptr, "category"); }), "schema must not be null"));
  CHECK(contains(refused([&] { partitioned_parquet_writer(path, schema, "colour"); }),
                 "'colour', which the schema does not have"));
  CHECK(contains(refused([&] { partitioned_parquet_writer(path, schema, "amount"); }), "'amount' is of float"));
  auto const lone = arrow::schema({arrow::field("a", arrow::utf8())});
  CHECK(contains(refused([&] { partitioned_parquet_writer(path, lone, "a"); }), "a column besides 'a'"));
  auto const odd = arrow::schema({arrow::field("a/b", arrow::utf8()), arrow::field("c", arrow::utf8())});
  CHECK(contains(refused([&] { partitioned_parquet_writer(path, odd, "a/b"); }), "must not contain"));
  CHECK(contains(refused([&] { partitioned_parquet_writer(path, schema, "category", {.max_open_files = 0}); }),
                 "max_open_files must be at least 1"));
  CHECK(contains(refused([&] { partitioned_parquet_writer(path, schema, "category", {.memory_bytes = 0}); }),
                 "memory_bytes must be at least 1"));
  CHECK(contains(refused([&] { partitioned_parquet_writer(path, schema, "category", {.gather_rows = 0}); }),
                 "gather_rows must be at least 1"));
  CHECK(directory.names().empty());
  CHECK_THROWS_AS(partitioned_parquet_writer(path / "deep", schema, "category"), arrow_error);

  partitioned_parquet_writer writer(path, schema, "category");
  auto const other = sales_batch(2)->RemoveColumn(1).ValueOrDie();
  CHECK(contains(refused([&] { writer.write(*other); }), "batch must have the writer's schema"));
  writer.write(*sales_batch(2));
  writer.close();
  CHECK(writer.rows() == 2);
}

TEST_CASE("the text that means null to readers is refused as a value") {
  scratch directory;
  partitioned_parquet_writer writer(directory / "sales", sale_columns().schema(), "category");
  auto const said = message_of<arrow_error>([&] {
    writer.write(*sales_batch(1, 0, {"__HIVE_DEFAULT_PARTITION__"}));
    writer.close();
  });
  CHECK(contains(said, "would be read back as a null"));
  CHECK(directory.names().empty());
}
