// Parquet files to a store on loopback that speaks S3.
#include "cogen/arrow/destination.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <arrow/filesystem/filesystem.h>
#include <arrow/memory_pool.h>
#include <arrow/util/config.h>

#include "arrow/s3_server.hpp"
#include "arrow/support.hpp"
#include "cogen/arrow/parquet.hpp"
#include "cogen/source/call_until.hpp"

using namespace arrow_tests;
using namespace cogen::arrow;

namespace {

// A bucket of its own for a test, in a store without faults.
class s3_bucket {
 public:
  s3_bucket() {
    static int buckets = 0;
    name_ = "bucket-" + std::to_string(++buckets);
    REQUIRE(store_("mend") == "done");
    REQUIRE(store_("bucket " + name_) == "done");
  }
  s3_bucket(s3_bucket const&) = delete;
  s3_bucket& operator=(s3_bucket const&) = delete;
  ~s3_bucket() { store_("mend"); }

  std::string const& name() const { return name_; }
  std::string uri(std::string const& key, std::string const& user = "") const {
    return store_.uri(name_ + '/' + key, user);
  }
  destination at(std::string const& key) const { return destination::from_uri(uri(key)); }
  std::string ask(std::string const& command) const { return store_(command); }
  std::string ask(std::string const& command, std::string const& key) const {
    return store_(command + ' ' + name_ + ' ' + key);
  }
  std::string keys() const { return ask("keys " + name_); }
  std::string uploads() const { return ask("uploads " + name_); }

 private:
  s3_server& store_ = s3_server::get();
  std::string name_;
};

// About a megabyte that does not get smaller: plain, not compressed.
std::shared_ptr<arrow::RecordBatch> large_batch() {
  static std::mt19937_64 random(1);
  static columns<std::string> table{column("text", [](std::string const& text) { return std::string_view(text); })};
  strings rows(1024);
  for (auto& row : rows) {
    while (row.size() < 1000) row += std::to_string(random());
  }
  table.append(rows);
  return table.finish();
}
parquet_options const large_options{
    .compression = compression::none, .row_group_bytes = 4 << 20, .dictionary_bytes = 1};

bool is_one_line(std::string const& text) { return text.find('\n') == std::string::npos; }

}  // namespace

TEST_CASE("a file in S3 is invisible before close, and read back by pyarrow and pandas after it") {
  s3_bucket bucket;
  auto const to = bucket.at("2024/sales.parquet");
  parquet_writer writer(to, sale_columns().schema(), {.row_group_rows = 1000});
  for (std::int64_t first = 0; first < 3000; first += 300) writer.write(*sales_batch(300, first));
  CHECK(bucket.keys().empty());
  CHECK(bucket.uploads() == "2024/sales.parquet");
  CHECK_FALSE(to.exists());
  writer.close();
  writer.close();
  CHECK(bucket.keys() == "2024/sales.parquet");
  CHECK(bucket.uploads().empty());
  CHECK(to.exists());
  CHECK(bucket.ask("read", "2024/sales.parquet") ==
        "pyarrow 3000 4498500 timestamp[us, tz=UTC] pandas 3000 4498500 datetime64[us, UTC]");
}

TEST_CASE("write_parquet takes a destination, and children of one share its connections") {
  s3_bucket bucket;
  auto const folder = bucket.at("sales/");
  std::vector const batches{sales_batch(4), sales_batch(6, 4)};
  CHECK((batches | write_parquet(folder / "part-0.parquet")) == 10);
  CHECK(write_parquet(batches, folder / "part-1.parquet", parquet_options{.compression = compression::zstd}) == 10);
  CHECK(bucket.keys() == "sales/part-0.parquet sales/part-1.parquet");
  CHECK(contains(bucket.ask("read", "sales/part-1.parquet"), "pyarrow 10 45 "));
  CHECK((folder / "part-1.parquet").filesystem() == folder.filesystem());
  CHECK((folder / "part-0.parquet").remove());
  CHECK_FALSE((folder / "part-0.parquet").remove());
  CHECK_FALSE((folder / "part-0.parquet").exists());
  CHECK((folder / "part-1.parquet").exists());
  CHECK(folder.exists());
}

TEST_CASE("a large file goes to S3 in parts of 10 MiB, a file without rows in one") {
  s3_bucket bucket;
  {
    parquet_writer writer(bucket.at("large"), large_batch()->schema(), large_options);
    for (int batch = 0; batch < 24; ++batch) writer.write(*large_batch());
    writer.close();
  }
  CHECK(contains(bucket.ask("etag", "large") + '.', "-3."));
  parquet_writer none(bucket.at("none"), sale_columns().schema());
  none.close();
  CHECK(contains(bucket.ask("etag", "none") + '.', "-1."));
  CHECK(contains(bucket.ask("read", "none"), "pyarrow 0 "));
}

