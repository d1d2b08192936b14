// The client's side of the API: fetches a page, tries again when that may help, and checks every row.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <cogen/pace/retry_policy.hpp>

#include "api_style.hpp"
#include "transaction.hpp"

namespace api_to_parquet {

// A record that is not a transaction.
struct bad_row {
  std::size_t index = 0;  // in its page, from 0
  std::string field{};    // empty: the row as a whole
  std::string reason{};   // one line
  std::string text{};     // its JSON, byte for byte as it came
};

struct page {
  std::vector<transaction> rows{};           // the good ones, in order
  std::vector<bad_row> bad_rows{};           // only where they are tolerated
  std::string at{};                          // what was asked for: a page number, offset, cursor or URL
  bool has_more = false;                     // there is a page behind this one
  std::optional<std::string> next_cursor{};  // cursor style
  std::string link{};                        // the Link header; joined by ", " if there are several

  // Rows, good and bad.
  std::size_t received() const noexcept { return rows.size() + bad_rows.size(); }
  // The header `name`, of which only Link is kept, in upper or lower case; null if there is none.
  std::string const* header(std::string_view name) const;
};

// Which API, and what is asked of it.
struct api {
  std::string url{};  // "http[s]://host[:port][/prefix]"; the pages are at prefix + "/transactions"
  api_style style = api_style::page;
  std::size_t page_size = 1'000;
  std::optional<timestamp> since{};  // only rows at or after it
  bool tolerate_bad_rows = false;    // false: a bad record is an api_error
};

// A page that could not be had, or whose contents are wrong. what() is one line that says everything.
class api_error : public std::runtime_error {
 public:
  struct details {
    std::string at{};                  // the page, as it was asked for
    std::optional<std::size_t> row{};  // index in the page, from 0
    std::string field{};               // empty unless a field is at fault
    std::string reason{};
    std::size_t attempts = 1;
  };

  api_error(std::string const& message, details about);

  std::string const& at() const noexcept { return about_.at; }
  std::optional<std::size_t> row() const noexcept { return about_.row; }
  std::string const& field() const noexcept { return about_.field; }
  std::string const& reason() const noexcept { return about_.reason; }
  std::size_t attempts() const noexcept { return about_.attempts; }

 private:
  details about_;
};

// An attempt that brought no page: the failure that before_retry and on_give_up of a retry policy are told of.
// what() is one line: "page 3: 500 Internal Server Error: the server made an error".
class failed_attempt : public std::runtime_error {
 public:
  struct details {
    std::string at{};     // the page, as it was asked for
    std::string cause{};  // one line
    bool worth_retry = true;
    std::string retry_after{};  // the header's text
  };

  failed_attempt(std::string const& message, details about);

  std::string const& at() const noexcept { return about_.at; }
  std::string const& cause() const noexcept { return about_.cause; }
  bool worth_retry() const noexcept { return about_.worth_retry; }
  std::string const& retry_after() const noexcept { return about_.retry_after; }

 private:
  details about_;
};

struct client_timeouts {
  std::chrono::milliseconds connection{5'000};
  std::chrono::milliseconds read{30'000};  // without a byte arriving
};

// Keeps one connection and one body buffer for all pages. Not thread-safe: one client per thread.
//
// What is tried again: 408, 429 and 5xx, refused, dropped and timed-out connections, and bodies that are not whole JSON.
// The policy's `advice` is the client's own; all the rest of it is the caller's, whose functions may throw.
class transactions_client {
 public:
  // Throws std::invalid_argument that names the url, page_size (1 or more), or what is out of its range in the policy and
  // the timeouts. Connects at the first fetch.
  explicit transactions_client(api what, cogen::retry_policy retry = {}, client_timeouts timeouts = {});
  ~transactions_client();
  transactions_client(transactions_client&&) noexcept;
  transactions_client& operator=(transactions_client&&) noexcept;

  // What to fetch first: "1", "0", "", or the URL of the first page.
  std::string first() const;

  // The page at a number, offset, cursor or whole URL. Throws api_error; std::invalid_argument if `at` is nothing of the
  // kind, or a URL of another scheme, host or port; and what the policy's functions throw. After an error the client can
  // be used again.
  page fetch(std::string const& at);

 private:
  class connection;
  std::unique_ptr<connection> connection_;
};

}  // namespace api_to_parquet
