#include "transactions_api.hpp"

#include <atomic>
#include <charconv>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <thread>
#include <utility>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <httplib.h>
#include <nlohmann/json.hpp>

#include "transaction.hpp"

namespace api_to_parquet {
namespace {

using json = nlohmann::ordered_json;

std::optional<std::uint64_t> parse_number(std::string_view text) {
  std::uint64_t value = 0;
  auto const* const end = text.data() + text.size();
  auto const [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return value;
}

std::optional<fault_kind> parse_kind(std::string_view text) {
  if (text == "too_many_requests") return fault_kind::too_many_requests;
  if (text == "server_error") return fault_kind::server_error;
  if (text == "dropped") return fault_kind::dropped;
  if (text == "malformed") return fault_kind::malformed;
  if (text == "truncated") return fault_kind::truncated;
  return std::nullopt;
}

// fmt 9 drops the fraction of a time point and fmt 10 prints it, so the two parts are written apart.
std::string iso_8601(timestamp time) {
  auto const second = std::chrono::floor<std::chrono::seconds>(time);
  return fmt::format("{:%FT%T}.{:06}Z", second, (time - second).count());
}

// Writes rows through one JSON object whose values are replaced: a third of the time of a new object per row.
class row_writer {
 public:
  row_writer() = default;
  row_writer(row_writer const&) = delete;  // the references are into object_
  row_writer& operator=(row_writer const&) = delete;

  std::string operator()(transaction&& row) {
    transaction_id_ = std::move(row.transaction_id);
    user_id_ = std::move(row.user_id);
    amount_ = row.amount;
    currency_ = std::move(row.currency);
    status_ = std::move(row.status);
    category_ = std::move(row.category);
    timestamp_ = iso_8601(row.timestamp);
    merchant_ = std::move(row.merchant);
    payment_method_ = std::move(row.payment_method);
    return object_.dump();
  }

 private:
  std::string& text(char const* key) { return object_.at(key).get_ref<std::string&>(); }

  json object_{{"transaction_id", ""}, {"user_id", ""},   {"amount", 0.0},  {"currency", ""},      {"status", ""},
               {"category", ""},       {"timestamp", ""}, {"merchant", ""}, {"payment_method", ""}};
  std::string& transaction_id_ = text("transaction_id");
  std::string& user_id_ = text("user_id");
  double& amount_ = object_.at("amount").get_ref<double&>();
  std::string& currency_ = text("currency");
  std::string& status_ = text("status");
  std::string& category_ = text("category");
  std::string& timestamp_ = text("timestamp");
  std::string& merchant_ = text("merchant");
  std::string& payment_method_ = text("payment_method");
};

std::string page_body(transactions_api_options const& options, std::uint64_t page, std::uint64_t page_size) {
  // Compared by division: a far page must not overflow into rows that exist.
  bool const beyond_the_end = page - 1 > options.rows / page_size;
  auto const first = beyond_the_end ? options.rows : (page - 1) * page_size;
  auto const count = std::min(page_size, options.rows - first);

  json const envelope{{"data", json::array()},
                      {"page", page},
                      {"page_size", page_size},
                      {"has_more", options.rows - first > page_size}};
  auto const text = envelope.dump();
  auto const rows_go_here = std::string_view{R"({"data":[)"}.size();

  std::string body = text.substr(0, rows_go_here);
  row_writer write;
  for (std::uint64_t i = 0; i < count; ++i) {
    if (i != 0) body += ',';
    body += write(synthetic_transaction(options.seed, first + i));
    if (i == 0) body.reserve((body.size() + 16) * count + text.size());
  }
  return body += text.substr(rows_go_here);
}

void answer_error(httplib::Response& response, int status, std::string const& message) {
  response.status = status;
  response.set_content(json{{"error", message}}.dump(), "application/json");
}

// Announces the whole body, sends half of it and gives up, so that httplib closes the connection.
void answer_half(httplib::Response& response, std::string body) {
  auto const size = body.size();
  response.set_content_provider(size, "application/json",
                                [body = std::move(body)](std::size_t offset, std::size_t, httplib::DataSink& sink) {
                                  if (offset != 0) return false;
                                  return sink.write(body.data(), body.size() / 2);
                                });
}

transactions_api_options checked(transactions_api_options options) {
  if (options.port < 0 || options.port > 65535)
    throw std::invalid_argument(fmt::format("port must be 0 to 65535, not {}", options.port));
  if (options.max_page_size == 0) throw std::invalid_argument("max_page_size must be at least 1");
  if (options.latency < std::chrono::milliseconds{0})
    throw std::invalid_argument(fmt::format("latency must not be negative, but is {} ms", options.latency.count()));
  for (auto const& each : options.faults) {
    if (each.page == 0) throw std::invalid_argument("fault: page must be at least 1");
    if (each.times == 0) throw std::invalid_argument("fault: times must be at least 1");
    if (each.retry_after < std::chrono::seconds{0})
      throw std::invalid_argument("fault: retry_after must not be negative");
  }
  return options;
}

}  // namespace

fault parse_fault(std::string_view text) {
  auto const refuse = [text](std::string_view rule) {
    throw std::invalid_argument(fmt::format("fault \"{}\": {}", text, rule));
  };
  std::vector<std::string_view> parts;
  for (auto rest = text;;) {
    auto const colon = rest.find(':');
    parts.push_back(rest.substr(0, colon));
    if (colon == std::string_view::npos) break;
    rest.remove_prefix(colon + 1);
  }
  if (parts.size() < 2 || parts.size() > 4) refuse("must be page:kind[:times[:retry_after]]");

  fault result;
  auto const page = parse_number(parts[0]);
  if (!page || *page == 0) refuse("page must be a whole number from 1");
  result.page = page.value();

  auto const kind = parse_kind(parts[1]);
  if (!kind) refuse("kind must be too_many_requests, server_error, dropped, malformed or truncated");
  result.kind = kind.value();

  if (parts.size() > 2) {
    auto const times = parts[2] == "always" ? fault::always : parse_number(parts[2]);
    if (!times || *times == 0) refuse("times must be a whole number from 1, or \"always\"");
    result.times = times.value();
  }
  if (parts.size() > 3) {
    auto const seconds = parse_number(parts[3]);
    if (!seconds || *seconds > 86'400) refuse("retry_after must be a whole number of seconds up to 86400");
    result.retry_after = std::chrono::seconds{seconds.value()};
  }
  return result;
}

class transactions_api::server {
 public:
  explicit server(transactions_api_options options) : options_{checked(std::move(options))}, faults_{options_.faults} {
    http_.set_tcp_nodelay(true);  // accepted connections inherit it; without it each answer waits 40 ms for an ACK
    http_.set_keep_alive_max_count(std::numeric_limits<std::size_t>::max());
    http_.set_keep_alive_timeout(1);  // seconds; stop() waits this long for idle connections
    // httplib's default is SO_REUSEPORT, with which two servers share a port and nobody is told.
    http_.set_socket_options([](socket_t socket) {
      int const yes = 1;
      setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    });
    http_.Get("/transactions", [this](auto const& request, auto& response) { transactions(request, response); });
    http_.Get("/health", [](auto const&, auto& response) {
      response.set_content(json{{"status", "ok"}}.dump(), "application/json");
    });
    http_.set_error_handler([](httplib::Request const& request, httplib::Response& response) {
      if (response.status == 404) answer_error(response, 404, "nothing is served at " + request.path);
    });

    port_ = options_.port == 0 ? http_.bind_to_any_port("127.0.0.1")
                               : (http_.bind_to_port("127.0.0.1", options_.port) ? options_.port : -1);
    if (port_ < 0)
      throw std::runtime_error(fmt::format(
          "transactions_api: can't listen on 127.0.0.1:{}: the port is in use or not permitted", options_.port));
    thread_ = std::thread{[this] { http_.listen_after_bind(); }};
    while (!http_.is_running()) std::this_thread::yield();  // stop() before this would be lost
  }

  ~server() {
    {
      std::lock_guard const lock{mutex_};
      stopping_ = true;
    }
    stop_waiting_.notify_all();
    http_.stop();
    thread_.join();
  }

  server(server const&) = delete;
  server& operator=(server const&) = delete;

  int port() const noexcept { return port_; }
  std::uint64_t requests() const noexcept { return requests_; }

 private:
  void transactions(httplib::Request const& request, httplib::Response& response) {
    wait_latency();
    ++requests_;
    auto const page = parameter(request, response, "page", 1, std::numeric_limits<std::uint64_t>::max());
    if (!page) return;
    auto const page_size = parameter(request, response, "page_size", 100, options_.max_page_size);
    if (!page_size) return;

    auto const trouble = next_fault(*page);
    if (trouble && trouble->kind == fault_kind::too_many_requests) {
      response.set_header("Retry-After", std::to_string(trouble->retry_after.count()));
      return answer_error(response, 429, "too many requests");
    }
    if (trouble && trouble->kind == fault_kind::server_error)
      return answer_error(response, 500, "the server made an error");
    if (trouble && trouble->kind == fault_kind::malformed)
      return response.set_content(R"({"data":[{"transaction_id":oops}],)", "application/json");

    auto body = page_body(options_, *page, *page_size);
    if (trouble && trouble->kind == fault_kind::dropped) return answer_half(response, std::move(body));
    if (trouble && trouble->kind == fault_kind::truncated) body.resize(body.size() / 2);
    response.body = std::move(body);
    response.set_header("Content-Type", "application/json");
  }

  // The parameter's value; empty after answering 400.
  static std::optional<std::uint64_t> parameter(httplib::Request const& request, httplib::Response& response,
                                                char const* name, std::uint64_t otherwise, std::uint64_t maximum) {
    if (!request.has_param(name)) return std::min(otherwise, maximum);
    auto const text = request.get_param_value(name);
    auto const value = parse_number(text);
    if (value && *value >= 1 && *value <= maximum) return value;
    answer_error(response, 400, fmt::format("{} must be a whole number from 1 to {}, not \"{}\"", name, maximum, text));
    return std::nullopt;
  }

  std::optional<fault> next_fault(std::uint64_t page) {
    std::lock_guard const lock{mutex_};
    for (auto& each : faults_) {
      if (each.page != page || each.times == 0) continue;
      if (each.times != fault::always) --each.times;
      return each;
    }
    return std::nullopt;
  }

  void wait_latency() {
    if (options_.latency.count() == 0) return;
    std::unique_lock lock{mutex_};
    stop_waiting_.wait_for(lock, options_.latency, [this] { return stopping_; });
  }

  transactions_api_options const options_;
  httplib::Server http_;
  int port_ = -1;
  std::thread thread_;
  std::atomic<std::uint64_t> requests_{0};

  std::mutex mutex_;  // guards what follows
  std::vector<fault> faults_;
  bool stopping_ = false;
  std::condition_variable stop_waiting_;
};

transactions_api::transactions_api(transactions_api_options options)
    : server_{std::make_unique<server>(std::move(options))} {}
transactions_api::~transactions_api() = default;

std::string transactions_api::url() const { return fmt::format("http://127.0.0.1:{}", port()); }
int transactions_api::port() const noexcept { return server_->port(); }
std::uint64_t transactions_api::requests() const noexcept { return server_->requests(); }

}  // namespace api_to_parquet
