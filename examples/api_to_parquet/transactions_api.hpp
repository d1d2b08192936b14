// A paginated HTTP API on the loopback interface that serves synthetic transactions, with faults on request.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace api_to_parquet {

// What the API does instead of serving a page.
enum class fault_kind {
  too_many_requests,  // 429 with Retry-After
  server_error,       // 500
  dropped,            // the connection is closed in the middle of the body
  malformed,          // 200 with something that is not JSON
  truncated,          // 200 with the first half of the JSON, as if that were all of it
};

struct fault {
  static constexpr std::size_t always = std::numeric_limits<std::size_t>::max();

  std::uint64_t page = 1;  // where pages have no number: first row / size + 1
  fault_kind kind = fault_kind::server_error;
  std::size_t times = 1;                // how often, before the page is served well
  std::chrono::seconds retry_after{1};  // sent with too_many_requests only
};

// Reads "page:kind[:times[:retry_after]]", for example "3:too_many_requests:2:1" or "7:dropped:always".
// Throws std::invalid_argument that quotes the text and names the part that is wrong.
fault parse_fault(std::string_view text);

// How a row is served that is no transaction.
enum class bad_row_kind {
  missing_field,  // without its amount
  wrong_type,     // the amount is a string
  bad_timestamp,  // of a month 13
  not_an_object,  // the transaction_id alone, as a string
};

struct row_to_spoil {
  std::uint64_t row = 0;  // its index in the data
  bad_row_kind kind = bad_row_kind::missing_field;
};

struct transactions_api_options {
  int port = 0;  // 0: any free port
  std::uint64_t seed = 42;
  std::uint64_t rows = 10'000;
  std::uint64_t max_page_size = 10'000;
  std::chrono::milliseconds latency{0};  // waited before each answer
  std::vector<fault> faults{};           // several for one page happen in this order
  double fault_rate = 0;                 // of requests, 0 to below 1, that fail at random, with Retry-After 0
  std::vector<row_to_spoil> bad_rows{};
  double bad_row_rate = 0;  // of rows, 0 to 1, that are bad as well: always the same ones for one seed
};

// Whether, and how, bad_row_rate spoils a row: a function of its arguments alone.
std::optional<bad_row_kind> spoiled_at_random(double rate, std::uint64_t seed, std::uint64_t row);

// The rows in four styles of pages. All parameters are optional: sizes are 100, and the first page comes first. A bad one
// gets 400 and {"error":...} that names it.
//
// GET /transactions?page=&page_size=   {"data":[...],"page":1,"page_size":100,"has_more":true}
// GET /transactions?offset=&limit=     {"data":[...],"offset":0,"limit":100,"total":12345}
// GET /transactions?cursor=&limit=     {"data":[...],"next_cursor":"..."}, null at the end; an empty cursor is the first
// GET /transactions/linked?limit=      {"data":[...]} and Link: <...>; rel="next", <...>; rel="first"; no next at the end
// GET /health                          {"status":"ok"}
//
// since=2024-06-01T00:00:00Z: of the rows only those at or after it, in their order, as if there were no others. The first
// request with a `since` looks through all rows, of which there may be 50,000,000; later ones are as fast as without.
// Cursors and links bring it along.
//
// Listens on 127.0.0.1 from the constructor to the destructor, which waits for requests in progress (not for
// their latency) and at most a second for idle connections. Answers 64 clients at once. The members are
// thread-safe.
class transactions_api {
 public:
  // Throws std::invalid_argument for an option out of its range, std::runtime_error if the port can't be had.
  explicit transactions_api(transactions_api_options options = {});
  ~transactions_api();
  transactions_api(transactions_api const&) = delete;
  transactions_api& operator=(transactions_api const&) = delete;

  // "http://127.0.0.1:PORT"
  std::string url() const;
  int port() const noexcept;

  // Requests for pages answered so far, faults included.
  std::uint64_t requests() const noexcept;

 private:
  class server;
  std::unique_ptr<server> server_;
};

}  // namespace api_to_parquet
