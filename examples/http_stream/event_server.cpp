#include "event_server.hpp"

#include <fmt/format.h>
#include <httplib.h>

#include <array>
#include <condition_variable>
#include <mutex>
#include <random>
#include <stdexcept>
#include <string_view>
#include <thread>

namespace http_stream {

class event_server::server {
 public:
  explicit server(event_server_options options) : options_(options) {
    http_.set_tcp_nodelay(true);
    http_.set_write_timeout(std::chrono::hours(1));  // a slow client is no error
    http_.Get("/events", [this](httplib::Request const&, httplib::Response& response) { answer(response); });
    port_ = http_.bind_to_any_port("127.0.0.1");
    if (port_ < 0) throw std::runtime_error("can't listen on 127.0.0.1");
    thread_ = std::thread([this] { http_.listen_after_bind(); });
    while (!http_.is_running()) std::this_thread::yield();  // a stop() before this would be lost
  }
  ~server() { stop(); }
  server(server const&) = delete;
  server& operator=(server const&) = delete;

  int port() const { return port_; }

  std::uint64_t stop() {
    {
      std::lock_guard const lock(mutex_);
      stopping_ = true;
    }
    stop_waiting_.notify_all();
    http_.stop();
    if (thread_.joinable()) thread_.join();
    return sent_;
  }

 private:
  void answer(httplib::Response& response) {
    response.set_chunked_content_provider(
        "application/x-ndjson", [this, number = std::uint64_t{0}, random = std::mt19937_64(options_.seed)](
                                    std::size_t, httplib::DataSink& sink) mutable {
          if (number == options_.events) {
            sink.done();
            return true;
          }
          if (options_.lose_after != 0 && number == options_.lose_after) return false;
          wait();
          std::string const line = make_line(++number, random);
          std::size_t const cut = 1 + random() % (line.size() - 1);
          if (!sink.write(line.data(), cut) || !sink.write(line.data() + cut, line.size() - cut)) return false;
          std::lock_guard const lock(mutex_);
          ++sent_;
          return !stopping_;
        });
  }

  std::string make_line(std::uint64_t number, std::mt19937_64& random) const {
    static constexpr std::array<std::string_view, 3> types{"cart", "order", "view"};
    auto const type = types[random() % types.size()];
    auto const cents = random() % 10'000;
    if (number == options_.malformed_at) return fmt::format("{{\"id\":{},oops\n", number);
    return fmt::format("{{\"id\":{},\"type\":\"{}\",\"amount\":{}.{:02}}}\n", number, type, cents / 100, cents % 100);
  }

  void wait() {
    std::unique_lock lock(mutex_);
    stop_waiting_.wait_for(lock, options_.delay, [this] { return stopping_; });
  }

  event_server_options const options_;
  httplib::Server http_;
  int port_ = -1;
  std::thread thread_;

  std::mutex mutex_;  // guards what follows
  std::uint64_t sent_ = 0;
  bool stopping_ = false;
  std::condition_variable stop_waiting_;
};

event_server::event_server(event_server_options options) : server_(std::make_unique<server>(options)) {}
event_server::~event_server() = default;

std::string event_server::url() const { return fmt::format("http://127.0.0.1:{}/events", server_->port()); }
std::uint64_t event_server::stop() { return server_->stop(); }

}  // namespace http_stream
