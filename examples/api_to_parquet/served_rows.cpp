#include "served_rows.hpp"

#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "faults.hpp"
#include "timestamps.hpp"

namespace api_to_parquet {
namespace {

using json = nlohmann::ordered_json;

// Writes rows through one JSON object whose values are replaced: a third of the time of a new object per row.
class row_writer {
 public:
  row_writer() = default;
  row_writer(row_writer const&) = delete;  // the references are into object_
  row_writer& operator=(row_writer const&) = delete;

  std::string operator()(transaction&& row) {
    transaction_id_ = std::move(row.transaction_id);
    user_id_ = std::move(row.user_id);
    amount_ = row.amount;
    currency_ = std::move(row.currency);
    status_ = std::move(row.status);
    category_ = std::move(row.category);
    timestamp_ = iso_8601(row.timestamp);
    merchant_ = std::move(row.merchant);
    payment_method_ = std::move(row.payment_method);
    return object_.dump();
  }

 private:
  std::string& text(char const* key) { return object_.at(key).get_ref<std::string&>(); }

  json object_{{"transaction_id", ""}, {"user_id", ""},   {"amount", 0.0},  {"currency", ""},      {"status", ""},
               {"category", ""},       {"timestamp", ""}, {"merchant", ""}, {"payment_method", ""}};
  std::string& transaction_id_ = text("transaction_id");
  std::string& user_id_ = text("user_id");
  double& amount_ = object_.at("amount").get_ref<double&>();
  std::string& currency_ = text("currency");
  std::string& status_ = text("status");
  std::string& category_ = text("category");
  std::string& timestamp_ = text("timestamp");
  std::string& merchant_ = text("merchant");
  std::string& payment_method_ = text("payment_method");
};

std::string spoil(std::string const& good, bad_row_kind how) {
  auto row = json::parse(good);
  switch (how) {
    case bad_row_kind::missing_field:
      row.erase("amount");
      break;
    case bad_row_kind::wrong_type:
      row["amount"] = fmt::format("{:.2f}", row["amount"].get<double>());
      break;
    case bad_row_kind::bad_timestamp:
      row["timestamp"].get_ref<std::string&>().replace(5, 2, "13");
      break;
    case bad_row_kind::not_an_object:
      return row["transaction_id"].dump();
  }
  return row.dump();
}

}  // namespace

std::optional<bad_row_kind> spoiled_at_random(double rate, std::uint64_t seed, std::uint64_t row) {
  random_stream draw{~seed ^ random_stream{row}.next()};  // another stream than the row's own
  if (fraction(draw.next()) >= rate) return std::nullopt;
  return static_cast<bad_row_kind>(draw.below(4));
}

served_rows::served_rows(transactions_api_options const& options)
    : seed_{options.seed}, rows_{options.rows}, bad_row_rate_{options.bad_row_rate} {
  for (auto const& [row, kind] : options.bad_rows) bad_rows_.insert_or_assign(row, kind);
}

row_selection served_rows::select(std::optional<timestamp> since) {
  if (!since) return row_selection{rows_};
  found* wanted = nullptr;
  {
    std::lock_guard const lock{mutex_};
    auto& place = found_[*since];
    if (!place) place = std::make_unique<found>();
    wanted = place.get();
  }
  std::call_once(wanted->searched, [&] {
    std::vector<std::uint32_t> rows;
    for (std::uint64_t row = 0; row < rows_; ++row) {
      if (synthetic_transaction(seed_, row).timestamp >= *since) rows.push_back(static_cast<std::uint32_t>(row));
    }
    wanted->rows = std::move(rows);
  });
  return row_selection{wanted->rows};
}

void served_rows::append_json(std::string& text, row_selection const& selection, std::uint64_t first,
                              std::uint64_t count) const {
  row_writer write;
  for (std::uint64_t i = 0; i < count; ++i) {
    auto const row = selection[first + i];
    if (i != 0) text += ',';
    auto const good = write(synthetic_transaction(seed_, row));
    if (auto const how = spoiled(row)) {
      text += spoil(good, *how);
    } else {
      text += good;
    }
    if (i == 0) text.reserve((text.size() + 16) * count);
  }
}

std::optional<bad_row_kind> served_rows::spoiled(std::uint64_t row) const {
  if (auto const chosen = bad_rows_.find(row); chosen != bad_rows_.end()) return chosen->second;
  if (bad_row_rate_ == 0) return std::nullopt;
  return spoiled_at_random(bad_row_rate_, seed_, row);
}

}  // namespace api_to_parquet
