#include "http_client.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <ctime>
#include <iomanip>
#include <locale>
#include <regex>
#include <sstream>
#include <thread>
#include <utility>

#include <fmt/format.h>
#include <httplib.h>
#include <nlohmann/json.hpp>

#include "page_reader.hpp"

namespace api_to_parquet {
namespace {

using std::chrono::milliseconds;

// One attempt that brought no page.
struct failure {
  std::string cause;
  bool worth_retry = true;
  milliseconds minimum_wait{0};
};

struct server_address {
  std::string scheme_host_port;
  std::string host;
  std::string prefix;  // without a '/' at its end
};

server_address parse_url(std::string const& url) {
  // httplib's constructor takes anything it can't read for a host name, so the shapes it can read are asked
  // for here.
  static std::regex const shape{R"((https?://(\[[\d:]+\]|[^\s:/?#@\[\]]+)(?::(\d{1,5}))?)(/[^\s?#]*)?)"};
  std::smatch part;
  if (!std::regex_match(url, part, shape) ||
      (part[3].matched && (std::stoi(part[3]) < 1 || std::stoi(part[3]) > 65535)))
    throw std::invalid_argument(fmt::format("url \"{}\" must be http[s]://host[:port][/path]", url));
  server_address address{part[1], part[2], part[4]};
  while (address.prefix.ends_with('/')) address.prefix.pop_back();
  return address;
}

httplib::Client make_client(server_address const& address, std::string const& url) {
  try {
    return httplib::Client{address.scheme_host_port};
  } catch (std::invalid_argument const& error) {  // https, if httplib is built without OpenSSL
    throw std::invalid_argument(fmt::format("url \"{}\": {}", url, error.what()));
  }
}

// Retry-After is seconds or an HTTP-date (RFC 9110, 10.2.3); zero if it is neither.
milliseconds parse_retry_after(std::string const& text) {
  std::int64_t seconds = 0;
  auto const* const end = text.data() + text.size();
  if (auto const [stop, error] = std::from_chars(text.data(), end, seconds); stop == end && error == std::errc{})
    return std::chrono::seconds{std::clamp<std::int64_t>(seconds, 0, 1'000'000'000)};

  std::tm date{};
  std::istringstream stream{text};
  stream.imbue(std::locale::classic());
  if (!(stream >> std::get_time(&date, "%a, %d %b %Y %H:%M:%S GMT"))) return milliseconds{0};
  using namespace std::chrono;
  auto const at = sys_days{year{date.tm_year + 1900} / (date.tm_mon + 1) / date.tm_mday} + hours{date.tm_hour} +
                  minutes{date.tm_min} + std::chrono::seconds{date.tm_sec};
  return std::max(milliseconds{0}, ceil<milliseconds>(at - system_clock::now()));
}

std::string one_line(std::string text) {
  std::replace_if(text.begin(), text.end(), [](unsigned char c) { return std::iscntrl(c) != 0; }, ' ');
  return text;
}

void check(retry_policy const& retry, client_timeouts const& timeouts) {
  auto const at_least = [](char const* name, auto value, auto least) {
    if (value < least) throw std::invalid_argument(fmt::format("{} must be at least {}, not {}", name, least, value));
  };
  at_least("attempts", retry.attempts, std::size_t{1});
  at_least("base_delay (ms)", retry.base_delay.count(), milliseconds::rep{0});
  at_least("max_delay (ms)", retry.max_delay.count(), milliseconds::rep{0});
  at_least("longest_retry_after (ms)", retry.longest_retry_after.count(), milliseconds::rep{0});
  at_least("connection timeout (ms)", timeouts.connection.count(), milliseconds::rep{1});
  at_least("read timeout (ms)", timeouts.read.count(), milliseconds::rep{1});
}

}  // namespace

api_error::api_error(std::string const& message, details about)
    : std::runtime_error{message}, about_{std::move(about)} {}

class transactions_client::connection {
 public:
  connection(std::string const& url, std::size_t page_size, retry_policy retry, client_timeouts timeouts)
      : address_{parse_url(url)},
        page_size_{page_size},
        retry_{std::move(retry)},
        timeouts_{timeouts},
        jitter_{retry_.jitter_seed},
        http_{make_client(address_, url)} {
    if (page_size == 0) throw std::invalid_argument("page_size must be at least 1");
    check(retry_, timeouts_);
    if (!retry_.sleep) retry_.sleep = [](milliseconds time) { std::this_thread::sleep_for(time); };
    http_.set_keep_alive(true);
    http_.set_tcp_nodelay(true);
    http_.set_connection_timeout(timeouts_.connection);
    http_.set_read_timeout(timeouts_.read);
  }

  page fetch(std::size_t number) {
    if (number == 0) throw std::invalid_argument("fetch: pages are numbered from 1");
    auto const target = fmt::format("{}/transactions?page={}&page_size={}", address_.prefix, number, page_size_);
    for (std::size_t attempt = 1;; ++attempt) {
      auto failed = get(target);
      if (!failed) {
        try {
          return read_page(body_, {number, page_size_, attempt});
        } catch (malformed_json const& error) {
          failed = failure{fmt::format("malformed JSON: {}", error.what())};
        }
      }
      if (failed->minimum_wait > retry_.longest_retry_after) {
        failed->worth_retry = false;
        failed->cause += fmt::format(", to be tried again after {} s, but no more than {} s are waited",
                                     failed->minimum_wait.count() / 1000, retry_.longest_retry_after.count() / 1000);
      }
      auto cause = one_line(std::move(failed->cause));
      if (!failed->worth_retry || attempt == retry_.attempts)
        throw api_error{fmt::format("page {}: GET {}{} failed after {} attempt{}: {}", number,
                                    address_.scheme_host_port, target, attempt, attempt == 1 ? "" : "s", cause),
                        {number, std::nullopt, {}, cause, attempt}};

      auto const wait = std::max(failed->minimum_wait, backoff(attempt));
      if (retry_.before_retry) retry_.before_retry({number, attempt, wait, std::move(cause)});
      retry_.sleep(wait);
    }
  }

 private:
  // Leaves the body of a 200 in body_.
  std::optional<failure> get(std::string const& target) {
    body_.clear();
    last_byte_ = clock::now();
    auto const result = http_.Get(
        target, httplib::Headers{{"Accept", "application/json"}},
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
    if (!result) return lost(result.error());
    if (result->status == 200) return std::nullopt;
    return refused(*result);
  }

  failure lost(httplib::Error error) const {
    using httplib::Error;
    switch (error) {
      case Error::Connection:
        if (httplib::hosted_at(address_.host).empty()) return {fmt::format("can't find host \"{}\"", address_.host)};
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

  failure refused(httplib::Response const& response) {
    failure result{fmt::format("{} {}", response.status, response.reason)};
    if (auto const said = error_in_body(); !said.empty()) result.cause += ": " + said;
    result.worth_retry = response.status == 408 || response.status == 429 || response.status >= 500;
    if (response.has_header("Retry-After"))
      result.minimum_wait = parse_retry_after(response.get_header_value("Retry-After"));
    return result;
  }

  // The text of {"error": "..."}, if that is what body_ holds.
  std::string error_in_body() const {
    auto const answer = nlohmann::json::parse(body_, nullptr, /*allow_exceptions=*/false);
    if (!answer.is_object() || !answer.contains("error") || !answer["error"].is_string()) return {};
    return answer["error"].get<std::string>().substr(0, 200);
  }

  milliseconds backoff(std::size_t attempt) {
    auto ceiling = std::min(retry_.base_delay, retry_.max_delay);
    for (std::size_t i = 1; i < attempt && ceiling < retry_.max_delay; ++i)
      ceiling = ceiling > retry_.max_delay / 2 ? retry_.max_delay : ceiling * 2;
    return milliseconds{jitter_.below(static_cast<std::uint64_t>(ceiling.count()) + 1)};
  }

  using clock = std::chrono::steady_clock;
  static constexpr std::uint64_t longest_reserve = 64U << 20U;  // a false Content-Length must not exhaust memory

  server_address const address_;
  std::size_t const page_size_;
  retry_policy retry_;
  client_timeouts const timeouts_;
  random_stream jitter_;
  httplib::Client http_;
  std::string body_;
  clock::time_point last_byte_;
};

transactions_client::transactions_client(std::string const& url, std::size_t page_size, retry_policy retry,
                                         client_timeouts timeouts)
    : connection_{std::make_unique<connection>(url, page_size, std::move(retry), timeouts)} {}
transactions_client::~transactions_client() = default;
transactions_client::transactions_client(transactions_client&&) noexcept = default;
transactions_client& transactions_client::operator=(transactions_client&&) noexcept = default;

page transactions_client::fetch(std::size_t number) {
  if (!connection_) throw std::logic_error("fetch: the client has been moved from");
  return connection_->fetch(number);
}

}  // namespace api_to_parquet
