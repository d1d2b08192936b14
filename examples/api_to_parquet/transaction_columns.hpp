// The columns of the Parquet file: the nine fields of a transaction, and with which batch and when it was processed.
#pragma once

#include <cogen/arrow/columns.hpp>

#include <chrono>
#include <cstdint>

#include "transaction.hpp"

namespace api_to_parquet {

// One column a line.
// clang-format off
// [columns]
// Batches are numbered behind the first `batches`.
inline cogen::arrow::columns<transaction> transaction_columns(std::int64_t batches = 0) {
  using namespace cogen::arrow;
  return columns<transaction>(
      column("transaction_id", &transaction::transaction_id),
      column("user_id", &transaction::user_id),
      column("amount", &transaction::amount, as_float32),
      dictionary("currency", &transaction::currency),
      dictionary("status", &transaction::status),
      dictionary("category", &transaction::category),
      column("timestamp", &transaction::timestamp),
      dictionary("merchant", &transaction::merchant),
      dictionary("payment_method", &transaction::payment_method),
      batch_column("batch_number", [batches](batch_info const& batch) { return batches + batch.number; }),
      batch_column("processed_at", [](batch_info const&) {
        return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
      }));
}
// [/columns]
// clang-format on

}  // namespace api_to_parquet
