// The client's side of the API: fetches a page, tries again when that may help, and checks every row.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "transaction.hpp"

namespace api_to_parquet {

struct page {
  std::vector<transaction> rows;
  std::size_t number = 0;
  bool has_more = false;
};

// A page that could not be had, or whose contents are wrong. what() is one line that says everything.
class api_error : public std::runtime_error {
 public:
  struct details {
    std::size_t page = 0;
    std::optional<std::size_t> row{};  // index in the page, from 0
    std::string field{};               // empty unless a field is at fault
    std::string reason{};
    std::size_t attempts = 1;
  };

  api_error(std::string const& message, details about);

  std::size_t page() const noexcept { return about_.page; }
  std::optional<std::size_t> row() const noexcept { return about_.row; }
  std::string const& field() const noexcept { return about_.field; }
  std::string const& reason() const noexcept { return about_.reason; }
  std::size_t attempts() const noexcept { return about_.attempts; }

 private:
  details about_;
};

// A retry that is about to happen, for a log.
struct retry_notice {
  std::size_t page = 0;
  std::size_t attempt = 0;  // the one that failed, from 1
  std::chrono::milliseconds wait{0};
  std::string cause;
};

// What is tried again: 408, 429 and 5xx, refused, dropped and timed-out connections, and bodies that are not
// whole JSON. The wait before attempt n + 1 is uniform in [0, min(max_delay, base_delay * 2^(n-1))] ("full
// jitter"), but never below the server's Retry-After. A Retry-After above longest_retry_after fails at once
// instead of sleeping for hours.
struct retry_policy {
  std::size_t attempts = 5;  // in all, so 1 means no retry
  std::chrono::milliseconds base_delay{100};
  std::chrono::milliseconds max_delay{5'000};
  std::chrono::milliseconds longest_retry_after{std::chrono::minutes{10}};
  std::uint64_t jitter_seed = 1;
  std::function<void(std::chrono::milliseconds)> sleep{};   // empty: std::this_thread::sleep_for
  std::function<void(retry_notice const&)> before_retry{};  // empty: nothing; called before sleep
};

struct client_timeouts {
  std::chrono::milliseconds connection{5'000};
  std::chrono::milliseconds read{30'000};  // without a byte arriving
};

// Keeps one connection and one body buffer for all pages. Not thread-safe: one client per thread.
class transactions_client {
 public:
  // url: "http[s]://host[:port][/prefix]"; the pages are at prefix + "/transactions".
  // Throws std::invalid_argument that names the url, page_size (1 or more), attempts (1 or more), or the
  // timeout or delay that is out of its range. Connects at the first fetch.
  transactions_client(std::string const& url, std::size_t page_size, retry_policy retry = {},
                      client_timeouts timeouts = {});
  ~transactions_client();
  transactions_client(transactions_client&&) noexcept;
  transactions_client& operator=(transactions_client&&) noexcept;

  // Page `number`, from 1. Throws api_error; what sleep or before_retry throw passes through. After an error
  // the client can be used again.
  page fetch(std::size_t number);

 private:
  class connection;
  std::unique_ptr<connection> connection_;
};

}  // namespace api_to_parquet
