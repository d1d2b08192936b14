#include "api_to_parquet/http_client.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <httplib.h>
#include <nlohmann/json.hpp>

#include "api_to_parquet/page_reader.hpp"
#include "api_to_parquet/transaction.hpp"
#include "api_to_parquet/transactions_api.hpp"
#include "support/catch.hpp"

namespace {

using namespace api_to_parquet;
using namespace std::chrono_literals;
using std::chrono::milliseconds;
using json = nlohmann::ordered_json;

// What the client did about its failures; the waits are noted, not waited.
struct journal {
  std::vector<retry_notice> retries;
  std::vector<milliseconds> waits;

  retry_policy policy(std::size_t attempts = 5) {
    retry_policy result;
    result.attempts = attempts;
    result.sleep = [this](milliseconds wait) { waits.push_back(wait); };
    result.before_retry = [this](retry_notice const& notice) { retries.push_back(notice); };
    return result;
  }
};

transactions_api_options with_rows(std::uint64_t rows, std::vector<fault> faults = {}) {
  transactions_api_options options;
  options.rows = rows;
  options.faults = std::move(faults);
  return options;
}

// A real server that answers as the test says.
class scripted_server {
 public:
  using handler = std::function<void(httplib::Request const&, httplib::Response&)>;

  explicit scripted_server(handler answer, std::string const& path = "/transactions") {
    http_.set_keep_alive_timeout(1);
    http_.set_keep_alive_max_count(1000);
    http_.set_tcp_nodelay(true);
    http_.Get(path, std::move(answer));
    port_ = http_.bind_to_any_port("127.0.0.1");
    thread_ = std::thread{[this] { http_.listen_after_bind(); }};
    while (!http_.is_running()) std::this_thread::yield();
  }

  ~scripted_server() {
    http_.stop();
    thread_.join();
  }

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

 private:
  httplib::Server http_;
  int port_ = 0;
  std::thread thread_;
};

scripted_server serving(std::string body) {
  return scripted_server{
      [body = std::move(body)](auto const&, auto& response) { response.set_content(body, "application/json"); }};
}

scripted_server::handler always(int status) {
  return [status](auto const&, auto& response) { response.status = status; };
}

// Page 1 of 2 rows, as it should be.
json good_page() {
  json const row{{"transaction_id", "TXN00000000"},
                 {"user_id", "USER1234"},
                 {"amount", 12.5},
                 {"currency", "USD"},
                 {"status", "completed"},
                 {"category", "food"},
                 {"timestamp", "2024-03-01T12:34:56.789012Z"},
                 {"merchant", "Uber"},
                 {"payment_method", "paypal"}};
  return {{"data", json::array({row, row})}, {"page", 1}, {"page_size", 2}, {"has_more", false}};
}

std::optional<api_error> error_of(transactions_client& client, std::size_t page) {
  try {
    client.fetch(page);
  } catch (api_error const& error) {
    return error;
  }
  return std::nullopt;
}

bool contains(std::string const& text, std::string const& part) { return text.find(part) != std::string::npos; }

int free_port() {
  transactions_api const api;
  return api.port();
}

}  // namespace

TEST_CASE("every page arrives with every row, until has_more is false") {
  transactions_api const api{with_rows(1234)};
  journal log;
  transactions_client client{api.url(), 100, log.policy()};
  std::uint64_t index = 0;
  for (std::size_t number = 1;; ++number) {
    auto const got = client.fetch(number);
    CHECK(got.number == number);
    CHECK(got.has_more == (number < 13));
    CHECK(got.rows.size() == (number < 13 ? 100 : 34));
    for (auto const& row : got.rows) REQUIRE(row == synthetic_transaction(42, index++));
    if (!got.has_more) break;
  }
  CHECK(index == 1234);
  CHECK(api.requests() == 13);
  CHECK(log.retries.empty());
}

TEST_CASE("an empty data set is one empty page without more") {
  transactions_api const api{with_rows(0)};
  transactions_client client{api.url(), 100};
  auto const got = client.fetch(1);
  CHECK(got.rows.empty());
  CHECK_FALSE(got.has_more);
}

