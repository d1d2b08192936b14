// One request over HTTP.
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>

namespace crawler {

struct answer {
  int status = 0;              // 2xx, or a redirect
  std::string content_type{};  // without parameters
  std::string location{};      // empty if it is not a redirect
  bool html = false;
  std::string body{};  // of HTML
  bool cut = false;    // the body is longer than longest_page
};

constexpr std::size_t longest_page = 2U << 20U;

// There is no page.
class fetch_error : public std::runtime_error {
 public:
  fetch_error(std::string url, int status, std::string const& why, std::string retry_after = {});

  std::string const& url() const noexcept { return url_; }
  int status() const noexcept { return status_; }  // 0: no answer
  std::string const& retry_after() const noexcept { return retry_after_; }
  bool worth_retry() const noexcept { return status_ == 0 || status_ == 408 || status_ == 429 || status_ >= 500; }

 private:
  std::string url_;
  int status_;
  std::string retry_after_;
};

// Asks for a page; of what is not HTML nothing is read but the head. Throws fetch_error. Any thread.
answer fetch(std::string const& url);

}  // namespace crawler
