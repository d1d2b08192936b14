// SPDX-License-Identifier: BSL-1.0
// cogen/arrow/columns.hpp - a row type described once, and record batches made from it.
//
//     columns<transaction> table{
//         column("transaction_id", &transaction::transaction_id),
//         column("amount", &transaction::amount, as_float32),
//         dictionary("status", &transaction::status),
//         column("cents", [](transaction const& t) { return std::llround(t.amount * 100); }),
//         batch_column("batch_number", [](batch_info const& batch) { return batch.number; })};
//     table.append(rows);
//     std::shared_ptr<arrow::RecordBatch> batch = table.finish();
#pragma once

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <iterator>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <arrow/record_batch.h>
#include <arrow/type.h>

#include "cogen/arrow/detail/column_builder.hpp"
#include "cogen/arrow/error.hpp"

namespace cogen::arrow {

/// Option of `column`: keep a float or double as float32, rounded to nearest; beyond its range lies infinity.
inline constexpr detail::float32 as_float32{};

/// A column's name and where its values come from. Made by `column`, `dictionary` and `batch_column`, for `columns`
/// alone.
template <class Source, class Get, class Option>
struct column_description {
  std::string name;
  Get get;  // Source const& -> value
};

namespace detail {

struct each_row {};

template <class T>
inline constexpr bool is_column_description = false;
template <class Source, class Get, class Option>
inline constexpr bool is_column_description<column_description<Source, Get, Option>> = true;

template <class Source, class Option, class Get>
column_description<Source, Get, Option> describe(std::string name, Get get) {
  if constexpr (std::is_member_pointer_v<Get> || std::is_pointer_v<Get>) {
    if (get == nullptr) throw std::invalid_argument("column '" + name + "': the pointer to its value must not be null");
  }
  return {std::move(name), std::move(get)};
}

}  // namespace detail

/// A column of `std::invoke(get, row)`: `get` is a pointer to a data member or member function, or a function of `Row
/// const&`.
///
/// | the value is                              | the column is                                                      |
/// |-------------------------------------------|--------------------------------------------------------------------|
/// | bool, a signed or unsigned integer        | bool, int8 to int64, uint8 to uint64                               |
/// | float, double                             | float, double; float with `as_float32`                             |
/// | std::string, std::string_view             | utf8, checked: finish() throws if a value is not UTF-8             |
/// | std::chrono::sys_time of any integer unit | timestamp[us, UTC]; finer units are floored, see below             |
/// | std::optional of one of these             | the same, nullable; all other columns are declared non-nullable    |
///
/// Nanoseconds (std::chrono::system_clock on Linux) are floored to microseconds: towards the past, also before 1970.
template <class Get, class Option = detail::natural>
[[nodiscard]] auto column(std::string name, Get get, Option = {}) {
  return detail::describe<detail::each_row, Option>(std::move(name), std::move(get));
}

/// A column of strings of which few are different: dictionary<int32, utf8>.
/// The dictionary grows over the batches, so that a value keeps its index; beyond 65,536 values it starts anew with the
/// next batch.
template <class Get>
[[nodiscard]] auto dictionary(std::string name, Get get) {
  return detail::describe<detail::each_row, detail::encoded>(std::move(name), std::move(get));
}

/// A column whose one value, `std::invoke(get, batch_info)`, is computed once a batch and stands in all its rows.
template <class Get>
[[nodiscard]] auto batch_column(std::string name, Get get) {
  return detail::describe<batch_info, detail::natural>(std::move(name), std::move(get));
}

/// Turns rows into record batches, column by column: one virtual call a column for each append, a typed loop inside.
///
/// Columns stand in the order given. Throws std::invalid_argument for no column, an empty name, or a name given twice.
/// Memory: the rows appended since the last finish(). Thread-safety: one thread at a time. Move-only.
///
/// Python: `pyarrow.RecordBatch.from_pylist(rows, schema)`, from dictionaries.
template <class Row>
class columns {
 public:
  template <class... Descriptions>
    requires(detail::is_column_description<Descriptions> && ...)
  explicit columns(Descriptions... descriptions) {
    (add(std::move(descriptions)), ...);
    if (fields_.empty()) throw std::invalid_argument("columns: at least one column is needed");
    schema_ = ::arrow::schema(std::move(fields_));
  }
  columns(columns&&) noexcept = default;
  columns& operator=(columns&&) noexcept = default;