TEST_CASE("pages can be fetched in any order and again") {
  transactions_api const api{with_rows(30)};
  transactions_client client{api.url(), 10};
  CHECK(client.fetch(3).rows.front() == synthetic_transaction(42, 20));
  CHECK(client.fetch(1).rows == client.fetch(1).rows);
  CHECK(client.fetch(9).rows.empty());
}

TEST_CASE("all pages come over one connection") {
  std::mutex guard;
  std::set<int> ports;
  transactions_api const api{with_rows(100)};
  scripted_server const proxy{[&](httplib::Request const& request, httplib::Response& response) {
    std::lock_guard const lock{guard};
    ports.insert(request.remote_port);
    response.set_content(httplib::Client{api.url()}.Get(request.target)->body, "application/json");
  }};
  {
    transactions_client client{proxy.url(), 10};
    for (std::size_t page = 1; page <= 10; ++page) CHECK(client.fetch(page).rows.size() == 10);
  }
  std::lock_guard const lock{guard};
  CHECK(ports.size() == 1);
}

TEST_CASE("each fault that may pass is tried again, and its cause is told") {
  struct expectation {
    fault_kind kind;
    char const* cause;
  };
  auto const [kind, cause] =
      GENERATE(values<expectation>({{fault_kind::too_many_requests, "429 Too Many Requests: too many requests"},
                                    {fault_kind::server_error, "500 Internal Server Error: the server made an error"},
                                    {fault_kind::dropped, "connection closed before the end of the answer"},
                                    {fault_kind::malformed, "malformed JSON: "},
                                    {fault_kind::truncated, "malformed JSON: "}}));
  transactions_api const api{with_rows(30, {{2, kind, 2, 0s}})};
  journal log;
  transactions_client client{api.url(), 10, log.policy()};
  client.fetch(1);
  auto const got = client.fetch(2);
  CHECK(got.rows.size() == 10);
  CHECK(got.rows.front() == synthetic_transaction(42, 10));
  CHECK(client.fetch(3).rows.size() == 10);

  CHECK(api.requests() == 5);
  REQUIRE(log.retries.size() == 2);
  REQUIRE(log.waits.size() == 2);
  for (std::size_t i = 0; i < 2; ++i) {
    CHECK(log.retries[i].page == 2);
    CHECK(log.retries[i].attempt == i + 1);
    CHECK(log.retries[i].wait == log.waits[i]);
    CHECK(log.retries[i].cause.rfind(cause, 0) == 0);
  }
}

TEST_CASE("a page that fails for good says its number, its URL, the attempts and the last cause") {
  struct expectation {
    fault_kind kind;
    char const* cause;
  };
  auto const [kind, cause] =
      GENERATE(values<expectation>({{fault_kind::too_many_requests, "429 Too Many Requests: too many requests"},
                                    {fault_kind::server_error, "500 Internal Server Error: the server made an error"},
                                    {fault_kind::dropped, "connection closed before the end of the answer"},
                                    {fault_kind::malformed, "malformed JSON: "},
                                    {fault_kind::truncated, "malformed JSON: "}}));
  transactions_api const api{with_rows(30, {{2, kind, fault::always, 0s}})};
  journal log;
  transactions_client client{api.url(), 10, log.policy(3)};
  auto const error = error_of(client, 2);
  REQUIRE(error);
  CHECK(error->page() == 2);
  CHECK(error->attempts() == 3);
  CHECK_FALSE(error->row());
  CHECK(error->reason().rfind(cause, 0) == 0);
  CHECK(error->what() ==
        "page 2: GET " + api.url() + "/transactions?page=2&page_size=10 failed after 3 attempts: " + error->reason());
  CHECK(api.requests() == 3);
  CHECK(log.waits.size() == 2);
  CHECK(client.fetch(1).rows.size() == 10);
}

TEST_CASE("one attempt means no retry") {
  transactions_api const api{with_rows(10, {{1, fault_kind::server_error, 1}})};
  journal log;
  transactions_client client{api.url(), 10, log.policy(1)};
  auto const error = error_of(client, 1);
  REQUIRE(error);
  CHECK(contains(error->what(), "failed after 1 attempt: 500"));
  CHECK(log.waits.empty());
}

