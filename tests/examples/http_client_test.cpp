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

#include <cogen/pagination.hpp>
#include <cogen/source/paginate.hpp>

#include <httplib.h>
#include <nlohmann/json.hpp>

#include "api_to_parquet/page_reader.hpp"
#include "api_to_parquet/timestamps.hpp"
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
  struct entry {
    std::size_t attempt;
    milliseconds wait;
    std::string failure;
  };
  std::vector<entry> retries;
  std::vector<milliseconds> waits;

  cogen::retry_policy policy(std::size_t attempts = 5) {
    cogen::retry_policy result;
    result.attempts = attempts;
    result.sleep = [this](milliseconds wait) { waits.push_back(wait); };
    result.before_retry = [this](cogen::retry_notice const& notice) {
      retries.push_back({notice.attempt, notice.wait, notice.failure.what()});
    };
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

std::optional<api_error> error_of(transactions_client& client, std::string const& at) {
  try {
    client.fetch(at);
  } catch (api_error const& error) {
    return error;
  }
  return std::nullopt;
}

page_request first_page(std::size_t page_size) { return {.at = "1", .number = 1, .page_size = page_size}; }

bool contains(std::string const& text, std::string const& part) { return text.find(part) != std::string::npos; }

// As much of an array of good rows.
std::string rows_json(std::size_t count) {
  auto rows = json::array();
  for (std::size_t i = 0; i < count; ++i) rows.push_back(good_page()["data"][0]);
  return rows.dump();
}

std::vector<transaction> synthetic_rows(std::uint64_t count) {
  std::vector<transaction> rows;
  for (std::uint64_t i = 0; i < count; ++i) rows.push_back(synthetic_transaction(42, i));
  return rows;
}

// Every page, one after the other, as a user of the style would.
std::vector<page> all_pages(transactions_client& client, api_style style) {
  std::vector<page> pages;
  auto const follow = [&](auto next) {
    auto const fetch = [&client](std::string const& at) { return client.fetch(at); };
    for (page&& each : cogen::paginate(client.first(), fetch, std::move(next))) pages.push_back(std::move(each));
  };
  if (style == api_style::cursor) {
    follow(cogen::by_cursor(&page::next_cursor));
  } else if (style == api_style::link) {
    follow(cogen::by_link_header());
  } else {
    follow([style](page const& got) -> std::optional<std::string> {
      if (!got.has_more) return std::nullopt;
      return std::to_string(std::stoull(got.at) + (style == api_style::page ? 1 : got.received()));
    });
  }
  return pages;
}

std::vector<transaction> rows_of(std::vector<page> const& pages) {
  std::vector<transaction> rows;
  for (auto const& each : pages) rows.insert(rows.end(), each.rows.begin(), each.rows.end());
  return rows;
}

int free_port() {
  transactions_api const api;
  return api.port();
}

}  // namespace

