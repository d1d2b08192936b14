// Clients for threads that fetch at the same time.
#pragma once

#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "http_client.hpp"

namespace api_to_parquet {

// As many clients as there are fetches at a time; each keeps its connection for the next. Thread-safe.
class client_pool {
 public:
  // Throws std::invalid_argument as the client does.
  client_pool(api what, cogen::retry_policy retry) : what_(std::move(what)), retry_(std::move(retry)) {
    idle_.emplace_back(what_, retry_);
    first_ = idle_.back().first();
  }

  // As transactions_client: the first page, and any page.
  [[nodiscard]] std::string const& first() const noexcept { return first_; }
  page fetch(std::string const& at) {
    transactions_client client = take();
    page fetched = client.fetch(at);  // a client that fails is not kept
    std::lock_guard const lock(mutex_);
    idle_.push_back(std::move(client));
    return fetched;
  }

 private:
  transactions_client take() {
    {
      std::lock_guard const lock(mutex_);
      if (!idle_.empty()) {
        transactions_client client = std::move(idle_.back());
        idle_.pop_back();
        return client;
      }
    }
    return transactions_client(what_, retry_);
  }

  api const what_;
  cogen::retry_policy const retry_;
  std::string first_;
  std::mutex mutex_;
  std::vector<transactions_client> idle_;
};

}  // namespace api_to_parquet