TEST_CASE("Retry-After in seconds is the least that is waited") {
  transactions_api const api{with_rows(10, {{1, fault_kind::too_many_requests, 2, 7s}})};
  journal log;
  transactions_client client{api.url(), 10, log.policy()};
  CHECK(client.fetch(1).rows.size() == 10);
  CHECK(log.waits == std::vector<milliseconds>{7s, 7s});
}

TEST_CASE("Retry-After below the backoff does not shorten it") {
  transactions_api const api{with_rows(10, {{1, fault_kind::too_many_requests, 20, 1s}})};
  journal log;
  auto policy = log.policy(21);
  policy.base_delay = policy.max_delay = 10s;
  transactions_client client{api.url(), 10, policy};
  client.fetch(1);
  CHECK(*std::max_element(log.waits.begin(), log.waits.end()) > 5s);
  CHECK(*std::min_element(log.waits.begin(), log.waits.end()) >= 1s);
}

TEST_CASE("Retry-After as a date is waited for, also with 503") {
  auto const in_a_minute = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now() + 60s);
  std::tm date{};
  gmtime_r(&in_a_minute, &date);
  char text[64];
  std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &date);
  int calls = 0;
  scripted_server const server{[&](auto const&, auto& response) {
    if (calls++ == 0) {
      response.status = 503;
      response.set_header("Retry-After", static_cast<char const*>(text));
    } else {
      response.set_content(good_page().dump(), "application/json");
    }
  }};
  journal log;
  transactions_client client{server.url(), 2, log.policy()};
  client.fetch(1);
  REQUIRE(log.waits.size() == 1);
  CHECK(log.waits[0] > 50s);
  CHECK(log.waits[0] <= 60s);
}

TEST_CASE("a Retry-After that is past or unreadable is ignored") {
  auto const text = GENERATE(as<std::string>{}, "Sun, 06 Nov 1994 08:49:37 GMT", "soon", "", "-5");
  scripted_server const server{[&](auto const&, auto& response) {
    response.status = 429;
    response.set_header("Retry-After", text);
  }};
  journal log;
  transactions_client client{server.url(), 2, log.policy(2)};
  CHECK(error_of(client, 1));
  REQUIRE(log.waits.size() == 1);
  CHECK(log.waits[0] <= 100ms);
}

TEST_CASE("a Retry-After of hours fails at once") {
  transactions_api const api{with_rows(10, {{1, fault_kind::too_many_requests, 1, 3600s}})};
  journal log;
  transactions_client client{api.url(), 10, log.policy()};
  auto const error = error_of(client, 1);
  REQUIRE(error);
  CHECK(error->attempts() == 1);
  CHECK(contains(error->what(), "to be tried again after 3600 s, but no more than 600 s are waited"));
  CHECK(log.waits.empty());
}

TEST_CASE("the backoff grows up to its limit, is spread over all of it, and repeats with its seed") {
  scripted_server const server{always(500)};
  auto const waits = [&](std::uint64_t seed) {
    journal log;
    auto policy = log.policy(200);
    policy.base_delay = 100ms;
    policy.max_delay = 1000ms;
    policy.jitter_seed = seed;
    transactions_client client{server.url(), 2, policy};
    CHECK(error_of(client, 1));
    return log.waits;
  };
  auto const first = waits(1);
  REQUIRE(first.size() == 199);
  CHECK(first[0] <= 100ms);
  CHECK(first[1] <= 200ms);
  CHECK(first[2] <= 400ms);
  CHECK(first[3] <= 800ms);
  CHECK(*std::max_element(first.begin(), first.end()) > 900ms);
  CHECK(*std::max_element(first.begin(), first.end()) <= 1000ms);
  CHECK(*std::min_element(first.begin(), first.end()) < 100ms);
  CHECK(first == waits(1));
  CHECK(first != waits(2));
}