TEST_CASE("a writer to S3 that is not closed leaves nothing, no upload either") {
  s3_bucket bucket;
  {
    parquet_writer writer(bucket.at("sales.parquet"), large_batch()->schema(), large_options);
    for (int batch = 0; batch < 24; ++batch) writer.write(*large_batch());
    CHECK(bucket.uploads() == "sales.parquet");
  }
  CHECK(bucket.keys().empty());
  CHECK(bucket.uploads().empty());

  auto const to = bucket.at("sales.parquet");
  auto const failing = [count = 0]() mutable -> std::shared_ptr<arrow::RecordBatch> {
    if (count++ == 3) throw std::domain_error("the source failed");
    return sales_batch(10);
  };
  CHECK_THROWS_AS(cogen::call_until(failing, nullptr) | write_parquet(to), std::domain_error);
  CHECK(bucket.keys().empty());
  CHECK(bucket.uploads().empty());
}

TEST_CASE("an object is replaced when the new one is whole, not before") {
  s3_bucket bucket;
  REQUIRE(bucket.ask("put", "sales.parquet old") == "done");
  {
    parquet_writer dropped(bucket.at("sales.parquet"), sale_columns().schema());
    dropped.write(*sales_batch(10));
  }
  CHECK(bucket.ask("text", "sales.parquet") == "old");
  parquet_writer writer(bucket.at("sales.parquet"), sale_columns().schema());
  writer.write(*sales_batch(10));
  CHECK(bucket.ask("text", "sales.parquet") == "old");
  writer.close();
  CHECK(contains(bucket.ask("read", "sales.parquet"), "pyarrow 10 45 "));
}

TEST_CASE("a part that S3 does not take is an arrow_error with the destination, and the upload is aborted") {
  s3_bucket bucket;
  auto const batches = GENERATE(1, 100);  // refused on close, and on write
  parquet_writer writer(bucket.at("sales.parquet"), large_batch()->schema(), large_options);
  REQUIRE(bucket.ask("fault PUT partNumber refused 1000") == "done");
  bool failed_on_write = true;
  auto const said = message_of<arrow_error>([&] {
    for (int batch = 0; batch < batches; ++batch) writer.write(*large_batch());
    failed_on_write = false;
    writer.close();
  });
  INFO(said);
  CHECK(contains(said, "cannot write 's3://" + bucket.name() + "/sales.parquet'"));
  CHECK(contains(said, "refused by the test"));
  CHECK(is_one_line(said));
  CHECK(failed_on_write == (batches == 100));
  CHECK_THROWS_AS(writer.write(*large_batch()), std::logic_error);
  CHECK_THROWS_AS(writer.close(), arrow_error);
  bucket.ask("mend");
  CHECK(bucket.keys().empty());
  CHECK(bucket.uploads().empty());
}

TEST_CASE("an upload that S3 does not complete is an arrow_error, and no object") {
  s3_bucket bucket;
  parquet_writer writer(bucket.at("sales.parquet"), sale_columns().schema());
  writer.write(*sales_batch(10));
  REQUIRE(bucket.ask("fault POST uploadId refused 1000") == "done");
  auto const said = message_of<arrow_error>([&] { writer.close(); });
  CHECK(contains(said, "cannot write 's3://" + bucket.name() + "/sales.parquet'"));
  bucket.ask("mend");
  CHECK_THROWS_AS(writer.close(), arrow_error);
  CHECK(bucket.keys().empty());
}

TEST_CASE("an upload that can't be aborted is not completed instead") {
  s3_bucket bucket;
  {
    parquet_writer writer(bucket.at("sales.parquet"), sale_columns().schema());
    writer.write(*sales_batch(10));
    REQUIRE(bucket.ask("fault DELETE uploadId refused 1000") == "done");
  }
  bucket.ask("mend");
  CHECK(bucket.keys().empty());
  CHECK(bucket.uploads() == "sales.parquet");
}

TEST_CASE("a connection lost in the middle is an arrow_error, and no object, though the store comes back") {
  s3_bucket bucket;
  std::string said;
  {
    parquet_writer writer(bucket.at("sales.parquet"), large_batch()->schema(), large_options);
    for (int batch = 0; batch < 16; ++batch) writer.write(*large_batch());
    REQUIRE(bucket.ask("fault * * dropped 1000") == "done");
    said = message_of<arrow_error>([&] { writer.close(); });
    bucket.ask("mend");
  }
  INFO(said);
  CHECK(contains(said, "cannot write 's3://" + bucket.name() + "/sales.parquet'"));
  CHECK(is_one_line(said));
  CHECK(bucket.keys().empty());
}

