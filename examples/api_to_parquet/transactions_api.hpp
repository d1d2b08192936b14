// A paginated HTTP API on the loopback interface that serves synthetic transactions, with faults on request.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
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

  std::uint64_t page = 1;
  fault_kind kind = fault_kind::server_error;
  std::size_t times = 1;                // how often, before the page is served well
  std::chrono::seconds retry_after{1};  // sent with too_many_requests only
};

// Reads "page:kind[:times[:retry_after]]", for example "3:too_many_requests:2:1" or "7:dropped:always".
// Throws std::invalid_argument that quotes the text and names the part that is wrong.
fault parse_fault(std::string_view text);

struct transactions_api_options {
  int port = 0;  // 0: any free port
  std::uint64_t seed = 42;
  std::uint64_t rows = 10'000;
  std::uint64_t max_page_size = 10'000;
  std::chrono::milliseconds latency{0};  // waited before each answer
  std::vector<fault> faults{};           // several for one page happen in this order
};

// GET /transactions?page=&page_size=   {"data":[...],"page":1,"page_size":100,"has_more":true}; both
// parameters are
//                                      optional (1 and 100). A bad one gets 400 and {"error":...} that names
//                                      it.
// GET /health                          {"status":"ok"}
//
// Listens on 127.0.0.1 from the constructor to the destructor, which waits for requests in progress (not for
// their latency) and at most a second for idle connections. Answers several clients at once. The members are
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

  // Requests for /transactions answered so far, faults included.
  std::uint64_t requests() const noexcept;

 private:
  class server;
  std::unique_ptr<server> server_;
};

}  // namespace api_to_parquet
