// A server of our own to read from, on the loopback interface.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

namespace http_stream {

struct event_server_options {
  std::uint64_t events = 200;
  std::chrono::milliseconds delay{10};  // before each event
  std::uint64_t seed = 42;
  std::uint64_t lose_after = 0;    // the connection is closed after so many events; 0: never
  std::uint64_t malformed_at = 0;  // the event that is not JSON; 0: none
};

// GET /events: events as newline-delimited JSON, each sent in two pieces, so that no chunk is a line. The same seed makes
// the same events. Listens on 127.0.0.1 from the constructor to stop() or the destructor.
class event_server {
 public:
  explicit event_server(event_server_options options);  // throws std::runtime_error if it can't listen
  ~event_server();
  event_server(event_server const&) = delete;
  event_server& operator=(event_server const&) = delete;

  std::string url() const;  // "http://127.0.0.1:PORT/events"

  // Ends the connections, and returns how many events were sent in all.
  std::uint64_t stop();

 private:
  class server;
  std::unique_ptr<server> server_;
};

}  // namespace http_stream
