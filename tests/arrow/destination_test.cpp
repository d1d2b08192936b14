// Parquet files through destinations: local ones, and other filesystems of Arrow's.
#include "cogen/arrow/destination.hpp"

#include <memory>
#include <stdexcept>
#include <string>

#include <arrow/filesystem/localfs.h>
#include <arrow/filesystem/mockfs.h>

#include "arrow/support.hpp"
#include "cogen/arrow/parquet.hpp"

using namespace arrow_tests;
using namespace cogen::arrow;

TEST_CASE("a path is a local destination, and so is a file URI, with the same guarantees") {
  scratch directory;
  auto const path = directory / "all sales.parquet";
  destination const given = path;
  CHECK(given.is_local());
  CHECK(given.path() == path);
  CHECK(given.show() == path.string());
  CHECK(given.filesystem() == nullptr);
  auto const named = destination::from_uri("file://" + directory.path().string() + "/all%20sales.parquet");
  CHECK(named.is_local());
  CHECK(named.path() == path);
  CHECK(destination::from_uri_or_path(path.string()).path() == path);
  CHECK(destination::from_uri_or_path("file://" + path.parent_path().string() + "/x").path() == directory / "x");

  parquet_writer writer(named, sale_columns().schema());
  CHECK(writer.target().is_local());
  CHECK(writer.path() == path);
  writer.write(*sales_batch(5));
  CHECK(directory.names() == strings{"all sales.parquet.partial"});
  CHECK_FALSE(named.exists());
  writer.close();
  CHECK(directory.names() == strings{"all sales.parquet"});
  CHECK(named.exists());
  CHECK(named.remove());
  CHECK_FALSE(named.remove());
  CHECK(directory.names().empty());
}

TEST_CASE("a child of a destination is inside of it") {
  scratch directory;
  destination const local = directory.path();
  CHECK((local / "part-0.parquet").path() == directory / "part-0.parquet");
  auto const files = std::make_shared<arrow::fs::internal::MockFileSystem>(arrow::fs::kNoTime);
  destination const remote(files, "bucket/prefix");
  CHECK((remote / "part-0.parquet").show() == "mock://bucket/prefix/part-0.parquet");
  CHECK((destination(files, "bucket/prefix/") / "part-0.parquet").show() == "mock://bucket/prefix/part-0.parquet");
  CHECK((remote / "part-0.parquet").filesystem() == files);
  CHECK(remote.show() == "mock://bucket/prefix");
}

TEST_CASE("a destination that can't be is refused, without telling secrets") {
  CHECK(contains(message_of<std::invalid_argument>([] { destination(nullptr, "x"); }), "filesystem must not be null"));
  auto const refused = [](std::string const& uri) {
    return message_of<arrow_error>([&] { (void)destination::from_uri(uri); });
  };
  auto const unknown = refused("nonsense://name:secret@bucket/x?token=secret");
  CHECK(contains(unknown, "cannot use 'nonsense://bucket/x'"));
  CHECK_FALSE(contains(unknown, "secret"));
  auto const broken = refused("s3://name:sec/ret@bucket/x?scheme=http");  // a slash must be %2F
  CHECK(contains(broken, "cannot use 's3://bucket/x'"));
  CHECK_FALSE(contains(broken, "sec/ret"));
  CHECK_FALSE(contains(refused("s3://name:sec?ret@bucket/x?scheme=http"), "sec"));
  auto const option = refused("s3://name:secret@bucket/x?colour=blue");
  CHECK(contains(option, "cannot use 's3://bucket/x'"));
  CHECK(contains(option, "colour"));
  CHECK_FALSE(contains(option, "secret"));
  CHECK(contains(refused("sales.parquet"), "cannot use 'sales.parquet'"));

  auto const known = destination::from_uri("s3://name:secret@bucket/x?scheme=http&endpoint_override=localhost:1");
  CHECK(known.show() == "s3://bucket/x");
  CHECK_FALSE(known.is_local());
}

TEST_CASE("in another filesystem of Arrow's the file is written as partial, and moved when it is whole") {
  auto const files = std::make_shared<arrow::fs::internal::MockFileSystem>(arrow::fs::kNoTime);
  REQUIRE(files->CreateDir("sales").ok());
  REQUIRE(files->CreateFile("sales/a.parquet", "old").ok());
  auto const names = [&] {
    strings found;
    for (auto const& file : files->AllFiles())
      found.push_back(file.full_path + ' ' + std::string(file.data.substr(0, 4)));
    return found;
  };
  destination const to(files, "sales/a.parquet");
  {
    parquet_writer dropped(to, sale_columns().schema(), {.row_group_rows = 10});
    dropped.write(*sales_batch(100));
    REQUIRE(names().size() == 2);
    CHECK(names()[0] == "sales/a.parquet old");
    CHECK(contains(names()[1], "sales/a.parquet.partial "));
  }
  CHECK(names() == strings{"sales/a.parquet old"});
  parquet_writer writer(to, sale_columns().schema());
  writer.write(*sales_batch(100));
  writer.close();
  CHECK(names() == strings{"sales/a.parquet PAR1"});
  CHECK(to.exists());
  CHECK(to.remove());
  CHECK_FALSE(to.remove());

  parquet_writer blocked(destination(files, "sales/b.parquet"), sale_columns().schema());
  REQUIRE(files->CreateDir("sales/b.parquet/in the way").ok());
  auto const said = message_of<arrow_error>([&] { blocked.close(); });
  CHECK(contains(said, "cannot write 'mock://sales/b.parquet'"));
  CHECK(names().empty());
  auto const missing =
      message_of<arrow_error>([&] { parquet_writer(destination(files, "no/x"), sale_columns().schema()); });
  CHECK(contains(missing, "cannot write 'mock://no/x'"));
}

TEST_CASE("Arrow's own local filesystem works like any other") {
  scratch directory;
  destination const to(std::make_shared<arrow::fs::LocalFileSystem>(), (directory / "x.parquet").string());
  CHECK_FALSE(to.is_local());
  parquet_writer writer(to, sale_columns().schema());
  writer.write(*sales_batch(10));
  CHECK(directory.names() == strings{"x.parquet.partial"});
  writer.close();
  CHECK(directory.names() == strings{"x.parquet"});
  CHECK(read_table(directory / "x.parquet")->num_rows() == 10);
}

TEST_CASE("what names no file, and a partitioned directory that is not local, are refused") {
  auto const files = std::make_shared<arrow::fs::internal::MockFileSystem>(arrow::fs::kNoTime);
  REQUIRE(files->CreateDir("sales").ok());
  auto const schema = sale_columns().schema();
  auto const refused = [](auto make) { return message_of<std::invalid_argument>(make); };
  CHECK(contains(refused([&] { parquet_writer(destination(files, ""), schema); }), "must name a file"));
  CHECK(contains(refused([&] { parquet_writer(destination(files, "sales/"), schema); }),
                 "must name a file, not 'mock://sales/'"));
  CHECK(
      contains(refused([&] { parquet_writer(destination(files, "sales"), schema); }), "'mock://sales' is a directory"));
  auto const prefix = "s3://bucket/prefix/?scheme=http&region=us-east-1&endpoint_override=127.0.0.1:1";
  CHECK(contains(refused([&] { parquet_writer(destination::from_uri(prefix), schema); }),
                 "must name a file, not 's3://bucket/prefix/'"));
  CHECK(contains(refused([&] { partitioned_parquet_writer(destination(files, "sales"), schema, "category"); }),
                 "directory must be local, but is 'mock://sales'"));
  CHECK(files->AllFiles().empty());
}