TEST_CASE("without a sleep of its own the client really waits") {
  transactions_api const api{with_rows(10, {{1, fault_kind::too_many_requests, 1, 1s}})};
  transactions_client client{api.url(), 10};
  auto const start = std::chrono::steady_clock::now();
  client.fetch(1);
  CHECK(std::chrono::steady_clock::now() - start >= 1s);
}

TEST_CASE("a request that the server refuses is not repeated, and the server's reason is told") {
  auto options = with_rows(10);
  options.max_page_size = 50;
  transactions_api const api{options};
  journal log;
  transactions_client client{api.url(), 51, log.policy()};
  auto const error = error_of(client, 1);
  REQUIRE(error);
  CHECK(error->attempts() == 1);
  CHECK(contains(error->what(),
                 "failed after 1 attempt: 400 Bad Request: page_size must be a whole number from 1 to 50, not \"51\""));
  CHECK(log.waits.empty());
}

TEST_CASE("of the other statuses 408 and 5xx are tried again") {
  struct expectation {
    int status;
    std::size_t attempts;
  };
  auto const [status, attempts] = GENERATE(
      values<expectation>({{408, 3}, {502, 3}, {503, 3}, {504, 3}, {301, 1}, {401, 1}, {403, 1}, {404, 1}, {410, 1}}));
  scripted_server const server{always(status)};
  journal log;
  transactions_client client{server.url(), 2, log.policy(3)};
  auto const error = error_of(client, 1);
  REQUIRE(error);
  CHECK(error->attempts() == attempts);
  CHECK(contains(error->reason(), std::to_string(status)));
}

TEST_CASE("an unreachable server is one clear line after a few attempts") {
  auto const url = "http://127.0.0.1:" + std::to_string(free_port());
  journal log;
  transactions_client client{url, 1000, log.policy()};
  auto const error = error_of(client, 1);
  REQUIRE(error);
  CHECK(error->what() == "page 1: GET " + url +
                             "/transactions?page=1&page_size=1000 failed after 5 attempts: "
                             "connection refused or host unreachable");
  CHECK(log.retries.size() == 4);
}

TEST_CASE("a host that does not exist is named") {
  journal log;
  transactions_client client{"http://no-such-host.invalid", 10, log.policy(2)};
  auto const error = error_of(client, 1);
  REQUIRE(error);
  CHECK(error->reason() == "can't find host \"no-such-host.invalid\"");
}

TEST_CASE("a server that comes back is used again") {
  auto options = with_rows(10);
  options.port = free_port();
  std::unique_ptr<transactions_api> api;
  journal log;
  auto policy = log.policy();
  policy.sleep = [&](milliseconds) { api = std::make_unique<transactions_api>(options); };
  transactions_client client{"http://127.0.0.1:" + std::to_string(options.port), 10, policy};
  CHECK(client.fetch(1).rows.size() == 10);
  CHECK(log.retries.size() == 1);

  // The connection that was kept is gone now; that is noticed before a request is lost on it.
  api.reset();
  api = std::make_unique<transactions_api>(options);
  CHECK(client.fetch(1).rows.size() == 10);
  CHECK(log.retries.size() == 1);
}

TEST_CASE("a silent server times out") {
  auto options = with_rows(10);
  options.latency = 60s;
  transactions_api const api{options};
  journal log;
  transactions_client client{api.url(), 10, log.policy(2), {1s, 50ms}};
  auto const error = error_of(client, 1);
  REQUIRE(error);
  CHECK(error->attempts() == 2);
  CHECK(error->reason() == "nothing received for 50 ms");
}

