// The main job into an S3 store on loopback.
#include <fmt/format.h>

#include <csignal>
#include <cstdint>
#include <string>

#include "arrow/s3_server.hpp"
#include "examples/main_job.hpp"

namespace {

using namespace api_to_parquet;
using namespace example_tests;
using namespace std::chrono_literals;
using arrow_tests::s3_server;

// A bucket of its own for each test.
std::string new_bucket(std::string const& name) {
  s3_server::get()("bucket " + name);
  return name;
}

}  // namespace

TEST_CASE("a file is written to S3, and readable there once it is whole") {
  auto& s3 = s3_server::get();
  auto const bucket = new_bucket("main-job");
  scratch const directory;
  transactions_api const api{serving(2345)};
  auto const result = run(directory, from(api, {"--output", s3.uri(bucket + "/lake/rows.parquet")}));
  CHECK(result.err == "");
  REQUIRE(result.exit_code == 0);
  CHECK(contains(result.out, "Wrote 2,345 rows to s3://main-job/lake/rows.parquet in "));
  CHECK(s3("keys " + bucket) == "lake/rows.parquet");
  CHECK(s3("uploads " + bucket) == "");
  CHECK(s3("rows " + bucket + " lake/rows.parquet") == "2345");
  CHECK(directory.names() == strings{});
}

TEST_CASE("a run that fails or is interrupted leaves nothing on S3") {
  auto& s3 = s3_server::get();
  auto const bucket = new_bucket("main-job-failed");
  scratch const directory;
  {
    transactions_api const api{serving(555, {{3, fault_kind::server_error, fault::always}})};
    auto const result =
        run(directory, from(api, {"--output", s3.uri(bucket + "/rows.parquet"), "--attempts", "2", "--quiet"}));
    check_failure(result, 1, "page 3: ");
  }
  {
    auto options = serving(100'000);
    options.latency = 10ms;
    transactions_api const api{options};
    program running(COGEN_API_TO_PARQUET, from(api, {"--output", s3.uri(bucket + "/rows.parquet")}), directory.path());
    wait_until([&] { return api.requests() >= 5; });
    running.send(SIGINT);
    check_failure(running.wait(), 130, "interrupted; nothing was written");
  }
  CHECK(s3("keys " + bucket) == "");
  CHECK(s3("uploads " + bucket) == "");
}

TEST_CASE("a bucket that is not there is told in one line, before anything is fetched") {
  auto& s3 = s3_server::get();
  scratch const directory;
  transactions_api const api{serving(555)};
  auto const result = run(directory, from(api, {"--output", s3.uri("no-such-bucket/rows.parquet"), "--quiet"}));
  check_failure(result, 1, "s3://no-such-bucket/rows.parquet");
  CHECK(api.requests() == 0);
}

TEST_CASE("a job in parts on S3 goes on where a run before it stopped") {
  auto& s3 = s3_server::get();
  auto const bucket = new_bucket("main-job-parts");
  scratch const directory;
  transactions_api const api{serving(1234, {{8, fault_kind::server_error, 1}})};
  auto const arguments = from(api, {"--output", s3.uri(bucket + "/lake"), "--checkpoint", "state.json",
                                    "--max-rows-per-file", "300", "--attempts", "1", "--quiet"});
  CHECK(run(directory, arguments).exit_code == 1);
  CHECK(s3("keys " + bucket) == "lake/part-00000.parquet lake/part-00001.parquet lake/part-00002.parquet");
  auto const result = run(directory, arguments);
  CHECK(result.err == "");
  CHECK(result.exit_code == 0);
  CHECK(s3("uploads " + bucket) == "");
  std::uint64_t rows = 0;
  for (int part = 0; part != 5; ++part)
    rows += std::stoull(s3(fmt::format("rows {} lake/part-{:05}.parquet", bucket, part)));
  CHECK(rows == 1234);

  // Another job does not go into the same place.
  auto const other = from(api, {"--output", s3.uri(bucket + "/lake"), "--max-rows-per-file", "300", "--quiet"});
  check_failure(run(directory, other), 2, "output 's3://main-job-parts/lake' is there already and not empty");
}
