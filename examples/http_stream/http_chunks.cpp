#include "http_chunks.hpp"

#include <fmt/format.h>
#include <httplib.h>

#include <cstdint>
#include <exception>
#include <regex>
#include <stdexcept>
#include <thread>
#include <utility>

#include "chunk_channel.hpp"

namespace http_stream {

using cogen::generator;

namespace {

constexpr std::size_t chunks_ahead = 16;

struct address {
  explicit address(std::string const& url) {
    // httplib takes anything that it can't read for the name of a host.
    static std::regex const shape(R"((https?://[^\s/?#@]+)(/[^\s#]*)?)");
    std::smatch part;
    if (!std::regex_match(url, part, shape))
      throw std::invalid_argument(fmt::format("url \"{}\" must be http[s]://host[:port][/path]", url));
    server = part[1];
    path = part[2].matched ? part[2].str() : "/";
  }
  std::string server;
  std::string path;
};

// A GET in a thread of its own, that puts the body into a channel.
class background_get {
  using clock = std::chrono::steady_clock;

 public:
  background_get(std::string url, std::chrono::milliseconds timeout, chunk_channel& into)
      : url_(std::move(url)), from_(url_), timeout_(timeout), http_(from_.server), into_(into) {
    http_.set_read_timeout(timeout);
    http_.set_connection_timeout(timeout);
    http_.set_follow_location(true);
    thread_ = std::thread([this] { run(); });
  }
  background_get(background_get const&) = delete;
  background_get& operator=(background_get const&) = delete;
  // Nothing more is wanted: put() returns false, a read that waits for the server fails, and the connection is closed.
  ~background_get() {
    into_.close();
    http_.stop();
    thread_.join();
  }

 private:
  void run() noexcept {
    std::exception_ptr failure;
    try {
      get();
    } catch (...) {
      failure = std::current_exception();
    }
    into_.finish(std::move(failure));
  }

  // [get]
  void get() {
    auto const check_status = [this](httplib::Response const& response) {
      refusal_ = response.status == 200 ? "" : fmt::format("{} {}", response.status, response.reason);
      waiting_since_ = clock::now();
      return refusal_.empty();
    };
    auto const hand_over = [this](char const* data, std::size_t size) {
      received_ += size;
      bool const wanted = into_.put({data, size});  // waits while the consumer is busy
      waiting_since_ = clock::now();
      return wanted;
    };
    httplib::Result const result = http_.Get(from_.path, check_status, hand_over);
    if (!result) throw std::runtime_error(fmt::format("GET {}: {}", url_, cause(result.error())));
  }
  // [/get]

  std::string cause(httplib::Error error) const {
    if (!refusal_.empty()) return refusal_;
    if (error == httplib::Error::Connection) return "connection refused, or no such host";
    if (error == httplib::Error::ConnectionTimeout) return fmt::format("no connection within {} ms", timeout_.count());
    if (error != httplib::Error::Read) return httplib::to_string(error);
    if (clock::now() - waiting_since_ >= timeout_) return fmt::format("nothing received for {} ms", timeout_.count());
    return fmt::format("connection lost before the end, after {} bytes", received_);
  }

  std::string const url_;
  address const from_;
  std::chrono::milliseconds const timeout_;
  httplib::Client http_;
  chunk_channel& into_;
  std::string refusal_;
  std::uint64_t received_ = 0;
  clock::time_point waiting_since_ = clock::now();
  std::thread thread_;
};

}  // namespace

// [chunks]
generator<std::string_view> http_chunks(std::string url, std::chrono::milliseconds timeout) {
  chunk_channel channel(chunks_ahead);
  background_get const get(std::move(url), timeout, channel);  // its destructor hangs up and joins, however this ends
  while (std::string const* chunk = channel.take()) {
    std::string_view text = *chunk;
    co_yield text;
  }
}
// [/chunks]

}  // namespace http_stream