TEST_CASE("JSON that is broken anywhere is malformed, never a page") {
  auto const whole = good_page().dump();
  std::string const row = good_page()["data"][0].dump();
  for (auto const& body :
       std::vector<std::string>{"", " ", "[]", "null", "12", whole + "x", whole + whole, whole + "}",
                                R"({"data":[)" + row, R"({"data":[)" + row + "]", R"({"data":[)" + row + "}",
                                R"({"data":[)" + row + row + R"(],"page":1,"page_size":2,"has_more":false})",
                                R"({"data":[{"transaction_id":oops}],"page":1,"page_size":2,"has_more":false})",
                                R"({"data":[],"page":1e,"page_size":2,"has_more":false})",
                                R"({"data":[],"page":1,"page_size":2,"has_more":falsy})", "<html>Bad Gateway</html>"}) {
    CAPTURE(body);
    auto const server = serving(body);
    journal log;
    transactions_client client{server.url(), 2, log.policy(2)};
    auto const error = error_of(client, 1);
    REQUIRE(error);
    CHECK(error->attempts() == 2);
    CHECK(error->reason().rfind("malformed JSON: ", 0) == 0);
  }
}

TEST_CASE("a body cut at any byte is never taken for a page") {
  auto const whole = good_page().dump();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    auto body = whole.substr(0, size);
    CAPTURE(body);
    CHECK_THROWS_AS(read_page(body, {1, 2, 1}), malformed_json);
  }
  auto body = whole;
  CHECK(read_page(body, {1, 2, 1}).rows.size() == 2);
}

TEST_CASE("malformed JSON is told by reason and offset, in one line") {
  auto const reason = [](std::string body) -> std::string {
    try {
      read_page(body, {1, 2, 1});
    } catch (malformed_json const& error) {
      return error.what();
    }
    return "nothing was thrown";
  };
  CHECK(reason("") == "The document is empty at byte 0");
  CHECK(reason("[1]") == "The document is not an object at byte 0");
  CHECK(reason(R"({"data":oops})") == "Invalid value at byte 8");
  CHECK(reason(R"({"data":[1 2]})") == "Missing a comma or ']' after an array element at byte 11");
  CHECK(reason(good_page().dump() + "x") ==
        "The document root must not be followed by other values at byte " + std::to_string(good_page().dump().size()));
  CHECK(reason(good_page().dump() + std::string{"\0{}", 3}) ==
        "Null character at byte " + std::to_string(good_page().dump().size()));
  CHECK(reason("{\"data\":\"\xff\"}") == "Invalid encoding in string at byte 9");
  CHECK(reason(R"({"data":1e999})") == "Number too big to be stored in double at byte 8");
}

TEST_CASE("a page that is wrong and broken is broken, which is worth another attempt") {
  auto page = good_page();
  page["data"][0]["amount"] = "12";
  auto body = page.dump();
  CHECK_THROWS_AS(read_page(body, {1, 2, 1}), api_error);
  body = page.dump();
  body.pop_back();
  CHECK_THROWS_AS(read_page(body, {1, 2, 1}), malformed_json);
}

TEST_CASE("a field that is there twice is refused by name") {
  auto const row = good_page()["data"][0].dump();
  auto const message = [](std::string body) -> std::string {
    try {
      read_page(body, {1, 1, 1});
    } catch (api_error const& error) {
      return error.what();
    }
    return "nothing was thrown";
  };
  auto const page = [](std::string const& rows, std::string const& more) {
    return R"({"data":[)" + rows + R"(],"page":1,"page_size":1,"has_more":false)" + more + "}";
  };
  CHECK(message(page(row, "")) == "nothing was thrown");
  CHECK(message(page(row, R"(,"page":1)")) == "page 1: field \"page\" is there twice");
  CHECK(message(page(row, R"(,"data":[])")) == "page 1: field \"data\" is there twice");
  CHECK(message(page(R"({"user_id":"a",)" + row.substr(1), "")) == "page 1: row 0, field \"user_id\" is there twice");
}

TEST_CASE("fields that are not known may nest as deep as they like") {
  for (std::string const open : {"[", R"({"a":)"}) {
    std::string body = R"({"data":[],"page":1,"page_size":2,"has_more":false,"extra":)";
    for (int i = 0; i < 1'000'000; ++i) body += open;
    body += "0" + std::string(1'000'000, open == "[" ? ']' : '}') + "}";
    CHECK(read_page(body, {1, 2, 1}).rows.empty());
  }
}

