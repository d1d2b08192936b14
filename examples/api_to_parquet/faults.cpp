#include "faults.hpp"

#include <stdexcept>
#include <string_view>

#include <fmt/format.h>

#include "text.hpp"
#include "transaction.hpp"

namespace api_to_parquet {
namespace {

std::optional<fault_kind> parse_kind(std::string_view text) {
  if (text == "too_many_requests") return fault_kind::too_many_requests;
  if (text == "server_error") return fault_kind::server_error;
  if (text == "dropped") return fault_kind::dropped;
  if (text == "malformed") return fault_kind::malformed;
  if (text == "truncated") return fault_kind::truncated;
  return std::nullopt;
}

}  // namespace

fault parse_fault(std::string_view text) {
  auto const refuse = [text](std::string_view rule) {
    throw std::invalid_argument(fmt::format("fault \"{}\": {}", text, rule));
  };
  std::vector<std::string_view> parts;
  for (auto rest = text;;) {
    auto const colon = rest.find(':');
    parts.push_back(rest.substr(0, colon));
    if (colon == std::string_view::npos) break;
    rest.remove_prefix(colon + 1);
  }
  if (parts.size() < 2 || parts.size() > 4) refuse("must be page:kind[:times[:retry_after]]");

  fault result;
  auto const page = parse_number(parts[0]);
  if (!page || *page == 0) refuse("page must be a whole number from 1");
  result.page = page.value();

  auto const kind = parse_kind(parts[1]);
  if (!kind) refuse("kind must be too_many_requests, server_error, dropped, malformed or truncated");
  result.kind = kind.value();

  if (parts.size() > 2) {
    auto const times = parts[2] == "always" ? fault::always : parse_number(parts[2]);
    if (!times || *times == 0) refuse("times must be a whole number from 1, or \"always\"");
    result.times = times.value();
  }
  if (parts.size() > 3) {
    auto const seconds = parse_number(parts[3]);
    if (!seconds || *seconds > 86'400) refuse("retry_after must be a whole number of seconds up to 86400");
    result.retry_after = std::chrono::seconds{seconds.value()};
  }
  return result;
}

fault_plan::fault_plan(transactions_api_options const& options)
    : rate_{options.fault_rate}, seed_{options.seed}, planned_{options.faults} {}

std::optional<fault> fault_plan::next(std::uint64_t page) {
  {
    std::lock_guard const lock{mutex_};
    for (auto& each : planned_) {
      if (each.page != page || each.times == 0) continue;
      if (each.times != fault::always) --each.times;
      return each;
    }
  }
  random_stream draw{seed_ ^ random_stream{drawn_++}.next()};
  if (fraction(draw.next()) >= rate_) return std::nullopt;
  return fault{page, static_cast<fault_kind>(draw.below(5)), 1, std::chrono::seconds{0}};
}

}  // namespace api_to_parquet
