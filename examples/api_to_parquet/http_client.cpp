#include "http_client.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <utility>

#include <fmt/format.h>
#include <httplib.h>
#include <nlohmann/json.hpp>

#include <cogen/pace/retry.hpp>
#include <cogen/pace/retry_after.hpp>
#include <cogen/pagination/by_link_header.hpp>

#include "api_address.hpp"
#include "page_reader.hpp"
#include "text.hpp"

namespace api_to_parquet {
namespace {

using std::chrono::milliseconds;

// Why an attempt brought no page.
struct problem {
  std::string cause;
  bool worth_retry = true;
  std::string retry_after{};
};

httplib::Client make_client(api_address const& address) {
  try {
    return httplib::Client{address.scheme_host_port()};
  } catch (std::invalid_argument const& error) {  // https, if httplib is built without OpenSSL
    throw std::invalid_argument(fmt::format("url \"{}\": {}", address.what().url, error.what()));
  }
}

client_timeouts checked(client_timeouts timeouts) {
  auto const positive = [](char const* name, milliseconds value) {
    if (value < milliseconds{1})
      throw std::invalid_argument(fmt::format("{} (ms) must be at least 1, not {}", name, value.count()));
  };
  positive("connection timeout", timeouts.connection);
  positive("read timeout", timeouts.read);
  return timeouts;
}

std::string link_in(httplib::Headers const& headers) {
  std::string all;
  auto const [first, last] = headers.equal_range("Link");
  for (auto each = first; each != last; ++each) all += (all.empty() ? "" : ", ") + each->second;
  return all;
}

}  // namespace

std::string const* page::header(std::string_view name) const {
  return !link.empty() && same_name(name, "Link") ? &link : nullptr;
}

api_error::api_error(std::string const& message, details about)
    : std::runtime_error{message}, about_{std::move(about)} {}

failed_attempt::failed_attempt(std::string const& message, details about)
    : std::runtime_error{message}, about_{std::move(about)} {}

class transactions_client::connection {
 public:
  connection(api what, cogen::retry_policy retry, client_timeouts timeouts)
      : address_{std::move(what)}, timeouts_{checked(timeouts)}, http_{make_client(address_)} {
    http_.set_keep_alive(true);
    http_.set_tcp_nodelay(true);
    http_.set_url_encode(false);  // they are encoded already
    http_.set_connection_timeout(timeouts_.connection);
    http_.set_read_timeout(timeouts_.read);
    // [retry]
    retry.advice = cogen::retry_on<failed_attempt>([](failed_attempt const& failure) {
      return cogen::retry_advice{.worth = failure.worth_retry(), .retry_after = failure.retry_after()};
    });
    retry.on_give_up = [this, theirs = std::move(retry.on_give_up)](cogen::retry_give_up const& notice) {
      last_ = {notice.attempt, notice.reason};
      if (theirs) theirs(notice);
    };
    longest_retry_after_ = retry.longest_retry_after;
    if (retry.now) now_ = retry.now;
    fetch_ = cogen::retry(
        [this](cogen::retry_attempt attempt, std::string const& at) { return fetch_once(at, attempt.number); },
        std::move(retry));
    // [/retry]
  }

  connection(connection const&) = delete;  // the functions above have its address
  connection& operator=(connection const&) = delete;

  std::string first() const { return address_.first(); }

  page fetch(std::string const& at) {
    target_ = address_.target(at);
    try {
      return fetch_(at);
    } catch (failed_attempt const& failure) {
      auto cause = failure.cause();
      if (last_.reason == cogen::retry_end::retry_after)
        cause += fmt::format(", to be tried again after {} s, but no more than {} s are waited",
                             seconds_of(cogen::retry_after(failure.retry_after(), now_()).value_or(milliseconds{0})),
                             seconds_of(longest_retry_after_));
      auto const page_first = address_.what().style == api_style::link ? "" : named(at) + ": ";
      throw api_error{fmt::format("{}GET {}{} failed after {} attempt{}: {}", page_first, address_.scheme_host_port(),
                                  target_, last_.attempt, last_.attempt == 1 ? "" : "s", cause),
                      {at, std::nullopt, {}, cause, last_.attempt}};
    }
  }

 private:
  struct end_of_attempts {
    std::size_t attempt = 0;
    cogen::retry_end reason{};
  };

  static milliseconds::rep seconds_of(milliseconds time) { return time.count() / 1000; }
  std::string named(std::string_view at) const { return described(address_.what().style, at); }

  page fetch_once(std::string const& at, std::size_t attempt) {
    try {
      get(at);
      auto const& what = address_.what();
      page_request asked{what.style, at, parse_number(at).value_or(0), what.page_size, attempt, what.tolerate_bad_rows};
      if (what.style == api_style::link) asked.has_next = has_next(at, attempt);
      auto result = read_page(body_, asked);
      result.link = std::move(link_);
      return result;
    } catch (malformed_json const& error) {
      fail(at, {fmt::format("malformed JSON: {}", error.what())});
    }
  }

