#include "api_to_parquet/transactions_api.hpp"

#include <algorithm>
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
