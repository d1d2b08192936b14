// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cogen/arrow/columns.hpp>
#include <cogen/detail/closure.hpp>

#include <arrow/record_batch.h>

#include <memory>
#include <span>
#include <type_traits>
#include <utility>

namespace cogen::arrow {

/// The source that `record_batches` makes.
template <source Source, class Row>
class [[nodiscard]] record_batches_source : public pull_range<record_batches_source<Source, Row>> {
 public:
  using reference = std::shared_ptr<::arrow::RecordBatch>&&;

  record_batches_source(Source base, columns<Row> table) : base_(std::move(base)), table_(std::move(table)) {}

  std::shared_ptr<::arrow::RecordBatch>* pull() {
    auto* const rows = base_.pull();
    if (rows == nullptr) return nullptr;
    batch_.reset();
    table_.append(std::span<Row const>(*rows));
    batch_ = table_.finish();
    return &batch_;
  }

  /// Known before the first batch: so a sink can write a valid file where there is none.
  [[nodiscard]] std::shared_ptr<::arrow::Schema> const& schema() const noexcept { return table_.schema(); }

 private:
  Source base_;
  columns<Row> table_;
  std::shared_ptr<::arrow::RecordBatch> batch_;
};

namespace detail {
struct record_batches_fn : cogen::detail::tool<record_batches_fn> {
  template <iterable Range, class Row>
    requires std::is_constructible_v<std::span<Row const>, std::remove_reference_t<typename iter_t<Range>::reference>&>
  static auto apply(Range&& range, columns<Row> table) {
    return record_batches_source<iter_t<Range>, Row>(iter(std::forward<Range>(range)), std::move(table));
  }
};
}  // namespace detail

/// `record_batches(batches, table)`, `batches | record_batches(table)`: an Arrow record batch for each batch of rows.
///
/// In: range of contiguous ranges of Row (`rows | batch(n)`). Out: source of `std::shared_ptr<arrow::RecordBatch>&&`,
/// with `schema()`. Cost: the columns' values are copied once; the builders are reused. Throws what `columns` throws.
///
/// Python: `pyarrow.RecordBatch.from_pylist(rows, schema)` for each batch.
inline constexpr detail::record_batches_fn record_batches{};

}  // namespace cogen::arrow