TEST_CASE("every page arrives with every row, until has_more is false") {
  transactions_api const api{with_rows(1234)};
  journal log;
  transactions_client client{{.url = api.url(), .page_size = 100}, log.policy()};
  std::uint64_t index = 0;
  for (std::size_t number = 1;; ++number) {
    auto const got = client.fetch(std::to_string(number));
    CHECK(got.at == std::to_string(number));
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
  transactions_client client{{.url = api.url(), .page_size = 100}};
  auto const got = client.fetch("1");
  CHECK(got.rows.empty());
  CHECK_FALSE(got.has_more);
}

TEST_CASE("pages can be fetched in any order and again") {
  transactions_api const api{with_rows(30)};
  transactions_client client{{.url = api.url(), .page_size = 10}};
  CHECK(client.fetch("3").rows.front() == synthetic_transaction(42, 20));
  CHECK(client.fetch("1").rows == client.fetch("1").rows);
  CHECK(client.fetch("9").rows.empty());
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
    transactions_client client{{.url = proxy.url(), .page_size = 10}};
    for (std::size_t page = 1; page <= 10; ++page) CHECK(client.fetch(std::to_string(page)).rows.size() == 10);
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
  transactions_client client{{.url = api.url(), .page_size = 10}, log.policy()};
  client.fetch("1");
  auto const got = client.fetch("2");
  CHECK(got.rows.size() == 10);
  CHECK(got.rows.front() == synthetic_transaction(42, 10));
  CHECK(client.fetch("3").rows.size() == 10);

  CHECK(api.requests() == 5);
  REQUIRE(log.retries.size() == 2);
  REQUIRE(log.waits.size() == 2);
  for (std::size_t i = 0; i < 2; ++i) {
    CHECK(log.retries[i].attempt == i + 1);
    CHECK(log.retries[i].wait == log.waits[i]);
    CHECK(log.retries[i].failure.rfind(std::string("page 2: ") + cause, 0) == 0);
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
  transactions_client client{{.url = api.url(), .page_size = 10}, log.policy(3)};
  auto const error = error_of(client, "2");
  REQUIRE(error);
  CHECK(error->at() == "2");
  CHECK(error->attempts() == 3);
  CHECK_FALSE(error->row());
  CHECK(error->reason().rfind(cause, 0) == 0);
  CHECK(error->what() ==
        "page 2: GET " + api.url() + "/transactions?page=2&page_size=10 failed after 3 attempts: " + error->reason());
  CHECK(api.requests() == 3);
  CHECK(log.waits.size() == 2);
  CHECK(client.fetch("1").rows.size() == 10);
}

TEST_CASE("one attempt means no retry") {
  transactions_api const api{with_rows(10, {{1, fault_kind::server_error, 1}})};
  journal log;
  transactions_client client{{.url = api.url(), .page_size = 10}, log.policy(1)};
  auto const error = error_of(client, "1");
  REQUIRE(error);
  CHECK(contains(error->what(), "failed after 1 attempt: 500"));
  CHECK(log.waits.empty());
}

TEST_CASE("Retry-After in seconds is waited, and the backoff on top of it") {
  transactions_api const api{with_rows(10, {{1, fault_kind::too_many_requests, 2, 7s}})};
  journal log;
  transactions_client client{{.url = api.url(), .page_size = 10}, log.policy()};
  CHECK(client.fetch("1").rows.size() == 10);
  REQUIRE(log.waits.size() == 2);
  CHECK(*std::min_element(log.waits.begin(), log.waits.end()) >= 7s);
  CHECK(log.waits[0] <= 7'100ms);
  CHECK(log.waits[1] <= 7'200ms);
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
  transactions_client client{{.url = server.url(), .page_size = 2}, log.policy()};
  client.fetch("1");
  REQUIRE(log.waits.size() == 1);
  CHECK(log.waits[0] > 50s);
  CHECK(log.waits[0] <= 60'100ms);
}

TEST_CASE("a Retry-After that is past or unreadable is ignored") {
  auto const text = GENERATE(as<std::string>{}, "Sun, 06 Nov 1994 08:49:37 GMT", "soon", "", "-5");
  scripted_server const server{[&](auto const&, auto& response) {
    response.status = 429;
    response.set_header("Retry-After", text);
  }};
  journal log;
  transactions_client client{{.url = server.url(), .page_size = 2}, log.policy(2)};
  CHECK(error_of(client, "1"));
  REQUIRE(log.waits.size() == 1);
  CHECK(log.waits[0] <= 100ms);
}

TEST_CASE("a Retry-After of hours fails at once") {
  transactions_api const api{with_rows(10, {{1, fault_kind::too_many_requests, 1, 3600s}})};
  journal log;
  transactions_client client{{.url = api.url(), .page_size = 10}, log.policy()};
  auto const error = error_of(client, "1");
  REQUIRE(error);
  CHECK(error->attempts() == 1);
  CHECK(contains(error->what(), "to be tried again after 3600 s, but no more than 600 s are waited"));
  CHECK(log.waits.empty());
}

TEST_CASE("delays, random bits and what is done at the end are those of the caller's policy") {
  scripted_server const server{always(500)};
  journal log;
  auto policy = log.policy(5);
  policy.base_delay = 100ms;
  policy.max_delay = 300ms;
  policy.random = [] { return 1'000'000'007U; };
  std::vector<std::string> ends;
  policy.on_give_up = [&](cogen::retry_give_up const& notice) {
    ends.push_back(std::to_string(notice.attempt) + " " + notice.failure.what());
  };
  transactions_client client{{.url = server.url(), .page_size = 2}, policy};
  CHECK(error_of(client, "1"));
  CHECK(log.waits == std::vector<milliseconds>{milliseconds{1'000'000'007 % 101}, milliseconds{1'000'000'007 % 201},
                                               milliseconds{1'000'000'007 % 301}, milliseconds{1'000'000'007 % 301}});
  CHECK(ends == std::vector<std::string>{"5 page 1: 500 Internal Server Error"});
}

TEST_CASE("without a sleep of its own the client really waits") {
  transactions_api const api{with_rows(10, {{1, fault_kind::too_many_requests, 1, 1s}})};
  transactions_client client{{.url = api.url(), .page_size = 10}};
  auto const start = std::chrono::steady_clock::now();
  client.fetch("1");
  CHECK(std::chrono::steady_clock::now() - start >= 1s);
}

TEST_CASE("a request that the server refuses is not repeated, and the server's reason is told") {
  auto options = with_rows(10);
  options.max_page_size = 50;
  transactions_api const api{options};
  journal log;
  transactions_client client{{.url = api.url(), .page_size = 51}, log.policy()};
  auto const error = error_of(client, "1");
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
  transactions_client client{{.url = server.url(), .page_size = 2}, log.policy(3)};
  auto const error = error_of(client, "1");
  REQUIRE(error);
  CHECK(error->attempts() == attempts);
  CHECK(contains(error->reason(), std::to_string(status)));
}

TEST_CASE("an unreachable server is one clear line after a few attempts") {
  auto const url = "http://127.0.0.1:" + std::to_string(free_port());
  journal log;
  transactions_client client{{.url = url, .page_size = 1000}, log.policy()};
  auto const error = error_of(client, "1");
  REQUIRE(error);
  CHECK(error->what() == "page 1: GET " + url +
                             "/transactions?page=1&page_size=1000 failed after 5 attempts: "
                             "connection refused or host unreachable");
  CHECK(log.retries.size() == 4);
}

TEST_CASE("a host that does not exist is named") {
  journal log;
  transactions_client client{{.url = "http://no-such-host.invalid", .page_size = 10}, log.policy(2)};
  auto const error = error_of(client, "1");
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
  transactions_client client{{.url = "http://127.0.0.1:" + std::to_string(options.port), .page_size = 10}, policy};
  CHECK(client.fetch("1").rows.size() == 10);
  CHECK(log.retries.size() == 1);

  // The connection that was kept is gone now; that is noticed before a request is lost on it.
  api.reset();
  api = std::make_unique<transactions_api>(options);
  CHECK(client.fetch("1").rows.size() == 10);
  CHECK(log.retries.size() == 1);
}

TEST_CASE("a silent server times out") {
  auto options = with_rows(10);
  options.latency = 60s;
  transactions_api const api{options};
  journal log;
  transactions_client client{{.url = api.url(), .page_size = 10}, log.policy(2), {1s, 50ms}};
  auto const error = error_of(client, "1");
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
    transactions_client client{{.url = server.url(), .page_size = 2}, log.policy(2)};
    auto const error = error_of(client, "1");
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
    CHECK_THROWS_AS(read_page(body, first_page(2)), malformed_json);
  }
  auto body = whole;
  CHECK(read_page(body, first_page(2)).rows.size() == 2);
}

TEST_CASE("malformed JSON is told by reason and offset, in one line") {
  auto const reason = [](std::string body) -> std::string {
    try {
      read_page(body, first_page(2));
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
  CHECK_THROWS_AS(read_page(body, first_page(2)), api_error);
  body = page.dump();
  body.pop_back();
  CHECK_THROWS_AS(read_page(body, first_page(2)), malformed_json);
}

TEST_CASE("a field that is there twice is refused by name") {
  auto const row = good_page()["data"][0].dump();
  auto const message = [](std::string body) -> std::string {
    try {
      read_page(body, first_page(1));
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
    CHECK(read_page(body, first_page(2)).rows.empty());
  }
}

TEST_CASE("an amount is the double nearest to what is written, whole numbers too") {
  for (std::string const text : {"0.1", "4999.99", "123456789012345680", "-7", "2.2250738585072011e-308", "1e22"}) {
    CAPTURE(text);
    auto body = good_page().dump();
    body.replace(body.find("12.5"), 4, text);
    CHECK(read_page(body, first_page(2)).rows[0].amount == std::strtod(text.c_str(), nullptr));
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
      {[](json& p) { p["data"][0]["amount"] = 1e300; }, 0, "amount",
       "page 1: row 0, field \"amount\" must be within the range of a float, not 1e+300"},
      {[](json& p) { p["data"][0]["amount"] = -3.5e38; }, 0, "amount",
       "page 1: row 0, field \"amount\" must be within the range of a float, not -3.5e+38"},
      {[](json& p) { p["data"][0]["timestamp"] = std::string(59, 'a') + "\u00e9"; }, 0, "timestamp",
       "page 1: row 0, field \"timestamp\" must look like 2024-03-01T12:34:56.789012Z, not \""
       "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\""},
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
    transactions_client client{{.url = server.url(), .page_size = 2}, log.policy()};
    auto const error = error_of(client, "1");
    REQUIRE(error);
    CHECK(std::string{error->what()} == message);
    CHECK(error->at() == "1");
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
        read_page(body, first_page(2));
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
  auto const got = read_page(body, first_page(1));
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
  transactions_client client{{.url = server.url() + prefix, .page_size = 2}};
  CHECK(client.fetch("1").rows.size() == 2);
}

TEST_CASE("a URL of another shape is refused by name") {
  for (auto const* url :
       {"", "localhost", "127.0.0.1:80", "ftp://host", "http://", "http:///path", "http://host:", "http://host:0",
        "http://host:65536", "http://host:999999999999", "http://user@host", "http://host/?page=1", "http://host/#top",
        "http://a b", "HTTP://host", "https//host", " http://host"}) {
    CAPTURE(url);
    try {
      transactions_client client{{.url = url, .page_size = 10}};
      FAIL("nothing was thrown");
    } catch (std::invalid_argument const& error) {
      CHECK(contains(error.what(), std::string{"url \""} + url + "\" must be http[s]://host[:port][/path]"));
    }
  }
  for (auto const* url : {"http://localhost", "http://127.0.0.1:8080", "http://[::1]:80/api", "http://host/"}) {
    CAPTURE(url);
    CHECK_NOTHROW(transactions_client{{.url = url}});
  }
}

TEST_CASE("https is spoken where httplib has OpenSSL, and refused by name where it has not") {
  transactions_api const api;
  auto const url = "https://127.0.0.1:" + std::to_string(api.port());
#ifdef CPPHTTPLIB_OPENSSL_SUPPORT
  journal log;
  transactions_client client{{.url = url, .page_size = 10}, log.policy(2), {1s, 1s}};
  auto const error = error_of(client, "1");
  REQUIRE(error);
  CHECK(error->reason() == "the TLS handshake failed");
  CHECK(error_of(client, "1"));
#else
  try {
    transactions_client client{{.url = url, .page_size = 10}};
    FAIL("nothing was thrown");
  } catch (std::invalid_argument const& error) {
    CHECK(contains(error.what(), url));
  }
#endif
}

TEST_CASE("arguments out of range are refused by name") {
  std::string const url = "http://127.0.0.1:1";
  auto const message = [&](std::size_t page_size, auto change) -> std::string {
    cogen::retry_policy retry;
    client_timeouts timeouts;
    change(retry, timeouts);
    try {
      transactions_client client{{.url = url, .page_size = page_size}, retry, timeouts};
    } catch (std::invalid_argument const& error) {
      return error.what();
    }
    return "nothing was thrown";
  };
  CHECK(message(0, [](auto&, auto&) {}) == "page_size must be at least 1");
  CHECK(contains(message(1, [](auto& r, auto&) { r.attempts = 0; }), "attempts"));
  CHECK(contains(message(1, [](auto& r, auto&) { r.base_delay = -1ms; }), "base_delay"));
  CHECK(contains(message(1, [](auto& r, auto&) { r.max_delay = -1ms; }), "max_delay"));
  CHECK(contains(message(1, [](auto& r, auto&) { r.longest_retry_after = -1ms; }), "longest_retry_after"));
  CHECK(message(1, [](auto&, auto& t) { t.read = 0ms; }) == "read timeout (ms) must be at least 1, not 0");
  CHECK(message(1, [](auto&, auto& t) { t.connection = 0ms; }) == "connection timeout (ms) must be at least 1, not 0");

  transactions_client client{{.url = url, .page_size = 1}};
  for (auto const* at : {"0", "", "-1", "two", "1 ", "18446744073709551616"}) {
    CAPTURE(at);
    CHECK_THROWS_AS(client.fetch(at), std::invalid_argument);
  }
}

TEST_CASE("what sleep throws ends the fetch, and the client can be used again") {
  transactions_api const api{with_rows(10, {{1, fault_kind::server_error, 1}})};
  cogen::retry_policy policy;
  policy.sleep = [](milliseconds) { throw std::runtime_error{"interrupted"}; };
  transactions_client client{{.url = api.url(), .page_size = 10}, policy};
  CHECK_THROWS_WITH(client.fetch("1"), "interrupted");
  CHECK(client.fetch("1").rows.size() == 10);
}

TEST_CASE("a client can be moved, and a moved-from one says so") {
  transactions_api const api{with_rows(10)};
  transactions_client first{{.url = api.url(), .page_size = 10}};
  first.fetch("1");
  auto second = std::move(first);
  CHECK(second.fetch("1").rows.size() == 10);
  CHECK_THROWS_AS(first.fetch("1"), std::logic_error);
}

TEST_CASE("all styles bring every row, whatever is left for the last page") {
  auto const style = GENERATE(api_style::page, api_style::offset, api_style::cursor, api_style::link);
  auto const rows = GENERATE(as<std::uint64_t>{}, 0, 1, 9, 10, 11, 20, 1234);
  transactions_api const api{with_rows(rows)};
  transactions_client client{{.url = api.url(), .style = style, .page_size = 10}};
  auto const got = all_pages(client, style);
  CHECK(rows_of(got) == synthetic_rows(rows));
  CHECK(got.size() == std::max<std::uint64_t>(1, (rows + 9) / 10));
  CHECK(api.requests() == got.size());
  CHECK(got.front().at == client.first());
  for (auto const& each : got) {
    CHECK(each.has_more == (&each != &got.back()));
    CHECK(each.received() == each.rows.size());
    CHECK(each.next_cursor.has_value() == (style == api_style::cursor && each.has_more));
    CHECK((each.header("lInK") != nullptr) == (style == api_style::link));
    CHECK(each.header("Date") == nullptr);
  }
}

TEST_CASE("what is fetched first is the first page of the style") {
  std::string const url = "http://127.0.0.1:1/api";
  auto const first = [&](api_style style, std::optional<timestamp> since = {}) {
    return transactions_client{{.url = url, .style = style, .page_size = 7, .since = since}}.first();
  };
  CHECK(first(api_style::page) == "1");
  CHECK(first(api_style::offset) == "0");
  CHECK(first(api_style::cursor).empty());
  CHECK(first(api_style::link) == url + "/transactions/linked?limit=7");
  CHECK(first(api_style::link, first_timestamp + 1us) ==
        url + "/transactions/linked?limit=7&since=2024-01-01T00:00:00.000001Z");
}

TEST_CASE("since brings the rows at or after it in all styles") {
  auto const style = GENERATE(api_style::page, api_style::offset, api_style::cursor, api_style::link);
  auto const since = synthetic_transaction(42, 7).timestamp;
  auto expected = synthetic_rows(1000);
  std::erase_if(expected, [&](transaction const& row) { return row.timestamp < since; });
  REQUIRE(expected.size() > 100);
  transactions_api const api{with_rows(1000)};
  transactions_client client{{.url = api.url(), .style = style, .page_size = 10, .since = since}};
  CHECK(rows_of(all_pages(client, style)) == expected);
}

TEST_CASE("requests that fail at random are made again until every row is there") {
  auto const style = GENERATE(api_style::page, api_style::offset, api_style::cursor, api_style::link);
  auto options = with_rows(1000);
  options.fault_rate = 0.4;
  transactions_api const api{options};
  journal log;
  transactions_client client{{.url = api.url(), .style = style, .page_size = 10}, log.policy(30)};
  CHECK(rows_of(all_pages(client, style)) == synthetic_rows(1000));
  CHECK(log.retries.size() > 30);
  CHECK(api.requests() == 100 + log.retries.size());
}

TEST_CASE("32 clients at once get every row") {
  auto options = with_rows(500);
  options.fault_rate = 0.1;
  transactions_api const api{options};
  std::vector<std::vector<transaction>> got(32);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < got.size(); ++i)
    threads.emplace_back([&api, &rows = got[i], style = static_cast<api_style>(i % 4)] {
      cogen::retry_policy retry;
      retry.attempts = 30;
      retry.base_delay = 1ms;
      transactions_client client{{.url = api.url(), .style = style, .page_size = 50}, retry};
      rows = rows_of(all_pages(client, style));
    });
  for (auto& thread : threads) thread.join();
  auto const expected = synthetic_rows(500);
  for (auto const& rows : got) CHECK(rows == expected);
}

TEST_CASE("bad rows of each kind are kept apart with their text where they are tolerated, in all styles") {
  auto const style = GENERATE(api_style::page, api_style::offset, api_style::cursor, api_style::link);
  struct kind {
    bad_row_kind how;
    char const* field;
    char const* reason;
  };
  auto const [how, field, reason] = GENERATE(values<kind>(
      {{bad_row_kind::missing_field, "amount", "is missing"},
       {bad_row_kind::wrong_type, "amount", "must be a number, not a string"},
       {bad_row_kind::bad_timestamp, "timestamp", "must look like 2024-03-01T12:34:56.789012Z, not \"2024-13-"},
       {bad_row_kind::not_an_object, "", "must be an object, not a string"}}));
  auto options = with_rows(20);
  options.bad_rows = {{0, how}, {11, how}, {12, how}, {19, how}};
  transactions_api const api{options};

  transactions_client client{{.url = api.url(), .style = style, .page_size = 10, .tolerate_bad_rows = true}};
  auto const got = all_pages(client, style);
  REQUIRE(got.size() == 2);
  auto expected = synthetic_rows(20);
  for (std::ptrdiff_t const row : {19, 12, 11, 0}) expected.erase(expected.begin() + row);
  CHECK(rows_of(got) == expected);
  CHECK(got[0].received() == 10);
  REQUIRE(got[0].bad_rows.size() == 1);
  REQUIRE(got[1].bad_rows.size() == 3);
  auto const raw = json::parse(httplib::Client{api.url()}.Get("/transactions?page_size=20")->body)["data"];
  std::vector<bad_row> bad = got[0].bad_rows;
  bad.insert(bad.end(), got[1].bad_rows.begin(), got[1].bad_rows.end());
  std::size_t const places[] = {0, 11, 12, 19};
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(bad[i].index == places[i] % 10);
    CHECK(bad[i].field == field);
    CHECK(bad[i].reason.rfind(reason, 0) == 0);
    CHECK(bad[i].text == raw[places[i]].dump());
  }

  journal log;
  transactions_client strict{{.url = api.url(), .style = style, .page_size = 10}, log.policy()};
  auto const error = error_of(strict, strict.first());
  REQUIRE(error);
  CHECK(error->row() == 0);
  CHECK(error->field() == field);
  CHECK(error->reason().rfind(reason, 0) == 0);
  CHECK(log.retries.empty());
}

TEST_CASE("the text of a bad row is what came, byte for byte") {
  std::string const good = good_page()["data"][0].dump();
  std::vector<std::string> const bad{"{ \"amount\" :\t1.50e0 ,\r\n \"merchant\":\"Caf\\u00e9 \\\"]},{[\" }",
                                     "[ [1, 2] ,{\"a\":[]}, \"]\" ]",
                                     "[]",
                                     "{}",
                                     "-12.5E+3",
                                     "0",
                                     "true",
                                     "false",
                                     "null",
                                     "\"\"",
                                     "\"a \\\\\\\" , ]\"",
                                     "{\"transaction_id\":{\"deep\":[{}, \"x\"]}, \"user_id\" : null}",
                                     "{\"user_id\":\"a\",\"user_id\":\"b\"}"};
  std::string body = "{ \"page\":1,\"has_more\":false,\"page_size\":100,\"other\":[[1],{}] , \"data\" : [ \n";
  for (auto const& text : bad) body += text + " ,\t" + good + "\r\n, ";
  body += bad[0] + " ] }";
  auto const whole = body;
  auto asked = first_page(100);
  asked.tolerate_bad_rows = true;
  auto const got = read_page(body, asked);
  CHECK(got.rows.size() == bad.size());
  CHECK(got.received() == 2 * bad.size() + 1);
  REQUIRE(got.bad_rows.size() == bad.size() + 1);
  for (std::size_t i = 0; i < got.bad_rows.size(); ++i) {
    CHECK(got.bad_rows[i].text == bad[i % bad.size()]);
    CHECK(got.bad_rows[i].index == 2 * i);
    CHECK_FALSE(got.bad_rows[i].reason.empty());
  }
  CHECK(got.bad_rows[0].field == "transaction_id");
  CHECK(got.bad_rows[11].field == "transaction_id");
  CHECK(got.bad_rows[11].reason == "must be a string, not an object");
  CHECK(got.bad_rows[12].field == "user_id");
  CHECK(got.bad_rows[12].reason == "is there twice");

  // Broken anywhere it is no page at all.
  for (std::size_t size = 0; size < whole.size(); ++size) {
    body = whole.substr(0, size);
    CHECK_THROWS_AS(read_page(body, asked), malformed_json);
  }
}

TEST_CASE("the good rows of a page are the same where bad ones are tolerated") {
  std::string body =
      R"({"data":[{"transaction_id":"TXN1","user_id":"U","amount":0.1,"currency":"EUR","status":"failed",
      "category":"food","timestamp":"2024-03-01T00:00:00Z","merchant":"Caf\u00e9 \"Z\"","extra":[{"amount":"x"}],
      "payment_method":"paypal"}],"page":1,"page_size":1,"has_more":false})";
  auto asked = first_page(1);
  asked.tolerate_bad_rows = true;
  auto const tolerant = read_page(body, asked);
  CHECK(tolerant.bad_rows.empty());
  CHECK(tolerant.rows == read_page(body, first_page(1)).rows);
}

TEST_CASE("a bad envelope is an error where bad rows are tolerated too") {
  auto const message = [](json const& page) -> std::string {
    auto body = page.dump();
    auto asked = first_page(2);
    asked.tolerate_bad_rows = true;
    try {
      read_page(body, asked);
    } catch (api_error const& error) {
      return error.what();
    }
    return "nothing was thrown";
  };
  auto page = good_page();
  page["data"][0] = 1;
  CHECK(message(page) == "nothing was thrown");
  page["page"] = 2;
  CHECK(message(page) == "page 1: field \"page\" must be 1, not 2");
  page = good_page();
  page["data"] = {1, "two", nullptr};
  CHECK(message(page) == "page 1: field \"data\" holds more than the 2 rows asked for");
  page["data"] = {1};
  page["has_more"] = true;
  CHECK(message(page) == "page 1: field \"data\" holds 1 of 2 rows although has_more is true");
}

TEST_CASE("the envelopes of the other styles are checked as strictly") {
  struct wrong {
    api_style style;
    char const* envelope;  // behind the rows
    std::size_t rows;
    char const* message;
  };
  for (auto const& [style, envelope, rows, message] :
       {wrong{api_style::offset, R"("offset":4,"limit":2,"total":6)", 2, "nothing was thrown"},
        wrong{api_style::offset, R"("offset":4,"limit":2,"total":5)", 1, "nothing was thrown"},
        wrong{api_style::offset, R"("offset":4,"limit":2,"total":3)", 0, "nothing was thrown"},
        wrong{api_style::offset, R"("offset":5,"limit":2,"total":6)", 2, "field \"offset\" must be 4, not 5"},
        wrong{api_style::offset, R"("offset":4,"limit":3,"total":6)", 2, "field \"limit\" must be 2, not 3"},
        wrong{api_style::offset, R"("limit":2,"total":6)", 2, "field \"offset\" is missing"},
        wrong{api_style::offset, R"("offset":4,"total":6)", 2, "field \"limit\" is missing"},
        wrong{api_style::offset, R"("offset":4,"limit":2)", 2, "field \"total\" is missing"},
        wrong{api_style::offset, R"("offset":4,"limit":2,"total":"6")", 2,
              "field \"total\" must be a number, not a string"},
        wrong{api_style::offset, R"("offset":4,"limit":2,"total":-1)", 0,
              "field \"total\" must be a number of rows, not -1"},
        wrong{api_style::offset, R"("offset":4,"limit":2,"total":6.5)", 2,
              "field \"total\" must be a number of rows, not 6.5"},
        wrong{api_style::offset, R"("offset":4,"limit":2,"total":6)", 1, "field \"data\" holds 1 rows, not 2, of 6"},
        wrong{api_style::offset, R"("offset":4,"limit":2,"total":5)", 2, "field \"data\" holds 2 rows, not 1, of 5"},
        wrong{api_style::offset, R"("offset":4,"limit":2,"total":6)", 3,
              "field \"data\" holds more than the 2 rows asked for"},
        wrong{api_style::cursor, R"("next_cursor":"x")", 2, "nothing was thrown"},
        wrong{api_style::cursor, R"("next_cursor":null)", 1, "nothing was thrown"},
        wrong{api_style::cursor, R"("cursor":null)", 1, "field \"next_cursor\" is missing"},
        wrong{api_style::cursor, R"("next_cursor":"")", 2, "field \"next_cursor\" must not be empty"},
        wrong{api_style::cursor, R"("next_cursor":5)", 2,
              "field \"next_cursor\" must be a string or null, not a number"},
        wrong{api_style::cursor, R"("next_cursor":"x")", 1,
              "field \"data\" holds 1 of 2 rows although there is a next page"},
        wrong{api_style::cursor, R"("next_cursor":null,"next_cursor":null)", 1,
              "field \"next_cursor\" is there twice"}}) {
    CAPTURE(envelope, rows);
    auto const server = serving(R"({"data":)" + rows_json(rows) + "," + envelope + "}");
    journal log;
    transactions_client client{{.url = server.url(), .style = style, .page_size = 2}, log.policy()};
    auto const at = style == api_style::offset ? "4" : "here";
    auto const error = error_of(client, at);
    std::string const name = style == api_style::offset ? "offset 4: " : "cursor \"here\": ";
    CHECK((error ? error->what() : name + "nothing was thrown") == name + message);
    CHECK(log.retries.empty());
  }
}

TEST_CASE("a Link header must fit its page, and be readable") {
  struct answer {
    std::size_t rows;
    std::vector<std::string> links;
    char const* message;
    bool has_more;
  };
  for (auto const& [rows, links, message, has_more] :
       {answer{2, {R"(<linked?offset=2>; rel="next")"}, "", true}, answer{2, {"<linked?offset=2>;rel=next"}, "", true},
        answer{2, {R"(<linked>; rel="first")", R"(<linked?offset=2>; rel="next")"}, "", true},
        answer{2, {R"(<linked>; rel="first")"}, "", false}, answer{2, {}, "", false}, answer{0, {}, "", false},
        answer{2, {R"(<http://elsewhere.invalid/>; rel="next")"}, "", true},
        answer{1, {R"(<linked?offset=2>; rel="next")"}, "field \"data\" holds 1 of 2 rows although there is", false},
        answer{3, {}, "field \"data\" holds more than the 2 rows", false},
        answer{2, {"garbage"}, "cogen::paginate: a Link header that can't be read", false},
        answer{
            2, {R"(<linked?limit=2>; rel="next")"}, "cogen::paginate: a next page that was fetched before", false}}) {
    CAPTURE(message, links);
    scripted_server const server{[&, body = R"({"data":)" + rows_json(rows) + "}"](auto const&, auto& response) {
                                   response.set_content(body, "application/json");
                                   for (auto const& each : links) response.headers.emplace("Link", each);
                                 },
                                 "/transactions/linked"};
    journal log;
    transactions_client client{{.url = server.url(), .style = api_style::link, .page_size = 2}, log.policy()};
    if (*message != '\0') {
      auto const error = error_of(client, client.first());
      REQUIRE(error);
      CHECK(contains(error->what(), client.first() + ": " + message));
      CHECK(error->at() == client.first());
    } else {
      auto const got = client.fetch(client.first());
      CHECK(got.has_more == has_more);
      CHECK(got.link == (links.size() == 2 ? links[0] + ", " + links[1] : links.empty() ? "" : links[0]));
    }
    CHECK(log.retries.empty());
  }
}

TEST_CASE("a URL of another host is not fetched, whoever names it") {
  transactions_api const other{with_rows(10)};
  transactions_api const api{with_rows(10)};
  transactions_client client{{.url = api.url(), .style = api_style::link, .page_size = 10}};
  auto const port = std::to_string(api.port());
  auto const path = std::string{"/transactions/linked?limit=10"};
  for (auto const& url :
       std::vector<std::string>{other.url() + path, "https://127.0.0.1:" + port + path, "http://127.0.0.1" + path,
                                "http://user@127.0.0.1:" + port + path, "http://127.0.0.1:" + port + ".invalid" + path,
                                "http://127.0.0.1:" + port + "@elsewhere.invalid" + path, path, "linked?limit=10", "",
                                "://", api.url() + path + " HTTP/1.1\r\nX: y", api.url() + path + "\n"}) {
    CAPTURE(url);
    CHECK_THROWS_AS(client.fetch(url), std::invalid_argument);
  }
  CHECK(api.requests() == 0);
  CHECK(other.requests() == 0);
  for (auto const& url : {"HTTP://127.0.0.1:" + port + path, api.url() + path + "#here"})
    CHECK(client.fetch(url).rows.size() == 10);

  scripted_server const astray{[&](auto const&, auto& response) {
                                 response.set_header("Link", "<" + other.url() + path + ">; rel=\"next\"");
                                 response.set_content(R"({"data":)" + rows_json(2) + "}", "application/json");
                               },
                               "/transactions/linked"};
  transactions_client follower{{.url = astray.url(), .style = api_style::link, .page_size = 2}};
  CHECK_THROWS_AS(all_pages(follower, api_style::link), cogen::pagination_error);
  CHECK(other.requests() == 0);
}

TEST_CASE("a port that the scheme has anyway makes no other host") {
  journal log;
  transactions_client client{{.url = "http://no-such-host.invalid", .style = api_style::link}, log.policy(1)};
  CHECK(error_of(client, "http://no-such-host.invalid:80/x"));
  CHECK(error_of(client, "http://NO-SUCH-HOST.invalid?x"));
  CHECK_THROWS_AS(client.fetch("http://no-such-host.invalid:443/x"), std::invalid_argument);
}

TEST_CASE("a cursor is sent as it was given, whatever it is made of") {
  std::string const odd = "a b&limit=9%41+/=?#\xc3\xa9\"\r\n\x01~";
  std::vector<std::string> received;
  scripted_server const server{[&](httplib::Request const& request, httplib::Response& response) {
    received.push_back(request.get_param_value("cursor"));
    CHECK(request.get_param_value("limit") == "2");
    json page{{"data", json::parse(rows_json(2))}, {"next_cursor", nullptr}};
    if (received.size() == 1) page["next_cursor"] = odd;
    response.set_content(page.dump(), "application/json");
  }};
  transactions_client client{{.url = server.url(), .style = api_style::cursor, .page_size = 2}};
  CHECK(all_pages(client, api_style::cursor).size() == 2);
  CHECK(received == std::vector<std::string>{"", odd});
}

TEST_CASE("a cursor that the server does not know is refused in one line, at once") {
  transactions_api const api{with_rows(10)};
  journal log;
  transactions_client client{{.url = api.url(), .style = api_style::cursor, .page_size = 10}, log.policy()};
  auto const error = error_of(client, "gar\nbage");
  REQUIRE(error);
  CHECK(error->what() == "cursor \"gar bage\": GET " + api.url() +
                             "/transactions?cursor=gar%0Abage&limit=10 failed after 1 attempt: "
                             "400 Bad Request: cursor must be one that a page has given");
  CHECK(error->at() == "gar\nbage");
  CHECK(log.retries.empty());
}

TEST_CASE("a failure names its page as the style does") {
  struct expectation {
    api_style style;
    char const* at;
    char const* name;
    char const* query;
  };
  auto const [style, at, name, query] = GENERATE(values<expectation>(
      {{api_style::page, "3", "page 3: ", "?page=3&page_size=10&since=2024-01-01T00:00:00.000000Z"},
       {api_style::offset, "20", "offset 20: ", "?offset=20&limit=10&since=2024-01-01T00:00:00.000000Z"},
       {api_style::cursor, "", "cursor \"\": ", "?cursor=&limit=10&since=2024-01-01T00:00:00.000000Z"},
       {api_style::link, "/transactions/linked?x", "", "/linked?x"}}));
  auto const page = style == api_style::cursor || style == api_style::link ? 1U : 3U;
  std::vector<fault> faults{{page, fault_kind::server_error, fault::always, 0s},
                            {10, fault_kind::server_error, fault::always, 0s}};
  transactions_api const api{with_rows(30, faults)};
  journal log;
  transactions_client client{{.url = api.url(), .style = style, .page_size = 10, .since = first_timestamp},
                             log.policy(2)};
  auto const asked = style == api_style::link ? api.url() + at : std::string{at};
  auto const error = error_of(client, asked);
  REQUIRE(error);
  CHECK(error->at() == asked);
  CHECK(error->what() == name + ("GET " + api.url()) + "/transactions" + query +
                             " failed after 2 attempts: 500 Internal Server Error: the server made an error");
  REQUIRE(log.retries.size() == 1);
  CHECK(log.retries[0].failure == (style == api_style::link ? asked + ": " : std::string{name}) +
                                      "500 Internal Server Error: the server made an error");
}

TEST_CASE("links are followed below a path in the URL") {
  transactions_api const api{with_rows(30)};
  scripted_server const proxy{[&](httplib::Request const& request, httplib::Response& response) {
                                auto const behind = request.target.substr(std::string{"/api/v1"}.size());
                                auto const got = httplib::Client{api.url()}.Get(behind);
                                response.set_header("Link", got->get_header_value("Link"));
                                response.set_content(got->body, "application/json");
                              },
                              "/api/v1/transactions/linked"};
  transactions_client client{{.url = proxy.url() + "/api/v1/", .style = api_style::link, .page_size = 10}};
  CHECK(rows_of(all_pages(client, api_style::link)) == synthetic_rows(30));
}

TEST_CASE("a URL is sent as it was given, but for what no URL may hold") {
  std::string received;
  scripted_server const server{[&](httplib::Request const& request, httplib::Response& response) {
                                 received = request.target;
                                 response.set_content(R"({"data":[]})", "application/json");
                               },
                               "/transactions/linked"};
  transactions_client client{{.url = server.url(), .style = api_style::link}};
  client.fetch(server.url() + "/transactions/linked?q=a+b,c;d%41\xc3\xa9#here");
  CHECK(received == "/transactions/linked?q=a+b,c;d%41%C3%A9");
}
