// One row of the API, and the deterministic data behind it.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <fmt/format.h>

namespace api_to_parquet {

using timestamp = std::chrono::sys_time<std::chrono::microseconds>;

struct transaction {
  std::string transaction_id;  // "TXN00000042"
  std::string user_id;         // "USER1000" to "USER9999"
  double amount = 0;           // 10.00 to 5000.00, whole cents
  std::string currency;
  std::string status;
  std::string category;
  api_to_parquet::timestamp timestamp;
  std::string merchant;
  std::string payment_method;

  friend bool operator==(transaction const&, transaction const&) = default;
};

inline constexpr std::array<std::string_view, 4> currencies{"USD", "EUR", "GBP", "JPY"};
inline constexpr std::array<std::string_view, 3> statuses{"completed", "pending", "failed"};
inline constexpr std::array<std::string_view, 5> categories{"food", "transport", "entertainment", "shopping", "bills"};
inline constexpr std::array<std::string_view, 5> merchants{"Amazon", "Uber", "Netflix", "Starbucks", "Apple"};
inline constexpr std::array<std::string_view, 4> payment_methods{"credit_card", "debit_card", "paypal", "crypto"};

// All synthetic timestamps lie in [first_timestamp, end_of_timestamps): the year 2024.
inline constexpr timestamp first_timestamp{std::chrono::sys_days{
    std::chrono::year_month_day{std::chrono::year{2024}, std::chrono::January, std::chrono::day{1}}}};
inline constexpr timestamp end_of_timestamps{std::chrono::sys_days{
    std::chrono::year_month_day{std::chrono::year{2025}, std::chrono::January, std::chrono::day{1}}}};

// splitmix64 (Steele, Lea and Flood 2014): any 64-bit state is a good one, so a row can start its own stream.
class random_stream {
 public:
  explicit constexpr random_stream(std::uint64_t state) noexcept : state_{state} {}

  constexpr std::uint64_t next() noexcept {
    state_ += 0x9e3779b97f4a7c15U;
    std::uint64_t bits = state_;
    bits = (bits ^ (bits >> 30U)) * 0xbf58476d1ce4e5b9U;
    bits = (bits ^ (bits >> 27U)) * 0x94d049bb133111ebU;
    return bits ^ (bits >> 31U);
  }

  // 0 <= result < bound. The bias of the remainder is below bound / 2^64.
  constexpr std::uint64_t below(std::uint64_t bound) noexcept { return next() % bound; }

  template <std::size_t Size>
  constexpr std::string_view one_of(std::array<std::string_view, Size> const& values) noexcept {
    return values[below(Size)];
  }

 private:
  std::uint64_t state_;
};

// Row `index` of the data set `seed`: a pure function, so that any row can be checked without the rows before
// it.
inline transaction synthetic_transaction(std::uint64_t seed, std::uint64_t index) {
  random_stream of_seed{seed};
  random_stream draw{of_seed.next() ^ random_stream{index}.next()};
  auto const year = static_cast<std::uint64_t>((end_of_timestamps - first_timestamp).count());

  transaction row;
  row.transaction_id = fmt::format("TXN{:08}", index);
  row.user_id = fmt::format("USER{}", 1000 + draw.below(9000));
  row.amount = static_cast<double>(1000 + draw.below(499001)) / 100.0;
  row.currency = draw.one_of(currencies);
  row.status = draw.one_of(statuses);
  row.category = draw.one_of(categories);
  row.timestamp = first_timestamp + std::chrono::microseconds{draw.below(year)};
  row.merchant = draw.one_of(merchants);
  row.payment_method = draw.one_of(payment_methods);
  return row;
}

}  // namespace api_to_parquet