TEST_CASE("an amount is the double nearest to what is written, whole numbers too") {
  for (std::string const text : {"0.1", "4999.99", "123456789012345680", "-7", "2.2250738585072011e-308", "1e22"}) {
    CAPTURE(text);
    auto body = good_page().dump();
    body.replace(body.find("12.5"), 4, text);
    CHECK(read_page(body, {1, 2, 1}).rows[0].amount == std::strtod(text.c_str(), nullptr));
  }
}

TEST_CASE("wrong contents are told by page, row, field and reason, and not asked for again") {
  struct wrong {
    std::function<void(json&)> change;
    std::optional<std::size_t> row;
    char const* field;
    char const* message;
  };
  std::vector<wrong> const all{
      {[](json& p) { p["data"][1].erase("amount"); }, 1, "amount", "page 1: row 1, field \"amount\" is missing"},
      {[](json& p) { p["data"][0]["amount"] = "12"; }, 0, "amount",
       "page 1: row 0, field \"amount\" must be a number, not a string"},
      {[](json& p) { p["data"][0]["amount"] = nullptr; }, 0, "amount",
       "page 1: row 0, field \"amount\" must be a number, not null"},
      {[](json& p) { p["data"][0]["user_id"] = 1234; }, 0, "user_id",
       "page 1: row 0, field \"user_id\" must be a string, not a number"},
      {[](json& p) { p["data"][1]["payment_method"] = json::array(); }, 1, "payment_method",
       "page 1: row 1, field \"payment_method\" must be a string, not an array"},
      {[](json& p) { p["data"][1]["timestamp"] = "2024-02-30T00:00:00Z"; }, 1, "timestamp",
       "page 1: row 1, field \"timestamp\" must look like 2024-03-01T12:34:56.789012Z, not "
       "\"2024-02-30T00:00:00Z\""},
      {[](json& p) { p["data"][1]["timestamp"] = "a\nb"; }, 1, "timestamp",
       "page 1: row 1, field \"timestamp\" must look like 2024-03-01T12:34:56.789012Z, not \"a b\""},
      {[](json& p) { p["data"][1] = 5; }, 1, "", "page 1: row 1 must be an object, not a number"},
      {[](json& p) { p["data"].push_back(p["data"][0]); }, std::nullopt, "data",
       "page 1: field \"data\" holds more than the 2 rows asked for"},
      {[](json& p) { p["data"].erase(1), p["has_more"] = true; }, std::nullopt, "data",
       "page 1: field \"data\" holds 1 of 2 rows although has_more is true"},
      {[](json& p) { p["data"] = json::object(); }, std::nullopt, "data",
       "page 1: field \"data\" must be an array, not an object"},
      {[](json& p) { p.erase("data"); }, std::nullopt, "data", "page 1: field \"data\" is missing"},
      {[](json& p) { p["page"] = 2; }, std::nullopt, "page", "page 1: field \"page\" must be 1, not 2"},
      {[](json& p) { p["page"] = "1"; }, std::nullopt, "page", "page 1: field \"page\" must be a number, not a string"},
      {[](json& p) { p.erase("page"); }, std::nullopt, "page", "page 1: field \"page\" is missing"},
      {[](json& p) { p["page_size"] = 100; }, std::nullopt, "page_size",
       "page 1: field \"page_size\" must be 2, not 100"},
      {[](json& p) { p.erase("page_size"); }, std::nullopt, "page_size", "page 1: field \"page_size\" is missing"},
      {[](json& p) { p["has_more"] = 1; }, std::nullopt, "has_more",
       "page 1: field \"has_more\" must be a boolean, not a number"},
      {[](json& p) { p.erase("has_more"); }, std::nullopt, "has_more", "page 1: field \"has_more\" is missing"},
  };
  for (auto const& [change, row, field, message] : all) {
    CAPTURE(message);
    auto page = good_page();
    change(page);
    auto const server = serving(page.dump());
    journal log;
    transactions_client client{server.url(), 2, log.policy()};
    auto const error = error_of(client, 1);
    REQUIRE(error);
    CHECK(std::string{error->what()} == message);
    CHECK(error->page() == 1);
    CHECK(error->row() == row);
    CHECK(error->field() == field);
    CHECK(error->attempts() == 1);
    CHECK(log.retries.empty());
  }
}