  /// The schema of every batch that finish() makes.
  [[nodiscard]] std::shared_ptr<::arrow::Schema> const& schema() const noexcept { return schema_; }

  /// Rows appended since the last finish().
  [[nodiscard]] std::int64_t rows() const noexcept { return rows_; }

  /// Copies the values of these rows; the rows are not needed afterwards. If a column's function or an allocation
  /// throws, the rows appended since the last finish() are dropped, so that columns never differ in length.
  void append(std::span<Row const> rows) {
    for_each_builder([&](auto& builder) { builder.reserve(std::ssize(rows)); });
    // Column by column, but of so few rows at a time that they stay in the cache for all columns.
    constexpr std::size_t few = std::max<std::size_t>(1, (std::size_t{1} << 15) / sizeof(Row));
    for (auto rest = rows; !rest.empty(); rest = rest.subspan(std::min(few, rest.size()))) {
      auto const block = rest.first(std::min(few, rest.size()));
      for_each_builder([&](auto& builder) { builder.append(block); });
    }
    rows_ += std::ssize(rows);
  }

  /// The rows appended so far as one batch, and begins the next. Without rows it is a batch of no rows (and counts as
  /// one). Throws std::invalid_argument for a string that is not UTF-8 and arrow_error for what Arrow refuses; the rows
  /// are dropped then.
  [[nodiscard]] std::shared_ptr<::arrow::RecordBatch> finish() {
    batch_info const info{batches_ + 1, rows_};
    std::vector<std::shared_ptr<::arrow::Array>> arrays;
    arrays.reserve(builders_.size());
    for_each_builder([&](auto& builder) { arrays.push_back(builder.finish(info)); });
    batches_ = info.number;
    rows_ = 0;
    return ::arrow::RecordBatch::Make(schema_, info.rows, std::move(arrays));
  }

 private:
  template <class Source, class Get, class Option>
  void add(column_description<Source, Get, Option> description) {
    constexpr bool once_a_batch = std::same_as<Source, batch_info>;
    using argument = std::conditional_t<once_a_batch, batch_info, Row>;
    static_assert(std::is_invocable_v<Get const&, argument const&>,
                  "cogen::arrow::columns: a column's function takes `Row const&` "
                  "(a batch_column's takes `batch_info const&`)");
    using value = std::remove_cvref_t<std::invoke_result_t<Get const&, argument const&>>;
    using cell = detail::cell<typename detail::without_optional<value>::type, Option>;
    using builder = std::conditional_t<once_a_batch, detail::once_a_batch_column<Row, cell, Get>,
                                       detail::row_column<Row, cell, Get>>;

    if (description.name.empty()) throw std::invalid_argument("columns: a column's name must not be empty");
    for (auto const& field : fields_) {
      if (field->name() == description.name) {
        throw std::invalid_argument("columns: the name '" + description.name + "' is given twice");
      }
    }
    fields_.push_back(::arrow::field(description.name, cell::type(), detail::is_optional<value>));
    builders_.push_back(std::make_unique<builder>(std::move(description.get)));
  }

  template <class Action>
  void for_each_builder(Action action) {
    std::size_t column = 0;
    auto const named = [&](std::exception const& error) {
      return "column '" + schema_->field(static_cast<int>(column))->name() + "': " + error.what();
    };
    try {
      for (; column < builders_.size(); ++column) action(*builders_[column]);
    } catch (detail::bad_value const& error) {
      drop();
      throw std::invalid_argument(named(error));
    } catch (arrow_error const& error) {
      drop();
      throw arrow_error(named(error));
    } catch (...) {
      drop();
      throw;
    }
  }

  void drop() {
    for (auto const& builder : builders_) builder->reset();
    rows_ = 0;
  }

  std::vector<std::shared_ptr<::arrow::Field>> fields_;  // until the schema is made
  std::vector<std::unique_ptr<detail::column_builder<Row>>> builders_;
  std::shared_ptr<::arrow::Schema> schema_;
  std::int64_t rows_ = 0;
  std::int64_t batches_ = 0;
};

}  // namespace cogen::arrow