  // Leaves the body of a 200 in body_, and its Link header in link_.
  void get(std::string const& at) {
    body_.clear();
    last_byte_ = clock::now();
    auto const result = http_.Get(
        target_, httplib::Headers{{"Accept", "application/json"}},
        [this](httplib::Response const& response) {
          auto const length = response.get_header_value<std::uint64_t>("Content-Length");
          body_.reserve(std::min<std::uint64_t>(length, longest_reserve));
          last_byte_ = clock::now();
          return true;
        },
        [this](char const* data, std::size_t size) {
          body_.append(data, size);
          last_byte_ = clock::now();
          return true;
        });
    if (!result) fail(at, lost(result.error()));
    if (result->status != 200) fail(at, refused(*result));
    link_ = link_in(result->headers);
  }

  [[noreturn]] void fail(std::string const& at, problem why) const {
    auto cause = one_line(std::move(why.cause));
    auto const message = fmt::format("{}: {}", named(at), cause);
    throw failed_attempt{message, {at, std::move(cause), why.worth_retry, std::move(why.retry_after)}};
  }

  problem lost(httplib::Error error) const {
    using httplib::Error;
    switch (error) {
      case Error::Connection:
        if (httplib::hosted_at(address_.host()).empty())
          return {fmt::format("can't find host \"{}\"", address_.host())};
        return {"connection refused or host unreachable"};  // httplib tells no more
      case Error::ConnectionTimeout:
        return {fmt::format("no connection within {} ms", timeouts_.connection.count())};
      case Error::Read:
        if (clock::now() - last_byte_ >= timeouts_.read)
          return {fmt::format("nothing received for {} ms", timeouts_.read.count())};
        return {"connection closed before the end of the answer"};
      case Error::Write:
        return {"connection closed while sending the request"};
      case Error::SSLConnection:
        return {"the TLS handshake failed"};
      case Error::SSLServerVerification:
        return {"the server's certificate can't be verified", false};
      case Error::SSLLoadingCerts:
        return {"the certificates of this machine can't be loaded", false};
      default:
        return {httplib::to_string(error)};
    }
  }

  problem refused(httplib::Response const& response) {
    problem result{fmt::format("{} {}", response.status, response.reason)};
    if (auto const said = error_in_body(); !said.empty()) result.cause += ": " + said;
    result.worth_retry = response.status == 408 || response.status == 429 || response.status >= 500;
    result.retry_after = response.get_header_value("Retry-After");
    return result;
  }

  // The text of {"error": "..."}, if that is what body_ holds.
  std::string error_in_body() const {
    auto const answer = nlohmann::json::parse(body_, nullptr, /*allow_exceptions=*/false);
    if (!answer.is_object() || !answer.contains("error") || !answer["error"].is_string()) return {};
    return answer["error"].get<std::string>().substr(0, 200);
  }

  // Whether link_ names a next page. Whether one of another host may be followed is not for us to say.
  bool has_next(std::string const& at, std::size_t attempt) const {
    page probe;
    probe.link = link_;
    try {
      return cogen::by_link_header(cogen::any_origin).start<page>()(at, probe).has_value();
    } catch (cogen::pagination_error const& error) {
      auto reason = one_line(error.what());
      throw api_error{fmt::format("{}: {}", at, reason), {at, std::nullopt, "Link", reason, attempt}};
    }
  }

  using clock = std::chrono::steady_clock;
  static constexpr std::uint64_t longest_reserve = 64U << 20U;  // a false Content-Length must not exhaust memory

  api_address const address_;
  client_timeouts const timeouts_;
  milliseconds longest_retry_after_{};
  std::function<std::chrono::system_clock::time_point()> now_ = std::chrono::system_clock::now;
  std::function<page(std::string const&)> fetch_;  // with retries
  httplib::Client http_;
  std::string target_;
  std::string body_;
  std::string link_;
  clock::time_point last_byte_;
  end_of_attempts last_;  // of the last page that could not be had
};

transactions_client::transactions_client(api what, cogen::retry_policy retry, client_timeouts timeouts)
    : connection_{std::make_unique<connection>(std::move(what), std::move(retry), timeouts)} {}
transactions_client::~transactions_client() = default;
transactions_client::transactions_client(transactions_client&&) noexcept = default;
transactions_client& transactions_client::operator=(transactions_client&&) noexcept = default;

std::string transactions_client::first() const {
  if (!connection_) throw std::logic_error("first: the client has been moved from");
  return connection_->first();
}

page transactions_client::fetch(std::string const& at) {
  if (!connection_) throw std::logic_error("fetch: the client has been moved from");
  return connection_->fetch(at);
}

}  // namespace api_to_parquet
