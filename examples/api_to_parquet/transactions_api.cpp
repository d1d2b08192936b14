#include "transactions_api.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <thread>
#include <utility>

#include <fmt/format.h>
#include <httplib.h>
#include <nlohmann/json.hpp>

#include "faults.hpp"
#include "page_query.hpp"
#include "served_rows.hpp"

namespace api_to_parquet {
namespace {

using json = nlohmann::ordered_json;

void answer_error(httplib::Response& response, int status, std::string const& message) {
  response.status = status;
  // The message may quote what is not UTF-8.
  auto const text = json{{"error", message}}.dump(-1, ' ', false, json::error_handler_t::replace);
  response.set_content(text, "application/json");
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

// The faults that are not a page, or half of one.
void answer_fault(fault const& trouble, httplib::Response& response) {
  if (trouble.kind == fault_kind::too_many_requests) {
    response.set_header("Retry-After", std::to_string(trouble.retry_after.count()));
    answer_error(response, 429, "too many requests");
  } else if (trouble.kind == fault_kind::server_error) {
    answer_error(response, 500, "the server made an error");
  } else if (trouble.kind == fault_kind::malformed) {
    response.set_content(R"({"data":[{"transaction_id":oops}],)", "application/json");
  }
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
  if (!(options.fault_rate >= 0 && options.fault_rate < 1))
    throw std::invalid_argument(fmt::format("fault_rate must be 0 to below 1, not {}", options.fault_rate));
  if (!(options.bad_row_rate >= 0 && options.bad_row_rate <= 1))
    throw std::invalid_argument(fmt::format("bad_row_rate must be 0 to 1, not {}", options.bad_row_rate));
  return options;
}

}  // namespace

class transactions_api::server {
 public:
  explicit server(transactions_api_options options)
      : options_{checked(std::move(options))}, rows_{options_}, faults_{options_} {
    // A connection that is kept open keeps its thread, so this many clients are answered at once.
    http_.new_task_queue = [] { return new httplib::ThreadPool{64}; };
    http_.set_tcp_nodelay(true);  // accepted connections inherit it; without it each answer waits 40 ms for an ACK
    http_.set_keep_alive_max_count(std::numeric_limits<std::size_t>::max());
    http_.set_keep_alive_timeout(1);  // seconds; stop() waits this long for idle connections
    // httplib's default is SO_REUSEPORT, with which two servers share a port and nobody is told.
    http_.set_socket_options([](socket_t socket) {
      int const yes = 1;
      setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    });
    for (auto const* const path : {"/transactions", "/transactions/linked"})
      http_.Get(path, [this](auto const& request, auto& response) { transactions(request, response); });
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
    try {
      auto const asked = read_query(request, options_);
      auto const trouble = faults_.next(asked.page);
      if (trouble) answer_fault(*trouble, response);
      if (!trouble || trouble->kind == fault_kind::dropped || trouble->kind == fault_kind::truncated)
        answer_page(asked, trouble, response);
    } catch (bad_request const& error) {
      answer_error(response, 400, error.what());
    }
  }

  void answer_page(page_query const& asked, std::optional<fault> const& trouble, httplib::Response& response) {
    auto const selection = rows_.select(asked.since);
    auto const first = std::min(asked.first_row, selection.size());
    auto const count = std::min(asked.size, selection.size() - first);
    auto [body, behind] = frame_of(asked, selection.size(), options_.seed);
    rows_.append_json(body, selection, first, count);
    body += behind;
    if (asked.style == api_style::link) response.set_header("Link", link_header(asked, selection.size()));
    if (trouble && trouble->kind == fault_kind::dropped) return answer_half(response, std::move(body));
    if (trouble && trouble->kind == fault_kind::truncated) body.resize(body.size() / 2);
    response.body = std::move(body);
    response.set_header("Content-Type", "application/json");
  }

  void wait_latency() {
    if (options_.latency.count() == 0) return;
    std::unique_lock lock{mutex_};
    stop_waiting_.wait_for(lock, options_.latency, [this] { return stopping_; });
  }

  transactions_api_options const options_;
  served_rows rows_;
  fault_plan faults_;
  httplib::Server http_;
  int port_ = -1;
  std::thread thread_;
  std::atomic<std::uint64_t> requests_{0};

  std::mutex mutex_;  // guards what follows
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
