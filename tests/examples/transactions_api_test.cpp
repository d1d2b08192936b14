#include "api_to_parquet/transactions_api.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <memory>
#include <regex>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <httplib.h>
#include <nlohmann/json.hpp>

#include "api_to_parquet/timestamps.hpp"
#include "api_to_parquet/transaction.hpp"
#include "support/catch.hpp"

namespace {

using namespace api_to_parquet;
using namespace std::chrono_literals;
using json = nlohmann::ordered_json;
using clock_type = std::chrono::steady_clock;

transactions_api_options with_rows(std::uint64_t rows) {
  transactions_api_options options;
  options.rows = rows;
  return options;
}

transactions_api_options with_faults(std::vector<fault> faults) {
  auto options = with_rows(100);
  options.faults = std::move(faults);
  return options;
}

struct answer {
  int status = 0;
  json body;
};

answer get(transactions_api const& api, std::string const& target) {
  httplib::Client client{api.url()};
  auto const result = client.Get(target);
  REQUIRE(result);
  CHECK(result->get_header_value("Content-Type") == "application/json");
  return {result->status, json::parse(result->body)};
}

std::vector<std::string> keys_of(json const& body) {
  std::vector<std::string> keys;
  for (auto const& [key, value] : body.items()) keys.push_back(key);
  return keys;
}

std::vector<std::string> ids_of(json const& body) {
  std::vector<std::string> found;
  for (auto const& row : body["data"]) found.push_back(row["transaction_id"]);
  return found;
}

// Of the rows from `first` to before `last`.
std::vector<std::string> ids(std::uint64_t first, std::uint64_t last) {
  std::vector<std::string> expected;
  for (; first != last; ++first) expected.push_back(synthetic_transaction(42, first).transaction_id);
  return expected;
}

template <class Function>
std::string message_of(Function function) {
  try {
    function();
  } catch (std::exception const& error) {
    return error.what();
  }
  return "nothing was thrown";
}

bool contains(std::string const& text, std::string const& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a synthetic row depends on seed and index alone") {
  auto const row = synthetic_transaction(42, 7);
  CHECK(row == synthetic_transaction(42, 7));
  CHECK_FALSE(row == synthetic_transaction(43, 7));
  CHECK(row.transaction_id == "TXN00000007");
  CHECK(synthetic_transaction(1, 123'456'789).transaction_id == "TXN123456789");

  // Pinned, so that every compiler and every release makes the same data.
  CHECK(row.user_id == "USER7140");
  CHECK(row.amount == 4425.16);
  CHECK(row.currency == "JPY");
  CHECK(row.status == "pending");
  CHECK(row.category == "transport");
  CHECK(row.timestamp.time_since_epoch() == 1'729'773'016'206'634us);
  CHECK(row.merchant == "Netflix");
  CHECK(row.payment_method == "crypto");
}

TEST_CASE("synthetic rows stay in the ranges of the document and use all of every value set") {
  std::set<std::string> seen_currencies, seen_statuses, seen_categories, seen_merchants, seen_methods;
  double lowest = 1e9, highest = 0;
  bool fractions_of_a_millisecond = false;
  std::regex const user_id{"USER[1-9][0-9]{3}"};
  for (std::uint64_t i = 0; i < 20'000; ++i) {
    auto const row = synthetic_transaction(5, i);
    REQUIRE(std::regex_match(row.user_id, user_id));
    REQUIRE(row.amount == std::round(row.amount * 100) / 100);
    lowest = std::min(lowest, row.amount);
    highest = std::max(highest, row.amount);
    REQUIRE(row.timestamp >= first_timestamp);
    REQUIRE(row.timestamp < end_of_timestamps);
    fractions_of_a_millisecond |= row.timestamp.time_since_epoch().count() % 1000 != 0;
    seen_currencies.insert(row.currency);
    seen_statuses.insert(row.status);
    seen_categories.insert(row.category);
    seen_merchants.insert(row.merchant);
    seen_methods.insert(row.payment_method);
  }
  CHECK(lowest >= 10.0);
  CHECK(lowest < 15.0);
  CHECK(highest <= 5000.0);
  CHECK(highest > 4995.0);
  CHECK(fractions_of_a_millisecond);
  CHECK(seen_currencies == std::set<std::string>{"USD", "EUR", "GBP", "JPY"});
  CHECK(seen_statuses == std::set<std::string>{"completed", "pending", "failed"});
  CHECK(seen_categories == std::set<std::string>{"food", "transport", "entertainment", "shopping", "bills"});
  CHECK(seen_merchants == std::set<std::string>{"Amazon", "Uber", "Netflix", "Starbucks", "Apple"});
  CHECK(seen_methods == std::set<std::string>{"credit_card", "debit_card", "paypal", "crypto"});
}

TEST_CASE("a page is JSON with its rows, its number, its size and whether more follow") {
  transactions_api const api{with_rows(25)};
  auto const [status, body] = get(api, "/transactions?page=2&page_size=10");
  REQUIRE(status == 200);

  std::vector<std::string> keys;
  for (auto const& [key, value] : body.items()) keys.push_back(key);
  CHECK(keys == std::vector<std::string>{"data", "page", "page_size", "has_more"});
  CHECK(body["page"] == 2);
  CHECK(body["page_size"] == 10);
  CHECK(body["has_more"] == true);

  REQUIRE(body["data"].size() == 10);
  for (std::uint64_t i = 0; i < 10; ++i) {
    auto const& served = body["data"][i];
    auto const expected = synthetic_transaction(42, 10 + i);
    CHECK(served.size() == 9);
    CHECK(served["transaction_id"] == expected.transaction_id);
    CHECK(served["user_id"] == expected.user_id);
    CHECK(served["amount"] == expected.amount);
    CHECK(served["currency"] == expected.currency);
    CHECK(served["status"] == expected.status);
    CHECK(served["category"] == expected.category);
    CHECK(served["merchant"] == expected.merchant);
    CHECK(served["payment_method"] == expected.payment_method);
  }
}

TEST_CASE("a timestamp is ISO 8601 in UTC with six digits of a second") {
  transactions_api const api{with_rows(8)};
  auto const page = get(api, "/transactions").body;
  CHECK(page["data"][7]["timestamp"] == "2024-10-24T12:30:16.206634Z");
  for (auto const& row : page["data"])
    CHECK(
        std::regex_match(row["timestamp"].get<std::string>(), std::regex{R"(2024-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z)"}));
}

TEST_CASE("the last page is short and says so, and pages beyond it are empty") {
  transactions_api const api{with_rows(25)};
  auto const last = get(api, "/transactions?page=3&page_size=10").body;
  CHECK(last["data"].size() == 5);
  CHECK(last["has_more"] == false);

  for (auto const* page : {"4", "5", "18446744073709551615"}) {
    auto const beyond = get(api, std::string{"/transactions?page_size=10&page="} + page);
    CHECK(beyond.status == 200);
    CHECK(beyond.body["data"].empty());
    CHECK(beyond.body["has_more"] == false);
  }
}

TEST_CASE("a full last page does not promise more") {
  transactions_api const api{with_rows(20)};
  auto const last = get(api, "/transactions?page=2&page_size=10").body;
  CHECK(last["data"].size() == 10);
  CHECK(last["has_more"] == false);
}

TEST_CASE("an empty data set is one empty page") {
  transactions_api const api{with_rows(0)};
  auto const page = get(api, "/transactions");
  CHECK(page.status == 200);
  CHECK(page.body["data"].is_array());
  CHECK(page.body["data"].empty());
  CHECK(page.body["has_more"] == false);
}

TEST_CASE("without parameters a request gets page 1 of 100 rows, or fewer if the limit is lower") {
  transactions_api const api{with_rows(1000)};
  auto const page = get(api, "/transactions").body;
  CHECK(page["page"] == 1);
  CHECK(page["page_size"] == 100);
  CHECK(page["data"].size() == 100);

  auto options = with_rows(1000);
  options.max_page_size = 30;
  transactions_api const limited{options};
  CHECK(get(limited, "/transactions").body["data"].size() == 30);
}

TEST_CASE("the same seed serves the same page, another seed another one") {
  auto options = with_rows(10);
  transactions_api const one{options}, same{options};
  options.seed = 1;
  transactions_api const other{options};
  auto const served = get(one, "/transactions").body;
  CHECK(served == get(same, "/transactions").body);
  CHECK(served != get(other, "/transactions").body);
}

TEST_CASE("a bad parameter gets 400 and an error that names it") {
  auto options = with_rows(10);
  options.max_page_size = 500;
  transactions_api const api{options};
  struct bad {
    char const* query;
    char const* named;
  };
  for (auto const& [query, named] :
       {bad{"page=0", "page must be"}, bad{"page=-1", "page must be"}, bad{"page=two", "page must be"},
        bad{"page=", "page must be"}, bad{"page=1.5", "page must be"}, bad{"page=18446744073709551616", "page must be"},
        bad{"page_size=0", "page_size must be"}, bad{"page_size=501", "page_size must be a whole number from 1 to 500"},
        bad{"page=1&page_size=10x", "page_size must be"}}) {
    CAPTURE(query);
    auto const [status, body] = get(api, std::string{"/transactions?"} + query);
    CHECK(status == 400);
    CHECK(body["error"].get<std::string>().rfind(named, 0) == 0);
  }
  CHECK(get(api, "/transactions?page_size=500").status == 200);
}

TEST_CASE("health is ok and other paths are not found") {
  transactions_api const api;
  auto const health = get(api, "/health");
  CHECK(health.status == 200);
  CHECK(health.body == json::object({{"status", "ok"}}));

  auto const other = get(api, "/other");
  CHECK(other.status == 404);
  CHECK(other.body["error"] == "nothing is served at /other");
}

TEST_CASE("a fault happens on its page as often as asked, then the page is served") {
  transactions_api const api{with_faults({{2, fault_kind::server_error, 2}})};
  CHECK(get(api, "/transactions?page=1&page_size=10").status == 200);
  CHECK(get(api, "/transactions?page=2&page_size=10").status == 500);
  CHECK(get(api, "/transactions?page=2&page_size=10").status == 500);
  CHECK(get(api, "/transactions?page=2&page_size=10").status == 200);
  CHECK(api.requests() == 4);
}

TEST_CASE("a fault that happens always never ends") {
  transactions_api const api{with_faults({{1, fault_kind::server_error, fault::always}})};
  for (int i = 0; i < 20; ++i) CHECK(get(api, "/transactions").status == 500);
}

TEST_CASE("several faults of one page happen in their order") {
  transactions_api const api{with_faults({{1, fault_kind::too_many_requests, 1}, {1, fault_kind::server_error, 1}})};
  CHECK(get(api, "/transactions").status == 429);
  CHECK(get(api, "/transactions").status == 500);
  CHECK(get(api, "/transactions").status == 200);
}

TEST_CASE("too many requests come with Retry-After") {
  transactions_api const api{with_faults({{1, fault_kind::too_many_requests, 1, 7s}})};
  httplib::Client client{api.url()};
  auto const result = client.Get("/transactions");
  REQUIRE(result);
  CHECK(result->status == 429);
  CHECK(result->get_header_value("Retry-After") == "7");
}

TEST_CASE("a dropped page breaks off in the middle of its body") {
  transactions_api const api{with_faults({{1, fault_kind::dropped, 1}})};
  httplib::Client client{api.url()};
  std::size_t announced = 0, received = 0;
  auto const result = client.Get(
      "/transactions?page_size=100",
      [&](httplib::Response const& response) {
        announced = response.get_header_value<std::uint64_t>("Content-Length");
        return response.status == 200;
      },
      [&](char const*, std::size_t size) {
        received += size;
        return true;
      });
  CHECK(result.error() == httplib::Error::Read);
  CHECK(received > 0);
  CHECK(received < announced);
}

TEST_CASE("malformed and truncated pages arrive whole but are not JSON") {
  auto const kind = GENERATE(fault_kind::malformed, fault_kind::truncated);
  transactions_api const api{with_faults({{1, kind, 1}})};
  httplib::Client client{api.url()};
  auto const result = client.Get("/transactions");
  REQUIRE(result);
  CHECK(result->status == 200);
  CHECK_FALSE(json::accept(result->body));
}

TEST_CASE("latency delays each answer, but not the end of the server") {
  auto options = with_rows(10);
  options.latency = 60ms;
  auto const start = clock_type::now();
  {
    transactions_api const api{options};
    get(api, "/transactions");
    CHECK(clock_type::now() - start >= 60ms);
  }

  options.latency = 60s;
  auto api = std::make_unique<transactions_api>(options);
  std::thread waiting{[url = api->url()] {
    httplib::Client client{url};
    client.set_read_timeout(30s);
    (void)client.Get("/transactions");
  }};
  std::this_thread::sleep_for(100ms);
  auto const stop = clock_type::now();
  api.reset();
  waiting.join();
  CHECK(clock_type::now() - stop < 10s);
}

TEST_CASE("small answers over one connection are not held back by the network stack") {
  transactions_api const api{with_rows(10)};
  httplib::Client client{api.url()};
  client.set_keep_alive(true);
  client.set_tcp_nodelay(true);
  auto const start = clock_type::now();
  for (int i = 0; i < 200; ++i) REQUIRE(client.Get("/transactions"));
  CHECK(clock_type::now() - start < 4s);  // a delayed ACK is 40 ms: 8 s in all
}

TEST_CASE("a port in use is refused with its number, and is free again after the server") {
  auto first = std::make_unique<transactions_api>();
  auto options = transactions_api_options{};
  options.port = first->port();
  auto const message = message_of([&] { transactions_api second{options}; });
  CHECK(contains(message, "127.0.0.1:" + std::to_string(options.port)));
  CHECK_THROWS_AS(transactions_api{options}, std::runtime_error);

  get(*first, "/health");
  first.reset();
  transactions_api const second{options};
  CHECK(second.port() == options.port);
  CHECK(get(second, "/health").status == 200);
}

TEST_CASE("options out of range are refused by name") {
  struct bad {
    transactions_api_options options;
    char const* named;
  };
  std::vector<bad> all(7);
  all[0].options.port = 65536, all[0].named = "port";
  all[1].options.port = -1, all[1].named = "port";
  all[2].options.max_page_size = 0, all[2].named = "max_page_size";
  all[3].options.latency = -1ms, all[3].named = "latency";
  all[4].options.faults = {{0, fault_kind::dropped, 1}}, all[4].named = "page";
  all[5].options.faults = {{1, fault_kind::dropped, 0}}, all[5].named = "times";
  all[6].options.faults = {{1, fault_kind::dropped, 1, -1s}}, all[6].named = "retry_after";
  for (auto const& [options, named] : all) {
    CHECK_THROWS_AS(transactions_api{options}, std::invalid_argument);
    CHECK(contains(message_of([&] { transactions_api api{options}; }), named));
  }
}

TEST_CASE("a fault is read from text") {
  auto const full = parse_fault("3:too_many_requests:2:5");
  CHECK(full.page == 3);
  CHECK(full.kind == fault_kind::too_many_requests);
  CHECK(full.times == 2);
  CHECK(full.retry_after == 5s);

  auto const shortest = parse_fault("1:dropped");
  CHECK(shortest.kind == fault_kind::dropped);
  CHECK(shortest.times == 1);
  CHECK(shortest.retry_after == 1s);

  CHECK(parse_fault("1:server_error:always").times == fault::always);
  CHECK(parse_fault("1:malformed").kind == fault_kind::malformed);
  CHECK(parse_fault("1:truncated").kind == fault_kind::truncated);
}

TEST_CASE("a bad fault text is quoted with the part that is wrong") {
  struct bad {
    char const* text;
    char const* rule;
  };
  for (auto const& [text, rule] :
       {bad{"", "page:kind"}, bad{"3", "page:kind"}, bad{"1:dropped:1:1:1", "page:kind"}, bad{"0:dropped", "page must"},
        bad{"x:dropped", "page must"}, bad{"1:explosion", "kind must"}, bad{"1:", "kind must"},
        bad{"1:dropped:0", "times must"}, bad{"1:dropped:never", "times must"},
        bad{"1:dropped:1:soon", "retry_after must"}, bad{"1:dropped:1:86401", "retry_after must"}}) {
    CAPTURE(text);
    CHECK_THROWS_AS(parse_fault(text), std::invalid_argument);
    auto const message = message_of([&] { parse_fault(text); });
    CHECK(contains(message, std::string{"fault \""} + text + "\": "));
    CHECK(contains(message, rule));
  }
}

TEST_CASE("several clients are answered at once") {
  transactions_api const api{with_rows(400)};
  std::vector<int> served(4);
  std::vector<std::thread> clients;
  for (std::size_t i = 0; i < served.size(); ++i)
    clients.emplace_back([&api, &count = served[i]] {
      httplib::Client client{api.url()};
      for (int page = 1; page <= 4; ++page) {
        auto const result = client.Get("/transactions?page=" + std::to_string(page));
        if (result && result->status == 200) count += static_cast<int>(json::parse(result->body)["data"].size());
      }
    });
  for (auto& client : clients) client.join();
  CHECK(served == std::vector<int>(4, 400));
  CHECK(api.requests() == 16);
}

TEST_CASE("pages by offset say where they are and how many rows there are") {
  transactions_api const api{with_rows(25)};
  auto const got = get(api, "/transactions?offset=20&limit=10");
  REQUIRE(got.status == 200);
  CHECK(keys_of(got.body) == std::vector<std::string>{"data", "offset", "limit", "total"});
  CHECK(got.body["offset"] == 20);
  CHECK(got.body["limit"] == 10);
  CHECK(got.body["total"] == 25);
  CHECK(ids_of(got.body) == ids(20, 25));

  CHECK(ids_of(get(api, "/transactions?offset=7&limit=2").body) == ids(7, 9));
  CHECK(ids_of(get(api, "/transactions?offset=3").body) == ids(3, 25));
  CHECK(ids_of(get(api, "/transactions?limit=3").body) == ids(0, 3));
  for (std::string const beyond : {"25", "26", "18446744073709551615"}) {
    auto const empty = get(api, "/transactions?limit=10&offset=" + beyond).body;
    CHECK(empty["data"].empty());
    CHECK(empty["total"] == 25);
  }
}

TEST_CASE("cursors lead from page to page to null, each with a limit of its own") {
  transactions_api const api{with_rows(25)};
  auto const first = get(api, "/transactions?cursor=&limit=10").body;
  CHECK(keys_of(first) == std::vector<std::string>{"data", "next_cursor"});
  CHECK(ids_of(first) == ids(0, 10));
  auto const cursor = first["next_cursor"].get<std::string>();
  CHECK(std::regex_match(cursor, std::regex{"[-_A-Za-z0-9]+"}));

  auto const second = get(api, "/transactions?limit=5&cursor=" + cursor).body;
  CHECK(ids_of(second) == ids(10, 15));
  auto const last = get(api, "/transactions?cursor=" + second["next_cursor"].get<std::string>()).body;
  CHECK(ids_of(last) == ids(15, 25));
  CHECK(last["next_cursor"].is_null());
  CHECK(get(api, "/transactions?cursor=&limit=25").body["next_cursor"].is_null());
}

TEST_CASE("a cursor that no page has given gets 400") {
  transactions_api const api{with_rows(25)};
  auto const cursor = get(api, "/transactions?cursor=&limit=10").body["next_cursor"].get<std::string>();
  auto const refused = [&](std::string const& text) {
    CAPTURE(text);
    auto const [status, body] = get(api, "/transactions?cursor=" + text);
    CHECK(status == 400);
    CHECK(body["error"] == "cursor must be one that a page has given");
  };
  for (std::size_t i = 0; i < cursor.size(); ++i) {
    auto changed = cursor;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    refused(changed);
  }
  for (auto const& text : std::vector<std::string>{"10", "garbage", cursor + "A", cursor.substr(1),
                                                   std::string(32, '!'), std::string(32, 'A'), std::string(32, '%')})
    refused(text);

  auto options = with_rows(25);
  options.seed = 7;
  transactions_api const other{options};
  CHECK(get(other, "/transactions?cursor=" + cursor).status == 400);
}

TEST_CASE("linked pages have their neighbours in the Link header") {
  transactions_api const api{with_rows(25)};
  httplib::Client client{api.url()};
  auto const first = client.Get("/transactions/linked?limit=10");
  REQUIRE(first);
  CHECK(keys_of(json::parse(first->body)) == std::vector<std::string>{"data"});
  CHECK(ids_of(json::parse(first->body)) == ids(0, 10));
  CHECK(first->get_header_value("Link") ==
        R"(<linked?limit=10&offset=10>; rel="next", <linked?limit=10>; rel="first")");
  auto const last = client.Get("/transactions/linked?limit=10&offset=20");
  REQUIRE(last);
  CHECK(ids_of(json::parse(last->body)) == ids(20, 25));
  CHECK(last->get_header_value("Link") == R"(<linked?limit=10>; rel="first")");
}

TEST_CASE("since leaves the rows at or after it, in their order, and all styles count only those") {
  std::uint64_t const rows = 1000;
  auto const since = synthetic_transaction(42, 7).timestamp;  // in October
  std::vector<std::string> left;
  for (std::uint64_t i = 0; i < rows; ++i) {
    if (synthetic_transaction(42, i).timestamp >= since) left.push_back(synthetic_transaction(42, i).transaction_id);
  }
  REQUIRE(left.size() > 110);
  REQUIRE(left.size() < 900);
  auto const part = [&](std::size_t from, std::size_t to) {
    return std::vector<std::string>(left.begin() + static_cast<std::ptrdiff_t>(from),
                                    left.begin() + static_cast<std::ptrdiff_t>(to));
  };
  auto const text = "&since=" + iso_8601(since);
  transactions_api const api{with_rows(rows)};

  auto const page = get(api, "/transactions?page=2&page_size=50" + text).body;
  CHECK(ids_of(page) == part(50, 100));
  CHECK(page["has_more"] == true);
  auto const whole = get(api, "/transactions?page_size=" + std::to_string(left.size()) + text).body;
  CHECK(ids_of(whole) == left);
  CHECK(whole["has_more"] == false);

  auto const by_offset = get(api, "/transactions?offset=50&limit=50" + text).body;
  CHECK(ids_of(by_offset) == part(50, 100));
  CHECK(by_offset["total"] == left.size());

  // The cursor brings it along. It may be said again, but not otherwise.
  auto const cursor = get(api, "/transactions?cursor=&limit=50" + text).body["next_cursor"].get<std::string>();
  CHECK(ids_of(get(api, "/transactions?limit=50&cursor=" + cursor).body) == part(50, 100));
  CHECK(ids_of(get(api, "/transactions?limit=50&cursor=" + cursor + text).body) == part(50, 100));
  auto const other = get(api, "/transactions?limit=50&since=2024-01-01T00:00:00Z&cursor=" + cursor);
  CHECK(other.status == 400);
  CHECK(other.body["error"] == "since must be as it was for the first page");

  httplib::Client client{api.url()};
  auto const linked = client.Get("/transactions/linked?limit=50" + text);
  REQUIRE(linked);
  CHECK(ids_of(json::parse(linked->body)) == part(0, 50));
  CHECK(linked->get_header_value("Link") ==
        "<linked?limit=50&offset=50" + text + R"(>; rel="next", <linked?limit=50)" + text + R"(>; rel="first")");

  auto const none = get(api, "/transactions?offset=0&since=2025-01-01T00:00:00Z").body;
  CHECK(none["total"] == 0);
  CHECK(get(api, "/transactions?offset=0&since=2024-01-01T00:00:00Z").body["total"] == rows);
}

TEST_CASE("since is refused of more rows than it looks through") {
  auto const with = [](std::uint64_t rows) {
    transactions_api const api{with_rows(rows)};
    return get(api, "/transactions?since=2024-06-01T00:00:00Z");
  };
  auto const [status, body] = with(50'000'001);
  CHECK(status == 400);
  CHECK(body["error"] == "since can't be asked of more than 50000000 rows");
  CHECK(with(50'000).status == 200);
}

TEST_CASE("many clients may be the first to ask for a since") {
  transactions_api const api{with_rows(20'000)};
  std::vector<json> totals(16);
  std::vector<std::thread> clients;
  for (std::size_t i = 0; i < totals.size(); ++i)
    clients.emplace_back([&api, &total = totals[i], month = i % 2 == 0 ? "06" : "07"] {
      auto const result =
          httplib::Client{api.url()}.Get(std::string{"/transactions?offset=0&since=2024-"} + month + "-01T00:00:00Z");
      if (result) total = json::parse(result->body)["total"];
    });
  for (auto& client : clients) client.join();
  for (unsigned month : {6U, 7U}) {
    auto const since = std::chrono::sys_days{std::chrono::year{2024} / std::chrono::month{month} / 1};
    std::uint64_t expected = 0;
    for (std::uint64_t i = 0; i < 20'000; ++i) expected += synthetic_transaction(42, i).timestamp >= since ? 1U : 0U;
    for (std::size_t i = month - 6; i < totals.size(); i += 2) CHECK(totals[i] == expected);
  }
}

TEST_CASE("parameters of two styles, and bad ones of each, get 400") {
  auto options = with_rows(10);
  options.max_page_size = 500;
  transactions_api const api{options};
  struct bad {
    char const* target;
    char const* said;
  };
  for (auto const& [target, said] :
       {bad{"?page=1&offset=0", "page does not go with offset and limit"},
        bad{"?page_size=1&limit=1", "page_size does not go with offset and limit"},
        bad{"?cursor=&page=1", "page does not go with cursor"},
        bad{"?cursor=&offset=1", "offset does not go with cursor"},
        bad{"/linked?page=1", "page does not go with offset and limit"},
        bad{"/linked?cursor=", "cursor does not go with offset and limit"},
        bad{"?offset=-1", "offset must be a whole number from 0"}, bad{"?offset=", "offset must be a whole number"},
        bad{"?limit=0", "limit must be a whole number from 1 to 500, not \"0\""},
        bad{"?limit=501", "limit must be a whole number from 1 to 500"}, bad{"?cursor=&limit=x", "limit must be"},
        bad{"/linked?limit=0", "limit must be"}, bad{"?since=", "since must look like 2024-06-01T00:00:00Z, not \"\""},
        bad{"?offset=0&since=2024-06-01", "since must look like"}, bad{"?cursor=&since=x", "since must look like"},
        bad{"/linked?since=today", "since must look like"}, bad{"?since=%FF", "since must look like"}}) {
    CAPTURE(target);
    auto const [status, body] = get(api, std::string{"/transactions"} + target);
    CHECK(status == 400);
    CHECK(body["error"].get<std::string>().rfind(said, 0) == 0);
  }
}

TEST_CASE("a fault of a page happens in every style") {
  transactions_api const api{with_faults({{3, fault_kind::server_error, 3}})};
  CHECK(get(api, "/transactions?offset=19&limit=10").status == 200);
  CHECK(get(api, "/transactions?offset=20&limit=10").status == 500);
  auto cursor = get(api, "/transactions?cursor=&limit=20").body["next_cursor"].get<std::string>();
  CHECK(get(api, "/transactions?limit=10&cursor=" + cursor).status == 500);
  CHECK(get(api, "/transactions/linked?limit=10&offset=20").status == 500);
  CHECK(get(api, "/transactions/linked?limit=10&offset=20").status == 200);
}

TEST_CASE("rows that are to be bad are bad in their way, and the others as they were") {
  auto options = with_rows(6);
  options.bad_rows = {{5, bad_row_kind::not_an_object},
                      {1, bad_row_kind::missing_field},
                      {2, bad_row_kind::wrong_type},
                      {4, bad_row_kind::bad_timestamp}};
  transactions_api const api{options};
  auto const served = get(api, "/transactions").body["data"];
  auto expected = get(transactions_api{with_rows(6)}, "/transactions").body["data"];
  CHECK(served[0] == expected[0]);
  CHECK(served[3] == expected[3]);
  auto const amount = expected[2]["amount"].get<double>();
  REQUIRE(served[2]["amount"].is_string());
  CHECK(std::stod(served[2]["amount"].get<std::string>()) == amount);
  expected[2]["amount"] = served[2]["amount"];
  CHECK(served[2] == expected[2]);
  expected[1].erase("amount");
  CHECK(served[1] == expected[1]);
  expected[4]["timestamp"].get_ref<std::string&>().replace(5, 2, "13");
  CHECK(served[4] == expected[4]);
  CHECK(served[5] == "TXN00000005");
}

TEST_CASE("a share of the rows is bad at random, the same ones for one seed, in all ways") {
  auto options = with_rows(4000);
  options.bad_row_rate = 0.1;
  transactions_api const api{options};
  std::set<bad_row_kind> kinds;
  std::size_t bad = 0;
  auto const served = get(api, "/transactions?page_size=4000").body["data"];
  auto const expected = get(transactions_api{with_rows(4000)}, "/transactions?page_size=4000").body["data"];
  for (std::uint64_t i = 0; i < 4000; ++i) {
    auto const kind = spoiled_at_random(0.1, 42, i);
    if (kind) kinds.insert(*kind), ++bad;
    REQUIRE((served[i] != expected[i]) == kind.has_value());
  }
  CHECK(kinds.size() == 4);
  CHECK(bad > 300);
  CHECK(bad < 500);
  CHECK(spoiled_at_random(1, 42, 7));
  CHECK_FALSE(spoiled_at_random(0, 42, 7));
}

TEST_CASE("a share of the requests fails at random, in all ways, with Retry-After 0") {
  auto options = with_rows(10);
  options.fault_rate = 0.5;
  transactions_api const api{options};
  httplib::Client client{api.url()};
  std::size_t good = 0, dropped = 0, broken = 0, refused = 0, failed = 0;
  for (int i = 0; i < 400; ++i) {
    auto const result = client.Get("/transactions");
    if (!result) {
      ++dropped;
    } else if (result->status == 429) {
      ++refused;
      CHECK(result->get_header_value("Retry-After") == "0");
    } else if (result->status == 500) {
      ++failed;
    } else {
      ++(json::accept(result->body) ? good : broken);
    }
  }
  CHECK(good > 150);
  CHECK(good < 250);
  CHECK(dropped > 20);
  CHECK(broken > 40);  // malformed, and truncated
  CHECK(refused > 20);
  CHECK(failed > 20);
}

TEST_CASE("rates out of range are refused by name") {
  for (double const rate : {-0.1, 1.5, std::nan("")}) {
    auto options = with_rows(1);
    options.bad_row_rate = rate;
    CHECK(contains(message_of([&] { transactions_api api{options}; }), "bad_row_rate must be 0 to 1"));
  }
  for (double const rate : {-0.1, 1.0, std::nan("")}) {
    auto options = with_rows(1);
    options.fault_rate = rate;
    CHECK(contains(message_of([&] { transactions_api api{options}; }), "fault_rate must be 0 to below 1"));
  }
}

TEST_CASE("32 connections that are kept busy are all served") {
  transactions_api const api{with_rows(1)};
  auto const deadline = clock_type::now() + 20s;
  std::atomic<int> served{0};
  std::vector<std::thread> clients;
  for (int i = 0; i < 32; ++i)
    clients.emplace_back([&] {
      httplib::Client client{api.url()};
      client.set_keep_alive(true);
      client.set_tcp_nodelay(true);
      if (client.Get("/health")) ++served;
      while (served < 32 && clock_type::now() < deadline) {
        if (!client.Get("/health")) break;
      }
    });
  // A client in the queue is served when one before it ends, which it does not before all are served.
  while (served < 32 && clock_type::now() < deadline) std::this_thread::sleep_for(1ms);
  CHECK((served == 32 && clock_type::now() < deadline));
  for (auto& client : clients) client.join();
}