TEST_CASE("every field of a row is required and must have its type") {
  auto const row = good_page()["data"][0];
  for (auto const& [key, value] : row.items()) {
    CAPTURE(key);
    for (bool const remove : {true, false}) {
      auto page = good_page();
      if (remove)
        page["data"][1].erase(key);
      else
        page["data"][1][key] = true;
      auto body = page.dump();
      try {
        read_page(body, {1, 2, 1});
        FAIL("nothing was thrown");
      } catch (api_error const& error) {
        CHECK(error.row() == 1);
        CHECK(error.field() == key);
      }
    }
  }
}

TEST_CASE("the order of fields does not matter, fields that are not known are skipped, escapes are undone") {
  std::string body =
      R"( {"has_more" : false, "links":{"next":[null,"x"]}, "page_size":1, "data": [ {"payment_method":
    "paypal","merchant":"Caf\u00e9 \"Z\"","timestamp":"2024-03-01T00:00:00Z","extra":[{"amount":1}],"category":"food",
    "status":"failed","currency":"EUR","amount":10,"user_id":"USER1000","transaction_id":"TXN1"} ], "page":1} )";
  auto const got = read_page(body, {1, 1, 1});
  REQUIRE(got.rows.size() == 1);
  CHECK(got.rows[0].transaction_id == "TXN1");
  CHECK(got.rows[0].amount == 10.0);
  CHECK(got.rows[0].merchant == "Caf\u00e9 \"Z\"");
  CHECK(got.rows[0].payment_method == "paypal");
  CHECK(got.rows[0].timestamp.time_since_epoch() == 1'709'251'200s);
}