TEST_CASE("a request that is lost is sent again, but not for ever") {
  s3_bucket bucket;
  parquet_writer writer(bucket.at("sales.parquet"), sale_columns().schema());
  writer.write(*sales_batch(10));
  REQUIRE(bucket.ask("fault PUT partNumber dropped 2") == "done");
  writer.close();
  CHECK(bucket.ask("faulted") == "2");
  CHECK(contains(bucket.ask("read", "sales.parquet"), "pyarrow 10 45 "));
  bucket.ask("mend");
  REQUIRE(bucket.ask("fault POST uploads dropped 1000") == "done");
  CHECK_THROWS_AS(parquet_writer(bucket.at("x"), sale_columns().schema()), arrow_error);
  CHECK(std::stoi(bucket.ask("faulted")) <= (ARROW_VERSION_MAJOR < 26 ? 31 : 6));
}

TEST_CASE("a store that can't be written to is an arrow_error at once, with the destination") {
  s3_bucket bucket;
  auto const schema = sale_columns().schema();
  auto const said = [&](std::string const& uri) {
    auto const to = destination::from_uri(uri);
    auto text = message_of<arrow_error>([&] { parquet_writer(to, schema); });
    CHECK(is_one_line(text));
    return text;
  };
  auto const missing = said(s3_server::get().uri("no-such-bucket/x"));
  CHECK(contains(missing, "cannot write 's3://no-such-bucket/x'"));
  CHECK(contains(missing, "NO_SUCH_BUCKET"));
  auto const nobody = said("s3://bucket/x?scheme=http&region=us-east-1&endpoint_override=127.0.0.1:1");
  CHECK(contains(nobody, "cannot write 's3://bucket/x'"));
  CHECK(contains(nobody, "connect"));

  auto const keys = bucket.ask("user");
  auto const access = keys.substr(0, keys.find(' '));
  auto secret = keys.substr(keys.find(' ') + 1);
  for (auto place = secret.find('/'); place != std::string::npos; place = secret.find('/')) {
    secret.replace(place, 1, "%2F");
  }
  auto const wrong = said(bucket.uri("x", access + ":wrong@"));
  CHECK(contains(wrong, "cannot write 's3://" + bucket.name() + "/x'"));
  CHECK(contains(wrong, "SIGNATURE"));
  CHECK_FALSE(contains(wrong, ":wrong"));
  CHECK(contains(said(bucket.uri("x", "nobody:" + secret + '@')), "ACCESS_KEY"));
  parquet_writer right(destination::from_uri(bucket.uri("x", access + ':' + secret + '@')), schema);
  right.close();
  bucket.ask("anybody");
  CHECK(bucket.keys() == "x");
}

TEST_CASE("a store that is slower than the writer makes it wait, not grow") {
  s3_bucket bucket;
  auto const batch = large_batch();
  REQUIRE(bucket.ask("fault PUT partNumber slow 1000") == "done");
  auto const before = arrow::default_memory_pool()->bytes_allocated();
  std::int64_t most = 0;
  parquet_writer writer(bucket.at("large"), batch->schema(), large_options);
  for (int written = 0; written < 192; ++written) {
    writer.write(*batch);
    most = std::max(most, arrow::default_memory_pool()->bytes_allocated() - before);
  }
  writer.close();
  CHECK(most < std::int64_t{100} << 20);  // 64 MiB being sent, a row group, a part that is not full
  CHECK(contains(bucket.ask("etag", "large") + '.', "-20."));
}

TEST_CASE("a subtree of S3 is S3") {
  s3_bucket bucket;
  auto const all = bucket.at("x").filesystem();
  auto const below = std::make_shared<arrow::fs::SubTreeFileSystem>(bucket.name() + "/sales", all);
  parquet_writer writer(destination(below, "part.parquet"), sale_columns().schema());
  writer.write(*sales_batch(10));
  CHECK(bucket.keys().empty());
  CHECK(bucket.uploads() == "sales/part.parquet");
  writer.close();
  CHECK(bucket.keys() == "sales/part.parquet");
}

TEST_CASE("a program that wrote to S3 ends without a warning") {
  auto const program = std::filesystem::read_symlink("/proc/self/exe").string();
  auto const command = "'" + program + "' 'an object is replaced when the new one is whole*' 2>&1";
  std::FILE* const output = ::popen(command.c_str(), "r");
  REQUIRE(output != nullptr);
  std::string said;
  std::array<char, 4096> buffer;
  while (std::fgets(buffer.data(), static_cast<int>(buffer.size()), output) != nullptr) said += buffer.data();
  INFO(said);
  CHECK(::pclose(output) == 0);
  CHECK(contains(said, "All tests passed"));
  CHECK_FALSE(contains(said, "FinalizeS3"));
}
