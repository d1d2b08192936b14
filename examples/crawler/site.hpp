// A small site to crawl, with what is met on real ones.
#pragma once

#include <chrono>
#include <memory>
#include <string>

namespace crawler {

// Serves on loopback, from threads of its own, while it lives.
class site {
 public:
  // Each answer takes `latency`. Throws std::runtime_error if there can be no server.
  explicit site(std::chrono::milliseconds latency);
  ~site();

  std::string url() const;

 private:
  class server;
  std::unique_ptr<server> server_;
};

}  // namespace crawler