TEST_CASE("a timestamp is read to the microsecond, or not at all") {
  auto const at = [](milliseconds::rep microseconds) { return timestamp{std::chrono::microseconds{microseconds}}; };
  CHECK(parse_timestamp("2024-03-01T12:34:56.789012Z") == at(1'709'296'496'789'012));
  CHECK(parse_timestamp("2024-03-01T12:34:56.7Z") == at(1'709'296'496'700'000));
  CHECK(parse_timestamp("2024-03-01T12:34:56Z") == at(1'709'296'496'000'000));
  CHECK(parse_timestamp("1970-01-01T00:00:00.000000Z") == at(0));
  CHECK(parse_timestamp("1969-12-31T23:59:59.999999Z") == at(-1));
  CHECK(parse_timestamp("2024-02-29T00:00:00Z").has_value());

  for (auto const* text : {"",
                           "Z",
                           "2024-03-01",
                           "2024-03-01T12:34:56",
                           "2024-03-01T12:34:56.Z",
                           "2024-03-01T12:34:56.1234567Z",
                           "2024-03-01T12:34:56.12x456Z",
                           "2024-03-01T12:34:56.789012",
                           "2024-03-01T12:34:56+00:00",
                           "2024-03-01 12:34:56Z",
                           "2024-03-01T12:34:56Zx",
                           "2024-03-01T12:34:56.789012ZZ",
                           "2023-02-29T00:00:00Z",
                           "2024-13-01T00:00:00Z",
                           "2024-00-01T00:00:00Z",
                           "2024-01-00T00:00:00Z",
                           "2024-01-32T00:00:00Z",
                           "2024-01-01T24:00:00Z",
                           "2024-01-01T00:60:00Z",
                           "2024-01-01T00:00:60Z",
                           "24-01-01T00:00:00Z",
                           "-024-01-01T00:00:00Z",
                           "2024-1-01T00:00:00Z",
                           "2024-01-01T00:00:0Z"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_timestamp(text));
  }
}

TEST_CASE("a path in the URL comes before /transactions") {
  auto const prefix = GENERATE(as<std::string>{}, "/api/v1", "/api/v1/");
  scripted_server const server{
      [](auto const&, auto& response) { response.set_content(good_page().dump(), "application/json"); },
      "/api/v1/transactions"};
  transactions_client client{server.url() + prefix, 2};
  CHECK(client.fetch(1).rows.size() == 2);
}

TEST_CASE("a URL of another shape is refused by name") {
  for (auto const* url :
       {"", "localhost", "127.0.0.1:80", "ftp://host", "http://", "http:///path", "http://host:", "http://host:0",
        "http://host:65536", "http://host:999999999999", "http://user@host", "http://host/?page=1", "http://host/#top",
        "http://a b", "HTTP://host", "https//host", " http://host"}) {
    CAPTURE(url);
    try {
      transactions_client client{url, 10};
      FAIL("nothing was thrown");
    } catch (std::invalid_argument const& error) {
      CHECK(contains(error.what(), std::string{"url \""} + url + "\" must be http[s]://host[:port][/path]"));
    }
  }
  for (auto const* url : {"http://localhost", "http://127.0.0.1:8080", "http://[::1]:80/api", "http://host/"}) {
    CAPTURE(url);
    CHECK_NOTHROW(transactions_client{url, 10});
  }
}

TEST_CASE("https is spoken where httplib has OpenSSL, and refused by name where it has not") {
  transactions_api const api;
  auto const url = "https://127.0.0.1:" + std::to_string(api.port());
#ifdef CPPHTTPLIB_OPENSSL_SUPPORT
  journal log;
  transactions_client client{url, 10, log.policy(2), {1s, 1s}};
  auto const error = error_of(client, 1);
  REQUIRE(error);
  CHECK(error->reason() == "the TLS handshake failed");
  CHECK(error_of(client, 1));
#else
  try {
    transactions_client client{url, 10};
    FAIL("nothing was thrown");
  } catch (std::invalid_argument const& error) {
    CHECK(contains(error.what(), url));
  }
#endif
}

TEST_CASE("arguments out of range are refused by name") {
  std::string const url = "http://127.0.0.1:1";
  auto const message = [&](std::size_t page_size, auto change) -> std::string {
    retry_policy retry;
    client_timeouts timeouts;
    change(retry, timeouts);
    try {
      transactions_client client{url, page_size, retry, timeouts};
    } catch (std::invalid_argument const& error) {
      return error.what();
    }
    return "nothing was thrown";
  };
  CHECK(message(0, [](auto&, auto&) {}) == "page_size must be at least 1");
  CHECK(message(1, [](auto& r, auto&) { r.attempts = 0; }) == "attempts must be at least 1, not 0");
  CHECK(message(1, [](auto& r, auto&) { r.base_delay = -1ms; }) == "base_delay (ms) must be at least 0, not -1");
  CHECK(message(1, [](auto& r, auto&) { r.max_delay = -1ms; }) == "max_delay (ms) must be at least 0, not -1");
  CHECK(message(1, [](auto& r, auto&) { r.longest_retry_after = -1ms; }) ==
        "longest_retry_after (ms) must be at least 0, not -1");
  CHECK(message(1, [](auto&, auto& t) { t.read = 0ms; }) == "read timeout (ms) must be at least 1, not 0");
  CHECK(message(1, [](auto&, auto& t) { t.connection = 0ms; }) == "connection timeout (ms) must be at least 1, not 0");

  transactions_client client{url, 1};
  CHECK_THROWS_AS(client.fetch(0), std::invalid_argument);
}

TEST_CASE("what sleep throws ends the fetch, and the client can be used again") {
  transactions_api const api{with_rows(10, {{1, fault_kind::server_error, 1}})};
  retry_policy policy;
  policy.sleep = [](milliseconds) { throw std::runtime_error{"interrupted"}; };
  transactions_client client{api.url(), 10, policy};
  CHECK_THROWS_WITH(client.fetch(1), "interrupted");
  CHECK(client.fetch(1).rows.size() == 10);
}

TEST_CASE("a client can be moved, and a moved-from one says so") {
  transactions_api const api{with_rows(10)};
  transactions_client first{api.url(), 10};
  first.fetch(1);
  auto second = std::move(first);
  CHECK(second.fetch(1).rows.size() == 10);
  CHECK_THROWS_AS(first.fetch(1), std::logic_error);
}
